"""What a peer says of itself beside its speed, so that two measurements can be told apart."""

import os
import resource
import time

import torch


def blas():
    """The file of the BLAS that this process runs on."""
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "blas" in line.rsplit("/", 1)[-1]}
    return " ".join(sorted(files)) or "built in"


class FirstStep:
    """When the first step was done, as seconds since 1970: whoever started the process knows when that was."""

    def __init__(self):
        self.at = None

    def done(self, device="cpu"):
        if torch.device(device).type == "cuda":
            torch.cuda.synchronize()
        self.at = time.time()


def facts(device="cpu"):
    """What the process is and has used."""
    result = {
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "device": torch.cuda.get_device_name() if torch.device(device).type == "cuda" else "cpu",
        "blas": blas(),
        "openblas_coretype": os.environ.get("OPENBLAS_CORETYPE", ""),
        "peak_memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    if torch.device(device).type == "cuda":
        result["peak_device_memory"] = torch.cuda.max_memory_allocated()
    return result
