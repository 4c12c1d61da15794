#!/usr/bin/env bash
# Trials an hour of `sweep` with its automatic setting, of `train` one trial after another, and of a tuned PyTorch script one trial after
# another (bench/peers/tuned.py), in turns on the same machine.
#
#   bench/sweep.sh [mlp|cnn] [PAIRS] [EPOCHS] [SEEDS]     default: mlp 5 10 1
#
# Each trains MNIST with four negative slopes and so many seeds for so many epochs, and is timed as a whole command, start and data
# included. `train` has every core, as it comes. The script has every core too, OpenBLAS for OpenMP and fixed malloc thresholds; it
# validates and tests as the lab does, but measures no units and writes no files. PYTHON chooses the Python; it needs torch (Debian:
# python3-torch). Every measurement goes to artifacts/bench/, the medians to stdout.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
model=${1:-mlp}
pairs=${2:-5}
epochs=${3:-10}
seeds=${4:-1}
slopes=0,0.01,0.1,0.2
python=${PYTHON:-/usr/bin/python3}
data=${ACTIVATIONLAB_DATA:-${XDG_CACHE_HOME:-$HOME/.cache}/activationlab}/mnist

fail() { echo "sweep: $*" >&2 && exit 1; }
[[ $model == cnn || $model == mlp ]] || fail "the model is cnn or mlp, not $model"
for number in "$pairs" "$epochs" "$seeds"; do
  [[ $number =~ ^[1-9][0-9]*$ ]] || fail "a number from 1 is needed, not $number"
done
config=$root/configs/mnist-$model-leaky.yaml
"$python" -c 'import torch' 2>/dev/null || fail "$python has no torch; install python3-torch, or set PYTHON"
openblas=$(compgen -G '/usr/lib/*/openblas-openmp' | head -n 1) || fail "the tuned environment needs the package libopenblas0-openmp"
"$root/activationlab" data fetch mnist >/dev/null
trials=$((4 * seeds))
seed_list=$(seq -s, 42 $((41 + seeds)))

runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
mkdir -p "$root/artifacts/bench"
csv=$root/artifacts/bench/sweep-$model-$(date +%Y%m%d-%H%M%S).csv
echo "pair,who,trials_per_hour,seconds" >"$csv"

sweep() {
  "$root/activationlab" sweep --config "$config" --set "train.epochs=$epochs" --grid "model.activation.negative_slope=$slopes" \
    --seeds "$seeds" --quiet --runs "$runs/sweep" >/dev/null
}

train() {
  local seed slope
  for seed in ${seed_list//,/ }; do
    for slope in ${slopes//,/ }; do
      "$root/activationlab" train --config "$config" --set "train.epochs=$epochs" --set "model.activation.negative_slope=$slope" \
        --seed "$seed" --quiet --runs "$runs/train" >/dev/null
    done
  done
}

tuned() {
  env LD_LIBRARY_PATH="$openblas" OMP_NUM_THREADS="$(nproc)" \
    MALLOC_MMAP_THRESHOLD_=33554432 MALLOC_TRIM_THRESHOLD_=536870912 MALLOC_TOP_PAD_=67108864 \
    "$python" "$root/bench/peers/tuned.py" --data "$data" --model "$model" --slopes "$slopes" --seeds "$seed_list" --epochs "$epochs" >/dev/null
}

milliseconds() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

order=(sweep train tuned)
for ((pair = 1; pair <= pairs; pair++)); do
  for who in "${order[@]}"; do
    rm -rf "${runs:?}"/*
    started=$(milliseconds)
    $who
    took=$(($(milliseconds) - started))
    echo "$pair,$who,$((trials * 3600000 / took)),$((took / 1000)).$(printf '%03d' $((took % 1000)))" >>"$csv"
    echo "pair $pair of $pairs, $who: $trials trials in $((took / 1000)) s" >&2
  done
  # Who comes first changes, so that a machine that warms or slows down favours nobody.
  order=("${order[@]:1}" "${order[0]}")
done

# `sweep` is compared with the others: it is first in the file.
"$python" "$root/bench/ratios.py" "$csv" trials_per_hour
echo "measurements: $csv"
