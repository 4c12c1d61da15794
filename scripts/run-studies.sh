#!/usr/bin/env bash
# Trains the studies of configs/studies, as far as they are not trained yet, and makes docs/findings.md of them.
#
#   scripts/run-studies.sh [--seeds N] [--runs DIR] [--page FILE] [STUDY]...
#
#   --seeds N    so many seeds instead of each study's own; too few decide nothing
#   --runs DIR   where the results lie; default runs/studies
#   --page FILE  the page; default docs/findings.md. Charts and findings.csv go into a folder of its name beside it
#   STUDY        only train these (rectifiers, depth, ...); the page is made of all that is there
#
#   ACTIVATIONLAB=COMMAND  the program; default the launcher, which builds it first
#
# Can be stopped at any time: started again, it goes on where it was. About two hours on two cores. What takes time is measured last, since it
# needs a machine that does nothing else: remove DIR/bench to measure it again.
#
# Ends with 0 when the page is made (trials that diverge are a result), with the program's code when a study or the page failed.
set -euo pipefail

self=$(readlink -f "${BASH_SOURCE[0]}")
root=${self%/*/*}
cd "$root"
program=${ACTIVATIONLAB:-./activationlab}
runs=runs/studies
page=docs/findings.md
options=()
studies=()
known=()
for file in configs/studies/*.yaml; do
  name=${file##*/}
  [[ $name == claims.yaml ]] || known+=("${name%.yaml}")
done
while (($#)); do
  case $1 in
    --seeds | --runs | --page)
      if (($# < 2)); then
        echo "$1 needs a value" >&2
        exit 2
      fi
      case $1 in
        --seeds) options+=(--seeds "$2") ;;
        --runs) runs=$2 ;;
        --page) page=$2 ;;
      esac
      shift 2
      ;;
    -h | --help)
      sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$self"
      exit 0
      ;;
    -*)
      echo "$1: unknown option; see $0 --help" >&2
      exit 2
      ;;
    *)
      if [[ " ${known[*]} " != *" $1 "* ]]; then
        echo "$1: there is no such study; they are ${known[*]}" >&2
        exit 2
      fi
      studies+=("$1")
      shift
      ;;
  esac
done
chosen=${#studies[@]}
((chosen > 0)) || studies=("${known[@]}")

for study in "${studies[@]}"; do
  echo "== $study"
  status=0
  # Alone, each trial has the same bytes on every run; how many would share a stack is timed.
  "$program" sweep --config "configs/studies/$study.yaml" --runs "$runs" --stack off ${options[@]+"${options[@]}"} || status=$?
  # 3: some trials diverged, which the findings count.
  ((status == 0 || status == 3)) || exit "$status"
done

if ((chosen == 0)); then
  mkdir -p "$runs/bench"
  for network in mlp cnn; do
    table=$runs/bench/step-$network.csv
    [[ -f $table ]] || "$program" bench step --config "configs/mnist-$network-leaky.yaml" --activations relu,leaky_relu,prelu --threads 1 --csv "$table"
  done
fi

mkdir -p "$(dirname -- "$page")"
charts=$runs/charts
rm -rf "$charts"
"$program" findings configs/studies/claims.yaml --runs "$runs" -o "$page" --charts "$charts"

# The build has restored the chart libraries.
modules=$(find artifacts -path '*/ActivationLab.Reports/npm/node_modules' -type d -prune | head -n 1)
if [[ -z $modules ]] || ! type -P node >/dev/null; then
  echo "the charts are not drawn: that takes node and the libraries that the build restores; their specifications are in $charts" >&2
  exit 1
fi
node scripts/lib/render-charts.mjs "$modules" "$charts" "${page%.md}"
