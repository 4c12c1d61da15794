#!/usr/bin/env bash
# Trials an hour of stacks of K networks, against one after another, by one worker process: what `sweep --stack auto` chooses from.
#
#   bench/stack.sh [mlp|cnn] [ROUNDS] [EPOCHS] [K...]     default: mlp 3 1 1 2 4 8 16 32 64
#
#   STACK_DEVICE=cpu|cuda   where; default auto
#   taskset -c 0 bench/stack.sh …   on one core, as a worker of a sweep on a CPU has it
#
# MNIST at batch 128. Times are the column `seconds` of results.csv: from the images in memory to the last file, measuring and testing
# included, start of the process and reading of the data not. K = 1 trains four trials one after another. Every measurement goes to
# artifacts/bench/, the medians to stdout; in each round the order of K is another one.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
model=${1:-mlp}
rounds=${2:-3}
epochs=${3:-1}
shift $(($# < 3 ? $# : 3))
sizes=("$@")
[[ ${#sizes[@]} -gt 0 ]] || sizes=(1 2 4 8 16 32 64)
device=${STACK_DEVICE:-auto}

fail() { echo "stack: $*" >&2 && exit 1; }
[[ $model == cnn || $model == mlp ]] || fail "the model is cnn or mlp, not $model"
for number in "$rounds" "$epochs" "${sizes[@]}"; do
  [[ $number =~ ^[1-9][0-9]*$ ]] || fail "a number from 1 is needed, not $number"
done
config=$root/configs/mnist-$model-leaky.yaml
"$root/activationlab" data fetch mnist >/dev/null

runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
mkdir -p "$root/artifacts/bench"
csv=$root/artifacts/bench/stack-$model-$(date +%Y%m%d-%H%M%S).csv
echo "round,members,trials,seconds_per_trial,trials_per_hour" >"$csv"

measure() {
  local members=$1 trials=$(($1 == 1 ? 4 : $1))
  rm -rf "${runs:?}"/*
  "$root/activationlab" sweep --config "$config" --set train.batch_size=128 --set "train.epochs=$epochs" --set "device=$device" \
    --seeds "$trials" --stack "$members" --jobs 1 --quiet --runs "$runs" >/dev/null
  awk -F, -v round="$round" -v members="$members" '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
    { n++; seconds += $column["seconds"] / $column["stack_members"] }
    END { printf "%d,%d,%d,%.6f,%.1f\n", round, members, n, seconds / n, 3600 * n / seconds }' "$runs"/*/results.csv >>"$csv"
}

for ((round = 1; round <= rounds; round++)); do
  for members in "${sizes[@]}"; do
    measure "$members"
    echo "round $round of $rounds: $(tail -n 1 "$csv" | awk -F, '{ print $2 " members: " $4 " s a trial" }')" >&2
  done
  sizes=("${sizes[@]:1}" "${sizes[0]}")
done

python3 - "$csv" <<'PYTHON'
import csv, statistics, sys

rows = list(csv.DictReader(open(sys.argv[1], newline="")))
sizes = sorted({int(row["members"]) for row in rows})
rates = {k: {row["round"]: float(row["trials_per_hour"]) for row in rows if int(row["members"]) == k} for k in sizes}
print(f"{'members':>8}{'trials/hour':>14}{f'/ {sizes[0]} member':>14}{'min':>8}{'max':>8}   rounds")
for k in sizes:
    ratios = [rates[k][round] / rates[sizes[0]][round] for round in rates[k]]
    print(f"{k:8}{statistics.median(rates[k].values()):14,.0f}{statistics.median(ratios):14.2f}{min(ratios):8.2f}{max(ratios):8.2f}   {len(ratios)}")
PYTHON
echo "measurements: $csv"
