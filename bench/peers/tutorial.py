"""What the two tutorial scripts share: MNIST through torchvision and a DataLoader, Adam, batch 64, one loop.

Everything is as PyTorch's beginner tutorials have it: per-image transforms, one process, defaults left alone.
Needs torch and torchvision (Debian: python3-torch, python3-torchvision).
"""

import argparse
import json
import pathlib
import tempfile
import time

import torch
import torch.nn.functional as F
from torchvision import datasets, transforms

import peer


def mnist(folder, train):
    """torchvision's MNIST over the four IDX files of the lab's data folder (torchvision looks in ROOT/MNIST/raw)."""
    with tempfile.TemporaryDirectory() as root:
        raw = pathlib.Path(root, "MNIST", "raw")
        raw.parent.mkdir()
        raw.symlink_to(pathlib.Path(folder).resolve())
        transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
        return datasets.MNIST(root, train=train, transform=transform)


def accuracy(model, loader):
    model.eval()
    correct = 0
    with torch.no_grad():
        for images, labels in loader:
            correct += (model(images).argmax(1) == labels).sum().item()
    return correct / len(loader.dataset)


def run(model):
    """Trains the model as the command line says and prints one JSON line."""
    parser = argparse.ArgumentParser(description="Trains on MNIST as a tutorial does; prints images/s as one JSON line.")
    parser.add_argument("--data", required=True, help="folder of MNIST's four IDX files")
    parser.add_argument("--epochs", type=int, default=1, help="passes over the 60,000 images (default 1)")
    parser.add_argument("--steps", type=int, help="stop after so many steps in all")
    parser.add_argument("--warm-up", type=int, default=0, help="steps before the clock starts (default 0)")
    parser.add_argument("--workers", type=int, default=0, help="DataLoader workers (default 0, as in the tutorials)")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--test", action="store_true", help="measure test accuracy at the end")
    arguments = parser.parse_args()

    torch.manual_seed(arguments.seed)
    model = model()
    loader = torch.utils.data.DataLoader(
        mnist(arguments.data, train=True), batch_size=64, shuffle=True, num_workers=arguments.workers)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    steps = images_seen = 0
    first_step = peer.FirstStep()
    started = time.perf_counter()
    for _ in range(arguments.epochs):
        model.train()
        for images, labels in loader:
            if steps == arguments.steps:
                break
            if steps == arguments.warm_up:
                images_seen, started = 0, time.perf_counter()
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images), labels)
            loss.backward()
            optimizer.step()
            steps += 1
            images_seen += len(images)
            if first_step.at is None:
                first_step.done()
            if steps % 100 == 0:
                loss.item()  # the tutorials print it; reading it makes a GPU wait
    seconds = time.perf_counter() - started

    result = {
        "images_per_second": images_seen / seconds,
        "seconds": seconds,
        "steps": steps,
        "train_loss": loss.item(),
        "first_step_at": first_step.at,
        **peer.facts(),
    }
    if arguments.test:
        test = torch.utils.data.DataLoader(mnist(arguments.data, train=False), batch_size=1000)
        result["test_accuracy"] = accuracy(model, test)
    print(json.dumps(result))
