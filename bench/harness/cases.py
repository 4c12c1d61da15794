"""The settings of a case in the words of each side: the lab's keys and the tuned script's options."""

from harness.comparison import OURS

TUNED = "tuned"

# What a trial sees in an epoch: enough for a steady rate, little enough for a pair every few seconds.
IMAGES = {"mlp": 25_600, "cnn": 7_680}

ACTIVATIONS = {
    "leaky_relu": "{name: leaky_relu, negative_slope: 0.01}",
    "relu": "{name: relu}",
    "prelu": "{name: prelu, per: layer}",
    "prelu_channel": "{name: prelu, per: channel}",
}


def ours(lab, model, images, *, batch, optimizer="adam", activation="leaky_relu", batch_norm="none", epochs=3):
    return lab.train(
        model, data__train=images, train__epochs=epochs, train__batch_size=batch, train__optimizer=optimizer,
        train__scheduler="constant", model__activation=ACTIVATIONS[activation], model__batch_norm=batch_norm)


def tuned(peers, model, images, *, batch, optimizer="adam", activation="leaky_relu", batch_norm="none", epochs=3, **more):
    return peers.tuned(
        model, train=images, epochs=epochs, batch_size=batch, optimizer=optimizer, activation=activation, batch_norm=batch_norm, **more)


def of_training(bench, model, images, **settings):
    """Ours and the tuned script at the same settings, for images a second."""

    def figures(run):
        return {"images_per_second": run.images_per_second(), "peak_memory": run.process.peak_memory}

    return {
        OURS: lambda: figures(ours(bench.lab, model, images, **settings)),
        TUNED: lambda: figures(tuned(bench.peers, model, images, **settings)),
    }
