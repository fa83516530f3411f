"""What the tests of worksheets share."""

from .reconciliation_common import ReconciliationCase


class WorksheetCase(ReconciliationCase):
    """A bank without a file, what its books have waiting in March, and short ways to work on worksheets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Worksheet = cls.env["account.bank.worksheet"]
        cls.fees = cls.company_data["default_account_expense"]
        cls.receipt = cls.make_waiting(500.00, cls.delta, "2026-03-02")
        cls.late_receipt = cls.make_waiting(70.00, cls.ocean, "2026-03-28")
        cls.check = cls.make_waiting(-120.00, cls.ocean, "2026-03-03", check_number="001001")
        cls.second_check = cls.make_waiting(-80.00, cls.delta, "2026-03-20", check_number="1002")
        cls.after = cls.make_waiting(-11.00, cls.delta, "2026-04-02", check_number="1003")

    @classmethod
    def make_worksheet(cls, end=0.0, date="2026-03-31", journal=None, **values):
        return cls.Worksheet.create(
            {"journal_id": (journal or cls.bank).id, "date": date, "balance_end": end, **values}
        )

    @classmethod
    def make_ready(cls):
        """A worksheet whose difference is zero: 500 received, 120 paid by check, a fee of 5.50."""
        worksheet = cls.make_worksheet(374.50)
        worksheet.set_cleared((cls.receipt | cls.check).ids)
        cls.adjust(worksheet, -5.50)
        return worksheet

    @classmethod
    def adjust(cls, worksheet, amount, **values):
        return cls.env["account.bank.worksheet.adjustment"].create(
            {
                "worksheet_id": worksheet.id,
                "name": "Bank fee",
                "account_id": cls.fees.id,
                "tax_ids": False,
                "amount": amount,
                "date": "2026-03-31",
                **values,
            }
        )

    @classmethod
    def reopen(cls, record, reason="one check too many"):
        """Undo a worksheet, or reopen a statement, as the dialog does."""
        action = record.action_undo() if record._name == "account.bank.worksheet" else record.action_reopen()
        wizard = cls.env[action["res_model"]].with_context(**action["context"]).create({"reason": reason})
        return wizard.action_reopen()

    def shown(self, worksheet, side):
        """:return: the rows of a side as (number of the check or entry, amount, age in days, ticked)"""
        rows = worksheet.get_worksheet()[side]
        return [(row["check"] or row["number"], row["amount"], row["age"], row["cleared"]) for row in rows]

    def ticked(self, worksheet):
        rows = worksheet.get_worksheet()
        return sorted(row["amount"] for side in ("checks", "deposits") for row in rows[side] if row["cleared"])
