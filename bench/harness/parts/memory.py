"""The most memory that a whole command holds: training, validation and test, with the whole data set loaded on both sides."""

from harness import cases
from harness.comparison import OURS, PEAK_MEMORY

IMAGES = 6_400


def run(bench):
    def contenders(model, batch):
        def ours():
            return peak(cases.ours(bench.lab, model, bench.images(IMAGES), batch=batch, epochs=2))

        def tuned():
            return peak(cases.tuned(bench.peers, model, bench.images(IMAGES), batch=batch, epochs=2, evaluate=True))

        return {OURS: ours, "tuned": tuned}

    bench.in_turns("memory", "Peak memory", {
        f"{model} {batch}": contenders(model, batch) for model in ("mlp", "cnn") for batch in (64, 256)}, PEAK_MEMORY)


def peak(run):
    return {"peak_memory": run.process.peak_memory}
