#!/usr/bin/env python3
"""Measures the lab against PyTorch on a GPU, in turns, and how far apart equal runs are. scripts/gpu/measure.sh runs it.

speed appends a row a measurement to speed.csv and goes on where it was; it stops before --minutes are over, with exit code 3 if cases are left.
"""

import argparse
import csv
import itertools
import json
import math
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEFT = 3
OURS, EAGER = "ours", "eager"
PEERS = [EAGER, "compile", "reduce-overhead", "graph"]
FOLDERS = {"mnist": "mnist", "cifar10": "cifar-10-batches-bin"}
BATCH_SIZES = [64, 256, 1024]
# Validation images that the lab holds out: PyTorch trains on as many as the lab does.
TRAINED = {"mnist": 55_000, "cifar10": 45_000}
SPREAD_CASES = [("mnist", "mlp", 64), ("mnist", "cnn", 64), ("cifar10", "cnn", 64)]
SPREAD_RUNS, SPREAD_EPOCHS = 5, 2
SPREAD_FIGURES = ["train_loss", "val_loss", "val_accuracy", "test_accuracy"]


def cases():
    # Small networks first: where launches cost most.
    return [case for case in itertools.product(FOLDERS, ["mlp", "cnn"], BATCH_SIZES)]


def name_of(case):
    return "-".join(str(part) for part in case)


def epochs_of(batch_size):
    """Epochs of one measurement: more of those that are short."""
    return 3 + batch_size // 64


