"""Builds a network that `activationlab export` wrote as a PyTorch module, from that one file.

    python3 -c "from load_export import load; network, about, normalise = load('exported.safetensors'); print(network, about['test_accuracy'])"

Needs PyTorch and nothing else. The module takes normalised images: load also returns a function that normalises pixels from 0 to 255.
"""
import json
import struct
from collections import OrderedDict

import torch
from torch import nn

TYPES = {"F32": torch.float32, "F64": torch.float64, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64, "U8": torch.uint8}
# Layers without anything to learn or to set.
PLAIN = {
    "relu": nn.ReLU, "selu": nn.SELU, "gelu": nn.GELU, "silu": nn.SiLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "identity": nn.Identity,
    "flatten": nn.Flatten,
}


class DynamicLeakyReLU(nn.Module):
    """A learned slope that is clamped when it is used."""

    def __init__(self, layer):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor([layer["init"]]))
        self.minimum, self.maximum = layer["min"], layer["max"]

    def forward(self, z):
        return torch.where(z > 0, z, self.weight.clamp(self.minimum, self.maximum) * z)


class PadShortcut(nn.Module):
    """Every stride-th pixel, and channels of zeros after those that there are."""

    def __init__(self, layer):
        super().__init__()
        self.stride, self.channels = layer["stride"], layer["out_channels"]

    def forward(self, x):
        x = x[:, :, :: self.stride, :: self.stride]
        return nn.functional.pad(x, (0, 0, 0, 0, 0, self.channels - x.shape[1]))


class Residual(nn.Module):
    """tail(body(x) + shortcut(x)); without a shortcut x itself is added."""

    def __init__(self, layer):
        super().__init__()
        self.parts = []
        for part in ("body", "shortcut", "tail"):
            modules = build(layer[part], layer["name"] + ".")
            for name, module in modules.items():
                self.add_module(name, module)
            self.parts.append(list(modules))

    def forward(self, x):
        body, shortcut, tail = self.parts
        return self.through(tail, self.through(body, x) + self.through(shortcut, x))

    def through(self, names, x):
        for name in names:
            x = getattr(self, name)(x)
        return x


def build_layer(layer):
    kind = layer["kind"] if layer["kind"] != "activation" else layer["activation"]
    if kind in PLAIN:
        return PLAIN[kind]()
    if kind == "convolution":
        return nn.Conv2d(
            layer["in_channels"], layer["out_channels"], layer["kernel_size"], layer["stride"], layer["padding"], bias=layer["bias"])
    if kind == "linear":
        return nn.Linear(layer["in_features"], layer["out_features"], bias=layer["bias"])
    if kind == "batch_norm":
        return (nn.BatchNorm2d if layer["spatial"] else nn.BatchNorm1d)(layer["units"], eps=layer["eps"])
    if kind == "leaky_relu":
        return nn.LeakyReLU(layer["negative_slope"])
    if kind == "prelu":
        return nn.PReLU(layer["units"] if layer["per"] == "channel" else 1)
    if kind == "rrelu":
        return nn.RReLU(layer["lower"], layer["upper"])
    if kind == "dynamic_leaky_relu":
        return DynamicLeakyReLU(layer)
    if kind == "elu":
        return nn.ELU(layer["alpha"])
    if kind == "softplus":
        return nn.Softplus(layer["beta"])
    if kind == "max_pool":
        return nn.MaxPool2d(layer["kernel_size"], layer["stride"], ceil_mode=layer["ceil_mode"])
    if kind == "average_pool":
        return nn.AvgPool2d(layer["kernel_size"], layer["stride"], ceil_mode=layer["ceil_mode"])
    if kind == "global_average_pool":
        return nn.AdaptiveAvgPool2d(1)
    if kind == "dropout":
        return nn.Dropout(layer["probability"])
    if kind == "pad_shortcut":
        return PadShortcut(layer)
    if kind == "residual":
        return Residual(layer)
    raise ValueError(f"unknown layer {kind}")


def build(layers, prefix=""):
    """Modules by the first part of their names after the prefix; those that share it form a Sequential."""
    modules = OrderedDict()
    for layer in layers:
        section, _, rest = layer["name"][len(prefix):].partition(".")
        if rest:
            modules.setdefault(section, nn.Sequential()).add_module(rest, build_layer(layer))
        else:
            modules[section] = build_layer(layer)
    return modules


def read(path):
    """The tensors of a safetensors file by name, and its metadata."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = bytearray(file.read())
    about = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = torch.frombuffer(body[begin:end], dtype=TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors, about


def load(path):
    """The network in evaluation mode, its description, and a function that normalises images of uint8 [count, channels, rows, columns]."""
    tensors, about = read(path)
    network = nn.Sequential(build(json.loads(about["layers"])))
    network.load_state_dict(tensors, strict=True)
    mean, std = (torch.tensor(json.loads(about[key])).view(1, -1, 1, 1) for key in ("mean", "std"))
    return network.eval(), about, lambda images: (images.float() / 255 - mean) / std
