from ast import literal_eval

from lxml import etree

from odoo import Command
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import Form, tagged

from .reconciliation_common import ReconciliationCase

JOURNAL = "bank_reconcile_plus.view_bank_reconcile_line_list"


@tagged("post_install", "-at_install")
class TestPaymentJournal(ReconciliationCase):
    """All open lines of a bank: what is left to decide on, and posting what is decided."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls.make_invoice(121)
        cls.high = cls.make_line(121, f"names its invoice {cls.invoice.name}", partner_name="Delta Bouw")
        cls.matcher._match(cls.high)
        cls.open = cls.make_line(-12.5, "unknown")
        cls.partly = cls.make_line(-30, "partly booked")
        cls.make_match(cls.partly, account_id=cls.expense.id, amount=-20)
        cls.done = cls.make_line(-7, "booked")
        cls.make_match(cls.done, account_id=cls.expense.id, amount=-7)
        cls.lines = cls.high | cls.open | cls.partly | cls.done
        cls.env.flush_all()

    def found(self, *domain):
        return self.lines.search([("id", "in", self.lines.ids), *domain])

    def in_journal(self):
        return self.lines.browse().with_context(default_journal_id=self.bank.id)

    def test_what_is_to_review_and_what_has_a_difference_is_found_as_it_is_shown(self):
        self.assertEqual(self.found(("match_to_review", "=", True)), self.lines.filtered("match_to_review"))
        self.assertEqual(self.found(("match_to_review", "=", True)), self.high | self.open)
        self.assertEqual(self.found(("match_has_difference", "=", True)), self.open | self.partly)
        self.assertEqual(self.lines.filtered("match_has_difference"), self.open | self.partly)
        self.assertEqual(self.found(("match_has_difference", "=", False)), self.high | self.done)

    def test_a_refused_line_is_to_review_again(self):
        self.done.match_refusal = "closed period"
        self.assertIn(self.done, self.found(("match_to_review", "=", True)))
        self.assertEqual(self.found().sorted("match_review_rank")[:1], self.done)

    def test_sort_for_review_puts_what_needs_most_first(self):
        order = self.lines.search([("id", "in", self.lines.ids)], order="match_review_rank, id")
        self.assertEqual(order.mapped("match_review_rank"), sorted(self.lines.mapped("match_review_rank")))
        self.assertEqual(order[:2], self.open | self.high)

    def test_the_proposal_is_told_in_words(self):
        self.assertIn(self.invoice.name, self.high.match_proposal)
        self.assertIn("Delta Bouw", self.high.match_proposal)
        self.assertIn("Amount agrees", self.high.match_proposal)
        self.assertFalse(self.open.match_proposal)

    def test_footer_counts_what_its_links_show_and_says_where_the_bank_stands(self):
        figures = self.lines.get_payment_journal(self.bank.id)
        self.assertEqual((figures["to_review"], figures["with_difference"], figures["accepted"]), (2, 2, 2))
        self.assertEqual(figures["balance_after"], 121 - 12.5 - 30 - 7)
        self.assertFalse(figures["has_statement"])
        self.make_statement(self.high, self.open, self.partly, self.done)
        self.env.invalidate_all()
        self.assertEqual(self.lines.get_payment_journal(self.bank.id)["balance_end"], figures["balance_after"])

    def test_footer_of_a_bank_in_another_currency_and_partly_posted(self):
        currency = self.setup_other_currency("EUR", rounding=0.01)
        bank = self.env["account.journal"].create(
            {"name": "Abroad", "type": "bank", "code": "ABR", "currency_id": currency.id}
        )
        first = self.make_line(300, "one", journal=bank)
        self.make_line(-20.5, "two", journal=bank)
        self.lines.code_lines({first.id: {"account_id": self.expense.id}})
        before = self.lines.get_payment_journal(bank.id)
        first.action_post_journal()
        after = self.lines.get_payment_journal(bank.id)
        self.assertEqual((before["to_review"], before["accepted"], before["balance_after"]), (1, 1, 279.5))
        self.assertEqual((after["to_review"], after["accepted"], after["balance_after"]), (1, 0, 279.5))
        self.assertEqual(after["currency_id"], currency.id)

    def test_posting_all_is_refused_while_a_line_is_undecided_and_leads_to_those_lines(self):
        with self.assertRaises(RedirectWarning) as caught:
            self.in_journal().action_post_journal()
        words, action, _button = caught.exception.args[:3]
        self.assertIn("need review: 2", words)
        self.assertIn("difference: 1", words)
        self.assertEqual(set(action["domain"][0][2]), set((self.high | self.open | self.partly).ids))
        self.assertFalse(any(self.lines.mapped("is_reconciled")))

    def test_posting_a_selection_looks_at_that_only(self):
        self.done.action_post_journal()
        self.assertTrue(self.done.is_reconciled)
        self.assertFalse(self.high.is_reconciled)

    def test_all_is_posted_when_all_is_decided(self):
        self.high.action_accept_matches()
        self.lines.code_lines({self.open.id: {"account_id": self.expense.id}})
        self.partly.match_ids.amount = -30
        self.in_journal().action_post_journal()
        self.assertTrue(all(self.lines.mapped("is_reconciled")))
        self.assertEqual(self.suspense_balance(), 0)

    def test_payments_only_leaves_the_line_for_the_bank(self):
        self.high.action_accept_matches()
        self.high.action_post_journal_payments()
        self.assertFalse(self.high.is_reconciled)
        self.assertIn(self.invoice.payment_state, ("paid", "in_payment"))
        with self.assertRaises(RedirectWarning):
            self.open.action_post_journal_payments()

    def test_a_reversed_line_is_back_as_accepted(self):
        self.done.action_post_journal()
        self.done._undo_with_reason("wrong account")
        self.assertEqual(self.done.match_state, "accepted")
        self.assertEqual(self.done.match_ids.account_id, self.expense)

    def test_matching_again_keeps_what_a_person_decided(self):
        before = self.kept(self.partly | self.done)
        self.matcher._match(self.lines)
        self.assertEqual(self.kept(self.partly | self.done), before)

    def test_flagged_for_a_second_look(self):
        self.open.action_set_to_check()
        self.assertEqual(self.found(("checked", "=", False)), self.open)
        self.open.action_set_checked()
        self.assertFalse(self.found(("checked", "=", False)))
        self.assertTrue(self.open.get_application([])["buttons"]["to_check"]["enabled"])
        self.open.toggle_to_check()
        self.assertEqual(self.found(("checked", "=", False)), self.open)
        (self.open | self.done).toggle_to_check()
        (self.open | self.done).toggle_to_check()
        self.assertFalse(self.found(("checked", "=", False)))

    def test_the_journal_of_a_bank_opens_with_its_lines(self):
        action = self.bank.action_open_payment_journal()
        self.assertEqual(action["domain"], [("journal_id", "=", self.bank.id)])
        self.assertEqual(action["context"]["default_journal_id"], self.bank.id)

    def test_import_starts_in_the_journal_and_an_unknown_format_leads_into_its_set_up(self):
        action = self.in_journal().action_journal_import()
        self.assertEqual(action["res_model"], "account.bank.import.wizard")
        attachment = self.env["ir.attachment"].create(
            {"name": "bank.csv", "raw": b"When;What;First;Second\n13/04/2026;one;1,00;5,00\n14/04/2026;two;2,00;7,00\n"}
        )
        wizard = self.env[action["res_model"]].with_context(**action["context"]).create({})
        self.assertEqual(wizard.journal_id, self.bank)
        wizard.attachment_ids = attachment
        wizard.action_import()
        result = wizard.result_ids
        self.assertEqual((result.status, result.needs_sheet), ("refused", True))
        self.assertEqual(result.action_describe_sheet()["res_model"], "account.bank.sheet.wizard")
        for_all = self.lines.browse().action_journal_import()
        self.assertFalse(self.env[for_all["res_model"]].create({}).journal_id)

    def test_reading_the_figures_costs_the_same_for_more_lines(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.lines.get_payment_journal(self.bank.id)
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        for number in range(10):
            self.make_line(-3 - number, "one more")
        self.assertLessEqual(queries(), few)


@tagged("post_install", "-at_install")
class TestLineCoding(ReconciliationCase):
    """Accounts, taxes and partners typed down the columns."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.company_data["default_tax_purchase"]
        cls.fees = cls.env["account.account"].create(
            {"name": "Bank Fees", "code": "620098", "account_type": "expense", "tax_ids": [Command.clear()]}
        )
        cls.taxed = cls.fees.copy({"code": "620097", "tax_ids": [Command.set(cls.tax.ids)]})
        cls.lines = cls.env["account.bank.statement.line"].union(
            *(cls.make_line(-10 - number, f"fee {number}") for number in range(4))
        )

    def code(self, lines, **values):
        return self.lines.code_lines({line.id: values for line in lines})

    def test_many_lines_in_one_call(self):
        self.code(self.lines, account_id=self.fees.id)
        self.assertEqual(self.lines.code_account_id, self.fees)
        self.assertEqual(set(self.lines.mapped("match_state")), {"accepted"})
        self.assertEqual(self.lines.mapped("match_ids.amount"), self.lines.mapped("amount"))
        self.assertEqual(set(self.lines.match_ids.mapped("origin")), {"manual"})

    def test_ids_may_come_as_text_as_json_sends_them(self):
        line = self.lines[0]
        self.lines.code_lines({str(line.id): {"account_id": self.fees.id}})
        self.assertEqual(line.code_account_id, self.fees)

    def test_an_account_brings_its_taxes_unless_others_are_typed(self):
        first, second = self.lines[:2]
        self.code(first, account_id=self.taxed.id)
        self.assertEqual(first.code_tax_ids, self.tax)
        self.code(second, account_id=self.taxed.id, tax_ids=[])
        self.assertFalse(second.code_tax_ids)

    def test_taxes_are_posted_out_of_the_amount(self):
        line = self.lines[0]
        self.code(line, account_id=self.taxed.id)
        line.action_post_journal()
        entry = line.move_id.line_ids
        self.assertAlmostEqual(sum(entry.mapped("balance")), 0)
        self.assertTrue(entry.filtered("tax_line_id"))
        booked = entry.filtered(lambda item: item.account_id == self.taxed or item.tax_line_id)
        self.assertAlmostEqual(sum(booked.mapped("balance")), 10)

    def test_a_line_over_several_accounts_says_so_and_is_changed_on_its_page(self):
        line, other = self.lines[:2]
        line.write({"match_ids": [Command.create({"account_id": self.fees.id, "amount": -4})]})
        line.write({"match_ids": [Command.create({"account_id": self.taxed.id, "amount": -6})]})
        self.assertEqual((line.code_several, bool(line.code_account_id)), (True, False))
        with self.assertRaisesRegex(UserError, "several accounts"):
            self.code(line | other, account_id=self.fees.id)
        self.assertEqual(sorted(line.match_ids.mapped("amount")), [-6, -4])
        self.assertEqual(line.action_apply_manually()["res_id"], line.id)

    def test_typed_in_the_list_and_changed_and_emptied(self):
        line = self.lines[0]
        line.write({"code_account_id": self.taxed.id})
        self.assertEqual((line.code_account_id, line.code_tax_ids), (self.taxed, self.tax))
        line.write({"code_account_id": self.fees.id, "code_tax_ids": [Command.clear()]})
        self.assertEqual((line.code_account_id, line.code_tax_ids), (self.fees, self.tax.browse()))
        self.assertEqual(len(line.match_ids), 1)
        line.write({"code_account_id": False})
        self.assertEqual(line.match_state, "open")
        self.assertFalse(line.match_ids)

    def test_several_rows_at_once_in_the_list(self):
        self.lines.write({"code_account_id": self.fees.id})
        self.assertEqual(self.lines.code_account_id, self.fees)
        self.assertEqual(len(self.lines.match_ids), len(self.lines))

    def test_the_taxes_of_an_account_are_shown_while_it_is_typed(self):
        with Form(self.lines[0], view=JOURNAL.replace("reconcile_line", "code_line")) as row:
            row.code_account_id = self.taxed
            self.assertEqual(row.code_tax_ids.ids, self.tax.ids)
        self.assertEqual(self.lines[0].match_ids.tax_ids, self.tax)

    def test_analytic_distribution_is_kept_with_the_account(self):
        plan = self.env["account.analytic.plan"].create({"name": "Projects"})
        project = self.env["account.analytic.account"].create({"name": "Bridge", "plan_id": plan.id})
        line = self.lines[0]
        line.write({"code_account_id": self.fees.id, "code_analytic_distribution": {str(project.id): 100}})
        line.action_post_journal()
        booked = line.move_id.line_ids.filtered(lambda item: item.account_id == self.fees)
        self.assertEqual(booked.analytic_distribution, {str(project.id): 100})

    def test_an_account_takes_the_place_of_a_proposed_document(self):
        invoice = self.make_invoice(90)
        line = self.make_line(90, f"pays {invoice.name}", partner_name="Delta Bouw")
        self.matcher._match(line)
        self.assertEqual(line.match_state, "proposed")
        self.code(line, account_id=self.fees.id)
        self.assertEqual(line.match_ids.account_id, self.fees)
        self.assertFalse(line.match_ids.move_line_id)

    def test_lines_with_a_document_stay_out_until_asked(self):
        invoice = self.make_invoice(90)
        line = self.make_line(90, f"pays {invoice.name}", partner_name="Delta Bouw")
        self.matcher._match(line)
        search = self.env.ref("bank_reconcile_plus.view_bank_reconcile_line_search")
        (without,) = etree.fromstring(search.arch).xpath("//filter[@name='without_document']/@domain")
        found = self.lines.search([("id", "in", (line | self.lines).ids), *literal_eval(without)])
        self.assertEqual(found, self.lines.search([("id", "in", self.lines.ids)]))

    def test_the_rest_of_an_accepted_match_is_booked(self):
        invoice = self.make_invoice(90)
        line = self.make_line(100, "too much", partner_id=self.delta.id)
        line.apply_items(self.open_item(invoice).ids)
        self.code(line, account_id=self.fees.id)
        self.assertEqual(sorted(line.match_ids.mapped("amount")), [10, 90])

    def test_a_partner_alone_brings_proposals_anew(self):
        invoice = self.make_invoice(77, partner=self.ocean)
        line = self.make_line(77, "no name")
        line.write({"code_partner_id": self.ocean.id})
        self.assertEqual(line.partner_id, self.ocean)
        self.assertEqual(line.match_ids.move_line_id.move_id, invoice)

    def test_money_on_account_needs_a_partner_and_is_only_proposed(self):
        line = self.make_line(50, "deposit")
        with self.assertRaisesRegex(UserError, "Set the partner"):
            self.code(line, account_id=self.receivable.id)
        self.code(line, account_id=self.receivable.id, partner_id=self.delta.id)
        self.assertEqual(line.match_state, "proposed")
        self.assertEqual(line.match_ids.partner_id, self.delta)

    def test_bad_input_says_what_is_wrong_and_changes_nothing(self):
        line = self.lines[0]
        with self.assertRaisesRegex(UserError, "Choose an account"):
            self.code(line, tax_ids=self.tax.ids)
        self.code(line, account_id=self.fees.id)
        line.action_post_journal()
        with self.assertRaisesRegex(UserError, "already reconciled"):
            self.code(line, account_id=self.taxed.id)
        self.assertEqual(line.match_ids.account_id, self.fees)

    def test_totals_by_account_and_tax(self):
        self.code(self.lines[:2], account_id=self.fees.id)
        self.code(self.lines[2], account_id=self.taxed.id)
        totals = self.lines.get_coding_totals([("id", "in", self.lines.ids)])
        sums = {row["id"]: (row["count"], row["amount"]) for row in totals["accounts"]}
        self.assertEqual(sums, {self.fees.id: (2, -21.0), self.taxed.id: (1, -12.0)})
        self.assertEqual([(row["id"], row["amount"]) for row in totals["taxes"]], [(self.tax.id, -12.0)])
        self.assertEqual(totals["left"], 1)

    def test_reading_the_columns_costs_no_query_a_line(self):
        def queries(lines):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines.web_read({"code_account_id": {}, "code_tax_ids": {}, "code_analytic_distribution": {}})
            return self.env.cr.sql_log_count - before

        many = self.lines.union(*(self.make_line(-40 - number, "more") for number in range(12)))
        self.code(many, account_id=self.taxed.id)
        queries(many)
        self.assertLessEqual(queries(many), queries(many[:4]))

    def test_coding_costs_no_query_a_line(self):
        def queries(lines):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.code(lines, account_id=self.fees.id)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        many = self.lines.union(*(self.make_line(-40 - number, "more") for number in range(12)))
        self.code(many, account_id=self.taxed.id)
        few = queries(many[:8])
        self.code(many, account_id=self.taxed.id)
        self.assertLessEqual(queries(many), few + 1)


