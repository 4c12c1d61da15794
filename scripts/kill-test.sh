#!/usr/bin/env bash
# Kills training with SIGKILL at random moments, goes on each time, and compares what is left with an uninterrupted run.
#
#   scripts/kill-test.sh [KILLS]        default 20
#
#   KILL_TEST_SEED=N       seed of the moments; default 42
#   KILL_TEST_FOLDER=DIR   where the runs go; default a temporary folder that is removed when all is well
#   ACTIVATIONLAB=COMMAND  the program; default the launcher, which builds it first
#
# Rounds with and without augmentation take turns, and so do pairs of rounds that save after each epoch and as seldom as by default; a round
# lasts until its run is complete. Files are compared byte for byte, without the columns of times; environment.json and log.jsonl tell of the
# processes and are only checked to be whole. Ends with 0 if all are equal.
set -euo pipefail

self=$(readlink -f "${BASH_SOURCE[0]}")
root=${self%/*/*}
kills=${1:-20}
if ! [[ $kills =~ ^[1-9][0-9]*$ ]]; then
  echo "usage: scripts/kill-test.sh [KILLS]" >&2
  exit 2
fi
read -ra program <<<"${ACTIVATIONLAB:-$root/activationlab}"
RANDOM=${KILL_TEST_SEED:-42}
folder=${KILL_TEST_FOLDER:-$(mktemp -d -t activationlab-kill-XXXXXX)}
mkdir -p "$folder"
cd "$folder"

for augment in none random; do
  cat >"$augment.yaml" <<EOF
name: $augment
device: cpu
data: { name: mnist, validation: 40000, augment: { name: $augment } }
model: { name: mlp, hidden: [256, 128], dropout: 0.2 }
train: { epochs: 8, batch_size: 128, optimizer: { name: adam, lr: 0.001 }, scheduler: { name: cosine } }
EOF
done

milliseconds() { echo $((${EPOCHREALTIME/./} / 1000)); }

# The run's folder, as the program prints it.
train() { "${program[@]}" train --config "$1.yaml" --runs "$2" --threads 1 2>"$2.err"; }

# A table without its columns of times.
without_times() {
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /^(epoch_seconds|probe_seconds|images_per_second|seconds)$/) skip[i] = 1 }
    { line = ""; for (i = 1; i <= NF; i++) if (!(i in skip)) line = line "," $i; print line }' "$1"
}

# Says which files of a finished run differ from the uninterrupted one's; nothing when none do.
differences() {
  local reference=$1 run=$2 name
  diff <(ls -A "$reference") <(ls -A "$run") | sed -n 's/^[<>] /only in one: /p'
  for name in "$reference"/*; do
    name=${name##*/}
    [[ -f $run/$name ]] || continue
    case $name in
      *.csv) cmp -s <(without_times "$reference/$name") <(without_times "$run/$name") || echo "$name" ;;
      environment.json) python3 -m json.tool "$run/$name" >/dev/null || echo "$name is not whole" ;;
      log.jsonl) python3 -c 'import json, sys; [json.loads(line) for line in open(sys.argv[1])]' "$run/$name" || echo "$name is not whole" ;;
      *) cmp -s "$reference/$name" "$run/$name" || echo "$name" ;;
    esac
  done
}

# What a killed process left to go on from.
left() {
  local run files epoch
  run=$(find "$1" -name seed-42 2>/dev/null) || true
  [[ -n $run ]] || { echo "no checkpoint" && return; }
  files=$(find "$run/" -name 'checkpoint*' -o -name '.*.tmp' 2>/dev/null | sed 's|.*/||' | sort | tr '\n' ' ') || true
  epoch=$(sed -n 's/^  "epoch": \([0-9]*\),$/\1/p' "$run/checkpoint.json" 2>/dev/null) || true
  [[ -n $files ]] && echo "${epoch:+epoch $epoch: }$files" || echo "no checkpoint"
}

declare -A reference duration
for augment in none random; do
  begin=$(milliseconds)
  reference[$augment]=$(train "$augment" "whole-$augment")
  duration[$augment]=$(($(milliseconds) - begin))
  echo "uninterrupted, augment $augment: ${duration[$augment]} ms"
done
echo "seed of the moments: ${KILL_TEST_SEED:-42}"
printf '%4s  %-7s  %8s  %s\n' kill augment after left

# One process in a group of its own, killed with all that it started.
killed=0 rounds=0 failures=0
while ((killed < kills)); do
  rounds=$((rounds + 1))
  augment=none
  ((rounds % 2)) || augment=random
  unset ACTIVATIONLAB_SAVE_SECONDS
  (((rounds - 1) / 2 % 2)) || export ACTIVATIONLAB_SAVE_SECONDS=0
  runs=round-$rounds
  while :; do
    moment=$((RANDOM * 32768 + RANDOM))
    moment=$((moment % duration[$augment]))
    ((killed < kills)) || moment=600000
    setsid "${program[@]}" train --config "$augment.yaml" --runs "$runs" --threads 1 >"$runs.out" 2>>"$runs.err" &
    process=$!
    begin=$(milliseconds)
    while kill -0 "$process" 2>/dev/null && (($(milliseconds) - begin < moment)); do sleep 0.005; done
    kill -KILL -- "-$process" 2>/dev/null || true
    status=0
    { wait "$process" || status=$?; } 2>/dev/null
    if ((status == 137)); then
      killed=$((killed + 1))
      printf '%4d  %-7s  %5d ms  %s\n' "$killed" "$augment" "$moment" "$(left "$runs")"
      continue
    fi
    ((status == 0)) && break
    echo "the program ended with $status:" && tail -n 3 "$runs.err" && exit 1
  done
  run=$(<"$runs.out")
  different=$(differences "${reference[$augment]}" "$run")
  if [[ -z $different ]]; then
    echo "round $rounds, augment $augment: the same files"
  else
    echo "round $rounds, augment $augment: differs in $(tr '\n' ' ' <<<"$different")"
    failures=$((failures + 1))
  fi
done

if ((failures)); then
  echo "FAIL: $failures of $rounds rounds differ after $killed kills; see $folder"
  exit 1
fi
[[ -n ${KILL_TEST_FOLDER:-} ]] || rm -rf "$folder"
echo "PASS: $killed kills, $rounds rounds, all files the same"
