from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.translate import code_translations

from ..matching.rules import DEFAULT_RULES
from ..models.account_bank_match_rule import values, xmlid
from .common import BankReconcileCase


@tagged("post_install", "-at_install")
class TestMatching(BankReconcileCase):
    """What the books give to the engine, and what becomes of its proposals."""

    def match(self, lines):
        return self.matcher._match(lines)

    def test_document_number_and_amount(self):
        self.make_invoice(300)
        invoice = self.make_invoice(121)
        line = self.make_line(121, f"Payment of {invoice.name}", partner_name="Delta Bouw")
        run = self.match(line)
        self.assertEqual(run.high_count, 1)
        self.assertEqual(line.match_ids.move_line_id, self.open_item(invoice))
        self.assertEqual((line.match_state, line.match_confidence), ("proposed", "high"))
        self.assertIn(invoice.name, line.match_words)
        self.assertIn(invoice.name, line.match_evidence_html)
        self.assertIn("Amount agrees exactly", line.match_evidence_html)
        self.assertEqual(sum(weight for _code, weight, _values in line.match_ids.evidence), line.match_ids.score)

    def test_reasons_are_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        invoice = self.make_invoice(121)
        line = self.make_line(121, invoice.name, partner_name="Delta Bouw")
        self.match(line)
        words = {"Amount agrees exactly": "Het bedrag klopt precies"}
        with patch.dict(code_translations.python_translations, {("bank_reconcile_plus", "nl_NL"): words}):
            self.assertIn("Het bedrag klopt precies", line.with_context(lang="nl_NL").match_evidence_html)
        self.assertIn("Amount agrees exactly", line.with_context(lang="en_US").match_evidence_html)

    def test_reasons_name_a_reference_as_the_books_write_it(self):
        self.make_invoice(158.18, partner=self.ocean, move_type="in_invoice", ref="RE-060383")
        line = self.make_line(-158.18, "re 060383", partner_name="Ocean Trading")
        self.match(line)
        self.assertIn("RE-060383", line.match_evidence_html)

    def test_nothing_fits(self):
        self.make_invoice(121)
        line = self.make_line(87.65, "something else")
        self.assertEqual(self.match(line).none_count, 1)
        self.assertFalse(line.match_ids)

    def test_amount_alone_is_never_automatic(self):
        self.make_invoice(121)
        line = self.make_line(121, "thank you")
        self.match(line)
        self.assertNotEqual(line.match_confidence, "high")
        self.assertFalse(line._accept_automatic())

    def test_twins_are_never_automatic(self):
        self.make_invoice(121)
        self.make_invoice(121)
        line = self.make_line(121, "Delta Bouw", partner_name="Delta Bouw")
        self.match(line)
        self.assertFalse(line._accept_automatic())

    def test_no_item_is_promised_twice(self):
        invoice = self.make_invoice(121)
        lines = self.make_line(121, invoice.name) + self.make_line(121, invoice.name, date="2026-03-11")
        self.match(lines)
        matched = lines.match_ids.filtered(lambda match: match.move_line_id == self.open_item(invoice))
        self.assertLessEqual(sum(matched.mapped("item_amount")), 121)

    def test_accepted_matches_keep_their_items(self):
        invoice = self.make_invoice(121)
        mine = self.make_line(121, "by hand")
        match = mine._match_with_item(self.open_item(invoice))
        other = self.make_line(121, invoice.name)
        self.match(mine + other)
        self.assertEqual(mine.match_ids, match)
        self.assertFalse(other.match_ids)

    def test_new_run_replaces_proposals(self):
        invoice = self.make_invoice(121)
        line = self.make_line(121, invoice.name)
        first = self.match(line)
        second = self.match(line)
        self.assertFalse(first.match_ids)
        self.assertEqual(second.match_ids, line.match_ids)

    def test_counterparty_account_number(self):
        self.env["res.partner.bank"].create({"acc_number": "BE68 5390 0754 7034", "partner_id": self.ocean.id})
        bill = self.make_invoice(740.25, partner=self.ocean, move_type="in_invoice", ref="F-7781")
        line = self.make_line(-740.25, "thanks", account_number="BE68539007547034")
        self.match(line)
        self.assertEqual(line.match_ids.move_line_id, self.open_item(bill))
        self.assertEqual(line.match_confidence, "high")

    def test_registered_payment_is_recognised(self):
        invoice = self.make_invoice(242.5)
        payment = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"payment_date": "2026-03-05", "journal_id": self.bank.id})
            ._create_payments()
        )
        line = self.make_line(242.5, invoice.name, partner_name="Delta Bouw")
        self.match(line)
        self.assertEqual(line.match_ids.move_line_id.payment_id, payment)

    def test_instalments_of_one_invoice(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "30% now, 70% later",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 30, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 70, "nb_days": 60}),
                ],
            }
        )
        invoice = self.make_invoice(1000, invoice_payment_term_id=term.id)
        first, second = self.open_item(invoice).sorted("amount_residual")
        part = self.make_line(700, invoice.name, partner_name="Delta Bouw")
        self.match(part)
        self.assertEqual(part.match_ids.move_line_id, second)
        part.action_remove_matches()
        whole = self.make_line(1000, invoice.name, partner_name="Delta Bouw")
        self.match(whole)
        self.assertEqual(whole.match_ids.move_line_id, first + second)
        self.assertEqual(whole.match_difference, 0)

    def test_discount_in_time_and_too_late(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2% within 10 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})],
            }
        )
        self.env.company.account_journal_early_pay_discount_loss_account_id = self.expense
        invoice = self.make_invoice(1000, invoice_payment_term_id=term.id)
        in_time = self.make_line(980, invoice.name, partner_name="Delta Bouw", date="2026-03-10")
        self.match(in_time)
        self.assertEqual(in_time.match_ids.mapped("write_off_reason"), [False, "early_payment_discount"])
        self.assertEqual(in_time.match_ids.mapped("amount"), [1000, -20])
        self.assertTrue(in_time._sure_enough())
        in_time.action_remove_matches()
        self.bank.match_discount_grace_days = 5
        late = self.make_line(980, invoice.name, partner_name="Delta Bouw", date="2026-03-14")
        self.match(late)
        self.assertFalse(late._sure_enough())

    def test_overpayment_leaves_a_difference_for_a_person(self):
        invoice = self.make_invoice(121)
        line = self.make_line(150, invoice.name, partner_name="Delta Bouw")
        self.match(line)
        self.assertEqual(line.match_difference, 29)
        self.assertFalse(line._sure_enough())

    def test_payment_of_another_bank_is_left_alone(self):
        other = self.bank.copy({"name": "Other bank"})
        invoice = self.make_invoice(242.5)
        self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids).create(
            {"payment_date": "2026-03-05", "journal_id": other.id}
        )._create_payments()
        line = self.make_line(242.5, invoice.name, partner_name="Delta Bouw")
        self.match(line)
        self.assertFalse(line.match_ids)

    def test_text_mapping_books_to_its_account(self):
        mapping = self.env["account.reconcile.model"].create(
            {
                "name": "Telecom",
                "trigger": "auto_reconcile",
                "match_label": "contains",
                "match_label_param": "Vodafone",
                "line_ids": [
                    Command.create({"account_id": self.expense.id, "tax_ids": [Command.set(self.tax_purchase_a.ids)]})
                ],
            }
        )
        line = self.make_line(-115, "VODAFONE factuur 7781")
        self.match(line)
        self.assertRecordValues(
            line.match_ids,
            [{"origin": "mapping", "account_id": self.expense.id, "amount": -115, "reconcile_model_id": mapping.id}],
        )
        self.assertTrue(line._accept_automatic())
        line.action_post_matches()
        self.assertTrue(line.is_reconciled, line.match_refusal)

    def test_manual_mapping_is_proposed_only(self):
        self.env["account.reconcile.model"].create(
            {
                "name": "Telecom",
                "trigger": "manual",
                "match_label": "contains",
                "match_label_param": "Vodafone",
                "line_ids": [Command.create({"account_id": self.expense.id})],
            }
        )
        line = self.make_line(-115, "VODAFONE factuur 7781")
        self.match(line)
        self.assertEqual(line.match_ids.origin, "mapping")
        self.assertFalse(line._accept_automatic())

    def test_other_company_items_are_not_read(self):
        other = self.setup_other_company()["company"]
        foreign = self.init_invoice("out_invoice", partner=self.delta, amounts=[777], post=True, company=other)
        line = self.make_line(777, foreign.name, partner_name="Delta Bouw")
        self.match(line)
        self.assertFalse(line.match_ids)

    def test_queries_do_not_grow_with_lines(self):
        invoices = [self.make_invoice(100 + number) for number in range(40)]
        lines = self.env["account.bank.statement.line"]
        for invoice in invoices:
            lines += self.make_line(invoice.amount_total, invoice.name)
        few, many = lines[:10], lines[10:]
        self.env.flush_all()
        counts = []
        for part in (few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.matcher._propose(self.bank, part)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)


