"""Seconds of the whole command from start to exit, 5 epochs: ours with probe, CSV and checkpoints, the tuned script without."""

from harness.comparison import OURS, SECONDS

EPOCHS = 5


def run(bench):
    epochs = max(1, int(EPOCHS * bench.scale))

    def contenders(model):
        return {
            OURS: lambda: seconds(bench.lab.train(model, train__epochs=epochs)),
            "tuned": lambda: seconds(bench.peers.tuned(model, epochs=epochs, schedule="cosine", evaluate=True)),
        }

    bench.in_turns("whole", f"The whole command, {epochs} epochs", {model: contenders(model) for model in ("mlp", "cnn")}, SECONDS)


def seconds(run):
    return {"seconds": run.process.seconds}
