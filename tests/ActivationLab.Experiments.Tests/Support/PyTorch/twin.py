"""Does in PyTorch what the lab does in C#, for tests that compare the two: a request a line in, an answer a line out, both JSON."""
import copy
import json
import sys
import traceback
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional

from safetensors_reader import read_tensors


class PadShortcut(nn.Module):
    """Every stride-th pixel, and channels of zeros after those that there are."""

    def __init__(self, stride, channels):
        super().__init__()
        self.stride, self.channels = stride, channels

    def forward(self, x):
        x = x[:, :, :: self.stride, :: self.stride]
        return torch.cat([x, x.new_zeros(len(x), self.channels - x.shape[1], *x.shape[2:])], dim=1)


class DynamicLeakyReLU(nn.Module):
    """A learned slope that is clamped when it is used."""

    def __init__(self, init, minimum, maximum):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor([init], dtype=torch.float64))
        self.minimum, self.maximum = minimum, maximum

    def forward(self, x):
        return torch.where(x > 0, x, x * self.weight.clamp(self.minimum, self.maximum))


class Residual(nn.Module):
    """tail(body(x) + shortcut(x))"""

    def __init__(self, layer):
        super().__init__()
        self.parts = []
        for part in ("body", "shortcut", "tail"):
            modules = build_modules(layer[part], layer["name"] + ".")
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


# Layers without anything to learn or to say.
PLAIN = {
    "relu": nn.ReLU, "selu": nn.SELU, "gelu": nn.GELU, "silu": nn.SiLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "identity": nn.Identity,
    "flatten": nn.Flatten,
}
LEARNED_SLOPES = (nn.PReLU, DynamicLeakyReLU)
ACTIVATIONS = LEARNED_SLOPES + (
    nn.ReLU, nn.LeakyReLU, nn.RReLU, nn.ELU, nn.SELU, nn.GELU, nn.SiLU, nn.Sigmoid, nn.Tanh, nn.Softplus, nn.Identity)


def build_layer(layer):
    kind = layer["kind"]
    if kind in PLAIN:
        return PLAIN[kind]()
    if kind == "linear":
        return nn.Linear(layer["inputs"], layer["outputs"], bias=layer["bias"])
    if kind == "conv":
        return nn.Conv2d(layer["inputs"], layer["outputs"], layer["kernel"], stride=layer["stride"], padding=layer["padding"], bias=layer["bias"])
    if kind == "batch_norm":
        return (nn.BatchNorm2d if layer["spatial"] else nn.BatchNorm1d)(layer["units"])
    if kind == "leaky_relu":
        return nn.LeakyReLU(layer["negative_slope"])
    if kind == "prelu":
        return nn.PReLU(layer["slopes"], layer["init"])
    if kind == "rrelu":
        return nn.RReLU(layer["lower"], layer["upper"])
    if kind == "dynamic_leaky_relu":
        return DynamicLeakyReLU(layer["init"], layer["min"], layer["max"])
    if kind == "elu":
        return nn.ELU(layer["alpha"])
    if kind == "softplus":
        return nn.Softplus(layer["beta"])
    if kind == "max_pool":
        return nn.MaxPool2d(layer["kernel"], layer["stride"], ceil_mode=layer["ceil_mode"])
    if kind == "average_pool":
        return nn.AvgPool2d(layer["kernel"], layer["stride"], ceil_mode=layer["ceil_mode"])
    if kind == "global_average_pool":
        return nn.AdaptiveAvgPool2d(1)
    if kind == "dropout":
        return nn.Dropout(layer["probability"])
    if kind == "pad_shortcut":
        return PadShortcut(layer["stride"], layer["outputs"])
    if kind == "residual":
        return Residual(layer)
    raise ValueError(kind)


def build_modules(layers, prefix=""):
    """Modules by the first part of their names after the prefix; those that share it form a Sequential."""
    modules = OrderedDict()
    for layer in layers:
        section, _, index = layer["name"][len(prefix):].partition(".")
        if index:
            modules.setdefault(section, nn.Sequential()).add_module(index, build_layer(layer))
        else:
            modules[section] = build_layer(layer)
    return modules


def load_network(request):
    sections = build_modules(request["layers"])
    weights = read_tensors(request["weights"])
    network = nn.Sequential(sections).to(next(tensor.dtype for tensor in weights.values() if tensor.is_floating_point()))
    network.load_state_dict(weights, strict=True)
    return network


def load_images(request, network):
    data = read_tensors(request["data"])
    mean = torch.tensor(request["mean"], dtype=torch.float64).view(1, -1, 1, 1)
    std = torch.tensor(request["std"], dtype=torch.float64).view(1, -1, 1, 1)
    images = (data["images"].double() / 255 - mean) / std
    return images.to(next(network.parameters()).dtype), data["labels"].long()


