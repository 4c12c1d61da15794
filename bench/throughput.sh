#!/usr/bin/env bash
# Training throughput of the lab and of the PyTorch tutorial script, in turns on the same machine.
#
#   bench/throughput.sh [cnn|mlp] [PAIRS]        default: cnn 5
#
# The tutorial runs in two environments: `default`, as PyTorch comes here, and `tuned`, with what the lab sets for itself
# (OpenBLAS for OpenMP, every core, fixed malloc thresholds). PYTHON chooses the Python; it needs torch and torchvision
# (Debian: python3-torch python3-torchvision). Every measurement goes to artifacts/bench/, the medians to stdout.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
model=${1:-cnn}
pairs=${2:-5}
python=${PYTHON:-/usr/bin/python3}
data=${ACTIVATIONLAB_DATA:-${XDG_CACHE_HOME:-$HOME/.cache}/activationlab}/mnist

fail() { echo "throughput: $*" >&2 && exit 1; }
[[ $model == cnn || $model == mlp ]] || fail "the model is cnn or mlp, not $model"
[[ $pairs =~ ^[1-9][0-9]*$ ]] || fail "the number of pairs is 1 or more, not $pairs"
config=$root/configs/mnist-$model-leaky.yaml
"$python" -c 'import torch, torchvision' 2>/dev/null || fail "$python has no torch or no torchvision; install python3-torch and python3-torchvision, or set PYTHON"
"$root/activationlab" data fetch mnist >/dev/null

runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
mkdir -p "$root/artifacts/bench"
csv=$root/artifacts/bench/throughput-$model-$(date +%Y%m%d-%H%M%S).csv
echo "pair,who,images_per_second,threads,blas" >"$csv"

ours() {
  local folder
  folder=$("$root/activationlab" train --config "$config" --set train.epochs=1 --set train.batch_size=64 --fresh --quiet --runs "$runs")
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "images_per_second") column = i } END { print $column ",," }' "$folder/epochs.csv"
}

tutorial() {
  "$@" "$python" "$root/bench/peers/tutorial_$model.py" --data "$data" |
    "$python" -c 'import json, sys; r = json.load(sys.stdin); print(r["images_per_second"], r["threads"], r["blas"], sep=",")'
}

default() { tutorial env; }

tuned() {
  local openblas
  openblas=$(compgen -G '/usr/lib/*/openblas-openmp' | head -n 1) || fail "the tuned environment needs the package libopenblas0-openmp"
  tutorial env LD_LIBRARY_PATH="$openblas" OMP_NUM_THREADS="$(nproc)" \
    MALLOC_MMAP_THRESHOLD_=33554432 MALLOC_TRIM_THRESHOLD_=536870912 MALLOC_TOP_PAD_=67108864
}

order=(ours default tuned)
for ((pair = 1; pair <= pairs; pair++)); do
  for who in "${order[@]}"; do
    measured=$($who)
    echo "$pair,$who,$measured" >>"$csv"
    echo "pair $pair of $pairs, $who: ${measured%%,*} images/s" >&2
  done
  # Who comes first changes, so that a machine that warms or slows down favours nobody.
  order=("${order[@]:1}" "${order[0]}")
done

"$python" "$root/bench/ratios.py" "$csv"
echo "measurements: $csv"
