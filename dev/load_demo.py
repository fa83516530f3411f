"""Loads the demo data of one installed module into a database, and of that module only.

Odoo itself offers demo data for all modules or for none; here the host's own demo company
would stand beside ours. Ends with 1, and shows Odoo's reason, when the data cannot be loaded.
"""

import sys

from odoo.modules.loading import load_demo
from odoo.modules.module_graph import ModuleGraph

from environment import database_argument, open_environment


def load_demo_of(env, module_name: str) -> bool:
    """Load the demo data of the installed module MODULE_NAME; Odoo logs the reason when it fails."""
    module = env["ir.module.module"].search([("name", "=", module_name), ("state", "=", "installed")])
    if not module:
        sys.exit(f"{module_name} is not installed in {env.cr.dbname}")
    installed = env["ir.module.module"].search([("state", "=", "installed")])
    graph = ModuleGraph(env.cr, mode="load")
    graph.extend(installed.mapped("name"))
    loaded = load_demo(env, graph[module_name], {}, "init")
    # The flag makes Odoo load the demo data again when the module is updated, as in a database made with it.
    env.cr.execute("UPDATE ir_module_module SET demo = %s WHERE id = %s", [loaded, module.id])
    return loaded


def main() -> int:
    parser = database_argument(__doc__)
    parser.add_argument("module", help="technical name of the module")
    arguments = parser.parse_args()
    with open_environment(arguments.database) as env:
        return 0 if load_demo_of(env, arguments.module) else 1


if __name__ == "__main__":
    sys.exit(main())
