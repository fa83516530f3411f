"""How long a back-test takes: posted lines of a year replayed as of their days.

Run inside a scratch database: ``dev/odoo shell -d DB --no-http < benchmarks/backtest_speed.py``, with the number of
lines in the environment as ``LINES`` (5000). Nothing is committed.
"""

import os
import time
from datetime import date, timedelta

LINES = int(os.environ.get("LINES", "5000"))
env = env  # noqa: F821 - the shell's own

company = env["res.company"].create({"name": "Back-test bench"})
env.user.company_ids |= company
env = env(context={**env.context, "allowed_company_ids": [company.id], "tracking_disable": True})
env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
bank = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
bank.match_mode = "off"
income = env["account.account"].search([("account_type", "=", "income"), ("company_ids", "in", company.id)], limit=1)
expense = env["account.account"].search([("account_type", "=", "expense"), ("company_ids", "in", company.id)], limit=1)
sale = env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", company.id)], limit=1)
partners = env["res.partner"].create([{"name": f"Customer number {index} Trading"} for index in range(500)])
first = date(2025, 10, 1)

started = time.monotonic()
moves = env["account.move"].create(
    [
        {
            "move_type": "out_invoice",
            "journal_id": sale.id,
            "partner_id": partners[index % 500].id,
            "invoice_date": first + timedelta(days=index * 360 // LINES),
            "invoice_payment_term_id": False,
            "invoice_line_ids": [
                (0, 0, {"name": "goods", "price_unit": 10 + index * 7 % 4000, "account_id": income.id, "tax_ids": []})
            ],
        }
        for index in range(LINES * 4 // 5)
    ]
)
moves.action_post()
lines = env["account.bank.statement.line"].create(
    [
        {
            "journal_id": bank.id,
            "date": move.invoice_date + timedelta(days=14),
            "amount": move.amount_total,
            "payment_ref": f"payment {move.name} thanks" if index % 3 else f"{move.partner_id.name} thank you",
        }
        for index, move in enumerate(moves)
    ]
    + [
        {
            "journal_id": bank.id,
            "date": first + timedelta(days=index * 1800 // LINES),
            "amount": -10,
            "payment_ref": f"Coffee roasters {index}",
        }
        for index in range(LINES // 5)
    ]
)
values = [
    {
        "statement_line_id": line.id,
        "move_line_id": move.line_ids.filtered(lambda item: item.account_type == "asset_receivable").id,
    }
    for line, move in zip(lines, moves, strict=False)
]
values += [{"statement_line_id": line.id, "account_id": expense.id} for line in lines[len(moves) :]]
env["account.bank.match"].create(values)
lines._post_accepted_matches()
print(f"prepared {len(lines)} posted lines in {time.monotonic() - started:.1f} s")

backtest = env["account.bank.backtest"].create(
    {"journal_id": bank.id, "date_from": first, "date_to": first + timedelta(days=400)}
)
backtest._start()
started = time.monotonic()
backtest._run()
env.flush_all()
print(f"back-test of {backtest.result_count} lines: {time.monotonic() - started:.1f} s")
for point in backtest.confidence_point_ids:
    print(f"{point.name}: {point.line_count} proposals, {point.precision:.2f} % right, {point.coverage:.1f} % of lines")

mapping = env["account.reconcile.model"].new(
    {"match_label": "contains", "match_label_param": "coffee", "line_ids": [(0, 0, {"account_id": expense.id})]}
)
started = time.monotonic()
rows = env["account.bank.dry.runner"]._rows_of_mapping(mapping)
print(f"dry run of a mapping over {len(lines)} lines: {len(rows)} hits, {time.monotonic() - started:.1f} s")
started = time.monotonic()
rule = env["account.bank.match.rule"].new({"sequence": 1, "document": "yes", "confidence": "low"})
rows = env["account.bank.dry.runner"]._rows_of_rule(rule)
print(f"dry run of a rule, past by the back-test: {len(rows)} rows, {time.monotonic() - started:.1f} s")
