#!/usr/bin/env bash
# ActivationLab against PyTorch scripts on this machine, in turns: bench/README.md says what is measured and how to read it.
#
#   bench/run.sh                        every part; tables and CSV go to artifacts/bench/<date>/
#   bench/run.sh steps memory           these parts alone; bench/run.sh --help lists them
#   bench/run.sh --pairs 3 steps        fewer pairs
#   bench/run.sh --check                and at the end which aims are met
#
# PYTHON chooses the Python of the peers; it needs torch and torchvision (Debian: python3-torch python3-torchvision).
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
python=${PYTHON:-/usr/bin/python3}

fail() { echo "bench: $*" >&2 && exit 1; }
"$python" -c 'import torch, torchvision' 2>/dev/null || fail "$python has no torch or no torchvision; install python3-torch and python3-torchvision, or set PYTHON"
# Kernels that a machine's environment forces would slow both sides down, each by what it leaves to OpenBLAS.
for setting in "${!OPENBLAS_@}"; do
  echo "bench: leaving $setting=${!setting} out for every contender" >&2
  unset "$setting"
done
# Builds if need be, so that no build is measured, and fetches the images.
"$root/activationlab" data fetch mnist >/dev/null

PYTHONPATH=$root/bench PYTHONDONTWRITEBYTECODE=1 exec "$python" -m harness "$@"
