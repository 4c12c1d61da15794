"""What the lab should reach, read off the measured medians: nothing is measured here."""

from harness.comparison import ALL_CASES


def check(bench):
    """Lines that say of each aim whether it is met; those whose part was not measured are left out."""
    ratios = {}
    for result in bench.results:
        ratios.setdefault((result.part, result.comparison.peer), {})[result.comparison.case] = result.comparison.ratio.median

    def at_least(aim, least, part, peer, case):
        if case in ratios.get((part, peer), {}):
            value = ratios[part, peer][case]
            yield f"{'met   ' if value >= least else 'MISSED'}  {aim} >= {least}: {value:.2f}"

    def all_cases(aim, part, peer, *, least=None, most=None):
        cases = {case: value for case, value in ratios.get((part, peer), {}).items() if case != ALL_CASES}
        if not cases:
            return
        missed = {case: value for case, value in cases.items() if (least is not None and value < least) or (most is not None and value > most)}
        limit = f">= {least}" if least is not None else f"<= {most}"
        detail = ", ".join(f"{case} {value:.2f}" for case, value in missed.items()) or f"{min(cases.values()):.2f} to {max(cases.values()):.2f}"
        yield f"{'MISSED' if missed else 'met   '}  {aim} {limit}: {detail}"

    def figure(aim, name, most, show):
        if name in bench.figures:
            value = bench.figures[name]
            yield f"{'met   ' if value <= most else 'MISSED'}  {aim} <= {show(most)}: {show(value)}"

    yield from at_least("training over the tuned script, geometric mean", 1.15, "steps", "tuned", ALL_CASES)
    yield from all_cases("training over the tuned script, every case", "steps", "tuned", least=1.0)
    yield from all_cases("training of variants over the tuned script, every case", "variants", "tuned", least=1.0)
    for peer, aims in {"tutorial": {"mlp": 10, "cnn": 3}, "tutorial, tuned environment": {"mlp": 5, "cnn": 2}}.items():
        for model, least in aims.items():
            yield from at_least(f"training over the {peer}, {model}", least, "tutorial", peer, model)
    yield from all_cases("start to first step over the tuned script's", "start", "tuned", most=0.5)
    yield from all_cases("peak memory over the tuned script's", "memory", "tuned", most=1.0)
    yield from figure("--help", "help_seconds", 0.2, lambda seconds: f"{seconds:.3f} s")
    for name in bench.figures:
        if name.startswith("overhead "):
            yield from figure(f"probe and files of an epoch, {name.partition(' ')[2]}", name, 0.03, lambda share: f"{100 * share:.2f} %")
