"""A ReconBench world as the books of an Odoo company: partners, documents, payments, text mappings, earlier lines.

Everything is created in bulk through the host's own models, posted, and keeps the world's numbers, references, dates
and amounts. The world's truth is never looked at here.
"""

from __future__ import annotations

import datetime
from collections import defaultdict

from post_world import company_with_bank

CHUNK = 250
MOVE_TYPES = {"invoice": "out_invoice", "refund": "out_refund", "bill": "in_invoice", "bill_refund": "in_refund"}
#: What a company with correspondents abroad would allow, as the engine's own bench does.
FEES = "; ".join(f"{step / 2:.2f}" for step in range(1, 51))


class Books:
    """The records made of a world, by the world's ids."""

    def __init__(self, env, world: dict):
        self.env = env(context={**env.context, "tracking_disable": True, "mail_create_nolog": True})
        self.world = world
        self.item_id: dict[int, str] = {}  # account.move.line id -> the world's
        self.partners: dict = {}
        self.terms: dict = {}
        self.accounts: dict = {}

    def load(self):
        """Make everything.

        :return: the statement lines to match, in the world's order
        """
        self.journal = self.bank()
        self.make_partners()
        self.make_documents([item for item in self.world["items"] if item["kind"] in MOVE_TYPES])
        self.make_payments([item for item in self.world["items"] if item["kind"].startswith("payment")])
        self.make_transfers([item for item in self.world["items"] if item["kind"] == "transfer"])
        self.make_mappings()
        self.make_history()
        return self.make_lines(self.world["lines"])

    # ------------------------------------------------------------------------------------------------------- the firm

    def bank(self):
        """The company in the world's currency, and its bank with the tolerances."""
        env = self.env
        company = env.ref("base.main_company")
        if not company.chart_template:
            env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
        company.currency_id = self.currency(self.world["meta"].get("company_currency", "EUR"))
        # Numbers are the world's, whatever year their dates are in.
        env["ir.config_parameter"].set_param("sequence.mixin.constraint_start_date", "2999-12-31")
        journal, _partners = company_with_bank(env)
        company.account_journal_early_pay_discount_loss_account_id = self.account("D100")
        company.account_journal_early_pay_discount_gain_account_id = self.account("D200", "income_other")
        journal.write(
            {
                "match_date_tolerance": 5,
                "match_tolerance_amount": 0.05,
                "match_tolerance_percent": 1,
                "match_known_fees": FEES,
                "match_discount_grace_days": 5,
                "match_fee_account_id": self.account("F100").id,
                "match_difference_account_id": self.account("F200").id,
            }
        )
        return journal

    def currency(self, name):
        """:return: the currency, switched on"""
        currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", name)]).ensure_one()
        currency.active = True
        return currency

    def account(self, code, account_type="expense"):
        """:return: the account the world calls by this code"""
        if code not in self.accounts:
            self.accounts[code] = self.env["account.account"].create(
                {"code": f"W{code}", "name": f"World {code}", "account_type": account_type}
            )
        return self.accounts[code]

    def make_partners(self):
        """Partners with their countries, cities and bank accounts."""
        rows = self.world["partners"]
        countries = {country.code: country.id for country in self.env["res.country"].search([])}
        values = [
            {
                "name": row["name"],
                "is_company": True,
                "city": row.get("city"),
                "country_id": countries.get(row.get("country"), False),
            }
            for row in rows
        ]
        partners = self.env["res.partner"].create(values)
        self.partners = dict(zip([row["id"] for row in rows], partners, strict=True))
        for row in rows:
            if row.get("parent"):
                self.partners[row["id"]].parent_id = self.partners[row["parent"]]
        self.env["res.partner.bank"].create(
            [{"acc_number": iban, "partner_id": self.partners[row["id"]].id} for row in rows for iban in row["ibans"]]
        )

    # ----------------------------------------------------------------------------------------------------- open items

    def in_chunks(self, rows):
        """:return: the rows, some at a time; the cache is emptied between"""
        for start in range(0, len(rows), CHUNK):
            yield rows[start : start + CHUNK]
            self.env.flush_all()
            self.env.cr.commit()
            self.env.invalidate_all()

    def make_documents(self, items):
        """Invoices, bills and their refunds, each for what it has open, with its number, references and discount."""
        for chunk in self.in_chunks(items):
            moves = self.env["account.move"].create([self.document_values(item) for item in chunk])
            moves._post(soft=False)
            for move, item in zip(moves, chunk, strict=True):
                if (move.payment_reference or None) != item.get("payment_reference"):
                    move.payment_reference = item.get("payment_reference")
                term = move.line_ids.filtered(lambda line: line.display_type == "payment_term").ensure_one()
                self.item_id[term.id] = item["id"]
                self.check_item(term, item)

    def document_values(self, item):
        """:return: values of one document"""
        in_currency, in_company = abs(item["residual"]), abs(item["residual_company"])
        return {
            "move_type": MOVE_TYPES[item["kind"]],
            "name": item["number"],
            "ref": item.get("ref"),
            "payment_reference": item.get("payment_reference"),
            "invoice_origin": item.get("origin"),
            "partner_id": self.partners[item["partner"]].id,
            "invoice_date": item["date"],
            "date": item["date"],
            "currency_id": self.currency(item["currency"]).id,
            "invoice_currency_rate": in_currency / in_company if in_company else 1,
            **self.due_values(item),
            "invoice_line_ids": [(0, 0, {"name": "goods", "price_unit": in_currency, "tax_ids": [(5,)]})],
        }

    def due_values(self, item):
        """:return: the due date, or a payment term with the early payment discount"""
        discount = item.get("discount")
        if not discount:
            return {"invoice_payment_term_id": False, "invoice_date_due": item.get("due") or item["date"]}
        date = datetime.date.fromisoformat(item["date"])
        days = (datetime.date.fromisoformat(discount["until"]) - date).days
        due = (datetime.date.fromisoformat(item.get("due") or item["date"]) - date).days
        percent = 100 * (1 - discount["residual"] / item["residual"])  # unrounded, so that it gives that residual
        key = percent, days, due
        if key not in self.terms:
            self.terms[key] = self.env["account.payment.term"].create(
                {
                    "name": f"{percent:.2f}% {days} days, net {due}",
                    "early_discount": True,
                    "discount_percentage": percent,
                    "discount_days": days,
                    "early_pay_discount_computation": "included",
                    "line_ids": [(0, 0, {"value": "percent", "value_amount": 100, "nb_days": due})],
                }
            )
        return {"invoice_payment_term_id": self.terms[key].id}

    def check_item(self, line, item):
        """The books must say what the world says."""
        found = (round(line.amount_residual_currency, 2), round(line.amount_residual, 2), line.move_id.name)
        wanted = (round(item["residual"], 2), round(item["residual_company"], 2), item["number"])
        assert found == wanted, f"{item['id']}: the books have {found}, the world {wanted}"
        if item.get("discount"):
            discounted = round(line.discount_amount_currency, 2)
            assert discounted == item["discount"]["residual"], f"{item['id']}: {discounted} after discount"

    def make_payments(self, items):
        """Registered payments, waiting on the bank's outstanding accounts."""
        for chunk in self.in_chunks(items):
            payments = self.env["account.payment"].create([self.payment_values(item) for item in chunk])
            payments.action_post()
            for payment in payments:  # out of the way of the world's own numbers
                payment.move_id.name = f"WORLD/{payment.id}"
            self.env.flush_all()
            for payment, item in zip(payments, chunk, strict=True):
                payment.move_id.name = item["number"]
                if item.get("ref"):
                    payment.move_id.ref = item["ref"]
                (line, *_others) = payment._seek_for_lines()
                self.item_id[line.ensure_one().id] = item["id"]
                self.check_item(line, item)

    def payment_values(self, item):
        """:return: values of one payment"""
        customer = item["residual"] > 0
        method_lines = self.journal._get_available_payment_method_lines("inbound" if customer else "outbound")
        return {
            "payment_type": "inbound" if customer else "outbound",
            "partner_type": "customer" if customer else "supplier",
            "partner_id": self.partners[item["partner"]].id if item.get("partner") else False,
            "amount": abs(item["residual"]),
            "currency_id": self.currency(item["currency"]).id,
            "date": item["date"],
            "memo": item.get("memo"),
            "journal_id": self.journal.id,
            "payment_method_line_id": method_lines[:1].id,
        }

    def make_transfers(self, items):
        """Transfers from other own banks, waiting on the transfer account."""
        waiting = self.env.company.transfer_account_id
        other = self.account("T100", "asset_current")
        journal = self.env["account.journal"].search([("type", "=", "general")], limit=1)
        for chunk in self.in_chunks(items):
            moves = self.env["account.move"].create(
                [
                    {
                        "name": item["number"],
                        "ref": item.get("ref") or item.get("memo"),
                        "date": item["date"],
                        "journal_id": journal.id,
                        "line_ids": [
                            (0, 0, {"account_id": waiting.id, "balance": item["residual"]}),
                            (0, 0, {"account_id": other.id, "balance": -item["residual"]}),
                        ],
                    }
                    for item in chunk
                ]
            )
            moves._post(soft=False)
            for move, item in zip(moves, chunk, strict=True):
                line = move.line_ids.filtered(lambda line: line.account_id == waiting)
                self.item_id[line.id] = item["id"]
                self.check_item(line, item)

    # ------------------------------------------------------------------------------------------------ lines, knowledge

    def make_mappings(self):
        """Text mappings, that may be taken without a look."""
        self.env["account.reconcile.model"].create(
            [
                {
                    "name": rule["contains"],
                    "trigger": "auto_reconcile",
                    "match_label": "contains",
                    "match_label_param": rule["contains"],
                    "line_ids": [(0, 0, {"account_id": self.account(rule["account"]).id})],
                }
                for rule in self.world.get("rules", ())
            ]
        )

    def make_history(self):
        """Earlier lines, posted to their accounts."""
        rows = self.world.get("history", [])
        lines = self.make_lines(rows)
        self.env["account.bank.match"].create(
            [
                {"statement_line_id": line.id, "account_id": self.account(row["account"]).id, "amount": line.amount}
                for line, row in zip(lines, rows, strict=True)
            ]
        )
        run = lines._post_accepted_matches()
        assert run.refused_count == 0, run.refusal_text

    def make_lines(self, rows):
        """:return: ``account.bank.statement.line`` records, in the order of the rows"""
        lines = self.env["account.bank.statement.line"]
        for chunk in self.in_chunks(rows):
            lines |= lines.create([self.line_values(row) for row in chunk])
        return lines

    def line_values(self, row):
        """:return: values of one statement line"""
        values = {
            "journal_id": self.journal.id,
            "date": row["date"],
            "amount": row["amount"],
            "payment_ref": row.get("text") or "",
            "partner_name": row.get("partner_name"),
            "account_number": row.get("iban"),
            "bank_end_to_end_id": row.get("end_to_end_id"),
            "bank_structured_reference": row.get("structured_ref"),
            "bank_check_number": row.get("check_number"),
        }
        if row.get("foreign_currency"):
            values["foreign_currency_id"] = self.currency(row["foreign_currency"]).id
            values["amount_currency"] = row["foreign_amount"]
        return values

    # --------------------------------------------------------------------------------------------------- what was done

    def settled_by(self, line):
        """What the ledger says a line settled.

        :return: the world's item id -> amount in company currency, and account code (or ``exchange`` for the host's
            exchange difference) -> amount, both signed as the line
        """
        items: dict = defaultdict(float)
        accounts: dict = defaultdict(float)
        codes = {account.id: code for code, account in self.accounts.items()}
        liquidity, suspense, _others = line._seek_for_lines()
        for counterpart in line.move_id.line_ids - liquidity - suspense:
            partials = [(partial, partial.debit_move_id) for partial in counterpart.matched_debit_ids]
            partials += [(partial, partial.credit_move_id) for partial in counterpart.matched_credit_ids]
            for partial, item in partials:
                if item.id in self.item_id:
                    sign = 1 if item.balance > 0 else -1
                    items[self.item_id[item.id]] += sign * partial.amount
                for row in partial.exchange_move_id.line_ids:
                    if row.account_id != item.account_id:
                        accounts["exchange"] = round(accounts["exchange"] - row.balance, 2)
            if not partials:
                code = codes.get(counterpart.account_id.id, counterpart.account_id.code)
                accounts[code] = round(accounts[code] - counterpart.balance, 2)
        return {item: round(amount, 2) for item, amount in items.items()}, dict(accounts)
