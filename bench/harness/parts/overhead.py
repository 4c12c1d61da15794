"""What is done between epochs, as a share of the seconds of training: units, rows and checkpoint; validation beside them."""

from harness.rounds import Measurements
from harness.statistics import median_with_interval
from harness.tables import Table

EPOCHS = 7
MOMENTS = ["validation", "probe", "files"]


def run(bench):
    measurements = Measurements(bench.output / "overhead.csv")
    table = []
    for model in ("mlp", "cnn"):
        for batch in (64, 256):
            case = f"{model} {batch}"
            rows = list(measure(bench, model, batch))
            for row in rows:
                measurements.add({"case": case, **row})
            overhead = median_with_interval([(row["probe"] + row["files"]) / row["training"] for row in rows])
            validation = median_with_interval([row["validation"] / row["training"] for row in rows])
            bench.figures[f"overhead {case}"] = overhead.median
            median = {name: median_with_interval([row[name] for row in rows]).median for name in ["training", *MOMENTS]}
            table.append([
                case, f"{median['training']:.3f}", f"{1e3 * median['probe']:.1f}", f"{1e3 * median['files']:.1f}",
                f"{100 * overhead.median:.2f} %", f"{100 * overhead.low:.2f} to {100 * overhead.high:.2f}",
                f"{1e3 * median['validation']:.1f}", f"{100 * validation.median:.2f} %", str(len(rows))])
    bench.add(Table(
        "Between epochs, at the defaults",
        ["case", "training, s", "probe, ms", "files, ms", "probe + files", "interval", "validation, ms", "validation", "n"],
        table, "Medians of n epochs of one run, shares of the seconds of training; files are rows, checkpoint and log."))


def measure(bench, model, batch):
    """One row an epoch, from the log of a run of the whole data set."""
    run = bench.lab.train(model, train__epochs=max(2, int(EPOCHS * bench.scale)), train__batch_size=batch)
    for _, event in run.events("epoch {Epoch} took"):
        yield {"epoch": event["Epoch"], **{name: event[name.capitalize()] for name in ["training", *MOMENTS]}}
