#!/usr/bin/env python3
"""Median of a column for each contender, and of ours over each other one pair by pair, from a CSV with the columns pair and who."""

import csv
import statistics
import sys


def main(path, column="images_per_second"):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    contenders = list(dict.fromkeys(row["who"] for row in rows))
    speed = {who: {row["pair"]: float(row[column]) for row in rows if row["who"] == who} for who in contenders}
    ours = contenders[0]

    title = column.replace("images_per_second", "images/s").replace("_per_", "/")
    print(f"{'':12}{title:>14}{f'{ours} / it':>14}{'min':>8}{'max':>8}   pairs")
    for who, by_pair in speed.items():
        ratios = [speed[ours][pair] / value for pair, value in by_pair.items() if pair in speed[ours]]
        print(f"{who:12}{statistics.median(by_pair.values()):14,.0f}{statistics.median(ratios):14.2f}"
              f"{min(ratios):8.2f}{max(ratios):8.2f}   {len(ratios)}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: ratios.py FILE.csv [COLUMN]    the first contender in the file is compared with the others")
    main(*sys.argv[1:])
