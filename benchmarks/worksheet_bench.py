"""The bench command ``worksheet``: what a worksheet asks of the server, its posting and its undo.

./dev/bench worksheet [--rows 2000] [--no-posting] [--json]
"""

from __future__ import annotations

import argparse
import json

from post_bench import figures_of

#: what opening should keep to, and each act: seconds
OPENING_SECONDS, ACT_SECONDS = 1.0, 0.3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--rows", type=int, default=2000, help="payments waiting, half of them checks (default 2000)")
    parser.add_argument("--no-posting", action="store_true", help="only what is done before posting")
    parser.add_argument("--profile", help="write cProfiles to this file's name with .post and .undo after it")
    parser.add_argument("--explain", help="print the queries of the call of this name")
    parser.add_argument("--json", action="store_true", help="figures as one line of JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print.

    :return: exit code: 0 when the worksheet opens in time, and each tick of one row is answered in time
    """
    chosen = ["--rows", str(arguments.rows)]
    chosen += ["--no-posting"] if arguments.no_posting else []
    chosen += ["--profile", arguments.profile] if arguments.profile else []
    chosen += ["--explain", arguments.explain] if arguments.explain else []
    figures = figures_of("worksheet_speed.py", chosen)
    print(json.dumps(figures) if arguments.json else as_table(figures))
    one = [call for call in figures["acts"] if "one" in call["name"].split(",")[0]]
    slow = [call for call in one if call["seconds"] > ACT_SECONDS]
    return 1 if slow or figures["opening_seconds"] > OPENING_SECONDS else 0


def as_table(figures: dict) -> str:
    """:return: the figures in words"""
    rows = [f"{figures['rows']} rows, {figures['bytes'] // 1024} KiB", ""]
    for kind in ("opening", "acts"):
        rows.append(f"{kind:44}{'first ms':>10}{'ms':>8}{'queries':>9}")
        for call in figures[kind]:
            first, other = (round(1000 * call[name]) for name in ("first_seconds", "seconds"))
            rows.append(f"  {call['name']:42}{first:>10}{other:>8}{call['queries']:>9}")
    if "posting" in figures:
        rows.append(f"{'all rows':44}{'s':>10}{'lines/s':>10}{'queries/line':>14}")
        for name, side in figures["posting"].items():
            rows.append(f"  {name:42}{side['seconds']:>10}{side['lines_per_second']:>10}{side['queries_per_line']:>14}")
    return "\n".join(rows)
