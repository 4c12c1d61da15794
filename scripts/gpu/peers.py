#!/usr/bin/env python3
"""Keeps bench/peers/tuned.py's training in memory in several forms and trains a few epochs of one when told to, so that contenders can take
turns without starting Python, CUDA and the compiler anew each time. Reads lines `FORM EPOCHS`, answers each with a line of JSON.

FORM is eager, compile (torch.compile), reduce-overhead (torch.compile with its own CUDA graphs) or graph (the eager step as one CUDA graph).
All other arguments are tuned.py's, and --tf32 before them. scripts/gpu/compare.py starts it.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench" / "peers"))

import torch  # noqa: E402

import images as datasets  # noqa: E402
import tuned  # noqa: E402

FORMS = {
    "eager": [],
    "compile": ["--compile"],
    "reduce-overhead": ["--compile", "reduce-overhead"],
    "graph": ["--cuda-graph"],
}


def options_of(form, arguments):
    sys.argv = ["tuned.py", *arguments, *FORMS[form]]
    return tuned.parse()


def main():
    arguments = sys.argv[1:]
    tf32 = arguments[:1] == ["--tf32"]
    arguments = arguments[tf32:]
    options = options_of("eager", arguments)
    # As the lab's train.precision.
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = tf32
    torch.backends.cudnn.benchmark = True
    # The smaller last batch gets code of its own; else the compiler would give up fixed sizes for all batches because of it.
    if hasattr(torch, "_dynamo"):
        torch._dynamo.config.automatic_dynamic_shapes = False
    images, labels = datasets.load(options.dataset, options.data, True, options.device, options.memory_format)
    if options.train:
        images, labels = images[:options.train], labels[:options.train]

    trials = {}
    for line in sys.stdin:
        form, epochs = line.split()
        if form not in trials:
            trials[form] = tuned.Trial(options_of(form, arguments), 0.01, 42, images, labels)
            trials[form].schedule = None
            # Compiles, captures, chooses kernels: not part of any measurement, as the lab's first epoch is not.
            trials[form].epoch()
        measured = [trials[form].epoch() for _ in range(int(epochs))]
        print(json.dumps({
            "images": len(labels), "epoch_seconds": [seconds for *_, seconds in measured], "loss": measured[-1][0],
            "torch": torch.__version__}), flush=True)


if __name__ == "__main__":
    main()
