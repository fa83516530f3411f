"""The bench command ``odoo``: a ReconBench world through the whole addon in a scratch database.

./dev/bench odoo WORLD.json.gz [--json]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from post_bench import figures_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("world", help="WORLD.json or WORLD.json.gz")
    parser.add_argument("--json", action="store_true", help="figures as one line of JSON")


def run(arguments: argparse.Namespace) -> int:
    """Load, match, post, check, and print.

    :return: exit code: 0 when every posted line is right and none was refused
    """
    figures = figures_of("odoo_world.py", ["--world", str(Path(arguments.world).resolve())])
    if arguments.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:26}{value if not isinstance(value, list) else len(value)}")
            for sentence in value if isinstance(value, list) else ():
                print(f"    {sentence}")
    return 1 if figures["wrong"] or figures["refused"] else 0
