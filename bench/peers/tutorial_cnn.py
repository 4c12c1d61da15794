#!/usr/bin/env python3
"""The convolutional network of configs/cnn-leaky.json as a PyTorch tutorial would train it."""

from torch import nn

import tutorial


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.LeakyReLU(0.01), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.LeakyReLU(0.01), nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(64 * 7 * 7, 128), nn.LeakyReLU(0.01),
        nn.Linear(128, 10),
    )


if __name__ == "__main__":
    tutorial.run(cnn)