@tagged("post_install", "-at_install")
class TestLineApplication(ReconciliationCase):
    """One line applied by hand, on a statement or on none."""

    def candidates(self, line, *domain):
        rows = self.pane(line.statement_id, [line], domain, limit=40)
        return self.env["account.move.line"].browse([row["id"] for row in rows])

    def test_a_line_on_no_statement_has_candidates_best_first(self):
        self.make_invoice(55, partner=self.ocean)
        invoice = self.make_invoice(121)
        line = self.make_line(121, f"names {invoice.name}", partner_name="Delta Bouw")
        found = self.candidates(line)
        self.assertEqual(found[:1].move_id, invoice)
        self.assertGreater(len(found), 1)

    def test_suggested_and_the_partners_and_bank_entries(self):
        named = self.make_invoice(121)
        other = self.make_invoice(300)
        stranger = self.make_invoice(412, partner=self.ocean)
        waiting = self.make_waiting(64, partner=self.ocean)
        line = self.make_line(121, f"names {named.name}", partner_id=self.delta.id)
        suggested = self.candidates(line, ("bank_suggested", "=", True))
        self.assertIn(self.open_item(named), suggested)
        self.assertNotIn(self.open_item(stranger), suggested)
        of_partner = self.candidates(line, ("bank_of_partner", "=", True))
        self.assertEqual(of_partner, self.open_item(named) | self.open_item(other))
        types = ["asset_receivable", "liability_payable"]
        self.assertEqual(self.candidates(line, ("account_id.account_type", "not in", types)), waiting)

    def test_preview_is_what_is_saved_partly_and_over_several(self):
        first, second = self.make_invoice(100), self.make_invoice(80)
        items = self.open_item(first) | self.open_item(second)
        line = self.make_line(150, "two invoices", partner_id=self.delta.id)
        preview = line.preview_application(items.ids)
        self.assertEqual([row["amount"] for row in preview["rows"]], [100, 50])
        edited = {f"{line.id}-{items[0].id}": 70}
        line.apply_items(items.ids, edited)
        self.assertEqual(
            {match.move_line_id: match.amount for match in line.match_ids}, {items[0]: 70.0, items[1]: 80.0}
        )
        self.assertEqual(line.match_state, "accepted")

    def test_a_customer_who_is_a_vendor_pays_what_is_left_of_both(self):
        invoice, bill = self.make_invoice(300), self.make_invoice(120, move_type="in_invoice")
        line = self.make_line(180, "netted", partner_id=self.delta.id)
        line.apply_items((self.open_item(invoice) | self.open_item(bill)).ids)
        self.assertEqual(sorted(line.match_ids.mapped("amount")), [-120, 300])
        line.action_post_journal()
        self.assertFalse(self.open_item(invoice) | self.open_item(bill))

    def test_the_state_of_the_page(self):
        invoice = self.make_invoice(100)
        line = self.make_line(150, "one invoice", partner_id=self.delta.id)
        state = line.get_application(self.open_item(invoice).ids)
        self.assertEqual(state["totals"]["selected_items"], 100)
        self.assertEqual(state["totals"]["selected_difference"], 50)
        self.assertTrue(state["buttons"]["match"]["enabled"])
        self.assertFalse(state["buttons"]["accept"]["enabled"])
        self.assertTrue(state["buttons"]["accept"]["why"])
        line.apply_items(self.open_item(invoice).ids)
        state = line.get_application([])
        self.assertEqual(state["totals"]["difference"], 50)
        self.assertEqual(state["linked"]["item_ids"], self.open_item(invoice).ids)

    def test_on_account_by_button_then_accepted_then_removed(self):
        line = self.make_line(50, "deposit")
        with self.assertRaises(UserError):
            line.apply_receivable()
        line.apply_partner(self.delta.id)
        line.apply_receivable()
        self.assertEqual(line.match_state, "proposed")
        line.accept_application()
        self.assertEqual(line.match_state, "accepted")
        line.remove_application()
        self.assertEqual(line.match_state, "open")
        line.apply_account(self.expense.id)
        self.assertEqual(line.match_ids.account_id, self.expense)

    def test_one_of_several_is_removed(self):
        items = self.open_item(self.make_invoice(100)) | self.open_item(self.make_invoice(80))
        line = self.make_line(180, "two invoices", partner_id=self.delta.id)
        line.apply_items(items.ids)
        line.remove_application(items[:1].ids)
        self.assertEqual(line.match_ids.move_line_id, items[1:])

    def test_the_next_line_to_review(self):
        lines = [self.make_line(-number, f"line {number}") for number in (1, 2, 3)]
        ids = [line.id for line in lines]
        lines[1].apply_account(self.expense.id)
        self.assertEqual(lines[0].next_line_to_review(ids, ids[0]), ids[2])
        self.assertEqual(lines[0].next_line_to_review(ids, ids[2]), ids[0])
        lines[0].apply_account(self.expense.id)
        self.assertFalse(lines[0].next_line_to_review(ids, ids[2]))
