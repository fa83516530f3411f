"""What the Payment Reconciliation Journal asks of the server, and how long dry runs and back-tests take.

    ./dev/bench journal [--lines 5000] [--json]

Three parts, each in a database of its own. ``list``: the calls of the browser on a bank of open lines, as in
``page_speed.py``. ``dry-run``: a text mapping held against open lines. ``backtest``: posted lines replayed.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path

from backtest_world import backtest_world
from page_speed import MODULE, Page
from page_world import PageWorld
from post_world import open_environment

FILTERS = {
    "to review": [("match_to_review", "=", True)],
    "with difference": [("match_has_difference", "=", True)],
    "unmatched": [("match_state", "in", ["open", "proposed"])],
    "accepted": [("match_state", "=", "accepted")],
    "High": [("match_confidence", "=", "high")],
    "without document": [
        "!",
        ("match_ids", "any", ["|", ("move_line_id", "!=", False), ("payment_id", "!=", False)]),
    ],
}
SELECTED = 500


class Journal(Page):
    """The journal as the browser sees it."""

    def prepare(self) -> None:
        """Read the views once, and choose the lines to tick."""
        self.bank = self.statement.journal_id
        self.columns = self.specification("account.bank.statement.line", "view_bank_reconcile_line_list")
        self.code_columns = self.specification("account.bank.statement.line", "view_bank_code_line_list")
        lines = self.env["account.bank.statement.line"].search([("journal_id", "=", self.bank.id)], order="id")
        by_state = lines.grouped("match_state")
        self.proposed, self.accepted, self.open = (
            by_state[state][:SELECTED].ids for state in ("proposed", "accepted", "open")
        )
        self.account = self.env["account.account"].search([("account_type", "=", "expense")], limit=1).id

    def browse(self, line_ids=()):
        lines = self.env["account.bank.statement.line"].browse(line_ids)
        return lines.with_context(default_journal_id=self.bank.id)

    def list(self, domain=(), order="internal_index desc", columns=None, limit=80, offset=0):
        left = [("journal_id", "=", self.bank.id), ("is_reconciled", "=", False), *domain]
        self.browse().web_search_read(
            left, columns or self.columns, limit=limit, order=order, offset=offset, count_limit=10001
        )

    def figures(self) -> dict:
        """:return: every call measured"""
        opening = [
            self.measure("list", Journal.list),
            self.measure("footer", lambda page: page.browse().get_payment_journal(page.bank.id)),
        ]
        calls = {
            "last page": lambda page: page.list(offset=page.last_page),
            "sorted for review": lambda page: page.list(order="match_review_rank, date, id"),
            **{f"filter {name}": lambda page, rows=rows: page.list(rows) for name, rows in FILTERS.items()},
            "coding grid, 200 rows": lambda page: page.list(
                FILTERS["without document"], "internal_index", page.code_columns, 200
            ),
            "coding totals": lambda page: page.browse().get_coding_totals([("journal_id", "=", page.bank.id)]),
            "next line to review": lambda page: page.browse().next_line_to_review(page.open, page.open[0]),
        }
        acts = {
            f"accept {len(self.proposed)}": lambda page: page.browse(page.proposed).action_accept_matches(),
            f"remove {len(self.accepted)}": lambda page: page.browse(page.accepted).action_remove_matches(),
            f"set account of {len(self.open)}": lambda page: page.browse().code_lines(
                {line_id: {"account_id": page.account} for line_id in page.open}
            ),
            f"post {len(self.accepted)}": lambda page: page.browse(page.accepted).action_post_journal(),
        }
        self.last_page = max(0, self.browse().search_count([("journal_id", "=", self.bank.id)]) - 80)
        return {
            "opening": opening,
            "calls": [self.measure(name, call) for name, call in calls.items()],
            "acts": [self.measure(name, call, repeat=1) for name, call in acts.items()],
        }


def measure_list(env, arguments) -> dict:
    world = PageWorld(env, arguments.lines, arguments.items)
    user = env["res.users"].create(
        {
            "name": "Accountant",
            "login": "journal-bench",
            "group_ids": [(4, env.ref(f"{MODULE}.group_bank_reconcile_user").id)],
        }
    )
    env.cr.commit()
    journal = Journal(env(user=user), world.statement, arguments.explain)
    journal.prepare()
    return journal.figures()


def measured(call) -> dict:
    """:return: seconds of the processor and of the clock, and by how many megabytes the peak of memory rose"""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock, processor = time.perf_counter(), time.process_time()
    call()
    return {
        "seconds": round(time.perf_counter() - clock, 2),
        "processor_seconds": round(time.process_time() - processor, 2),
        "grown_megabytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) // 1024,
    }


def measure_dry_run(env, arguments) -> dict:
    """A new mapping whose text stands in half of the lines."""
    PageWorld(env, arguments.lines, 1000)
    account = env["account.account"].search([("account_type", "=", "expense")], limit=1)
    mapping = env["account.reconcile.model"].new(
        {
            "match_label": "contains",
            "match_label_param": "Payment of INV",
            "line_ids": [(0, 0, {"account_id": account.id})],
        }
    )
    rows = []
    figures = measured(lambda: rows.extend(env["account.bank.dry.runner"]._rows_of_mapping(mapping)))
    return {"lines": arguments.lines, "hits": len(rows), **figures}


def measure_backtest(env, arguments) -> dict:
    backtest = backtest_world(env, arguments.lines)
    backtest._start()
    env.flush_all()
    env.invalidate_all()

    def run():
        backtest._run()
        env.flush_all()

    figures = measured(run)
    rows = {point.name: (point.line_count, point.precision) for point in backtest.confidence_point_ids}
    return {"lines": backtest.result_count, **figures, "confidences": rows}


PARTS = {"list": measure_list, "dry-run": measure_dry_run, "backtest": measure_backtest}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--part", choices=PARTS, required=True)
    parser.add_argument("--lines", type=int, required=True)
    parser.add_argument("--items", type=int, default=20000)
    parser.add_argument("--explain", help="print the queries of the call of this name")
    parser.add_argument("--out", required=True, help="write the figures here, as JSON")
    arguments = parser.parse_args()
    with open_environment(arguments.database) as env:
        figures = PARTS[arguments.part](env, arguments)
    Path(arguments.out).write_text(json.dumps(figures))


if __name__ == "__main__":
    main()
