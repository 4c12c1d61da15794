"""The environments that a peer runs in: as it comes, and tuned to what ActivationLab sets for itself."""

import glob
import os
import subprocess
import sys

OPENBLAS = "/usr/lib/*/openblas-openmp"


def _cpu(key):
    with open("/proc/cpuinfo") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.split(":")[0].strip() == key), "")


def kernels(folder):
    """The kernels that the OpenBLAS in a folder takes on this CPU, in a process of their own."""
    script = (
        "import ctypes, sys; library = ctypes.CDLL(sys.argv[1]); name = library.openblas_get_corename; "
        "name.restype = ctypes.c_char_p; print(name().decode())")
    told = subprocess.run([sys.executable, "-c", script, f"{folder}/libopenblas.so.0"], capture_output=True, text=True)
    return told.stdout.strip()


def _core_type(folder):
    """As ActivationLab's loader: an OpenBLAS that does not know this AMD CPU takes AVX2 kernels though it has AVX-512."""
    if "OPENBLAS_CORETYPE" in os.environ:
        return {}
    is_misjudged = "AMD" in _cpu("vendor_id") and "avx512f" in _cpu("flags").split() and kernels(folder).lower().startswith("zen")
    return {"OPENBLAS_CORETYPE": "SkylakeX"} if is_misjudged else {}


def openblas_folder():
    """Where OpenBLAS for OpenMP is; None if it is not installed."""
    return next(iter(glob.glob(OPENBLAS)), None)


def tuned(threads):
    """OpenBLAS for OpenMP with the right kernels, every core, and memory that is kept: no more than ActivationLab gives itself."""
    settings = {
        "OMP_NUM_THREADS": str(threads),
        "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
        "MALLOC_TRIM_THRESHOLD_": str(512 << 20),
        "MALLOC_TOP_PAD_": str(64 << 20),
    }
    folder = openblas_folder()
    if folder is None:
        return settings
    return {**settings, "LD_LIBRARY_PATH": folder, **_core_type(folder)}

