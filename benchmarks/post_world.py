"""What the posting benchmarks share: a company with a bank, and as many invoices and statement lines as wanted.

Every line is one customer paying one invoice in full, the commonest work of a bank reconciliation; so what is measured
is the cost of a line, not of its oddities.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field

import odoo.api
from odoo.modules.registry import Registry
from odoo.tools import config

PARTNERS = 25
CREATE_CHUNK = 250


@contextmanager
def open_environment(database: str, addons_path: str = ""):
    """Open DATABASE as Odoo's superuser; commit at the end."""
    arguments = ["--database", database, "--no-http", "--log-level", "error", "--max-cron-threads", "0"]
    config.parse_config(arguments + (["--addons-path", addons_path] if addons_path else []), setup_logging=True)
    with Registry(database).cursor() as cursor:
        yield odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, {})


@dataclass
class Figures:
    """Seconds and queries that some lines took, summed over slices."""

    lines: int = 0
    seconds: float = 0.0
    queries: int = 0
    per_slice: list = field(default_factory=list)

    def add(self, lines: int, seconds: float, queries: int) -> None:
        """Add one slice."""
        self.lines += lines
        self.seconds += seconds
        self.queries += queries
        self.per_slice.append(round(lines / seconds, 1))

    def as_dict(self) -> dict:
        """:return: lines, lines a second, queries a line"""
        return {
            "lines": self.lines,
            "lines_per_second": round(self.lines / self.seconds, 1),
            "queries_per_line": round(self.queries / self.lines, 2),
            "slices": self.per_slice,
        }


@contextmanager
def measured(env, figures: Figures, lines: int):
    """Measure what happens inside, its flush included."""
    env.flush_all()
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    yield
    env.flush_all()
    figures.add(lines, time.perf_counter() - start, env.cr.sql_log_count - queries)


def company_with_bank(env, partners: int = PARTNERS):
    """Give the main company a chart of accounts.

    :return: the bank journal, and partners
    """
    company = env.ref("base.main_company")
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
    journal = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
    partners = env["res.partner"].create([{"name": f"Customer {index:03}"} for index in range(partners)])
    return journal, partners


def make_lines(journal, partners, count: int, first: int = 0, with_partner: bool = True):
    """Create posted statement lines, amounts all different.

    :return: ``account.bank.statement.line`` records
    """
    lines = journal.env["account.bank.statement.line"]
    for start in range(first, first + count, CREATE_CHUNK):
        lines |= lines.create(
            [
                {
                    "journal_id": journal.id,
                    "date": "2026-03-10",
                    "amount": 100 + index / 100,
                    "payment_ref": f"payment {index}",
                    "partner_id": partners[index % len(partners)].id if with_partner else False,
                }
                for index in range(start, min(start + CREATE_CHUNK, first + count))
            ]
        )
    return lines


def make_items(journal, partners, count: int, first: int = 0):
    """Create posted invoices of the same amounts.

    :return: their receivable ``account.move.line`` records, in order
    """
    moves = journal.env["account.move"].with_context(tracking_disable=True)
    for start in range(first, first + count, CREATE_CHUNK):
        chunk = moves.create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partners[index % len(partners)].id,
                    "invoice_date": "2026-03-01",
                    "date": "2026-03-01",
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        (0, 0, {"name": "goods", "quantity": 1, "price_unit": 100 + index / 100, "tax_ids": False})
                    ],
                }
                for index in range(start, min(start + CREATE_CHUNK, first + count))
            ]
        )
        chunk._post(soft=False)
        moves |= chunk
    items = moves.line_ids.filtered(lambda item: item.account_id.account_type == "asset_receivable")
    return items.sorted(lambda item: item.move_id.id)
