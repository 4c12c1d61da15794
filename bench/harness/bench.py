"""What the parts have in common: the contenders, how many pairs, where the results go, and the tables so far."""

import contextlib
import dataclasses
import os
import pathlib
import tempfile
import time

from harness import rounds, tables
from harness.comparison import Comparison, compare
from harness.lab import Lab
from harness.peers import Peers


@dataclasses.dataclass(frozen=True)
class Result:
    """A comparison, and the part and column that it is of."""

    part: str
    column: str
    comparison: Comparison


class Bench:
    def __init__(self, root, output, python, pairs, threads, scale, runs):
        self.root, self.output, self.python, self.pairs, self.threads, self.scale = root, output, python, pairs, threads, scale
        self.program = root / "activationlab"
        data = os.environ.get("ACTIVATIONLAB_DATA") or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "activationlab"
        self.lab = Lab(self.program, root / "configs", runs, threads)
        self.peers = Peers(python, root / "bench" / "peers", pathlib.Path(data) / "mnist", threads)
        self.results, self.tables, self.took = [], [], {}
        # Single figures that are no comparison, by name.
        self.figures = {}

    def images(self, count):
        """So many images, or fewer in a trial of the benchmark itself; whole batches of 256."""
        return max(256, int(count * self.scale) // 256 * 256)

    def in_turns(self, part, title, cases, *metrics):
        """Measures cases in turns and adds a table for each metric."""
        rows = rounds.measure(self.output / f"{part}.csv", cases, self.pairs)
        for metric in metrics:
            comparisons = compare(rows, metric)
            self.results += [Result(part, metric.column, comparison) for comparison in comparisons]
            self.add(tables.of_comparisons(f"{title}: {metric.title}", comparisons, metric))
        return rows

    def add(self, table):
        self.tables.append(table)
        print(table.text(), flush=True)

    @contextlib.contextmanager
    def timed(self, part):
        started = time.perf_counter()
        yield
        self.took[part] = time.perf_counter() - started


@contextlib.contextmanager
def runs_folder():
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield pathlib.Path(folder) / "runs"
