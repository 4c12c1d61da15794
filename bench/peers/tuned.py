#!/usr/bin/env python3
"""The trials of a small sweep as a careful user would write them in PyTorch, one after another in one process.

Everything is done that makes eager PyTorch fast on a CPU: the data set in one tensor on the device, no DataLoader, gradients set to None,
foreach optimizers, activations in place, channels_last for convolutions. Each trial trains, validates after every epoch and tests once at
the end, as the lab's trials do; dead units, files and checkpoints are left out. Run it in the environment that favours it (OpenBLAS for
OpenMP, malloc thresholds): bench/sweep.sh does. Needs torch (Debian: python3-torch).
"""

import argparse
import json
import math
import pathlib
import time

import torch
import torch.nn.functional as F
from torch import nn

VALIDATION = 5_000


def idx(path):
    """One IDX file as a tensor of bytes."""
    content = path.read_bytes()
    sizes = [int.from_bytes(content[4 * i:4 * i + 4], "big") for i in range(1, content[3] + 1)]
    return torch.frombuffer(bytearray(content), dtype=torch.uint8, offset=4 * len(sizes) + 4).view(sizes)


def mnist(folder, part, device):
    images = idx(pathlib.Path(folder, f"{part}-images-idx3-ubyte")).to(device)
    labels = idx(pathlib.Path(folder, f"{part}-labels-idx1-ubyte")).long().to(device)
    return (images.unsqueeze(1).float() / 255 - 0.1307) / 0.3081, labels


def mlp(slope):
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 512), nn.LeakyReLU(slope, inplace=True),
        nn.Linear(512, 256), nn.LeakyReLU(slope, inplace=True),
        nn.Linear(256, 10))


def cnn(slope):
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.LeakyReLU(slope, inplace=True), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.LeakyReLU(slope, inplace=True), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(64 * 7 * 7, 128), nn.LeakyReLU(slope, inplace=True),
        nn.Linear(128, 10)).to(memory_format=torch.channels_last)


def initialise(model, slope):
    for module in model:
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight, a=slope)
            nn.init.zeros_(module.bias)


def accuracy(model, images, labels):
    model.eval()
    with torch.inference_mode():
        return sum((model(x).argmax(1) == y).sum() for x, y in zip(images.split(500), labels.split(500))).item() / len(labels)


def trial(build, slope, seed, train, validation, test, epochs, batch_size, device):
    torch.manual_seed(seed)
    model = build(slope)
    initialise(model, slope)
    model.to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, foreach=True)
    images, labels = train
    steps = math.ceil(len(labels) / batch_size)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * steps)
    for _ in range(epochs):
        model.train()
        order = torch.randperm(len(labels)).to(device)
        loss_sum = torch.zeros((), dtype=torch.float64, device=device)
        for places in order.split(batch_size):
            optimizer.zero_grad(set_to_none=True)
            loss = F.cross_entropy(model(images[places]), labels[places])
            loss.backward()
            optimizer.step()
            schedule.step()
            loss_sum += loss.detach()
        accuracy(model, *validation)
    return accuracy(model, *test)


def main():
    parser = argparse.ArgumentParser(description="Trains trials of a sweep one after another; prints one JSON line.")
    parser.add_argument("--data", required=True, help="folder of MNIST's four IDX files")
    parser.add_argument("--model", choices=["mlp", "cnn"], default="mlp")
    parser.add_argument("--slopes", default="0.01", help="negative slopes, separated by commas")
    parser.add_argument("--seeds", default="42", help="seeds, separated by commas")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()

    images, labels = mnist(arguments.data, "train", arguments.device)
    test = mnist(arguments.data, "t10k", arguments.device)
    train = images[:-VALIDATION], labels[:-VALIDATION]
    validation = images[-VALIDATION:], labels[-VALIDATION:]
    started = time.perf_counter()
    accuracies = [
        trial(mlp if arguments.model == "mlp" else cnn, float(slope), int(seed), train, validation, test,
              arguments.epochs, arguments.batch_size, arguments.device)
        for seed in arguments.seeds.split(",") for slope in arguments.slopes.split(",")]
    seconds = time.perf_counter() - started
    print(json.dumps({
        "trials": len(accuracies), "seconds": seconds, "test_accuracy": sum(accuracies) / len(accuracies),
        "torch": torch.__version__, "threads": torch.get_num_threads(), "device": arguments.device}))


if __name__ == "__main__":
    main()
