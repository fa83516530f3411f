"""The bench command ``import``: a file of many lines, beside the host creating the same lines in bulk.

./dev/bench import --lines 20000 [--rounds 4] [--in-request] [--json]
"""

from __future__ import annotations

import argparse
import json

from post_bench import figures_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--lines", type=int, default=20000, help="lines each side creates (default 20000)")
    parser.add_argument("--rounds", type=int, default=4, help="files each side does in turn (default 4)")
    parser.add_argument("--one-call", action="store_true", help="the host creates a whole file in one call")
    parser.add_argument("--in-request", action="store_true", help="ours imports in one request, not in background")
    parser.add_argument("--profile", help="write a cProfile of ours to this file")
    parser.add_argument("--json", action="store_true", help="figures as one line of JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print.

    :return: exit code; 1 when ours takes more than 1.2 times as much processor time, which other work does not change
    """
    chosen = ["--lines", str(arguments.lines), "--rounds", str(arguments.rounds)]
    chosen += ["--one-call"] if arguments.one_call else []
    chosen += ["--in-request"] if arguments.in_request else []
    chosen += ["--profile", arguments.profile] if arguments.profile else []
    figures = figures_of("import_speed.py", chosen)
    print(json.dumps(figures) if arguments.json else as_table(figures))
    return 0 if figures["processor_ratio_to_host"] <= 1.2 else 1


def as_table(figures: dict) -> str:
    """:return: the figures in words"""
    rows = [f"{'':28}{'lines':>8}{'lines/s':>10}{'queries/line':>14}   lines/s of each file"]
    for key, name in (("ours", "import of the file"), ("host", "host creating the lines")):
        side = figures[key]
        slices = ", ".join(map(str, side["slices"]))
        rows.append(
            f"{name:28}{side['lines']:>8}{side['lines_per_second']:>10}{side['queries_per_line']:>14}   {slices}"
        )
    rows.append(f"time of ours / time of the host: {figures['ratio_to_host']}")
    rows.append(f"the same by processor time: {figures['processor_ratio_to_host']}")
    rows.append(f"reading the file alone: {figures['reader_entries_per_second']} entries/s")
    rows.append(f"memory held after ours, less before: {figures['grown_megabytes']} MB")
    rows.append(f"most memory of the process until ours was done first: {figures['peak_megabytes']} MB")
    return "\n".join(rows)
