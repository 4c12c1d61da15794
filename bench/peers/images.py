"""The data sets of the lab's data folder, each as one tensor of normalised images on the device and one of labels."""

import pathlib

import torch

MEAN_AND_STD = {
    "mnist": ((0.1307,), (0.3081,)),
    "cifar10": ((0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)),
}


def _bytes(path):
    """A file as a tensor that maps it: nothing is copied."""
    return torch.from_file(str(path), shared=False, size=path.stat().st_size, dtype=torch.uint8)


def _mnist(folder, train):
    part = "train" if train else "t10k"
    images = _bytes(folder / f"{part}-images-idx3-ubyte")[16:].view(-1, 1, 28, 28)
    return images, _bytes(folder / f"{part}-labels-idx1-ubyte")[8:]


def _cifar10(folder, train):
    names = [f"data_batch_{number}.bin" for number in range(1, 6)] if train else ["test_batch.bin"]
    rows = torch.cat([_bytes(folder / name).view(-1, 1 + 3 * 32 * 32) for name in names])
    return rows[:, 1:].view(-1, 3, 32, 32), rows[:, 0]


def load(name, folder, train, device, memory_format):
    """Images [count, channels, height, width] as float32 and labels [count] as int64, on the device."""
    pixels, labels = {"mnist": _mnist, "cifar10": _cifar10}[name](pathlib.Path(folder), train)
    mean, std = (torch.tensor(values).view(1, -1, 1, 1).to(device) for values in MEAN_AND_STD[name])
    images = pixels.to(device).to(torch.float32, memory_format=memory_format)
    # (pixel / 255 - mean) / std without another copy of the images.
    return images.sub_(255 * mean).mul_(1 / (255 * std)), labels.to(device, torch.int64)
