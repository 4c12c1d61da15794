#!/usr/bin/env bash
# Kills a sweep and all its workers with SIGKILL at random moments, starts it again each time, and compares what is left with a sweep that
# was never killed: 60 trials, 3 variants x 4 slopes x 5 seeds, of an MLP on MNIST.
#
#   scripts/sweep-kill-test.sh [KILLS]        default 5
#
#   KILL_TEST_SEED=N       seed of the moments; default 42
#   KILL_TEST_FOLDER=DIR   where the runs go; default a temporary folder that is removed when all is well
#   KILL_TEST_JOBS=N       worker processes; default a core each
#   ACTIVATIONLAB=COMMAND  the program; default the launcher, which builds it first
#
# A trial alone computes the same bytes in whatever worker, so the trials are not stacked here. Tables are compared without their columns of
# times, weights byte for byte. A trial that had completed before a kill must not be touched again: its run.csv stays the same file.
# Ends with 0 if all are equal and none was repeated.
set -euo pipefail

self=$(readlink -f "${BASH_SOURCE[0]}")
root=${self%/*/*}
kills=${1:-5}
if ! [[ $kills =~ ^[1-9][0-9]*$ ]]; then
  echo "usage: scripts/sweep-kill-test.sh [KILLS]" >&2
  exit 2
fi
read -ra program <<<"${ACTIVATIONLAB:-$root/activationlab}"
RANDOM=${KILL_TEST_SEED:-42}
folder=${KILL_TEST_FOLDER:-$(mktemp -d -t activationlab-sweep-kill-XXXXXX)}
mkdir -p "$folder"
cd "$folder"

cat >base.yaml <<EOF
device: cpu
data: { name: mnist, validation: 40000 }
model: { name: mlp, hidden: [128, 64] }
probe: { images: 200 }
train: { epochs: 6, batch_size: 128, optimizer: { name: adam, lr: 0.001 } }
EOF
cat >kill-test.yaml <<EOF
base: base.yaml
seeds: 5
parameters: { model.activation.negative_slope: [0, 0.01, 0.1, 0.3] }
variants:
  Adam: {}
  Dropout: { model.dropout: 0.2 }
  SGD: { train.optimizer: { name: sgd, lr: 0.05, momentum: 0.9 } }
EOF
trials=60
sweep=("${program[@]}" sweep --config kill-test.yaml --jobs "${KILL_TEST_JOBS:-$(nproc)}" --stack off)

milliseconds() { echo $((${EPOCHREALTIME/./} / 1000)); }

# A table without its columns of times.
without_times() {
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /^(epoch_seconds|probe_seconds|images_per_second|seconds)$/) skip[i] = 1 }
    { line = ""; for (i = 1; i <= NF; i++) if (!(i in skip)) line = line "," $i; print line }' "$1"
}

# The run folders below a folder of all runs, without those that were moved aside.
run_folders() { (cd "$1" && find . -type d -name 'seed-*' -not -name '*.old-*' | sort); }

# Trials that have completed, each with what tells whether its last file was written anew.
completed() {
  find "$1" -name run.csv -path '*/seed-*' -not -path '*.old-*' -exec grep -l ',completed,' {} + 2>/dev/null | sort | xargs -r stat --format '%n %i %y' || true
}

# Says in what a sweep differs from the one that was never killed; nothing when in nothing.
differences() {
  local reference=$1 runs=$2 run name
  cmp -s <(without_times "$reference/kill-test/results.csv") <(without_times "$runs/kill-test/results.csv") || echo results.csv
  diff <(run_folders "$reference") <(run_folders "$runs") | sed -n 's/^[<>] /only in one: /p'
  while read -r run; do
    [[ -d $runs/$run ]] || continue
    diff <(ls -A "$reference/$run") <(ls -A "$runs/$run") | sed -n "s|^[<>] |only in one: $run/|p"
    for name in epochs.csv layers.csv run.csv; do
      cmp -s <(without_times "$reference/$run/$name") <(without_times "$runs/$run/$name") || echo "$run/$name"
    done
    for name in config.yaml weights.safetensors weights.best.safetensors; do
      cmp -s "$reference/$run/$name" "$runs/$run/$name" || echo "$run/$name"
    done
    python3 -m json.tool "$runs/$run/environment.json" >/dev/null || echo "$run/environment.json is not whole"
  done < <(run_folders "$reference")
}

begin=$(milliseconds)
"${sweep[@]}" --runs whole --quiet >/dev/null
duration=$(($(milliseconds) - begin))
rows=$(($(wc -l <whole/kill-test/results.csv) - 1))
((rows == trials)) || { echo "FAIL: the uninterrupted sweep has $rows rows, not $trials" && exit 1; }
echo "uninterrupted: $trials trials in $((duration / 1000)) s"
echo "seed of the moments: ${KILL_TEST_SEED:-42}"
printf '%4s  %8s  %9s  %s\n' kill after completed 'left to go on from'

# A moment is so many completed trials and so many milliseconds: on a busy machine too, all kills leave something to the last start.
killed=0 repeated=0
while :; do
  completed killed >before
  done_before=$(wc -l <before)
  goal=$((done_before + RANDOM % ((trials - done_before) / (kills - killed + 1) + 1)))
  pause=$((RANDOM % 3000))
  ((killed < kills)) || goal=$((trials + 1))
  setsid "${sweep[@]}" --runs killed --quiet >/dev/null 2>>killed.err &
  process=$!
  begin=$(milliseconds)
  while kill -0 "$process" 2>/dev/null && (($(completed killed | wc -l) < goal)); do sleep 0.1; done
  sleep "$((pause / 1000)).$(printf %03d $((pause % 1000)))"
  moment=$(($(milliseconds) - begin))
  kill -KILL -- "-$process" 2>/dev/null || true
  status=0
  { wait "$process" || status=$?; } 2>/dev/null
  # What had completed is the same file still.
  again=$(comm -23 <(sort before) <(completed killed | sort) | cut -d' ' -f1)
  [[ -z $again ]] || { repeated=$((repeated + 1)) && echo "repeated: $again"; }
  ((status == 137)) || break
  killed=$((killed + 1))
  printf '%4d  %5d ms  %9d  %s\n' "$killed" "$moment" "$(completed killed | wc -l)" \
    "$(find killed -name checkpoint.json -printf '%h\n' 2>/dev/null | sed 's|.*/killed/kill-test/||; s|^killed/kill-test/||' | tr '\n' ' ')"
done
((status == 0)) || { echo "FAIL: the sweep ended with $status:" && tail -n 3 killed.err && exit 1; }
((killed == kills)) || { echo "FAIL: the sweep was over after $killed kills; use another KILL_TEST_SEED" && exit 1; }

differences whole killed >different
if [[ -s different || $repeated -gt 0 ]]; then
  echo "FAIL: $(wc -l <different) differences, $repeated times a completed trial was repeated; see $folder/different"
  head -n 20 different
  exit 1
fi
resumed=$(grep -l '"resumed"' killed/kill-test/*/seed-*/environment.json | grep -vc '\.old-' || true)
echo "PASS: $killed kills, $trials trials with the same files; $resumed were gone on with, none that had completed was repeated"
[[ -n ${KILL_TEST_FOLDER:-} ]] || rm -rf "$folder"