def numbers(named):
    return {name: tensor.detach().flatten().double().tolist() for name, tensor in named}


def gradients(request):
    """One forward and backward pass over all images, in training mode."""
    network = load_network(request)
    images, labels = load_images(request, network)
    logits = network(images)
    loss = functional.cross_entropy(logits, labels)
    loss.backward()
    return {
        "logits": logits.flatten().double().tolist(),
        "loss": loss.item(),
        "gradients": numbers((name, parameter.grad) for name, parameter in network.named_parameters()),
        "buffers": numbers(network.named_buffers()),
    }


def activation(request):
    """Value and derivative of an activation at points."""
    points = torch.tensor(request["points"], dtype=torch.float64, requires_grad=True)
    values = build_layer(request["layer"]).double().eval()(points)
    values.sum().backward()
    return {"values": values.tolist(), "derivatives": points.grad.tolist()}


def build_optimizer(settings, network):
    slopes = [p for module in network.modules() if isinstance(module, LEARNED_SLOPES) for p in module.parameters()]
    others = [p for p in network.parameters() if not any(p is slope for slope in slopes)]
    decay = settings["weight_decay"]
    groups = [
        {"params": others, "weight_decay": decay},
        {"params": slopes, "weight_decay": decay if settings["decay_slopes"] else 0.0},
    ]
    groups = [group for group in groups if group["params"]]
    if settings["name"] == "sgd":
        return torch.optim.SGD(groups, lr=settings["lr"], momentum=settings["momentum"], nesterov=settings["nesterov"])
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[settings["name"]]
    return kind(groups, lr=settings["lr"], betas=(settings["beta1"], settings["beta2"]), eps=settings["eps"])


class LowPrecision:
    """A copy that computes a network's passes in bfloat16: products with rounded weights, normalisations and slopes with the network's own."""

    def __init__(self, network):
        # In the lab's order of memory, in which sums are taken in the same order.
        self.network, self.copy = network, copy.deepcopy(network).to(memory_format=torch.channels_last)
        self.weights = []
        for own, module in zip(network.modules(), self.copy.modules()):
            if isinstance(module, (nn.Linear, nn.Conv2d)):
                module.to(torch.bfloat16)
                self.weights += zip(own.parameters(), module.parameters())
            elif isinstance(module, LEARNED_SLOPES + (nn.BatchNorm1d, nn.BatchNorm2d)):
                module._parameters, module._buffers = own._parameters, own._buffers
            if isinstance(module, LEARNED_SLOPES):
                module.register_forward_pre_hook(lambda _, inputs: inputs[0].float())
                module.register_forward_hook(lambda _, __, output: output.bfloat16())

    def __call__(self, images):
        with torch.no_grad():
            for own, rounded in self.weights:
                rounded.copy_(own)
                rounded.grad = None
        return self.copy(images.bfloat16()).float()

    def give_gradients(self):
        for own, rounded in self.weights:
            own.grad = rounded.grad.float()


def train(request):
    """
    Steps over the batches, each a list of places in the images, at the learning rates, and with the label smoothing, clipping and precision, if
    they are given.
    """
    network = load_network(request)
    images, labels = load_images(request, network)
    low_precision = LowPrecision(network) if request.get("precision") == "bf16" else None
    optimizer = build_optimizer(request["optimizer"], network)
    losses, norms, correct = [], [], 0
    for step, places in enumerate(request["batches"]):
        if "rates" in request:
            for group in optimizer.param_groups:
                group["lr"] = request["rates"][step]
        places = torch.tensor(places)
        logits = (low_precision or network)(images[places])
        loss = functional.cross_entropy(logits, labels[places], label_smoothing=request.get("label_smoothing", 0.0))
        optimizer.zero_grad()
        loss.backward()
        if low_precision:
            low_precision.give_gradients()
        if "clip_grad_norm" in request:
            norms.append(nn.utils.clip_grad_norm_(network.parameters(), request["clip_grad_norm"]).item())
        optimizer.step()
        losses.append(loss.item())
        correct += int((logits.argmax(1) == labels[places]).sum())
    return {"losses": losses, "norms": norms, "correct": correct, "weights": numbers(network.state_dict().items())}


def evaluate(request):
    """Loss and accuracy over all images, in evaluation mode."""
    network = load_network(request).eval()
    images, labels = load_images(request, network)
    with torch.no_grad():
        logits = network(images)
    return {"loss": functional.cross_entropy(logits, labels).item(), "accuracy": (logits.argmax(1) == labels).double().mean().item()}


