"""Runs the PyTorch scripts of bench/peers and reads the JSON line that they print."""

import json

from harness import environments, processes


class Report:
    """What a peer printed, and its process."""

    def __init__(self, finished):
        self.process = finished
        self.told = json.loads(finished.output.strip().splitlines()[-1])

    def images_per_second(self):
        return self.told["images_per_second"]

    def seconds_to_first_step(self):
        return self.told["first_step_at"] - self.process.started


class Peers:
    """The scripts in their environments."""

    def __init__(self, python, folder, data, threads):
        self.python, self.folder, self.data = python, folder, data
        self.environment = environments.tuned(threads)

    def _run(self, script, options, environment):
        words = []
        for name, value in options.items():
            if value is not False and value is not None:
                words += [f"--{name.replace('_', '-')}", *([] if value is True else [value])]
        return Report(processes.run([self.python, self.folder / script, "--data", self.data, *words], environment))

    def tuned(self, model, **options):
        """The tuned script in the tuned environment."""
        return self._run("tuned.py", {"model": model, **options}, self.environment)

    def tutorial(self, model, in_tuned_environment, **options):
        """The tutorial script, as it comes or in the tuned environment."""
        return self._run(f"tutorial_{model}.py", options, self.environment if in_tuned_environment else {})
