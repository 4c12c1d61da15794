#!/usr/bin/env bash
# Trains an experiment with several negative slopes and seeds, one trial after another: a sweep as a plain loop around train.
#
#   scripts/sweep-slopes.sh [--config FILE] [--slopes LIST] [--seeds LIST] [--name NAME] [OPTION OF TRAIN]...
#
#   --config FILE   the experiment, whose activation must be leaky_relu; default configs/mnist-mlp-leaky.yaml
#   --slopes LIST   negative slopes; default "0 0.001 0.01 0.1 0.2 1"
#   --seeds LIST    default "42 43 44 45 46"
#   --name NAME     of the folder of the results below runs; default mnist-mlp-slopes
#
#   ACTIVATIONLAB=COMMAND  the program; default the launcher, which builds it first
#
# With its defaults it leaves the same rows in runs/mnist-mlp-slopes/results.csv as
#
#   ./activationlab sweep --config configs/sweeps/mnist-mlp-slopes.yaml
#
# to the last digit with the threads that a worker of the sweep has (--threads 1, unless --jobs or --stack says otherwise), else up to
# rounding. The two can take turns: each does only what the other left to do. Everything else goes to train: --threads 1, --runs DIR,
# --set train.epochs=2. A trial that fails does not stop the others.
#
# Ends with 0 if all trials are complete, 3 if some failed or diverged, 75 or 128 + signal if it was interrupted, 2 for a mistake in what
# was asked for.
set -uo pipefail

self=$(readlink -f "${BASH_SOURCE[0]}")
root=${self%/*/*}
config=$root/configs/mnist-mlp-leaky.yaml
slopes="0 0.001 0.01 0.1 0.2 1"
seeds="42 43 44 45 46"
name=mnist-mlp-slopes
rest=()
while (($#)); do
  case $1 in
    --config | --slopes | --seeds | --name)
      if (($# < 2)); then
        echo "$1 needs a value" >&2
        exit 2
      fi
      declare "${1#--}=$2"
      shift 2
      ;;
    -h | --help)
      sed -n '2,/^set /{/^set /d; s/^# \{0,1\}//; p}' "$self"
      exit 0
      ;;
    --seed | --seed=*)
      echo "--seed: give --seeds, a list" >&2
      exit 2
      ;;
    *)
      rest+=("$1")
      shift
      ;;
  esac
done
printf -v slopes %s "${slopes//,/ }"
printf -v seeds %s "${seeds//,/ }"
# Before the first is trained: the last of a list should not be found wrong when the others are done.
check() {
  local option=$1 pattern=$2 what=$3 value
  shift 3
  (($#)) || { echo "$option: the list is empty" >&2 && exit 2; }
  for value; do
    [[ $value =~ $pattern ]] || { echo "$option: $value is no $what" >&2 && exit 2; }
  done
}
# shellcheck disable=SC2086 # the lists are divided at their spaces
{
  check --slopes '^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$' number $slopes
  check --seeds '^[0-9]+$' "whole number from 0" $seeds
}
read -ra program <<<"${ACTIVATIONLAB:-$root/activationlab}"

failed=0 done=0
# Seed by seed: stopped early, it has compared all slopes on the seeds that it has.
for seed in $seeds; do
  for slope in $slopes; do
    # What the loop is about comes last, so that no option can undo it.
    "${program[@]}" train --config "$config" "${rest[@]+"${rest[@]}"}" \
      --set "name=$name" --set "model.activation.negative_slope=$slope" --set "seed=$seed"
    status=$?
    case $status in
      0) done=$((done + 1)) ;;
      2) exit 2 ;;
      75) echo "interrupted: start it again to go on" >&2 && exit 75 ;;
      129 | 130 | 143) exit $status ;;
      *)
        failed=$((failed + 1))
        echo "slope $slope, seed $seed: ended with $status" >&2
        ;;
    esac
  done
done

echo "$done trials complete, $failed failed" >&2
((failed == 0)) || exit 3
