"""Seconds from the start of the process to the end of the first training step, and to the end of `--help`."""

from harness import cases, processes
from harness.comparison import OURS, SECONDS
from harness.rounds import Measurements
from harness.statistics import median_with_interval
from harness.tables import Table

HELP_RUNS = 20
IMAGES = 640


def run(bench):
    def contenders(model):
        return {
            OURS: lambda: seconds(cases.ours(bench.lab, model, IMAGES, batch=64, epochs=1)),
            "tuned": lambda: seconds(cases.tuned(bench.peers, model, IMAGES, batch=64, epochs=1)),
            "tutorial": lambda: seconds(bench.peers.tutorial(model, False, steps=1)),
        }

    bench.in_turns("start", "Start to first step", {model: contenders(model) for model in ("mlp", "cnn")}, SECONDS)
    measure_help(bench)


def seconds(run):
    return {"seconds": run.seconds_to_first_step()}


def measure_help(bench):
    measurements = Measurements(bench.output / "help.csv")
    for number in range(1, HELP_RUNS + 1):
        measurements.add({"run": number, "seconds": processes.run([bench.program, "--help"]).seconds})
    took = median_with_interval([row["seconds"] for row in measurements.rows])
    bench.figures["help_seconds"] = took.median
    bench.add(Table("--help: s", ["median", "interval", "n"], [[f"{took.median:.3f}", f"{took.low:.3f} to {took.high:.3f}", str(took.n)]]))
