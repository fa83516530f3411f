"""The bench command ``page``: what the Bank Reconciliation page asks of the server, in seconds and queries.

./dev/bench page [--lines 5000] [--items 50000] [--json]
"""

from __future__ import annotations

import argparse
import json

from post_bench import figures_of

OPENING_SECONDS, ACTION_SECONDS = 2.0, 0.3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--lines", type=int, default=5000, help="lines of the statement (default 5000)")
    parser.add_argument("--items", type=int, default=50000, help="open items, and as many settled (default 50000)")
    parser.add_argument("--explain", help="print the queries of the call of this name")
    parser.add_argument("--json", action="store_true", help="figures as one line of JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print.

    :return: exit code: 0 when the page opens and each action answers in time
    """
    chosen = ["--lines", str(arguments.lines), "--items", str(arguments.items)]
    chosen += ["--explain", arguments.explain] if arguments.explain else []
    figures = figures_of("page_speed.py", chosen)
    print(json.dumps(figures) if arguments.json else as_table(figures))
    slow = [call for call in figures["actions"] if call["seconds"] > ACTION_SECONDS]
    return 1 if slow or figures["opening_seconds"] > OPENING_SECONDS else 0


def as_table(figures: dict) -> str:
    """:return: the figures in words"""
    rows = [f"{figures['lines']} lines, {figures['items']} open items, {figures['items']} settled ones", ""]
    for title, kind in (("opening the page", "opening"), ("acting on it", "actions")):
        rows.append(f"{title:44}{'first ms':>10}{'ms':>8}{'queries':>9}")
        for call in figures[kind]:
            first, other = (round(1000 * call[name]) for name in ("first_seconds", "seconds"))
            rows.append(f"  {call['name']:42}{first:>10}{other:>8}{call['queries']:>9}")
    rows.append(f"opening together: {figures['opening_seconds']:.2f} s, {figures['opening_queries']} queries")
    return "\n".join(rows)
