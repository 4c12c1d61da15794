"""The environments that a peer runs in: as it comes, and tuned to what ActivationLab sets for itself."""

import glob
import subprocess
import sys

OPENBLAS = "/usr/lib/*/openblas-openmp"


def kernels(folder):
    """The kernels that the OpenBLAS in a folder takes on this CPU, in a process of their own."""
    script = (
        "import ctypes, sys; library = ctypes.CDLL(sys.argv[1]); name = library.openblas_get_corename; "
        "name.restype = ctypes.c_char_p; print(name().decode())")
    told = subprocess.run([sys.executable, "-c", script, f"{folder}/libopenblas.so.0"], capture_output=True, text=True)
    return told.stdout.strip()


def openblas_folder():
    """Where OpenBLAS for OpenMP is; None if it is not installed."""
    return next(iter(glob.glob(OPENBLAS)), None)


def tuned(threads):
    """OpenBLAS for OpenMP, every core, and memory that is kept: no more than ActivationLab gives itself."""
    settings = {
        "OMP_NUM_THREADS": str(threads),
        "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
        "MALLOC_TRIM_THRESHOLD_": str(512 << 20),
        "MALLOC_TOP_PAD_": str(64 << 20),
    }
    folder = openblas_folder()
    return settings if folder is None else {**settings, "LD_LIBRARY_PATH": folder}

