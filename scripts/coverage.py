#!/usr/bin/env python3
"""Line coverage of a source folder over several Cobertura files: a line counts as covered when any of them covers it."""

import argparse
import os
import xml.etree.ElementTree as xml
from collections import defaultdict


def lines_of(report):
    """Yields (absolute path, line number, whether it was hit) for each line in a report."""
    tree = xml.parse(report)
    roots = [source.text or "" for source in tree.iterfind("./sources/source")] or [""]
    for cls in tree.iter("class"):
        name = cls.get("filename")
        path = next((p for p in (os.path.join(r, name) for r in roots) if os.path.exists(p)), None)
        if path is None:
            continue
        for line in cls.iterfind("./lines/line"):
            yield os.path.realpath(path), int(line.get("number")), int(line.get("hits")) > 0


def merged(reports, source):
    """Returns {path under source: {line: covered}}."""
    source = os.path.realpath(source)
    files = defaultdict(dict)
    for report in reports:
        for path, number, hit in lines_of(report):
            if path.startswith(source + os.sep):
                lines = files[os.path.relpath(path, source)]
                lines[number] = lines.get(number, False) or hit
    return files


def share(lines):
    covered = sum(lines)
    return f"{100 * covered / len(lines):5.1f} %  ({covered} of {len(lines)} lines)" if lines else "no lines"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", required=True, help="folder whose files count")
    parser.add_argument("--files", action="store_true", help="list every file, least covered first")
    parser.add_argument("reports", nargs="+", help="coverage.cobertura.xml files")
    arguments = parser.parse_args()

    files = merged(arguments.reports, arguments.source)
    projects = defaultdict(list)
    for path, lines in files.items():
        projects[path.split(os.sep)[0]].extend(lines.values())
    if arguments.files:
        for path, lines in sorted(files.items(), key=lambda item: sum(item[1].values()) / len(item[1])):
            print(f"{path:70} {share(list(lines.values()))}")
    print("line coverage of", os.path.basename(os.path.realpath(arguments.source)))
    for project, lines in sorted(projects.items()):
        print(f"  {project:28} {share(lines)}")
    print(f"  {'all':28} {share([hit for lines in projects.values() for hit in lines])}")


if __name__ == "__main__":
    main()