@tagged("post_install", "-at_install")
class TestMatchWizard(BankReconcileCase):
    """From open lines to posted entries in one dialog."""

    def setUp(self):
        super().setUp()
        self.invoices = self.make_invoice(121) + self.make_invoice(345.6)
        self.sure = self.make_line(121, self.invoices[0].name, partner_name="Delta Bouw")
        self.unsure = self.make_line(345.6, "no word")
        self.unknown = self.make_line(-9.99, "???")
        self.lines = self.sure + self.unsure + self.unknown

    def wizard(self):
        action = self.lines.action_match_automatically()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_match_accept_high_post(self):
        wizard = self.wizard()
        wizard.action_match()
        self.assertEqual(wizard.high_count, 1)
        self.assertEqual(wizard.none_count, 1)
        wizard.action_accept_high()
        self.assertEqual(self.lines.mapped("match_state"), ["accepted", "proposed", "open"])
        wizard.action_post()
        self.assertEqual(self.lines.mapped("is_reconciled"), [True, False, False])
        self.assertEqual(wizard.posted_count, 1)

    def test_minimum_confidence_hides_less_sure_ones(self):
        wizard = self.wizard()
        wizard.minimum_confidence = "high"
        wizard.action_match()
        self.assertEqual(wizard.line_ids, self.sure)
        wizard.minimum_confidence = "low"
        self.assertEqual(wizard.line_ids, self.sure + self.unsure)

    def test_post_before_accept(self):
        wizard = self.wizard()
        wizard.action_match()
        with self.assertRaisesRegex(UserError, "Accept a proposal first"):
            wizard.action_post()

    def test_whole_bank(self):
        wizard = self.env["account.bank.match.wizard"].create({"journal_id": self.bank.id})
        wizard.action_match()
        self.assertEqual(wizard.run_id.line_count, 3)

    def test_nothing_to_match(self):
        wizard = self.env["account.bank.match.wizard"].create({"journal_id": self.bank.copy().id})
        with self.assertRaisesRegex(UserError, "no open line"):
            wizard.action_match()


