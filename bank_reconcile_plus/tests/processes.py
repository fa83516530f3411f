"""A process of its own beside the tests', that works on the same database: to be killed in the middle."""

import os
import subprocess
import sys
from pathlib import Path

from odoo.tests import get_db_name
from odoo.tools import config

# Reads the first argument as the database; what follows the program's own arguments are options of the server.
PREAMBLE = """
import sys
import odoo.api
from odoo.modules.registry import Registry
from odoo.tools import config
end = sys.argv.index("--")
config.parse_config(["--database", sys.argv[1], "--no-http", "--log-level", "error", *sys.argv[end + 1 :]])
"""


def start_process(program, *arguments):
    """:param program: Python source, run after :data:`PREAMBLE`; ``sys.argv[1]`` is the database

    :return: the process, whose output can be read as text
    """
    root = Path(sys.modules["odoo"].__path__[0]).parent
    options = [f"--{name}={config[name]}" for name in ("db_host", "db_port", "db_user") if config[name]]
    options += [f"--addons-path={','.join(config['addons_path'])}", f"--data-dir={config['data_dir']}"]
    return subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + program, get_db_name(), *map(str, arguments), "--", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])},
    )
