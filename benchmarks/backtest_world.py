"""A year of a bank whose lines people have posted: four of five settle an invoice, the rest are bought coffee.

Made through the host's own models, so that the decisions are read as in any books; 5,000 lines take some minutes.
"""

from __future__ import annotations

from datetime import date, timedelta


def backtest_world(env, lines_wanted: int):
    """:return: an ``account.bank.backtest`` of all these lines, not run yet"""
    company = env["res.company"].create({"name": "Back-test bench"})
    env.user.company_ids |= company
    env = env(context={**env.context, "allowed_company_ids": [company.id], "tracking_disable": True})
    env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
    bank = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
    bank.match_mode = "off"
    income = env["account.account"].search(
        [("account_type", "=", "income"), ("company_ids", "in", company.id)], limit=1
    )
    expense = env["account.account"].search(
        [("account_type", "=", "expense"), ("company_ids", "in", company.id)], limit=1
    )
    sale = env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", company.id)], limit=1)
    partners = env["res.partner"].create([{"name": f"Customer number {index} Trading"} for index in range(500)])
    first = date(2025, 10, 1)

    moves = make_invoices(env, lines_wanted * 4 // 5, first, sale, partners, income)
    lines = make_lines(env, moves, lines_wanted // 5, first, bank)
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
    env.cr.commit()
    return env["account.bank.backtest"].create(
        {"journal_id": bank.id, "date_from": first, "date_to": first + timedelta(days=400)}
    )


def make_invoices(env, count, first, journal, partners, account):
    """:return: posted invoices spread over a year"""
    moves = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "journal_id": journal.id,
                "partner_id": partners[index % 500].id,
                "invoice_date": first + timedelta(days=index * 360 // (count * 5 // 4)),
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    (0, 0, {"name": "goods", "price_unit": 10 + index * 7 % 4000, "account_id": account.id}),
                ],
            }
            for index in range(count)
        ]
    )
    moves.action_post()
    return moves


def make_lines(env, moves, others, first, bank):
    """:return: a line for each invoice, two weeks later, and others without a document"""
    return env["account.bank.statement.line"].create(
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
                "date": first + timedelta(days=index * 360 // others),
                "amount": -10,
                "payment_ref": f"Coffee roasters {index}",
            }
            for index in range(others)
        ]
    )