def units(request):
    """Measures the units of each activation directly: all pre-activations are kept, and each unit is looked at alone."""
    network = load_network(request).eval()
    images, labels = load_images(request, network)
    kept = []

    def keep(_, inputs, output):
        inputs[0].retain_grad()
        kept.append((inputs[0], output))

    for module in network.modules():
        if isinstance(module, ACTIVATIONS):
            module.register_forward_hook(keep)
    functional.cross_entropy(network(images), labels).backward()
    weights = dict(network.named_parameters())
    return [measure(z, output, weights[source].grad, request["rank_images"]) for (z, output), source in zip(kept, request["sources"])]


def measure(z, output, weight_gradient, rank_images):
    each = split_units(z.detach())
    magnitudes = [unit.abs().double().mean().item() for unit in split_units(output.detach())]
    layer_mean = sum(magnitudes) / len(magnitudes)
    matrix = torch.stack(split_units(z.detach()[:rank_images] if z.dim() == 4 else z.detach()), dim=1).double()
    singular = torch.linalg.svdvals(matrix - matrix.mean(0))
    shares = singular[singular > 0] / singular.sum()
    return {
        "units": len(each),
        "dead": [not bool((unit > 0).any()) for unit in each],
        "linear": sum(not bool((unit < 0).any()) for unit in each),
        "rare": sum(100 * int((unit > 0).sum()) < len(unit) for unit in each),
        "gradient_dead": sum(not bool(unit.any()) for unit in split_units(z.grad)),
        "dormant": sum(magnitude <= 0.025 * layer_mean for magnitude in magnitudes),
        "zeros": int((output == 0).sum()),
        "count": output.numel(),
        "mean": z.detach().double().mean().item(),
        "std": z.detach().double().std(unbiased=False).item(),
        "effective_rank": torch.exp(-(shares * shares.log()).sum()).item() if len(shares) else 0.0,
        "gradient_norm": weight_gradient.double().norm().item(),
    }


def split_units(values):
    """All numbers of each unit: a feature, or a channel over all positions."""
    return [values[:, unit].flatten() for unit in range(values.shape[1])]


def warmed_up(request):
    """The learning rate of each step of a warm-up and a schedule chained; the schedulers are stepped after every step of training."""
    settings, per_epoch, warmup = request["scheduler"], request["steps_per_epoch"], request["warmup_steps"]
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=request["lr"])
    total = per_epoch * request["epochs"]
    schedulers = torch.optim.lr_scheduler
    chain = [schedulers.LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)]
    if settings["name"] == "cosine":
        chain.append(schedulers.CosineAnnealingLR(optimizer, total))
    elif settings["name"] == "step":
        chain.append(schedulers.StepLR(optimizer, per_epoch * settings["step_size"], settings["gamma"]))
    scheduler = schedulers.ChainedScheduler(chain)
    rates = []
    for _ in range(total):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


def schedule(request):
    """The learning rate of each step, as one of PyTorch's schedulers sets it."""
    settings, per_epoch, epochs = request["scheduler"], request["steps_per_epoch"], request["epochs"]
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=request["lr"])
    total = per_epoch * epochs
    every = 1
    if settings["name"] == "cosine":
        scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, total, settings["eta_min"])
    elif settings["name"] == "step":
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, settings["step_size"], settings["gamma"])
        every = per_epoch
    else:
        scheduler = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, request["lr"], total_steps=total, pct_start=settings["pct_start"], cycle_momentum=False,
            div_factor=settings["div_factor"], final_div_factor=settings["final_div_factor"])
    rates = []
    for step in range(1, total + 1):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step % every == 0 and step < total:
            scheduler.step()
    return rates


def augment(request):
    """Crops, flips and normalises images one by one, as torchvision's RandomCrop(padding), RandomHorizontalFlip, ToTensor and Normalize do."""
    from torchvision.transforms import functional as transforms

    pixels = torch.tensor(request["pixels"], dtype=torch.uint8).view(request["shape"])
    height, width = pixels.shape[2:]
    images = []
    for image, (row, column, flip) in zip(pixels, request["crops"]):
        image = transforms.crop(transforms.pad(image, request["padding"]), row, column, height, width)
        image = transforms.hflip(image) if flip else image
        images.append(transforms.normalize(transforms.convert_image_dtype(image), request["mean"], request["std"]))
    return torch.stack(images).flatten().double().tolist()


ANSWERS = {
    "activation": activation,
    "augment": augment,
    "evaluate": evaluate,
    "gradients": gradients,
    "schedule": schedule,
    "train": train,
    "units": units,
    "warmed_up": warmed_up,
}

torch.set_num_threads(1)
for line in sys.stdin:
    try:
        request = json.loads(line)
        answer = {"answer": ANSWERS[request["do"]](request)}
    except Exception:
        answer = {"error": traceback.format_exc()}
    print(json.dumps(answer), flush=True)
