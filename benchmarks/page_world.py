"""The books of the page benchmark, made by SQL in seconds: a statement of thousands of lines, as many items as wanted.

One document and one statement line are made through the host's models; every other one is a copy of their rows with
its own number, party, amount and text. Lines are of five kinds in turn: they name an invoice, name a party, have an
account number, say nothing, or are money out.
"""

from __future__ import annotations

from post_world import company_with_bank, make_items

PARTNERS = 2000
DAY = "2026-03-10"
WORDS = "alder birch cedar delta ember fjord grove haven iris juniper krona lagoon meadow nordic onyx prairie".split()


class PageWorld:
    """A company with a bank, open and settled invoices, and one statement.

    :ivar statement: ``account.bank.statement`` record
    """

    def __init__(self, env, lines: int, items: int):
        self.env = env
        self.journal, partners = company_with_bank(env)
        self.make_partners(partners[0])
        self.prototype = make_items(self.journal, partners[:1], 1).move_id
        self.make_invoices(items, "open")
        self.make_invoices(items, "settled")
        self.statement = self.make_statement(lines)
        self.make_matches(lines)
        env.cr.commit()
        env.cr.execute("ANALYZE")
        env.invalidate_all()

    def copies(self, table: str, prototype_id: int, source: str, changes: dict[str, str]) -> list[int]:
        """Insert copies of a row.

        :param source: SQL of a table ``n``: a row a copy
        :param changes: column -> SQL expression of its value
        :return: ids of the copies, in order
        """
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != 'id'", [table]
        )
        columns = [name for (name,) in self.env.cr.fetchall()]
        values = [changes.get(name, f'prototype."{name}"') for name in columns]
        names = ", ".join(f'"{name}"' for name in columns)
        self.env.cr.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} prototype CROSS JOIN ({source}) n"
            f" WHERE prototype.id = {prototype_id} ORDER BY n.n RETURNING id"
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def make_partners(self, prototype) -> None:
        """Parties with two-word names and an account number each."""
        self.env.flush_all()
        first, second = (f"(ARRAY{WORDS})[{step}]" for step in ("1 + n.n % 16", "1 + n.n / 16 % 16"))
        name = f"initcap({first} || ' ' || {second}) || ' ' || n.n"
        self.partners = self.copies(
            "res_partner",
            prototype.id,
            f"SELECT n FROM generate_series(1, {PARTNERS}) n",
            {"name": name, "complete_name": name, "commercial_partner_id": "NULL"},
        )
        self.env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)", [self.partners])
        bank = self.env["res.partner.bank"].create({"acc_number": "XX00", "partner_id": prototype.id})
        self.env.flush_all()
        number = "'NL' || lpad(n.n::text, 14, '0')"
        self.copies(
            "res_partner_bank",
            bank.id,
            f"SELECT n FROM generate_series(1, {PARTNERS}) n",
            {"acc_number": number, "sanitized_acc_number": number, "partner_id": f"{self.partners[0]} + n.n - 1"},
        )

    def make_invoices(self, count: int, kind: str) -> None:
        """Posted invoices of amounts that repeat, one item open each, or none."""
        self.env.flush_all()
        settled = kind == "settled"
        year = 2025 if settled else 2026
        number = f"'INV/{year}/' || lpad(n.n::text, 6, '0')"
        partner = f"{self.partners[0]} + n.n % {PARTNERS}"
        amount = "(50 + n.n * 37 % 40000 / 10.0)"
        date = f"date '{year}-03-09' - (n.n % 300)::int"
        moves = self.copies(
            "account_move",
            self.prototype.id,
            f"SELECT n FROM generate_series(1, {count}) n",
            {
                "name": number,
                "payment_reference": number,
                "sequence_number": "n.n",
                "sequence_prefix": f"'INV/{year}/'",
                "partner_id": partner,
                "commercial_partner_id": partner,
                "date": date,
                "invoice_date": date,
                "access_token": "NULL",
            },
        )
        for item in self.prototype.line_ids:
            sign = 1 if item.balance > 0 else -1
            receivable = item.account_id.account_type == "asset_receivable"
            residual = "0" if settled or not receivable else amount
            self.copies(
                "account_move_line",
                item.id,
                f"SELECT n, {moves[0]} + n - 1 AS move FROM generate_series(1, {count}) n",
                {
                    "move_id": "n.move",
                    "move_name": number,
                    "partner_id": partner,
                    "date": date,
                    "date_maturity": f"{date} + 30" if receivable else "NULL",
                    "balance": f"{sign} * {amount}",
                    "amount_currency": f"{sign} * {amount}",
                    "debit": amount if sign > 0 else "0",
                    "credit": "0" if sign > 0 else amount,
                    "amount_residual": residual,
                    "amount_residual_currency": residual,
                    "reconciled": "TRUE" if settled and receivable else "FALSE",
                },
            )

    def make_statement(self, count: int):
        """:return: the statement, its lines made as copies of one"""
        line = self.env["account.bank.statement.line"].create(
            {"journal_id": self.journal.id, "date": DAY, "amount": 100, "payment_ref": "first"}
        )
        statement = self.env["account.bank.statement"].create(
            {"name": "PAGE/1", "line_ids": [(6, 0, line.ids)], "balance_end_real": 100}
        )
        self.env.flush_all()
        moves = self.copies(
            "account_move",
            line.move_id.id,
            f"SELECT n FROM generate_series(1, {count}) n",
            {"name": "'PAGE/' || n.n", "sequence_number": "n.n", "sequence_prefix": "'PAGE/'"},
        )
        partner = f"(SELECT name FROM res_partner WHERE id = {self.partners[0]} + n.n % {PARTNERS})"
        amount = "(CASE WHEN n.n % 5 = 4 THEN -1 ELSE 1 END * (50 + n.n * 37 % 40000 / 10.0))"
        lines = self.copies(
            "account_bank_statement_line",
            line.id,
            f"SELECT n, {moves[0]} + n - 1 AS move FROM generate_series(1, {count}) n",
            {
                "move_id": "n.move",
                "amount": amount,
                "amount_residual": f"-{amount}",
                "payment_ref": "CASE WHEN n.n % 5 = 0 THEN 'Payment of INV/2026/' || lpad(n.n::text, 6, '0')"
                " ELSE 'Payment ' || md5(n.n::text) END",
                "partner_name": f"CASE WHEN n.n % 5 IN (0, 1) THEN {partner} END",
                "account_number": f"CASE WHEN n.n % 5 = 2 THEN 'NL' || lpad((1 + n.n % {PARTNERS})::text, 14, '0') END",
                "bank_import_key": "NULL",
                "internal_index": "'20260310' || lpad(n.n::text, 20, '0')",
            },
        )
        self.env.cr.execute(
            "UPDATE account_move SET statement_line_id = %s + id - %s WHERE id = ANY(%s)", [lines[0], moves[0], moves]
        )
        for item in line.move_id.line_ids:
            sign = 1 if item.balance > 0 else -1
            values = dict.fromkeys(("balance", "amount_currency"), f"{sign} * {amount}")
            if item.amount_residual:
                values |= dict.fromkeys(("amount_residual", "amount_residual_currency"), f"{sign} * {amount}")
            self.copies(
                "account_move_line",
                item.id,
                f"SELECT n, {moves[0]} + n - 1 AS move, {lines[0]} + n - 1 AS line FROM generate_series(1, {count}) n",
                {
                    **values,
                    "move_id": "n.move",
                    "statement_line_id": "n.line",
                    "debit": f"GREATEST({sign} * {amount}, 0)",
                    "credit": f"GREATEST({-sign} * {amount}, 0)",
                },
            )
        self.env.invalidate_all()
        return statement

    def make_matches(self, count: int) -> None:
        """Of the lines that name an invoice half are proposed, of those with an account number half are accepted."""
        lines = self.statement.line_ids.sorted("id")[1:]
        receivable = self.prototype.line_ids.filtered(lambda item: item.account_id.account_type == "asset_receivable")
        self.env.cr.execute(
            "SELECT id FROM account_move_line WHERE account_id = %s AND reconciled IS NOT TRUE AND id > %s ORDER BY id",
            [receivable.account_id.id, receivable.id],
        )
        items = [row[0] for row in self.env.cr.fetchall()]
        values = []
        for index, line in enumerate(lines):
            kind = (index + 1) % 10
            if kind in (0, 2) and index < len(items):
                values.append(
                    {
                        "statement_line_id": line.id,
                        "move_line_id": items[index],
                        "amount": line.amount,
                        "item_amount": line.amount,
                        "state": "proposed" if kind == 0 else "accepted",
                        "origin": "automatic",
                        "confidence": "high",
                        "automatic": True,
                        "evidence": [["document_number", 60, {"number": "INV/2026/000001"}], ["amount_exact", 30, {}]],
                    }
                )
        self.env["account.bank.match"].create(values)
