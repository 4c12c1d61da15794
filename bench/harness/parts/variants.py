"""Images a second in training with the other activations and with batch normalisation: MLP and CNN, Adam, batch 64 and 256."""

from harness import cases
from harness.comparison import IMAGES_PER_SECOND

VARIANTS = {
    "relu": {"activation": "relu"},
    "prelu shared": {"activation": "prelu"},
    "prelu per channel": {"activation": "prelu_channel"},
    "batch norm, leaky": {"batch_norm": "before"},
}


def run(bench):
    bench.in_turns("variants", "Training of variants", {
        f"{model} {variant} {batch}": cases.of_training(bench, model, bench.images(cases.IMAGES[model] // 2), batch=batch, **settings)
        for model in ("mlp", "cnn") for variant, settings in VARIANTS.items() for batch in (64, 256)}, IMAGES_PER_SECOND)
