"""Does in PyTorch what the lab does in C#, for tests that compare the two: a request a line in, an answer a line out, both JSON."""
import json
import sys
import traceback
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional

from safetensors_reader import read_tensors


def build_layer(layer):
    kind = layer["kind"]
    if kind == "linear":
        return nn.Linear(layer["inputs"], layer["outputs"], bias=layer["bias"])
    if kind == "conv":
        return nn.Conv2d(layer["inputs"], layer["outputs"], layer["kernel"], padding=layer["padding"], bias=layer["bias"])
    if kind == "batch_norm":
        return (nn.BatchNorm2d if layer["spatial"] else nn.BatchNorm1d)(layer["units"])
    if kind == "relu":
        return nn.ReLU()
    if kind == "leaky_relu":
        return nn.LeakyReLU(layer["negative_slope"])
    if kind == "prelu":
        return nn.PReLU(layer["slopes"])
    if kind == "max_pool":
        return nn.MaxPool2d(layer["kernel"], layer["stride"], layer["padding"])
    if kind == "flatten":
        return nn.Flatten()
    raise ValueError(kind)


def load_network(request):
    sections = OrderedDict()
    for layer in request["layers"]:
        section, _, index = layer["name"].partition(".")
        if index:
            sections.setdefault(section, nn.Sequential()).add_module(index, build_layer(layer))
        else:
            sections[section] = build_layer(layer)
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


def build_optimizer(settings, network):
    slopes = [p for module in network.modules() if isinstance(module, nn.PReLU) for p in module.parameters()]
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


def train(request):
    """Steps over the batches, each a list of places in the images, at the learning rates if they are given."""
    network = load_network(request)
    images, labels = load_images(request, network)
    optimizer = build_optimizer(request["optimizer"], network)
    losses, correct = [], 0
    for step, places in enumerate(request["batches"]):
        if "rates" in request:
            for group in optimizer.param_groups:
                group["lr"] = request["rates"][step]
        places = torch.tensor(places)
        logits = network(images[places])
        loss = functional.cross_entropy(logits, labels[places])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        correct += int((logits.argmax(1) == labels[places]).sum())
    return {"losses": losses, "correct": correct, "weights": numbers(network.state_dict().items())}


def units(request):
    """Counts the units of each activation directly: all pre-activations are kept, and each unit is looked at alone."""
    network = load_network(request).eval()
    images, labels = load_images(request, network)
    counts = []

    def count(_, inputs, output):
        (z,) = inputs
        each = [z[:, unit].flatten() for unit in range(z.shape[1])]
        counts.append({
            "units": len(each),
            "dead": [not bool((unit > 0).any()) for unit in each],
            "linear": sum(not bool((unit < 0).any()) for unit in each),
            "rare": sum(100 * int((unit > 0).sum()) < len(unit) for unit in each),
            "zeros": int((output == 0).sum()),
            "count": output.numel(),
            "mean": z.double().mean().item(),
            "std": z.double().std(unbiased=False).item(),
        })

    for module in network.modules():
        if isinstance(module, (nn.ReLU, nn.LeakyReLU, nn.PReLU)):
            module.register_forward_hook(count)
    with torch.no_grad():
        network(images)
    return counts


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


torch.set_num_threads(1)
for line in sys.stdin:
    try:
        request = json.loads(line)
        answer = {"answer": {"gradients": gradients, "train": train, "units": units, "schedule": schedule}[request["do"]](request)}
    except Exception:
        answer = {"error": traceback.format_exc()}
    print(json.dumps(answer), flush=True)
