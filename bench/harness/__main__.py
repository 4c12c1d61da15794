"""The command line of bench/run.sh."""

import argparse
import csv
import datetime
import json
import os
import pathlib
import sys

from harness import aims, machine
from harness.bench import Bench, runs_folder
from harness.parts import PARTS
from harness.processes import CommandFailed
from harness.tables import Table


def parse():
    described = "\n".join(f"  {name:10}{part.__doc__}" for name, part in PARTS.items())
    parser = argparse.ArgumentParser(
        prog="bench/run.sh", formatter_class=argparse.RawDescriptionHelpFormatter,
        description="ActivationLab against PyTorch scripts on this machine, in turns.", epilog=f"parts:\n{described}")
    parser.add_argument("parts", nargs="*", metavar="PART", help="default: all")
    parser.add_argument("--pairs", type=int, default=7, help="rounds of every part (default 7)")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), help="of both sides (default: every core)")
    parser.add_argument("--scale", type=float, default=1, help="of the work in one measurement, to try the benchmark itself (default 1)")
    parser.add_argument("--output", type=pathlib.Path, help="folder of the results (default artifacts/bench/<date>)")
    parser.add_argument("--check", action="store_true", help="say at the end which aims are met")
    options = parser.parse_args()
    unknown = [name for name in options.parts if name not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]}; the parts are {', '.join(PARTS)}")
    if options.pairs < 1 or options.threads < 1 or options.scale <= 0:
        parser.error("--pairs and --threads are 1 or more, --scale is above 0")
    return options


def write_summary(bench):
    with open(bench.output / "summary.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["part", "metric", "case", "peer", "ours", "theirs", "ratio", "low", "high", "coverage", "n"])
        for result in bench.results:
            comparison, ratio = result.comparison, result.comparison.ratio
            writer.writerow([
                result.part, result.column, comparison.case, comparison.peer, comparison.ours, comparison.theirs,
                ratio.median, ratio.low, ratio.high, ratio.coverage, ratio.n])


def write_tables(bench, facts, conclusions):
    about = Table("Machine", ["what", "which"], [[name, value] for name, value in facts.items()])
    took = Table("Time of the parts", ["part", "minutes"], [[name, f"{seconds / 60:.1f}"] for name, seconds in bench.took.items()])
    tables = [about, *bench.tables, took]
    (bench.output / "tables.txt").write_text("\n".join([*(table.text() for table in tables), *conclusions]) + "\n")
    bullets = [f"- {line}" for line in conclusions]
    (bench.output / "tables.md").write_text("\n".join([*(table.markdown() for table in tables), *bullets]) + "\n")


def main():
    options = parse()
    root = pathlib.Path(__file__).resolve().parents[2]
    output = options.output or root / "artifacts" / "bench" / datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    output.mkdir(parents=True, exist_ok=True)
    with runs_folder() as runs:
        bench = Bench(root, output, sys.executable, options.pairs, options.threads, options.scale, runs)
        facts = machine.describe(bench)
        (output / "machine.json").write_text(json.dumps(facts, indent=2) + "\n")
        conclusions = []
        try:
            for name in options.parts or PARTS:
                with bench.timed(name):
                    PARTS[name].run(bench)
        except (CommandFailed, KeyboardInterrupt) as error:
            sys.exit(f"bench: {error or 'stopped'}; what was measured is in {output}")
        finally:
            if options.check:
                conclusions = list(aims.check(bench))
            write_summary(bench)
            write_tables(bench, facts, conclusions)
    print("\n".join([*conclusions, f"results: {output}"]))


if __name__ == "__main__":
    main()
