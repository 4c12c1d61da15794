"""Medians of paired ratios, with intervals that take nothing for granted but that the pairs are alike."""

import dataclasses
import math
import statistics

CONFIDENCE = 0.95


@dataclasses.dataclass(frozen=True)
class Estimate:
    """A median and its interval; coverage is the interval's confidence, below 0.95 where there are fewer than 6 values."""

    median: float
    low: float
    high: float
    coverage: float
    n: int


def median_with_interval(values):
    """The median, between the two order statistics that are closest to it and still cover it with 95 % (sign test)."""
    ordered = sorted(values)
    n = len(ordered)
    rank, coverage = 0, 1 - 2 / 2 ** n
    for candidate in range(1, (n + 1) // 2):
        covered = 1 - 2 * sum(math.comb(n, k) for k in range(candidate + 1)) / 2 ** n
        if covered < CONFIDENCE:
            break
        rank, coverage = candidate, covered
    return Estimate(statistics.median(ordered), ordered[rank], ordered[n - 1 - rank], coverage, n)


def geometric_mean(values):
    return math.exp(statistics.fmean(map(math.log, values)))
