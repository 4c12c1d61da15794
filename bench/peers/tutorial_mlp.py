#!/usr/bin/env python3
"""The fully connected network 784-512-256-10 as a PyTorch tutorial would train it."""

from torch import nn

import tutorial


def mlp():
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 512), nn.LeakyReLU(0.01),
        nn.Linear(512, 256), nn.LeakyReLU(0.01),
        nn.Linear(256, 10),
    )


if __name__ == "__main__":
    tutorial.run(mlp)
