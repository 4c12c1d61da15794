#!/usr/bin/env python3
"""Training as a careful user would write it in eager PyTorch: what ActivationLab is measured against.

Everything is done that makes it fast and keeps the mathematics: the data set in one normalised tensor on the device, no DataLoader, gradients
set to None, fused optimizers where this torch has them for the device and foreach ones elsewhere, activations in place, channels_last for
convolutions, sums of loss and hits kept on the device, nothing read back in a step. Run it in the environment that favours it
(`bench/run.sh` does). With --evaluate it validates after each epoch and tests at the end, as the lab does; dead units, files and checkpoints
are left out. Prints one JSON line. Needs torch 1.13 or newer (Debian: python3-torch); --compile and --cuda-graph need torch 2.
"""

import argparse
import json
import math
import time

import torch
import torch.nn.functional as F

import images as datasets
import networks
import peer

VALIDATION = 5_000
EVALUATION_BATCH = 500
LEARNING_RATE = {"sgd": 0.01, "adam": 1e-3}


def has_fused_optimizers(device):
    version = tuple(int(part) for part in torch.__version__.split(".")[:2])
    return version >= ((2, 0) if torch.device(device).type == "cuda" else (2, 4))


def make_optimizer(name, form, parameters, device, capturable):
    fused = form == "fused" or form == "auto" and has_fused_optimizers(device)
    form = {"fused": True} if fused else {"foreach": True}
    if name == "sgd":
        return torch.optim.SGD(parameters, lr=LEARNING_RATE[name], momentum=0.9, **form)
    if capturable:
        form["capturable"] = True
    return torch.optim.Adam(parameters, lr=LEARNING_RATE[name], **form)


class Trial:
    """One network with its optimizer, and what is summed over an epoch."""

    def __init__(self, options, slope, seed, images, labels):
        torch.manual_seed(seed)
        self.options, self.images, self.labels = options, images, labels
        network = networks.build(
            options.model, images.shape[1:], options.activation, options.batch_norm == "before", slope, options.pool_first)
        self.network = network.to(options.device, memory_format=options.memory_format)
        self.forward = torch.compile(self.network, mode=options.compile) if options.compile else self.network
        self.optimizer = make_optimizer(
            options.optimizer, options.optimizer_form, self.network.parameters(), options.device, options.cuda_graph)
        self.loss = torch.zeros((), dtype=torch.float64, device=options.device)
        self.correct = torch.zeros((), dtype=torch.int64, device=options.device)
        self.graph = self.schedule = None

    def step(self, places):
        images, labels = self.images.index_select(0, places), self.labels.index_select(0, places)
        self.optimizer.zero_grad(set_to_none=True)
        with torch.autocast(torch.device(self.options.device).type, torch.bfloat16, enabled=self.options.precision == "bf16"):
            logits = self.forward(images)
            loss = F.cross_entropy(logits, labels)
        loss.backward()
        self.optimizer.step()
        self.loss.add_(loss.detach(), alpha=len(places))
        self.correct.add_((logits.detach().argmax(1) == labels).sum())

    def capture(self):
        """Records a whole step; from then on a full batch is one launch. The weights are as they were before."""
        self.places = torch.arange(self.options.batch_size, device=self.options.device)
        before = {name: tensor.clone() for name, tensor in self.network.state_dict().items()}
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.step(self.places)
        torch.cuda.current_stream().wait_stream(side)
        self.optimizer.zero_grad(set_to_none=True)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.step(self.places)
        with torch.no_grad():
            for name, tensor in self.network.state_dict().items():
                tensor.copy_(before[name])
            for state in self.optimizer.state.values():
                for value in state.values():
                    if isinstance(value, torch.Tensor):
                        value.zero_()
        self.graph = graph

    def epoch(self, first_step=None):
        """Trains on every image once and returns (mean loss, accuracy, seconds)."""
        self.network.train()
        started = time.perf_counter()
        if self.options.cuda_graph and self.graph is None:
            self.capture()
        self.loss.zero_()
        self.correct.zero_()
        for places in torch.randperm(len(self.labels)).to(self.options.device).split(self.options.batch_size):
            if self.graph is not None and len(places) == self.options.batch_size:
                self.places.copy_(places)
                self.graph.replay()
            else:
                self.step(places)
            if first_step is not None and first_step.at is None:
                first_step.done(self.options.device)
            if self.schedule is not None:
                self.schedule.step()
        loss, accuracy = self.loss.item() / len(self.labels), self.correct.item() / len(self.labels)
        return loss, accuracy, time.perf_counter() - started

    def evaluate(self, images, labels):
        self.network.eval()
        correct = torch.zeros((), dtype=torch.int64, device=self.options.device)
        with torch.inference_mode():
            for x, y in zip(images.split(EVALUATION_BATCH), labels.split(EVALUATION_BATCH)):
                correct += (self.network(x).argmax(1) == y).sum()
        return correct.item() / len(labels)

    @property
    def steps(self):
        return math.ceil(len(self.labels) / self.options.batch_size)

    def run(self, validation, test, first_step):
        """Trains for every epoch and returns the epochs' (loss, accuracy, seconds) and the test accuracy."""
        if self.options.schedule == "cosine":
            self.schedule = torch.optim.lr_scheduler.CosineAnnealingLR(self.optimizer, self.options.epochs * self.steps)
        epochs = []
        for _ in range(self.options.epochs):
            epochs.append(self.epoch(first_step))
            if validation is not None:
                self.evaluate(*validation)
        return epochs, None if test is None else self.evaluate(*test)


