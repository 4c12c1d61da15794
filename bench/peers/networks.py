"""The two benchmark networks with the activations that the lab compares."""

from torch import nn

ACTIVATIONS = ["relu", "leaky_relu", "prelu", "prelu_channel"]
PRELU_INIT = 0.25


def _activation(name, units, slope):
    if name == "relu":
        return nn.ReLU(inplace=True)
    if name == "leaky_relu":
        return nn.LeakyReLU(slope, inplace=True)
    return nn.PReLU(units if name == "prelu_channel" else 1, init=PRELU_INIT)


def _fully_connected(sizes, activation, batch_norm, slope):
    for inputs, outputs in zip(sizes, sizes[1:-1]):
        yield nn.Linear(inputs, outputs, bias=not batch_norm)
        if batch_norm:
            yield nn.BatchNorm1d(outputs)
        yield _activation(activation, outputs, slope)
    yield nn.Linear(sizes[-2], sizes[-1])


def _convolutions(channels, activation, batch_norm, slope, pool_first):
    for inputs, outputs in zip(channels, channels[1:]):
        yield nn.Conv2d(inputs, outputs, 3, padding=1, bias=not batch_norm)
        if batch_norm:
            yield nn.BatchNorm2d(outputs)
        # The same numbers for an activation that never falls, from a quarter of the work.
        last = [_activation(activation, outputs, slope), nn.MaxPool2d(2)]
        yield from reversed(last) if pool_first else last


def build(model, shape, activation="leaky_relu", batch_norm=False, slope=0.01, pool_first=False):
    """mlp: 512 and 256 hidden units. cnn: convolutions with 32 and 64 channels, 128 hidden units. The shape is [channels, height, width]."""
    channels, height, width = shape
    if model == "mlp":
        layers = [nn.Flatten(), *_fully_connected([channels * height * width, 512, 256, 10], activation, batch_norm, slope)]
    else:
        layers = [
            *_convolutions([channels, 32, 64], activation, batch_norm, slope, pool_first), nn.Flatten(),
            *_fully_connected([64 * (height // 4) * (width // 4), 128, 10], activation, batch_norm, slope)]
    return _initialised(nn.Sequential(*layers), {"relu": 0, "leaky_relu": slope}.get(activation, PRELU_INIT))


def _initialised(network, slope):
    """As the lab's default: Kaiming for the slope, biases 0."""
    for module in network:
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight, a=slope)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    return network
