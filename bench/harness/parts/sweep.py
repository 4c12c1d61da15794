"""Trials an hour of four slopes of the MNIST MLP: `sweep` as it comes, `train` one after another, the tuned script one after another."""

from harness.comparison import OURS, Metric

SLOPES = ["0", "0.01", "0.1", "0.2"]
EPOCHS = 2


def run(bench):
    epochs = max(1, int(EPOCHS * bench.scale))
    settings = [f"train.epochs={epochs}"]

    def sweep():
        return bench.lab.sweep("mlp", "--set", settings[0], "--grid", f"model.activation.negative_slope={','.join(SLOPES)}").seconds

    def train():
        return sum(bench.lab.train("mlp", train__epochs=epochs, model__activation__negative_slope=slope).process.seconds for slope in SLOPES)

    def tuned():
        return bench.peers.tuned("mlp", slopes=",".join(SLOPES), epochs=epochs, schedule="cosine", evaluate=True).process.seconds

    def contender(measure):
        return lambda: {"trials_per_hour": 3600 * len(SLOPES) / measure()}

    bench.in_turns(
        "sweep", "Sweep of four trials",
        {"mlp": {OURS: contender(sweep), "train": contender(train), "tuned": contender(tuned)}}, Metric("trials_per_hour", "trials/hour"))
