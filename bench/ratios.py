#!/usr/bin/env python3
"""Median throughput of each contender, and of ours over each other one pair by pair, from a CSV of bench/throughput.sh."""

import csv
import statistics
import sys


def main(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    contenders = list(dict.fromkeys(row["who"] for row in rows))
    speed = {who: {row["pair"]: float(row["images_per_second"]) for row in rows if row["who"] == who} for who in contenders}

    print(f"{'':12}{'images/s':>12}{'ours / it':>12}{'min':>8}{'max':>8}   pairs")
    for who, by_pair in speed.items():
        ratios = [speed["ours"][pair] / value for pair, value in by_pair.items() if pair in speed["ours"]]
        print(f"{who:12}{statistics.median(by_pair.values()):12,.0f}{statistics.median(ratios):12.2f}"
              f"{min(ratios):8.2f}{max(ratios):8.2f}   {len(ratios)}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: ratios.py FILE.csv")
    main(sys.argv[1])
