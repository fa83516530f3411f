"""The bench command ``journal``: the journal's calls, a dry run and a back-test, one after the other.

./dev/bench journal [--lines 5000] [--part list] [--json]
"""

from __future__ import annotations

import argparse
import json

from post_bench import figures_of

PARTS = ("list", "dry-run", "backtest")
#: what each part should keep to: seconds of one call, of the dry run, and of the processor for the back-test
CALL_SECONDS, DRY_RUN_SECONDS, BACKTEST_SECONDS = 1.0, 10.0, 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--lines", type=int, default=5000, help="open lines, and lines replayed (default 5000)")
    parser.add_argument("--dry-run-lines", type=int, default=20000, help="lines of the dry run (default 20000)")
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part; may be given twice")
    parser.add_argument("--explain", help="print the queries of the list's call of this name")
    parser.add_argument("--json", action="store_true", help="figures as one line of JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print.

    :return: exit code: 0 when everything keeps to its time
    """
    figures = {}
    for part in arguments.part or PARTS:
        lines = arguments.dry_run_lines if part == "dry-run" else arguments.lines
        chosen = ["--part", part, "--lines", str(lines)]
        chosen += ["--explain", arguments.explain] if arguments.explain else []
        figures[part] = figures_of("journal_speed.py", chosen)
    print(json.dumps(figures) if arguments.json else as_table(figures))
    slow = [call for kind in ("opening", "calls") for call in figures.get("list", {}).get(kind, ())]
    return int(
        any(call["seconds"] > CALL_SECONDS for call in slow)
        or figures.get("dry-run", {}).get("seconds", 0) > DRY_RUN_SECONDS
        or figures.get("backtest", {}).get("processor_seconds", 0) > BACKTEST_SECONDS
    )


def as_table(figures: dict) -> str:
    """:return: the figures in words"""
    rows = []
    for kind in ("opening", "calls", "acts") if "list" in figures else ():
        rows.append(f"{kind:40}{'first ms':>10}{'ms':>8}{'queries':>9}")
        for call in figures["list"][kind]:
            first, other = (round(1000 * call[name]) for name in ("first_seconds", "seconds"))
            rows.append(f"  {call['name']:38}{first:>10}{other:>8}{call['queries']:>9}")
    for part in ("dry-run", "backtest"):
        if part in figures:
            rows.append(", ".join(f"{name} {value}" for name, value in {"part": part, **figures[part]}.items()))
    return "\n".join(rows)
