"""The bench command ``post``: both comparisons, one after the other, and their figures.

./dev/bench post --lines 1000 [--peer] [--json]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo_scratch import ROOT, run_in_scratch_database

PEER_FOLDER = ROOT / ".dev" / "peer"
PEER_MODULES = ("account_statement_base", "account_reconcile_oca")
PEER_LINES = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--lines", type=int, default=1000, help="lines each side posts (default 1000)")
    parser.add_argument("--rounds", type=int, default=4, help="slices each side does in turn (default 4)")
    parser.add_argument("--partners", type=int, default=25, help="customers that pay in turn (default 25)")
    parser.add_argument("--no-partner", action="store_true", help="lines whose partner only the match knows")
    parser.add_argument("--in-chunks", action="store_true", help="commit after each chunk, as a cron does")
    parser.add_argument("--undo", action="store_true", help="take ours back again, and measure that too")
    parser.add_argument("--peer", action="store_true", help="measure OCA account_reconcile_oca 19.0 as well")
    parser.add_argument("--peer-lines", type=int, default=PEER_LINES, help=f"lines it does (default {PEER_LINES})")
    parser.add_argument("--profile", help="write a cProfile of ours to this file")
    parser.add_argument("--json", action="store_true", help="figures as one line of JSON")


def figures_of(program: str, arguments: list[str], **scratch) -> dict:
    """Run a program of this folder in a scratch database.

    :return: the figures it wrote
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        code = run_in_scratch_database(program, ["--out", str(out), *arguments], **scratch)
        if code or not out.is_file():
            sys.exit(f"{program} ended with {code}; the reason is above")
        return json.loads(out.read_text())


def fetch_peer() -> Path | None:
    """Fetch the peer from the Python index into .dev/ when it is not there yet.

    :return: its addons folder, or None when it cannot be had
    """
    addons = PEER_FOLDER / "odoo" / "addons"
    if all((addons / module).is_dir() for module in PEER_MODULES):
        return addons
    names = [f"odoo-addon-{module}==19.0.*" for module in PEER_MODULES]
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--upgrade", "--target", str(PEER_FOLDER)]
    if subprocess.run([*command, *names], check=False, capture_output=True).returncode:
        return None
    return addons


def run(arguments: argparse.Namespace) -> int:
    """Measure and print.

    :return: exit code
    """
    chosen = ["--lines", str(arguments.lines), "--rounds", str(arguments.rounds), "--partners", str(arguments.partners)]
    chosen += [
        f"--{name}" for name in ("no-partner", "in-chunks", "undo") if getattr(arguments, name.replace("-", "_"))
    ]
    chosen += ["--profile", arguments.profile] if arguments.profile else []
    figures = figures_of("post_speed.py", chosen)
    if arguments.peer:
        peer_addons = fetch_peer()
        if peer_addons:
            size = ["--lines", str(arguments.peer_lines)]
            peer = figures_of("post_peer.py", size, modules=",".join(PEER_MODULES), addons_path=peer_addons)
            figures["peer"] = peer
            figures["ratio_to_peer"] = round(figures["ours"]["lines_per_second"] / peer["lines_per_second"], 1)
        else:
            figures["peer_note"] = "account_reconcile_oca 19.0 could not be had from the Python index"
    else:
        figures["peer_note"] = "not measured; --peer fetches account_reconcile_oca 19.0 and measures it"
    print(json.dumps(figures) if arguments.json else as_table(figures))
    return 0


def as_table(figures: dict) -> str:
    """:return: the figures in words"""
    names = {
        "ours": "ours",
        "undo": "undo of ours",
        "host": "host's primitives in bulk",
        "peer": "account_reconcile_oca 19.0",
    }
    rows = [f"{'':28}{'lines':>8}{'lines/s':>10}{'queries/line':>14}   lines/s of each slice"]
    for key, name in names.items():
        if side := figures.get(key):
            slices = ", ".join(map(str, side["slices"]))
            rows.append(
                f"{name:28}{side['lines']:>8}{side['lines_per_second']:>10}{side['queries_per_line']:>14}   {slices}"
            )
    rows.append(f"ours / host's primitives: {figures['ratio_to_host']}")
    if "ratio_to_peer" in figures:
        rows.append(f"ours / account_reconcile_oca: {figures['ratio_to_peer']}")
    else:
        rows.append(f"account_reconcile_oca: {figures['peer_note']}")
    rows.append(f"memory held after ours, less before: {figures['grown_megabytes']} MB")
    if "undo" in figures:
        rows.append(f"memory held after the undo, less before: {figures['grown_megabytes_undo']} MB")
    return "\n".join(rows)
