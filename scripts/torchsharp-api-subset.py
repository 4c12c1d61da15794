#!/usr/bin/env python3
"""Takes from the lists of TorchSharp's API the part that SystemTorch is held against.

LIST_DIR holds torchsharp.txt and torchvision.txt (public members) and torchsharp-protected.txt and
torchvision-protected.txt (protected members), a type or member a line:
  <type> :: type <kind> : <base type>, <interfaces>
  <type> :: method [static …] <result> <name>(<type> <parameter> [= <default>], …)
Lines are copied as they are, sorted, for the types named in types.txt and all their base types."""

import argparse
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests/SystemTorch.Tests/Conformance"
VERSION = "0.107.0"


def read(folder, suffix=""):
    """Returns {type: lines} of TorchSharp and TorchVision together."""
    lines = {}
    for name in ("torchsharp", "torchvision"):
        for line in (folder / f"{name}{suffix}.txt").read_text(encoding="utf-8").splitlines():
            lines.setdefault(line.split(" :: ")[0], set()).add(line)
    return lines


def split(types):
    """Splits a list of types at the commas outside of brackets."""
    parts, depth = [""], 0
    for letter in types:
        depth += (letter in "<(") - (letter in ">)")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def definition(name):
    """Module<Tensor,Tensor> and Module<T,TResult> are both Module``: they differ in arguments, not in the type."""
    outside, depth = "", 0
    for letter in name:
        depth += letter in "<("
        outside += letter if depth == 0 else "`" if depth == 1 and letter in "<," else ""
        depth -= letter in ">)"
    return outside


def with_bases(names, public):
    """Returns the names with those of all base types and interfaces that the list has."""
    definitions = {definition(name): name for name in public}
    found, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for line in public[name]:
            if match := re.match(r".* :: type [a-z ]+ : (.*)", line):
                bases = (definitions.get(definition(base)) for base in split(match[1]))
                waiting.extend(base for base in bases if base)
    return found


def write(path, lines, types):
    chosen = sorted(line for name in types for line in lines.get(name, ()))
    path.write_text("".join(f"{line}\n" for line in chosen), encoding="utf-8")
    print(f"{path.name}: {len(chosen)} lines")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list_dir", metavar="LIST_DIR", type=Path, help="the folder of the lists")
    parser.add_argument("--out", type=Path, default=FOLDER, help="the folder of types.txt and the results (default: the test's)")
    arguments = parser.parse_args()

    try:
        public, protected = read(arguments.list_dir), read(arguments.list_dir, "-protected")
        names = (arguments.out / "types.txt").read_text(encoding="utf-8").split("\n")
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}")
    names = [name for name in names if name]
    if unknown := [name for name in names if name not in public]:
        sys.exit("types.txt: TorchSharp has no public type " + ", ".join(unknown))

    types = with_bases(names, public)
    write(arguments.out / f"torchsharp-{VERSION}.txt", public, types)
    write(arguments.out / f"torchsharp-{VERSION}-protected.txt", protected, types)


if __name__ == "__main__":
    main()
