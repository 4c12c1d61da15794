"""Ours over each peer, pair by pair."""

import dataclasses
import statistics

from harness.statistics import Estimate, geometric_mean, median_with_interval

OURS = "ours"
ALL_CASES = "geometric mean"


@dataclasses.dataclass(frozen=True)
class Metric:
    """A column that is compared, what it is called in tables, how many of it make one of the table's unit, and which way is good."""

    column: str
    title: str
    scale: float = 1
    higher_is_better: bool = True


IMAGES_PER_SECOND = Metric("images_per_second", "images/s")
SECONDS = Metric("seconds", "s", higher_is_better=False)
PEAK_MEMORY = Metric("peak_memory", "MiB", 1 / (1 << 20), higher_is_better=False)


@dataclasses.dataclass(frozen=True)
class Comparison:
    """Ours and a peer in one case: both medians, and the median of the paired ratios ours / theirs."""

    case: str
    peer: str
    ours: float
    theirs: float
    ratio: Estimate


def compare(rows, metric):
    """A comparison for every case and peer, then one for each peer over all its cases where it has several."""
    values = {}
    for row in rows:
        values.setdefault((row["case"], row["who"]), {})[row["pair"]] = row[metric.column] * metric.scale
    comparisons, ratios = [], {}
    for (case, who), theirs in values.items():
        if who == OURS:
            continue
        ours = values[case, OURS]
        paired = {pair: ours[pair] / value for pair, value in theirs.items() if pair in ours}
        ratios.setdefault(who, {})[case] = paired
        comparisons.append(Comparison(
            case, who, statistics.median(ours.values()), statistics.median(theirs.values()), median_with_interval(paired.values())))
    for who, cases in ratios.items():
        if len(cases) > 1:
            means = [geometric_mean([paired[pair] for paired in cases.values()]) for pair in next(iter(cases.values()))]
            comparisons.append(Comparison(ALL_CASES, who, None, None, median_with_interval(means)))
    # The cases in their order, whoever came first in the rounds.
    order = list(dict.fromkeys(row["case"] for row in rows)) + [ALL_CASES]
    return sorted(comparisons, key=lambda comparison: order.index(comparison.case))
