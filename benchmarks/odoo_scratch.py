"""A scratch database for a benchmark: made from dev/'s templates, handed to a program, dropped afterwards.

    from odoo_scratch import run_in_scratch_database
    run_in_scratch_database("post_speed.py", ["--lines", "1000"])

The program is called with ``--database NAME`` before its own arguments, in the environment ``dev/env`` prints.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# new_database names it after this process, so that dev/ drops it should we be killed.
WITH_ADDON = "new_database once"
WITH_MODULES = """
locked templates ensure_base_template
DATABASE=${MARK}_once_$$
at_exit drop_own_database
drop_database "$DATABASE"
copy_database "$BASE_TEMPLATE" "$DATABASE"
odoo -d "$DATABASE" -i "$MODULES" --addons-path="$ODOO_ADDONS,$ADDONS_PATH" \
    --stop-after-init --no-http --log-level=warn </dev/null
"""
SCRIPT = """
. dev/lib.sh
. dev/databases.sh
ready
{make}
"$VENV/bin/python" "$PROGRAM" --database "$DATABASE" ${{ADDONS_PATH:+--addons-path="$ODOO_ADDONS,$ADDONS_PATH"}} "$@"
"""


def run_in_scratch_database(
    program: str, arguments: list[str], modules: str = "", addons_path: Path | None = None
) -> int:
    """Run a program of this folder in a scratch database.

    :param program: file name in ``benchmarks/``
    :param modules: modules to install, comma separated, from ``addons_path``; the addon itself where empty
    :return: the program's exit code
    """
    script = SCRIPT.format(make=WITH_MODULES if modules else WITH_ADDON)
    environment = {
        "PROGRAM": str(ROOT / "benchmarks" / program),
        "MODULES": modules,
        "ADDONS_PATH": str(addons_path or ""),
    }
    return subprocess.run(
        ["bash", "-c", script, program, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    ).returncode
