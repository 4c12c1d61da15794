"""Runs ActivationLab as a user does, and reads what it measured from the files of its runs."""

import csv
import datetime
import json
import pathlib
import shutil

from harness import processes


class Run:
    """A finished `activationlab train`."""

    def __init__(self, finished):
        self.process = finished
        self.folder = pathlib.Path(finished.output.strip().splitlines()[-1])

    @property
    def epochs(self):
        with open(self.folder / "epochs.csv", newline="") as file:
            return list(csv.DictReader(file))

    def images_per_second(self):
        """Of the epochs after the first, which warms up."""
        epochs = self.epochs[1:] or self.epochs
        seconds = [float(epoch["epoch_seconds"]) for epoch in epochs]
        images = [float(epoch["images_per_second"]) * took for epoch, took in zip(epochs, seconds)]
        return sum(images) / sum(seconds)

    def events(self, template):
        """The log's events of a message template: (seconds since 1970, properties)."""
        for line in (self.folder / "log.jsonl").read_text().splitlines():
            event = json.loads(line)
            if event["MessageTemplate"].startswith(template):
                # Seven digits of a second are more than Python reads.
                stamp, zone = event["Timestamp"][:26], event["Timestamp"][-6:]
                yield datetime.datetime.fromisoformat(stamp + zone).timestamp(), event.get("Properties", {})

    def seconds_to_first_step(self):
        at, _ = next(self.events("first step"))
        return at - self.process.started


class Lab:
    """The program and a place for its runs."""

    def __init__(self, program, configs, runs, threads):
        self.program, self.configs, self.runs, self.threads = program, configs, runs, threads

    def train(self, model, **settings):
        """Trains a network of configs/ with settings by key, dots as double underscores (train__epochs=1)."""
        words = [word for key, value in settings.items() for word in ("--set", f"{key.replace('__', '.')}={value}")]
        shutil.rmtree(self.runs, ignore_errors=True)
        return Run(processes.run([
            self.program, "train", "--config", self.configs / f"mnist-{model}-leaky.yaml", *words,
            "--threads", self.threads, "--quiet", "--runs", self.runs]))

    def sweep(self, model, *words):
        shutil.rmtree(self.runs, ignore_errors=True)
        return processes.run([
            self.program, "sweep", "--config", self.configs / f"mnist-{model}-leaky.yaml", *words, "--quiet", "--runs", self.runs])
