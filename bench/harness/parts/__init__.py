"""The parts of the benchmark, in the order in which they run: each a module with a function run(bench)."""

from harness.parts import memory, overhead, start, steps, sweep, tutorial, variants, whole

PARTS = {part.__name__.rpartition(".")[2]: part for part in (steps, variants, tutorial, start, memory, whole, overhead, sweep)}
