"""What was measured on: enough to tell whether two sittings can be compared."""

import os
import platform
import subprocess

from harness import environments

FLAGS = ["avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "amx_bf16"]


def _lines(path):
    try:
        with open(path) as file:
            return file.read().splitlines()
    except OSError:
        return []


def _field(path, key):
    return next((line.split(":", 1)[1].strip() for line in _lines(path) if line.split(":")[0].strip() == key), "unknown")


def _told(command, environment=None):
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **(environment or {})})
    return done.stdout.strip() or "unknown"


def _doctor(bench):
    """The lines of `activationlab doctor` about libtorch and its BLAS."""
    told = _told([bench.program, "doctor"]).splitlines()
    return {f"ours: {words[1]}": words[2] for words in (line.split(None, 2) for line in told) if len(words) == 3 and words[1] in ("libtorch", "BLAS")}


def describe(bench):
    """Facts by name, in the order in which they are shown. The load is that before anything was measured."""
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    flags = _field("/proc/cpuinfo", "flags").split()
    torch = "import torch; print(torch.__version__, 'with', torch.get_num_threads(), 'threads as it comes')"
    gpu = _told(["nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader"]) if os.path.exists("/dev/nvidia0") else "none"
    tuned = environments.tuned(bench.threads)
    changed = _told(["git", "-C", str(bench.root), "status", "--porcelain", "--untracked-files=no"]) != "unknown"
    folder = environments.openblas_folder()
    return {
        "cpu": _field("/proc/cpuinfo", "model name"),
        "cores": f"{len(os.sched_getaffinity(0))} of {os.cpu_count()}",
        "flags": " ".join(flag for flag in FLAGS if flag in flags) or "none of those looked for",
        "memory": f"{int(_field('/proc/meminfo', 'MemTotal').split()[0]) / (1 << 20):.1f} GiB",
        "gpu": gpu,
        "kernel": platform.release(),
        "load before": load,
        "threads": str(bench.threads),
        "commit": _told(["git", "-C", str(bench.root), "rev-parse", "HEAD"]) + (", changed" if changed else ""),
        **_doctor(bench),
        "peers' python": f"{platform.python_version()} ({bench.python})",
        "peers' torch": _told([bench.python, "-c", torch]),
        "OpenBLAS kernels": environments.kernels(folder) if folder else "no OpenBLAS for OpenMP here",
        "tuned environment": " ".join(f"{name}={value}" for name, value in tuned.items()),
    }
