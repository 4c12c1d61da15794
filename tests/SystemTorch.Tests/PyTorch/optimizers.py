"""Trains the networks of a list of cases from given weights with PyTorch's optimizers, and returns the parameters after every step."""
import json
import sys

import torch

torch.set_num_threads(1)


def tensor(values):
    return torch.tensor(values["data"], dtype=torch.float64).reshape(values["shape"])


def loss_of(p, x, y, step, late_from):
    hidden = torch.nn.functional.leaky_relu(torch.nn.functional.linear(x, p["w1"], p["b1"]), 0.1)
    loss = ((torch.nn.functional.linear(hidden, p["w2"], p["b2"]) - y) ** 2).mean()
    return loss + (p["late"] ** 2).sum() if step >= late_from else loss


def train(case, weights, x, y, steps, late_from):
    p = {name: tensor(values).requires_grad_() for name, values in weights.items()}
    groups = [{"params": [p[name] for name in group["names"]], **group["options"]} for group in case["groups"]]
    optimizer = getattr(torch.optim, case["kind"])(groups, **case["options"])
    scheduler = None
    if case["decay"] is not None:
        scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: case["decay"] ** epoch)
    rates, after = [], []
    for step in range(steps):
        rates.append([group["lr"] for group in optimizer.param_groups])
        optimizer.zero_grad(set_to_none=True)
        loss_of(p, x, y, step, late_from).backward()
        optimizer.step()
        if scheduler:
            scheduler.step()
        after.append({name: values.detach().flatten().tolist() for name, values in p.items()})
    return {"rates": rates, "after": after}


def main():
    given = json.load(sys.stdin)
    x, y = tensor(given["x"]), tensor(given["y"])
    results = {
        case["name"]: train(case, given["weights"], x, y, given["steps"], given["late_from"]) for case in given["cases"]
    }
    json.dump(results, sys.stdout)


main()
