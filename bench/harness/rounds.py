"""Contenders in turns: every round measures each of them once in each case, and who comes first is another one each time."""

import csv
import sys


class Measurements:
    """The rows of a part, each in its CSV file as soon as it is measured."""

    def __init__(self, path):
        self.path, self.rows = path, []

    def add(self, row):
        self.rows.append(row)
        with open(self.path, "a", newline="") as file:
            writer = csv.DictWriter(file, list(self.rows[0]), lineterminator="\n")
            if len(self.rows) == 1:
                writer.writeheader()
            writer.writerow(row)


def measure(path, cases, pairs):
    """Measures cases, a dictionary of name to contenders (name to a function that gives a dictionary of figures); the first is ours."""
    measurements = Measurements(path)
    for pair in range(1, pairs + 1):
        for case, contenders in cases.items():
            order = list(contenders.items())
            turn = (pair - 1) % len(order)
            # A machine that warms or slows down must favour nobody.
            for who, contender in order[turn:] + order[:turn]:
                figures = contender()
                measurements.add({"pair": pair, "case": case, "who": who, **figures})
                shown = ", ".join(f"{name} {value:,.4g}" for name, value in figures.items() if isinstance(value, float))
                print(f"pair {pair} of {pairs}, {case}, {who}: {shown}", file=sys.stderr, flush=True)
    return measurements.rows
