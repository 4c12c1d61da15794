"""Evaluates expressions of named tensors with PyTorch; returns values, and the gradients of the sum of outputs times fixed weights."""
import json
import math
import sys

import torch
import torch.nn.functional as F

torch.set_num_threads(1)

TYPES = {"Float32": torch.float32, "Float64": torch.float64, "Int64": torch.int64, "Byte": torch.uint8, "Bool": torch.bool}


def numbers(tensor):
    return [x if math.isfinite(x) else {math.inf: "Infinity", -math.inf: "-Infinity"}.get(x, "NaN")
            for x in tensor.detach().to(torch.float64).flatten().tolist()]


def described(tensor):
    return {"shape": list(tensor.shape), "data": numbers(tensor), "dtype": str(tensor.dtype)}


def tensor(given):
    made = torch.tensor([float(x) for x in given["data"]], dtype=torch.float64).reshape(given["shape"]).to(TYPES[given["dtype"]])
    return made.requires_grad_() if given["requires_grad"] else made


def evaluate(case, given):
    inputs = {name: tensor(values) for name, values in given.items()}
    result = eval(case, {"torch": torch, "F": F, **inputs})
    outputs = list(result) if isinstance(result, (tuple, list)) else [result]
    outputs = [x if isinstance(x, torch.Tensor) else torch.tensor(x) for x in outputs]
    recorded = [x for x in outputs if x.requires_grad]
    if recorded:
        sum((x * torch.cos(torch.arange(x.numel(), dtype=torch.float64)).to(x.dtype).reshape(x.shape)).sum() for x in recorded).backward()
    gradients = {name: described(x.grad) for name, x in inputs.items() if x.grad is not None}
    return {"outputs": [described(x) for x in outputs], "gradients": gradients}


def main():
    given = json.load(sys.stdin)
    json.dump({case: evaluate(case, given["inputs"]) for case in given["cases"]}, sys.stdout)


main()
