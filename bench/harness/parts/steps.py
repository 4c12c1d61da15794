"""Images a second in training: MLP and CNN, SGD with momentum and Adam, batch 64 and 256, LeakyReLU."""

from harness import cases
from harness.comparison import IMAGES_PER_SECOND


def run(bench):
    bench.in_turns("steps", "Training", {
        f"{model} {optimizer} {batch}": cases.of_training(bench, model, bench.images(cases.IMAGES[model]), batch=batch, optimizer=optimizer)
        for model in ("mlp", "cnn") for optimizer in ("sgd", "adam") for batch in (64, 256)}, IMAGES_PER_SECOND)
