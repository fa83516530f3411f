"""Opens an Odoo environment on a database of dev/, for the programs beside this file.

Run with the variables `dev/env` prints; the scripts of dev/ set them. Example:

    with open_environment("brp_demo") as env:
        print(env["res.company"].search_count([]))
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

import odoo.api
from odoo.modules.registry import Registry
from odoo.tools import config


def database_argument(description: str | None) -> argparse.ArgumentParser:
    """Return a parser that already knows --database."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True, help="name of the database to work in")
    return parser


@contextmanager
def open_environment(database: str, login: str | None = None) -> Iterator[odoo.api.Environment]:
    """Open DATABASE as the user LOGIN, or as Odoo's superuser; commit at the end, roll back on an exception.

    A user's environment has every company the user may enter switched on, the user's own company first.
    """
    config.parse_config(["--database", database, "--no-http", "--log-level", "warn"], setup_logging=True)
    with Registry(database).cursor() as cursor:
        env = odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, {})
        if login:
            user = env["res.users"].search([("login", "=", login)]).ensure_one()
            companies = user.company_id | user.company_ids
            env = env(user=user.id, context={**user.context_get(), "allowed_company_ids": companies.ids})
        yield env