def memory_format(options):
    wanted = options.model == "cnn" if options.channels_last == "auto" else options.channels_last == "on"
    return torch.channels_last if wanted else torch.contiguous_format


def parse():
    parser = argparse.ArgumentParser(description="Trains as fast as eager PyTorch can; prints one JSON line.")
    parser.add_argument("--data", required=True, help="folder of the data set's files")
    parser.add_argument("--dataset", choices=["mnist", "cifar10"], default="mnist")
    parser.add_argument("--model", choices=["mlp", "cnn"], default="mlp")
    parser.add_argument("--activation", choices=networks.ACTIVATIONS, default="leaky_relu")
    parser.add_argument("--batch-norm", choices=["none", "before"], default="none", help="before: before each activation")
    parser.add_argument("--optimizer", choices=["sgd", "adam"], default="adam", help="sgd has momentum 0.9")
    parser.add_argument("--optimizer-form", choices=["auto", "foreach", "fused"], default="auto", help="auto: fused where this torch has it")
    parser.add_argument("--schedule", choices=["constant", "cosine"], default="constant")
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=3, help="the first warms up and is not in images_per_second")
    parser.add_argument("--train", type=int, help="train on the first so many images; all are loaded")
    parser.add_argument("--evaluate", action="store_true", help="hold 5,000 images out, validate after each epoch, test at the end")
    parser.add_argument("--slopes", default="0.01", help="negative slopes of LeakyReLU, separated by commas: one trial each")
    parser.add_argument("--seeds", default="42", help="seeds, separated by commas: one trial each")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--precision", choices=["float32", "bf16"], default="float32")
    parser.add_argument("--channels-last", choices=["on", "off", "auto"], default="auto", help="auto: for the CNN")
    parser.add_argument("--pool-first", action="store_true", help="pool before the activation: the same numbers, less work")
    parser.add_argument("--compile", nargs="?", const="default", metavar="MODE", help="torch.compile, with its mode (default: default)")
    parser.add_argument("--cuda-graph", action="store_true", help="capture the whole step in a CUDA graph")
    options = parser.parse_args()
    if options.cuda_graph and (torch.device(options.device).type != "cuda" or options.schedule != "constant"):
        parser.error("--cuda-graph needs --device cuda and --schedule constant")
    if options.pool_first and options.activation.startswith("prelu"):
        parser.error("--pool-first changes the numbers where a learned slope falls below 0")
    options.memory_format = memory_format(options)
    return options


def main():
    options = parse()
    # What the lab allows itself on a GPU; on a CPU it means nothing.
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True

    def load(train):
        return datasets.load(options.dataset, options.data, train, options.device, options.memory_format)

    images, labels = load(train=True)
    validation = test = None
    if options.evaluate:
        validation, test = (images[-VALIDATION:], labels[-VALIDATION:]), load(train=False)
        images, labels = images[:-VALIDATION], labels[:-VALIDATION]
    if options.train:
        images, labels = images[:options.train], labels[:options.train]

    first_step = peer.FirstStep()
    started = time.perf_counter()
    results = [
        Trial(options, float(slope), int(seed), images, labels).run(validation, test, first_step)
        for seed in options.seeds.split(",") for slope in options.slopes.split(",")]
    seconds = time.perf_counter() - started

    measured = [epoch for epochs, _ in results for epoch in (epochs[1:] or epochs)]
    accuracies = [accuracy for _, accuracy in results if accuracy is not None]
    print(json.dumps({
        "images_per_second": len(labels) * len(measured) / sum(epoch[2] for epoch in measured),
        "epoch_seconds": [epoch[2] for epochs, _ in results for epoch in epochs],
        "losses": [epoch[0] for epochs, _ in results for epoch in epochs],
        "accuracies": [epoch[1] for epochs, _ in results for epoch in epochs],
        "test_accuracy": sum(accuracies) / len(accuracies) if accuracies else None,
        "trials": len(results),
        "seconds": seconds,
        "first_step_at": first_step.at,
        **peer.facts(options.device),
    }))


if __name__ == "__main__":
    main()
