from odoo import Command
from odoo.tests import Form, new_test_user, tagged

from ..matching.types import ItemKind
from .common import BankReconcileCase


@tagged("post_install", "-at_install")
class TestRules(BankReconcileCase):
    def kinds_read(self):
        return {item.kind for item in self.matcher._read_items(self.bank)}

    def test_a_sentence_says_what_a_row_means(self):
        rule = self.env["account.bank.match.rule"].new(
            {
                "party": "fully",
                "document": "yes",
                "amount": "one",
                "confidence": "high",
                "apply_immediately": True,
            }
        )
        self.assertEqual(
            rule.summary,
            "Party known by account number, one document named, amount fits one way → High, applied at once, "
            "whatever else fits",
        )
        rule.update({"party": False, "document": False, "amount": False, "review_required": True})
        self.assertTrue(rule.summary.startswith("Anything → High, always reviewed by a person"))

    def test_the_order_of_the_rows_decides(self):
        invoice = self.make_invoice(121)
        line = self.make_line(121, invoice.name, partner_name="Delta Bouw")
        self.matcher._match(line)
        self.assertEqual(line.match_confidence, "high")
        first = self.env["account.bank.match.rule"].create({"confidence": "low", "sequence": 1})
        self.matcher._match(line)
        self.assertEqual((line.match_confidence, line.match_ids.rule_id), ("low", first))
        first.sequence = 10_000
        self.matcher._match(line)
        self.assertEqual(line.match_confidence, "high")

    def test_a_new_rule_stands_where_it_has_something_to_decide(self):
        """Before the first row that would decide everything it does, else at the end; its form says where."""
        Rule = self.env["account.bank.match.rule"]
        shipped = self.env.ref("bank_reconcile_plus.rule_p_n_1")
        with Form(Rule) as form:
            form.party, form.document, form.amount = "partially", "no", "one"
            form.confidence = "high"
            self.assertIn(f"before “{shipped.summary}”", form.place)
        added = form.record
        order = Rule.search([]).ids
        self.assertEqual(order.index(added.id) + 1, order.index(shipped.id))
        second = added.copy({"sequence": False, "confidence": "low"})
        order = Rule.search([]).ids
        self.assertLess(order.index(second.id), order.index(added.id))
        general = Rule.create({"confidence": "low"})
        self.assertEqual(Rule.search([])[-1], general)
        self.assertIn("Asked last", general.place)

    def test_apply_immediately_takes_one_of_equals(self):
        """Two open invoices of one amount: a person looks, unless the rule says one is as good as the other."""
        self.make_invoice(75, date="2026-03-01")
        self.make_invoice(75, date="2026-03-02")
        line = self.make_line(75, "payment", partner_id=self.delta.id)
        self.matcher._match(line)
        self.assertEqual((line.match_confidence, line.match_ids.automatic), ("medium", False))
        self.env["account.bank.match.rule"].create(
            {"party": "fully", "confidence": "high", "apply_immediately": True, "sequence": 1}
        )
        self.matcher._match(line)
        self.assertEqual(line.match_ids.explanations, 1)
        self.assertTrue(line.match_ids.move_line_id)

    def test_kinds_of_items_are_switched_off(self):
        self.make_invoice(100)
        self.make_invoice(50, move_type="in_invoice")
        self.env["account.payment"].create(
            {"payment_type": "inbound", "partner_id": self.delta.id, "amount": 30, "journal_id": self.bank.id}
        ).action_post()
        self.assertLessEqual({ItemKind.INVOICE, ItemKind.BILL, ItemKind.PAYMENT_IN}, self.kinds_read())
        self.bank.match_customers = False
        self.assertNotIn(ItemKind.INVOICE, self.kinds_read())
        self.bank.match_vendors = False
        self.assertNotIn(ItemKind.BILL, self.kinds_read())
        self.bank.match_bank_entries = False
        self.assertNotIn(ItemKind.PAYMENT_IN, self.kinds_read())

    def test_employees_are_a_kind_of_their_own(self):
        employee = self.env["res.partner"].create({"name": "Eva Jansen", "employee": True})
        expenses = self.make_invoice(42, employee, move_type="in_invoice")
        item_id = self.open_item(expenses).id
        self.bank.match_vendors = False
        self.assertIn(item_id, {item.id for item in self.matcher._read_items(self.bank)})
        self.bank.match_employees = False
        self.assertNotIn(item_id, {item.id for item in self.matcher._read_items(self.bank)})

    def test_transfers_are_switched_off(self):
        other = self.env["account.journal"].create({"name": "Savings", "type": "bank", "code": "SAV"})
        line = self.make_line(-500, "to the other bank", journal=other)
        self.make_match(line, account_id=self.env.company.transfer_account_id.id)
        line._post_accepted_matches()
        self.assertIn(ItemKind.TRANSFER, self.kinds_read())
        self.bank.match_transfers = False
        self.assertNotIn(ItemKind.TRANSFER, self.kinds_read())

    def test_what_is_switched_off_can_be_matched_by_hand(self):
        invoice = self.make_invoice(100)
        line = self.make_line(100, invoice.name)
        self.bank.match_customers = False
        self.matcher._match(line)
        self.assertFalse(line.match_ids)
        line._match_with_item(self.open_item(invoice))
        line._post_accepted_matches()
        self.assertTrue(line.is_reconciled)

    def test_who_may_change_rules(self):
        user = new_test_user(
            self.env,
            "rules_user",
            "bank_reconcile_plus.group_bank_reconcile_user",
            company_id=self.env.company.id,
            company_ids=[Command.set(self.env.company.ids)],
        )
        Rule = self.env["account.bank.match.rule"]
        self.assertFalse(Rule.with_user(user).has_access("write"))
        self.assertTrue(Rule.with_user(user).search([], limit=1).summary)
        with Form(Rule) as form:
            form.party = "partially"
            form.confidence = "medium"
        self.assertEqual(form.record.summary, "Party known by name → Medium")