class Table:
    """A CSV file that is appended a whole row at a time."""

    def __init__(self, path, columns):
        self.path, self.columns = path, columns
        if not path.exists():
            self._append(columns)

    def add(self, **row):
        self._append([row[column] for column in self.columns])

    def rows(self):
        with open(self.path, newline="") as file:
            return list(csv.DictReader(file))

    def _append(self, values):
        with open(self.path, "a", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(values)


class Lab:
    """The published program."""

    def __init__(self, place, device):
        self.place, self.device = place, device

    def train(self, case, epochs, optimizer, runs, *settings):
        """Trains from the start and returns the folder of the run."""
        dataset, model, batch_size = case
        sets = [
            f"train.batch_size={batch_size}", f"train.epochs={epochs}", f"device={self.device}", "train.scheduler.name=constant",
            *optimizer_settings(optimizer), *settings]
        command = [
            str(self.place / "dotnet" / "dotnet"), "exec", str(self.place / "program" / "activationlab.dll"), "train",
            "--config", str(ROOT / "configs" / f"{dataset}-{model}-leaky.yaml"), "--fresh", "--quiet", "--runs", str(runs)]
        done = subprocess.run(
            command + [word for setting in sets for word in ("--set", setting)], capture_output=True, text=True, cwd=ROOT, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            sys.exit(f"the lab failed with {name_of(case)}: {done.stderr.strip() or done.stdout.strip()}")
        return pathlib.Path(done.stdout.strip().splitlines()[-1])

    def images_per_second(self, case, epochs, optimizer, precision):
        runs = self.place / "runs"
        folder = self.train(case, epochs + 1, optimizer, runs, f"train.precision={precision}")
        with open(folder / "epochs.csv", newline="") as file:
            speeds = [float(row["images_per_second"]) for row in csv.DictReader(file)]
        shutil.rmtree(runs)
        return statistics.median(speeds[1:])


def optimizer_settings(optimizer):
    if optimizer == "adam":
        return []
    return ["train.optimizer.name=sgd", "train.optimizer.lr=0.01", "train.optimizer.momentum=0.9"]


class Peers:
    """The PyTorch contenders of one case, in a process of their own."""

    def __init__(self, case, optimizer, precision, device):
        dataset, model, batch_size = case
        data = pathlib.Path(os.environ["ACTIVATIONLAB_DATA"]) / FOLDERS[dataset]
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "scripts" / "gpu" / "peers.py"), *(["--tf32"] if precision == "tf32" else []),
             "--data", str(data), "--dataset", dataset, "--model", model, "--batch-size", str(batch_size), "--optimizer", optimizer,
             "--precision", "bf16" if precision == "bf16" else "float32", "--device", device, "--train", str(TRAINED[dataset])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def images_per_second(self, form, epochs):
        print(form, epochs, file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"PyTorch ended in the turn of {form} with status {self.process.wait()}")
        answer = json.loads(line)
        return answer["images"] / statistics.median(answer["epoch_seconds"])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def measure_speed(options):
    table = Table(options.results / "speed.csv", ["case", "optimizer", "precision", "pair", "who", "images_per_second", "at"])
    lab = Lab(options.place, options.device)
    peers = [peer for peer in options.peers.split(",") if peer]
    started, longest = time.monotonic(), 0.0
    for case in cases():
        name = name_of(case)
        if not re.search(options.cases, name):
            continue
        setting = (name, options.optimizer, options.precision)
        done = {(row["pair"], row["who"]) for row in table.rows() if setting_of(row) == setting}
        wanted = [(pair, who) for pair in range(1, options.pairs + 1) for who in in_turn([OURS, *peers], pair) if (str(pair), who) not in done]
        if not wanted:
            continue
        case_started = time.monotonic()
        if case_started - started + longest > options.minutes * 60:
            print(f"speed: {name} and what follows is left; run this stage again", file=sys.stderr)
            sys.exit(LEFT)
        with Peers(case, options.optimizer, options.precision, options.device) as resident:
            for pair, who in wanted:
                epochs = epochs_of(case[2])
                if who == OURS:
                    speed = lab.images_per_second(case, epochs, options.optimizer, options.precision)
                else:
                    speed = resident.images_per_second(who, epochs)
                table.add(
                    case=name, optimizer=options.optimizer, precision=options.precision, pair=pair, who=who, images_per_second=speed,
                    at=int(time.time()))
                print(f"{', '.join(setting)}, pair {pair}, {who}: {speed:,.0f} images/s", file=sys.stderr)
        longest = max(longest, time.monotonic() - case_started)


def setting_of(row):
    return row["case"], row["optimizer"], row["precision"]


def in_turn(contenders, pair):
    """Who comes first changes, so that a machine that warms up favours nobody."""
    first = (pair - 1) % len(contenders)
    return contenders[first:] + contenders[:first]


def measure_spread(options):
    table = Table(options.results / "spread.csv", ["case", "run", *SPREAD_FIGURES])
    lab = Lab(options.place, options.device)
    for case in SPREAD_CASES:
        name = name_of(case)
        done = {row["run"] for row in table.rows() if row["case"] == name}
        for run in range(1, SPREAD_RUNS + 1):
            if str(run) in done:
                continue
            runs = options.place / "runs"
            folder = lab.train(case, SPREAD_EPOCHS, "adam", runs)
            with open(folder / "epochs.csv", newline="") as file:
                figures = list(csv.DictReader(file))[-1]
            with open(folder / "run.csv", newline="") as file:
                figures["test_accuracy"] = next(csv.DictReader(file))["test_accuracy"]
            shutil.rmtree(runs)
            table.add(case=name, run=run, **{figure: figures[figure] for figure in SPREAD_FIGURES})
            print(f"{name}, run {run}: test accuracy {figures['test_accuracy']}", file=sys.stderr)


def speed_table(rows):
    """Median speeds, and the median of ours over each peer pair by pair, with the extremes of these ratios."""
    contenders = list(dict.fromkeys(row["who"] for row in rows))
    contenders.sort(key=[OURS, *PEERS].index)
    yield [
        "case", "optimizer", "precision", *[f"{who}, images/s" for who in contenders],
        *[f"ours / {who}" for who in contenders if who != OURS], "ours / best", "pairs"]
    logarithms = {who: [] for who in [*contenders, "best"]}
    for setting in dict.fromkeys(setting_of(row) for row in rows):
        speeds = {who: {} for who in contenders}
        for row in rows:
            if setting_of(row) == setting:
                speeds[row["who"]][row["pair"]] = float(row["images_per_second"])
        pairs = [pair for pair in speeds[OURS] if all(pair in speed for speed in speeds.values())]
        if not pairs:
            continue
        medians = {who: statistics.median(speed.values()) for who, speed in speeds.items()}
        best = max((who for who in contenders if who != OURS), key=medians.get)
        ratios = {who: [speeds[OURS][pair] / speeds[who][pair] for pair in pairs] for who in contenders if who != OURS}
        ratios["best"] = ratios[best]
        for who, values in ratios.items():
            logarithms[who].append(math.log(statistics.median(values)))
        yield [
            *setting, *[f"{medians[who]:,.0f}" for who in contenders],
            *[f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})" for who, values in ratios.items()], str(len(pairs))]
    means = [math.exp(statistics.fmean(logarithms[who])) if logarithms[who] else math.nan for who in [*contenders, "best"] if who != OURS]
    yield ["geometric mean", "", "", *[""] * len(contenders), *[f"{mean:.2f}" for mean in means], ""]


def spread_table(rows):
    yield ["case", "runs", *[f"{figure}: mean, deviation, range" for figure in SPREAD_FIGURES], "bit for bit"]
    for case in dict.fromkeys(row["case"] for row in rows):
        runs = [row for row in rows if row["case"] == case]
        cells = []
        for figure in SPREAD_FIGURES:
            values = [float(row[figure]) for row in runs]
            deviation = statistics.stdev(values) if len(values) > 1 else 0.0
            cells.append(f"{statistics.fmean(values):.6g}, {deviation:.2g}, {max(values) - min(values):.2g}")
        identical = len({tuple(row[figure] for figure in SPREAD_FIGURES) for row in runs}) == 1
        yield [case, str(len(runs)), *cells, "yes" if identical else "no"]


def write_tables(options):
    for name, table in (("speed", speed_table), ("spread", spread_table)):
        path = options.results / f"{name}.csv"
        if not path.exists():
            print(f"{name}: not measured")
            continue
        with open(path, newline="") as file:
            rows = list(csv.DictReader(file))
        head, *body = table(rows)
        lines = ["| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *body]]
        (options.results / f"{name}.md").write_text("\n".join(lines) + "\n")
        print("\n".join(lines), end="\n\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["speed", "spread", "table"])
    parser.add_argument("--place", type=pathlib.Path, required=True, help="where the packs are unpacked")
    parser.add_argument("--results", type=pathlib.Path, required=True)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--cases", default=".", help="only the cases whose name has this pattern")
    parser.add_argument("--optimizer", choices=["adam", "sgd"], default="adam")
    parser.add_argument("--precision", choices=["tf32", "float32", "bf16"], default="tf32", help="of both sides")
    parser.add_argument("--peers", default=",".join(PEERS), help="which forms of PyTorch, separated by commas")
    parser.add_argument("--minutes", type=float, default=9, help="begin no case that would probably end later")
    options = parser.parse_args()
    {"speed": measure_speed, "spread": measure_spread, "table": write_tables}[options.what](options)


if __name__ == "__main__":
    main()
