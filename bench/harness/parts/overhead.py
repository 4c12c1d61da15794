"""What is done between epochs, as a share of the seconds of training: units, rows and checkpoint; validation beside them."""

from harness.rounds import Measurements
from harness.statistics import median_with_interval
from harness.tables import Table

EPOCHS = {"mlp": 10, "cnn": 3}
MOMENTS = ["training", "probe", "files", "validation"]


def run(bench):
    measurements = Measurements(bench.output / "overhead.csv")
    cases = [(model, batch) for model in EPOCHS for batch in (64, 256)]
    for pair in range(1, bench.pairs + 1):
        for model, batch in cases:
            measurements.add({"pair": pair, "case": f"{model} {batch}", **measure(bench, model, batch)})
    table = []
    for case in (f"{model} {batch}" for model, batch in cases):
        rows = [row for row in measurements.rows if row["case"] == case]
        overhead = median_with_interval([(row["probe"] + row["files"]) / row["training"] for row in rows])
        validation = median_with_interval([row["validation"] / row["training"] for row in rows])
        bench.figures[f"overhead {case}"] = overhead.median
        epoch = {name: median_with_interval([row[name] / row["epochs"] for row in rows]).median for name in MOMENTS}
        table.append([
            case, f"{epoch['training']:.3f}", f"{1e3 * epoch['probe']:.1f}", f"{1e3 * epoch['files']:.1f}",
            f"{100 * overhead.median:.2f} %", f"{100 * overhead.low:.2f} to {100 * overhead.high:.2f}",
            f"{1e3 * epoch['validation']:.1f}", f"{100 * validation.median:.2f} %", str(len(rows))])
    bench.add(Table(
        "Between epochs, at the defaults",
        ["case", "training, s", "probe, ms", "files, ms", "probe + files", "interval", "validation, ms", "validation", "n"],
        table,
        f"Means of an epoch, over the {EPOCHS['mlp']} (mlp) or {EPOCHS['cnn']} (cnn) epochs of a run, as not every epoch is saved; medians of n runs. "
        "Shares are of the seconds of training; files are rows, checkpoint and log."))


def measure(bench, model, batch):
    """Seconds of a whole run, from its log: all its epochs together, the first with all that is done for the first time."""
    run = bench.lab.train(model, train__epochs=max(2, int(EPOCHS[model] * bench.scale)), train__batch_size=batch)
    epochs = [event for _, event in run.events("epoch {Epoch} took")]
    return {"epochs": len(epochs), **{name: sum(event[name.capitalize()] for event in epochs) for name in MOMENTS}}
