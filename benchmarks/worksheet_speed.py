"""How fast the server answers what is done on a worksheet, and how long its posting and its undo take.

    ./dev/bench worksheet --rows 2000 [--json]

A bank without a file whose books have thousands of payments waiting for it, half of them checks paid, half deposits.
The calls are those of the browser, by a user of the bank reconciliation, with nothing remembered of the call before;
each is taken back afterwards. At the end every row is ticked, the worksheet is posted, and opened again.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from page_speed import MODULE, Page
from post_speed import profiled
from post_world import CREATE_CHUNK, Figures, company_with_bank, measured, open_environment

DAY = "2026-03-31"
FIRST_CHECK = 100001


def make_payments(journal, partners, count: int) -> None:
    """Register checks paid and deposits in turn, over the days of a month, amounts all different."""
    payments = journal.env["account.payment"].with_context(tracking_disable=True)
    for start in range(0, count, CREATE_CHUNK):
        payments.create(
            [
                {
                    "journal_id": journal.id,
                    "payment_type": "outbound" if index % 2 else "inbound",
                    "partner_type": "supplier" if index % 2 else "customer",
                    "partner_id": partners[index % len(partners)].id,
                    "amount": 10 + index / 100,
                    "date": f"2026-03-{1 + index % 28:02}",
                    "check_number": str(FIRST_CHECK + index // 2) if index % 2 else False,
                }
                for index in range(start, min(start + CREATE_CHUNK, count))
            ]
        ).action_post()


class WorksheetPage(Page):
    """The worksheet as the browser sees it: calls measured one by one."""

    def __init__(self, env, worksheet, explain: str | None):
        super().__init__(env, worksheet, explain)
        self.worksheet = worksheet.with_env(env)

    def prepare(self) -> None:
        """Read the view once, and choose rows."""
        self.form = self.specification("account.bank.worksheet", "view_account_bank_worksheet_form")
        rows = self.worksheet.get_worksheet()
        self.rows = [*rows["checks"], *rows["deposits"]]
        self.checks = [number for row in rows["checks"] for number in row["check_numbers"]]
        self.bytes = len(json.dumps(rows))

    def ids(self, count: int) -> list[int]:
        return [item_id for row in self.rows[:count] for item_id in row["item_ids"]]

    def opening(self) -> list[dict]:
        return [
            self.measure("form web_read", lambda page: page.worksheet.web_read(page.form)),
            self.measure("get_worksheet", lambda page: page.worksheet.get_worksheet()),
        ]

    def acts(self, title: str) -> list[dict]:
        first, last = self.checks[0], self.checks[len(self.checks) // 2 - 1]
        calls = {
            "tick one": lambda page: page.worksheet.set_cleared(page.ids(1)),
            "take one away": lambda page: page.worksheet.set_cleared(page.ids(1), False),
            "a range of 100": lambda page: page.worksheet.set_cleared(page.ids(100)),
            "a comment": lambda page: page.worksheet.set_comment(page.ids(1), "seen"),
            f"checks {first}-{last}": lambda page: page.worksheet.set_cleared_checks(f"{first}-{last}"),
            "all up to the date": lambda page: page.worksheet.set_cleared_until(DAY),
        }
        return [self.measure(f"{name}, {title}", call) for name, call in calls.items()]


def post_and_undo(env, worksheet, rows: int, profile: str | None = None) -> dict:
    """Post the worksheet with all its rows, show its report, and undo it.

    :param profile: files that get a cProfile of posting and of undoing begin so
    :return: figures of each
    """

    def call(name, function):
        return profiled(f"{profile}.{name}", function) if profile else function()

    figures = {name: Figures() for name in ("post", "report", "undo")}
    worksheet.balance_end = worksheet.get_worksheet()["totals"]["cleared"]
    with measured(env, figures["post"], rows):
        call("post", worksheet.action_post)
    env.cr.commit()
    assert worksheet.state == "posted", "the worksheet is not posted"
    assert len(worksheet.statement_id.line_ids) == rows, "lines are missing"
    assert all(worksheet.item_ids.move_line_id.mapped("reconciled")), "items left open"
    with measured(env, figures["report"], rows):
        worksheet._report_page()
    wizard = env["account.bank.reopen.wizard"].create({"statement_id": worksheet.statement_id.id, "reason": "measured"})
    with measured(env, figures["undo"], rows):
        call("undo", wizard.action_reopen)
    env.cr.commit()
    assert worksheet.state == "draft", "the worksheet is still posted"
    assert not any(worksheet.item_ids.move_line_id.mapped("reconciled")), "items still reconciled"
    return {name: {**each.as_dict(), "seconds": round(each.seconds, 2)} for name, each in figures.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--no-posting", action="store_true", help="only what is done before posting")
    parser.add_argument("--profile", help="write a cProfile of posting here, with .post after it, and one of undoing")
    parser.add_argument("--explain", help="print the queries of the call of this name")
    parser.add_argument("--out", required=True, help="write the figures here, as JSON")
    arguments = parser.parse_args()
    with open_environment(arguments.database) as env:
        journal, partners = company_with_bank(env)
        make_payments(journal, partners, arguments.rows)
        worksheet = env["account.bank.worksheet"].create({"journal_id": journal.id, "date": DAY})
        user = env["res.users"].create(
            {
                "name": "Accountant",
                "login": "worksheet-bench",
                "group_ids": [(4, env.ref(f"{MODULE}.group_bank_reconcile_manager").id)],
            }
        )
        env.cr.commit()
        env.cr.execute("ANALYZE")
        env.cr.commit()
        page = WorksheetPage(env(user=user), worksheet, arguments.explain)
        page.prepare()
        opening, acts = page.opening(), page.acts("none ticked")
        page.worksheet.set_cleared_until(DAY)
        env.cr.commit()
        figures = {
            "rows": len(page.rows),
            "bytes": page.bytes,
            "opening": opening,
            "opening_seconds": round(sum(call["seconds"] for call in opening), 3),
            "acts": [*acts, *page.acts("all ticked")],
        }
        if not arguments.no_posting:
            figures["posting"] = post_and_undo(page.env, page.worksheet, len(page.rows), arguments.profile)
    Path(arguments.out).write_text(json.dumps(figures))


if __name__ == "__main__":
    main()
