#!/usr/bin/env bash
# Builds everything with warnings as errors, runs all tests and sums them up: last line "N passed, N failed".
# Arguments go to `dotnet test`: ./test.sh --filter FullyQualifiedName~Probe
set -euo pipefail

self=$(readlink -f "${BASH_SOURCE[0]}")
root=${self%/*}
# shellcheck source=scripts/lib/launch.sh
source "$root/scripts/lib/launch.sh"
# shellcheck source=scripts/lib/build.sh
source "$root/scripts/lib/build.sh"
# shellcheck source=scripts/lib/tests.sh
source "$root/scripts/lib/tests.sh"

cd "$root"
build_all
require_test_tools
results=$artifacts/test-results
rm -rf "$results"

# One project after the other: each uses every core. A shell in the background ignores SIGINT, and so would the programs under test.
status=0
for project in tests/*/*.csproj; do
  name=${project##*/}
  Torch=$provider env --default-signal=INT "$dotnet" test "$project" -c Release --no-build --nologo --results-directory "$results" \
    --collect "XPlat Code Coverage" --logger "trx;LogFileName=${name%.csproj}.trx" "$@" </dev/null || status=$?
done

report_coverage "$results"
report_counts "$results" "$status"
