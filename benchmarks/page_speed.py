"""How fast the server answers what the Bank Reconciliation page asks: opening it, selecting, and each action.

    ./dev/bench page --lines 5000 --items 50000 [--json]

Every call is one the browser makes, by a user of the bank reconciliation, with nothing remembered of the call before;
the fields are those of the views. An action is taken back afterwards. The first call of a kind also fills the caches
of a worker that has just started (views, rules, settings); it stands apart.
"""

from __future__ import annotations

import argparse
import json
import logging
import statistics
import time
from pathlib import Path

from lxml import etree
from page_world import PageWorld
from post_world import open_environment

REPEAT = 5
MODULE = "bank_reconcile_plus"


class Page:
    """The page as the browser sees it: calls measured one by one."""

    def __init__(self, env, statement, explain: str | None):
        self.env = env
        self.statement = statement.with_env(env)
        self.explain = explain

    def measure(self, name: str, call, repeat: int = REPEAT) -> dict:
        """Call something several times, each time as a request of its own that is taken back.

        :return: the name, seconds of the first call, median seconds of the others, queries of the last
        """
        seconds = []
        for turn in range(repeat + 1):
            self.env.flush_all()
            self.env.invalidate_all()
            log = logging.getLogger("odoo.sql_db")
            if name == self.explain and turn == repeat:
                log.setLevel(logging.DEBUG)
            before, start = self.env.cr.sql_log_count, time.perf_counter()
            call(self)
            self.env.flush_all()
            seconds.append(time.perf_counter() - start)
            queries = self.env.cr.sql_log_count - before
            log.setLevel(logging.ERROR)
            self.env.cr.rollback()
            self.env.invalidate_all()
        return {
            "name": name,
            "first_seconds": round(seconds[0], 4),
            "seconds": round(statistics.median(seconds[1:]), 4),
            "queries": queries,
        }

    def specification(self, model: str, view: str) -> dict:
        """:return: what the browser reads of a model for one of our views"""
        view_id = self.env.ref(f"{MODULE}.{view}").id
        arch = etree.fromstring(self.env[model].get_view(view_id)["arch"])
        fields = self.env[model]._fields
        names = {node.get("name") for node in arch.iter("field")} & fields.keys()
        return {name: {"fields": {"display_name": {}}} if fields[name].type == "many2one" else {} for name in names}

    def open_form(self) -> None:
        self.statement.web_read(self.form)

    def left(self, order: str = "internal_index") -> None:
        lines = self.env["account.bank.statement.line"]
        lines.web_search_read([("statement_id", "=", self.statement.id)], self.lines, limit=40, order=order)

    def right(self, line_ids=(), domain=(), **arguments) -> dict:
        items = self.env["account.move.line"].with_context(
            bank_statement_id=self.statement.id, bank_candidates_line_ids=list(line_ids)
        )
        arguments = {"limit": 40, "count_limit": 10001, **arguments}
        return items.web_search_read([("bank_candidate", "=", True), *domain], self.items, **arguments)

    def prepare(self) -> None:
        """Read the views once, and choose lines and items of each kind."""
        self.form = self.specification("account.bank.statement", "view_account_bank_statement_form_reconcile")
        self.lines = self.specification("account.bank.statement.line", "view_bank_reconciliation_line_list")
        self.items = self.specification("account.move.line", "view_bank_reconciliation_item_list")
        lines = self.statement.line_ids.sorted("id")[1:]
        open_lines = lines.filtered(lambda line: line.match_state == "open")
        self.proposed = lines.filtered(lambda line: line.match_state == "proposed")[:1].id
        self.accepted = lines.filtered(lambda line: line.match_state == "accepted")[:1].id
        self.named = open_lines.filtered(lambda line: "INV/" in line.payment_ref)[:1].id
        self.party = open_lines.filtered(lambda line: line.partner_name and "INV/" not in line.payment_ref)[:1].id
        self.iban = open_lines.filtered("account_number")[:1].id
        self.silent = open_lines.filtered(lambda line: not line.partner_name and not line.account_number)[:1].id
        self.several = open_lines.filtered(lambda line: line.amount > 0)[:3].ids
        (first, *_others) = self.right([self.named])["records"]
        named, number = self.env["account.bank.statement.line"].browse(self.named), first["move_name"]
        assert number in named.payment_ref, f"{number} is first for {named.payment_ref}"
        self.item = first["id"]
        self.some_items = [row["id"] for row in self.right([self.party])["records"][:3]]
        self.account = self.env["account.account"].search([("account_type", "=", "expense")], limit=1).id
        self.partner = self.env["account.move.line"].browse(self.item).partner_id.id

    def figures(self) -> dict:
        """:return: every call measured"""
        opening = [
            self.measure("form web_read", Page.open_form),
            self.measure("left list web_search_read", Page.left),
            self.measure("right list web_search_read", Page.right),
            self.measure("get_reconciliation", lambda page: page.statement.get_reconciliation([], [])),
        ]
        one, item = [self.named], [self.item]
        actions = {
            "select a line: get_reconciliation": lambda page: page.statement.get_reconciliation(one, []),
            "candidates, document named": lambda page: page.right(one),
            "candidates, party named": lambda page: page.right([page.party]),
            "candidates, account number": lambda page: page.right([page.iban]),
            "candidates, nothing known": lambda page: page.right([page.silent]),
            "candidates, three lines": lambda page: page.right(page.several),
            "candidates, second page": lambda page: page.right([page.party], offset=40),
            "candidates, sorted by amount": lambda page: page.right([page.party], order="amount_residual desc"),
            "candidates, search for a partner": lambda page: page.right(
                [page.silent], [("partner_id", "child_of", "Delta")]
            ),
            "select both: get_reconciliation": lambda page: page.statement.get_reconciliation(one, item),
            "left list sorted by amount": lambda page: page.left("amount desc"),
            "preview_match 1:1": lambda page: page.statement.preview_match(one, item),
            "preview_match 3:3": lambda page: page.statement.preview_match(page.several, page.some_items),
            "match_by_hand 1:1": lambda page: page.statement.match_by_hand(one, item),
            "match_by_hand 3:3": lambda page: page.statement.match_by_hand(page.several, page.some_items),
            "accept_lines": lambda page: page.statement.accept_lines([page.proposed]),
            "remove_matches": lambda page: page.statement.remove_matches([page.accepted]),
            "set_partner": lambda page: page.statement.set_partner([page.silent], page.partner),
            "set_account": lambda page: page.statement.set_account([page.silent], page.account),
            "next_open_line": lambda page: page.statement.next_open_line(page.named),
        }
        return {
            "opening": opening,
            "opening_seconds": round(sum(call["seconds"] for call in opening), 3),
            "opening_queries": sum(call["queries"] for call in opening),
            "actions": [self.measure(name, call) for name, call in actions.items()],
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--lines", type=int, default=5000)
    parser.add_argument("--items", type=int, default=50000)
    parser.add_argument("--explain", help="print the queries of the call of this name")
    parser.add_argument("--out", required=True, help="write the figures here, as JSON")
    arguments = parser.parse_args()
    with open_environment(arguments.database) as env:
        world = PageWorld(env, arguments.lines, arguments.items)
        user = env["res.users"].create(
            {
                "name": "Accountant",
                "login": "page-bench",
                "group_ids": [(4, env.ref(f"{MODULE}.group_bank_reconcile_user").id)],
            }
        )
        env.cr.commit()
        page = Page(env(user=user), world.statement, arguments.explain)
        page.prepare()
        figures = {"lines": arguments.lines, "items": arguments.items, **page.figures()}
    Path(arguments.out).write_text(json.dumps(figures))


if __name__ == "__main__":
    main()