@tagged("post_install", "-at_install")
class TestRules(BankReconcileCase):
    """The rule table of the addon is the engine's own."""

    def test_shipped_rules_are_the_engines(self):
        for index, default in enumerate(DEFAULT_RULES):
            rule = self.env.ref(f"bank_reconcile_plus.{xmlid(default)}")
            for name, value in values(default, (index + 1) * 10).items():
                self.assertEqual(rule[name] or False, value or False, f"{xmlid(default)}.{name}")

    def test_restore_defaults(self):
        rule = self.env.ref("bank_reconcile_plus.rule_f_y_1")
        rule.write({"confidence": "low", "active": False})
        own = self.env["account.bank.match.rule"].create({"confidence": "high", "sequence": 1})
        self.env["account.bank.match.rule"].action_restore_defaults()
        self.assertEqual((rule.confidence, rule.active, own.active), ("high", True, False))

    def test_rule_says_what_it_means(self):
        rule = self.env.ref("bank_reconcile_plus.rule_f_y_1")
        self.assertEqual(
            rule.summary,
            "Party known by account number, one document named, amount fits one way → High",
        )

    def test_review_required_stops_automatic_acceptance(self):
        self.env["account.bank.match.rule"].search([]).review_required = True
        invoice = self.make_invoice(121)
        line = self.make_line(121, invoice.name, partner_name="Delta Bouw")
        self.matcher._match(line)
        self.assertEqual(line.match_confidence, "high")
        self.assertFalse(line._accept_automatic())
