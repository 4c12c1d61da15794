#!/usr/bin/env bash
# Tests and measures the lab on a machine with a GPU and a PyTorch, but without .NET: with what scripts/gpu/pack.sh packed, in a checkout.
#
#   scripts/gpu/measure.sh STAGE...          each stage within ten minutes, and a stage that was cut off goes on where it was
#
#   unpack       unpacks every *.tar.xz of the packs' folder that is not unpacked yet
#   door         builds the native door against the PyTorch of python3
#   doctor       what the lab sees of the machine
#   tests        the tests of SystemTorch, of the models and of the experiments, in turns on the CPU and the GPU
#   speed        MLP and CNN on MNIST and CIFAR-10, batch 64, 256 and 1024, in turns with PyTorch: eager, compiled, and as CUDA graphs
#   spread       the same configuration and seed five times: how far apart the results are
#   table        the tables of what was measured
#
#   PACKS=DIR    where the packs are           (default: artifacts/gpu)
#   PLACE=DIR    where they are unpacked       (default: /tmp/activationlab-gpu)
#   RESULTS=DIR  where results go              (default: artifacts/gpu/results)
#   DEVICE=cpu   tries the script without a GPU (default: cuda)
#   PAIRS=N      rounds of `speed` (default: 7)
#   CASES=REGEX  only the cases of `speed` whose name matches, as mnist-cnn-64 does '^mnist.*64'
#   PEERS=A,B    only these forms of PyTorch: eager, compile, reduce-overhead, graph
#   OPTIMIZER=sgd  with momentum, in place of adam;  PRECISION=float32 or bf16  on both sides, in place of tf32
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)
packs=${PACKS:-$root/artifacts/gpu}
place=${PLACE:-/tmp/activationlab-gpu}
results=${RESULTS:-$root/artifacts/gpu/results}
device=${DEVICE:-cuda}
projects=(SystemTorch.Tests ActivationLab.Models.Tests ActivationLab.Experiments.Tests)

say() { printf 'measure: %s\n' "$*" >&2; }
die() { say "$1"; exit 1; }

# The test console would look for ICU, which such a machine need not have.
export DOTNET_ROOT=$place/dotnet DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
export ACTIVATIONLAB_DATA=$place/data ACTIVATIONLAB_PYTHON=${ACTIVATIONLAB_PYTHON:-$(type -P python3)}
export LIBTORCH_USE_PYTORCH=1
export PATH=$DOTNET_ROOT:$PATH

lab() { "$place/dotnet/dotnet" exec "$place/program/activationlab.dll" "$@"; }

unpack() {
  local pack name into
  mkdir -p "$place"
  for pack in "$packs"/*.tar.xz; do
    [[ -e $pack ]] || die "there is no pack in $packs; make them with scripts/gpu/pack.sh where .NET is"
    name=$(basename "$pack" .tar.xz)
    [[ ! -e $place/$name.unpacked ]] || continue
    into=$place
    [[ $name != cifar10-* ]] || into=$place/data/cifar-10-batches-bin
    mkdir -p "$into"
    # Not every machine has xz; every Python has its library.
    "$ACTIVATIONLAB_PYTHON" -c 'import sys, tarfile; tarfile.open(sys.argv[1], "r:xz").extractall(sys.argv[2], filter="data")' "$pack" "$into"
    touch "$place/$name.unpacked"
    say "unpacked $name"
  done
}

# Tests that read the sources look for them where they were compiled.
link_sources() {
  local source
  source=$(<"$place/source")
  [[ -e $source ]] || { mkdir -p "${source%/*}" && ln -s "$root" "$source"; } ||
    say "cannot link $source to $root: the tests that read sources will fail"
}

door() {
  [[ -e $place/program ]] || die "nothing is unpacked in $place: run 'measure.sh unpack' first"
  cmake -S "$root/src/SystemTorch/native" -B "$place/native" -DCMAKE_BUILD_TYPE=Release
  cmake --build "$place/native" --parallel
  local folder missing
  for folder in "$place/program" "$place"/tests/*; do cp "$place/native/libsystemtorch.so" "$folder/"; done
  missing=$(ldd "$place/native/libsystemtorch.so" | grep 'not found' || true)
  [[ -z $missing ]] || die "the door was built, but lacks libraries: $missing"
  link_sources
}

tests() {
  local project status=0
  # shellcheck source=scripts/lib/launch.sh
  source "$root/scripts/lib/launch.sh"
  # shellcheck source=scripts/lib/tests.sh
  source "$root/scripts/lib/tests.sh"
  for project in "${projects[@]}"; do
    # One project may take most of a command's time; those that ended are not run again.
    [[ ! -e $results/tests/$project.trx ]] || { say "$project has been run: $results/tests/$project.trx" && continue; }
    rm -rf "$results/tests/$project"
    "$place/dotnet/dotnet" exec "$place/vstest/vstest.console.dll" "$place/tests/$project/$project.dll" \
      --logger:"trx;LogFileName=$project.trx" --logger:"console;verbosity=minimal" --ResultsDirectory:"$results/tests/$project" || status=$?
    [[ -e $results/tests/$project/$project.trx ]] || die "the tests of $project did not run to their end"
    mv "$results/tests/$project/$project.trx" "$results/tests/"
  done
  report_counts "$results/tests" "$status"
}

compare() { "$ACTIVATIONLAB_PYTHON" "$root/scripts/gpu/compare.py" "$1" --place "$place" --results "$results" --device "$device" "${@:2}"; }

mkdir -p "$results"
(($# > 0)) || die "which stage? unpack, door, doctor, tests, speed, spread or table"
for stage in "$@"; do
  case $stage in
    unpack | door | tests) "$stage" ;;
    doctor)
      lab doctor | tee "$results/doctor.txt"
      nvidia-smi >"$results/nvidia-smi.txt" 2>&1 || true
      ;;
    speed)
      compare speed --pairs "${PAIRS:-7}" --cases "${CASES:-.}" --optimizer "${OPTIMIZER:-adam}" \
        --precision "${PRECISION:-tf32}" --peers "${PEERS:-eager,compile,reduce-overhead,graph}"
      ;;
    spread | table) compare "$stage" ;;
    *) die "'$stage' is no stage; there are unpack, door, doctor, tests, speed, spread and table" ;;
  esac
done
