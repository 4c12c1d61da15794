"""Images a second in training against the tutorial scripts (DataLoader, transforms, batch 64, Adam), as they come and in the tuned environment."""

from harness import cases
from harness.comparison import IMAGES_PER_SECOND, OURS

# Measured after some steps that warm up, as ours is after its first epoch; a whole epoch would take half a minute.
STEPS = {"mlp": 400, "cnn": 150}
WARM_UP = 20


def run(bench):
    def contenders(model):
        def tutorial(in_tuned_environment):
            steps = max(1, int(STEPS[model] * bench.scale))
            return {"images_per_second": bench.peers.tutorial(
                model, in_tuned_environment, warm_up=WARM_UP, steps=WARM_UP + steps).images_per_second()}

        return {
            OURS: lambda: {"images_per_second": cases.ours(bench.lab, model, bench.images(cases.IMAGES[model]), batch=64).images_per_second()},
            "tutorial": lambda: tutorial(False),
            "tutorial, tuned environment": lambda: tutorial(True),
        }

    bench.in_turns("tutorial", "Training against the tutorial", {model: contenders(model) for model in ("mlp", "cnn")}, IMAGES_PER_SECOND)
