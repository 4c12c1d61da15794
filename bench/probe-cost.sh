#!/usr/bin/env bash
# What measuring the units costs, as a share of the training time of the same run: the columns probe_seconds and
# epoch_seconds of epochs.csv, at the settings that a configuration ships with.
#
#   bench/probe-cost.sh [EPOCHS] [CONFIG...]     default: 5 mnist-mlp-leaky mnist-cnn-leaky cifar10-cnn-leaky
#
# The measurement before training is not in epochs.csv; `with epoch 0` counts the mean once more. The rows of every run go to
# artifacts/bench/, the shares to stdout. Both columns are of one process, so a machine that is busy disturbs both.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
epochs=${1:-5}
shift || true
configs=("$@")
[[ ${#configs[@]} -gt 0 ]] || configs=(mnist-mlp-leaky mnist-cnn-leaky cifar10-cnn-leaky)

fail() { echo "probe-cost: $*" >&2 && exit 1; }
[[ $epochs =~ ^[1-9][0-9]*$ ]] || fail "the number of epochs is 1 or more, not $epochs"
for config in "${configs[@]}"; do
  [[ -f $root/configs/$config.yaml ]] || fail "there is no configs/$config.yaml"
done

runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
mkdir -p "$root/artifacts/bench"
stamp=$(date +%Y%m%d-%H%M%S)

printf '%-20s%8s%18s%18s%10s%16s\n' "" epochs "s training/epoch" "s probe/epoch" share "with epoch 0"
for config in "${configs[@]}"; do
  folder=$("$root/activationlab" train --config "$root/configs/$config.yaml" --set "train.epochs=$epochs" --fresh --quiet --runs "$runs")
  csv=$root/artifacts/bench/probe-cost-$config-$stamp.csv
  cp "$folder/epochs.csv" "$csv"
  awk -F, -v name="$config" '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
    { n++; training += $column["epoch_seconds"]; probe += $column["probe_seconds"] }
    END {
      printf "%-20s%8d%18.3f%18.3f%9.2f%%%15.2f%%\n", name, n, training / n, probe / n, 100 * probe / training, 100 * probe * (n + 1) / n / training
    }' "$csv"
done
echo "measurements: $root/artifacts/bench/probe-cost-*-$stamp.csv"
