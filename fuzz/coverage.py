#!/usr/bin/env python3
"""Sums up gcov's JSON (one object a line, on standard input) by folder of src/: lines, and lines reached."""

import collections
import json
import os
import sys


def main():
    root = sys.argv[1]
    lines = collections.defaultdict(dict)  # file -> line -> times
    for text in sys.stdin:
        for file in json.loads(text)["files"]:
            name = os.path.relpath(os.path.join(root, file["file"]), root)
            if not name.startswith("src/") or name.startswith("src/schema/tablegen"):
                continue
            for line in file["lines"]:
                number = line["line_number"]
                lines[name][number] = max(lines[name].get(number, 0), line["count"])
    folders = collections.defaultdict(lambda: [0, 0])
    for name, counts in lines.items():
        folder = os.path.dirname(name)
        folders[folder][0] += len(counts)
        folders[folder][1] += sum(1 for times in counts.values() if times)
    for folder, (all_lines, reached) in sorted(folders.items()):
        print(f"{folder:<16}{reached:>6} of {all_lines:>5} lines {100 * reached / all_lines:6.1f} %")


if __name__ == "__main__":
    main()
