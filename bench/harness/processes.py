"""Runs a command and measures it from outside."""

import dataclasses
import os
import subprocess
import tempfile
import time

# What bench/run.sh sets for the harness alone: a peer may keep its compiled modules, as any script does.
_OWN = ["PYTHONPATH", "PYTHONDONTWRITEBYTECODE"]


class CommandFailed(Exception):
    """A measured command did not end well."""


@dataclasses.dataclass(frozen=True)
class Finished:
    """What a command did: its output, when it was started (seconds since 1970), how long it took, the most memory that it held."""

    output: str
    started: float
    seconds: float
    peak_memory: int


def run(command, environment=None):
    """Runs a command to its end. The environment is added to ours."""
    environment = {**{name: value for name, value in os.environ.items() if name not in _OWN}, **(environment or {})}
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        started, clock = time.time(), time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command], env=environment,
            stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        # Not Popen.wait: only wait4 tells what this one process has used.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - clock
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode != 0:
            raise CommandFailed(f"{' '.join(map(str, command))}: exit code {process.returncode}\n{errors.read().strip()[-2000:]}")
        return Finished(output.read(), started, seconds, usage.ru_maxrss * 1024)
