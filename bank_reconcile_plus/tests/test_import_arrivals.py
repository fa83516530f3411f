"""Lines other importers, RPC and people bring, before and after a file of ours."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .camt import camt053, entry
from .test_import_duplicates import DuplicateCase


@tagged("post_install", "-at_install")
class TestArrivals(DuplicateCase):
    def content(self):
        rows = [
            entry("20.00", "Invoice 2026-0012", name="Ocean Trading", reference="A1"),
            entry("4.50", "parking Utrecht", reference="A2"),
            entry("4.50", "parking Utrecht", reference="A3"),
        ]
        return camt053(rows, opening="0", closing="29")

    def later(self, *rows):
        """What another importer creates in one go after ours."""
        return self.env["account.bank.statement.line"].create(
            [
                {"journal_id": self.bank.id, "date": "2026-03-10", "amount": amount, "payment_ref": text, **more}
                for amount, text, more in rows
            ]
        )

    def test_movement_that_comes_again_is_kept_and_named(self):
        self.import_files(self.content())
        invoice, parking = self.lines().filtered(lambda line: line.amount == 20), self.lines()[:2]
        again = self.later(
            (20, "Invoice 2026-0012", {"partner_name": "Ocean Trading"}),
            (4.5, "Parking Utrecht", {}),
            (4.5, "Parking Utrecht", {}),
            (4.5, "Parking Utrecht", {}),
            (7, "something new", {}),
        )
        self.assertEqual(again[0].bank_duplicate_of_id, invoice)
        self.assertIn(invoice.statement_id.name, again[0].bank_duplicate_words)
        originals = again[1:4].bank_duplicate_of_id
        self.assertEqual(len(originals), 2, "one line for one movement: the third is another one")
        self.assertTrue(originals <= self.lines() - again)
        self.assertEqual(again.mapped(lambda line: bool(line.bank_import_key)), [False, False, False, True, True])
        self.assertTrue(parking)
        self.assertEqual(again[0].match_proposal, again[0].bank_duplicate_words)

    def test_all_equal_rows_of_one_call_are_kept(self):
        lines = self.later((4.5, "parking", {}), (4.5, "parking", {}))
        self.assertEqual(len(set(lines.mapped("bank_import_key"))), 2)
        self.assertFalse(lines.bank_duplicate_of_id)

    def test_equal_rows_typed_on_one_statement_are_kept(self):
        statement = self.env["account.bank.statement"].create({"journal_id": self.bank.id, "date": "2026-03-31"})
        first = self.later((4.5, "parking", {"statement_id": statement.id}))
        self.of_another_day(first)
        second = self.later((4.5, "parking", {"statement_id": statement.id}))
        self.assertFalse(second.bank_duplicate_of_id)
        self.assertNotEqual(first.bank_import_key, second.bank_import_key)

    def test_a_script_that_runs_twice(self):
        rows = [(4.5, "parking", {}), (4.5, "parking", {}), (9, "rent", {})]
        first = self.later(*rows)
        self.of_another_day(first)
        second = self.later(*rows)
        self.assertEqual(second.bank_duplicate_of_id, first)
        self.assertEqual(len(set(second.mapped("bank_duplicate_of_id.id"))), 3)

    def of_another_day(self, lines):
        """Lines of another transaction: what comes together counts on."""
        lines.flush_recordset()
        self.env.cr.execute(
            "UPDATE account_bank_statement_line SET create_date = create_date - interval '1 hour' WHERE id IN %s",
            [tuple(lines.ids)],
        )
        lines.invalidate_recordset(["create_date"])

    def test_same_text_and_amount_in_a_file_of_one_text_gives_the_same_key(self):
        """A line that says all a file says has the key the file gives."""
        [line] = self.later((9, "rent of March", {}))
        result = self.import_files(camt053([("9.00", "rent of March")])).result_ids
        self.assertEqual((result.new_count, result.duplicate_count), (0, 1))
        self.assertEqual(line.statement_id, result.statement_id)
        self.assertTrue(line.transaction_details, "the file says more of it")
        self.assertEqual(self.import_files(camt053([("9.00", "rent of March")])).result_ids.status, "duplicate")

    def test_files_after_a_duplicate_add_nothing(self):
        self.import_files(self.content())
        [again] = self.later((20, "Invoice 2026-0012", {}))
        self.assertEqual(self.import_files(self.content()).result_ids.status, "duplicate")
        self.assertTrue(again.bank_duplicate_of_id)

    def test_no_automation_until_somebody_decided(self):
        self.import_files(self.content())
        [again] = self.later((20, "Invoice 2026-0012", {}))
        self.bank.match_mode = "post"
        self.assertNotIn(again, again.search(again._waiting_domain(self.bank)))
        self.assertFalse(self.env["account.bank.matcher"]._match(again).line_count)
        again._match_with_account(self.env["account.account"].search([("account_type", "=", "income")], limit=1))
        again.action_post_matches()
        self.assertFalse(again.is_reconciled)
        self.assertIn("Say first whether it is a duplicate", again.match_refusal)
        again.action_keep_duplicate()
        self.assertIn(again, again.search(again._review_domain(self.bank) | again._ready_domain(self.bank)))
        again.action_post_matches()
        self.assertTrue(again.is_reconciled)

    def test_keep(self):
        self.import_files(self.content())
        [again] = self.later((20, "Invoice 2026-0012", {}))
        again.action_keep_duplicate()
        self.assertTrue(again.bank_import_key)
        self.assertFalse(again.bank_duplicate_words)
        self.assertIn(again, again.search(again._waiting_domain(self.bank)))
        self.env["account.bank.matcher"]._match(again)
        self.assertFalse(again.bank_duplicate_of_id, "asked once")
        with self.assertRaisesRegex(UserError, "not a possible duplicate"):
            again.action_keep_duplicate()

    def test_remove(self):
        self.import_files(self.content())
        [again] = self.later((20, "Invoice 2026-0012", {}))
        original = again.bank_duplicate_of_id
        with self.assertRaisesRegex(UserError, "not a possible duplicate"):
            original.action_remove_duplicate()
        again.action_remove_duplicate()
        self.assertFalse(again.exists())
        self.assertIn("removed as a duplicate", "".join(original.move_id.message_ids.mapped("body")))

    def test_removed_from_its_own_form_leads_to_the_others(self):
        self.import_files(self.content())
        first, second = self.later((20, "Invoice 2026-0012", {}), (4.5, "Parking Utrecht", {}))
        action = first.with_context(bank_duplicate_from_form=True).action_remove_duplicate()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), second)
        self.assertEqual(action["target"], "main", "the way back would lead to a line that is gone")

    def test_remove_a_whole_statement_another_importer_made_again(self):
        self.import_files(self.content())
        before = self.lines()
        statement = self.env["account.bank.statement"].create(
            {
                "journal_id": self.bank.id,
                "name": "OFX 12",
                "balance_start": 0,
                "balance_end_real": 29,
                "line_ids": [
                    (0, 0, {"journal_id": self.bank.id, "date": "2026-03-10", "amount": amount, "payment_ref": text})
                    for amount, text in ((20, "Invoice 2026-0012"), (4.5, "parking Utrecht"), (4.5, "parking Utrecht"))
                ],
            }
        )
        self.assertEqual(statement.line_ids.bank_duplicate_of_id, before)
        statement.line_ids.action_remove_duplicate()
        self.assertEqual(self.lines(), before)
        self.assertFalse(statement.exists())

    def test_duplicate_of_a_line_that_is_deleted_is_a_line_like_others(self):
        self.import_files(self.content())
        [again] = self.later((20, "Invoice 2026-0012", {}))
        original = again.bank_duplicate_of_id
        original.statement_id.unlink()
        original.unlink()
        self.env["account.bank.matcher"]._match(again)
        self.assertTrue(again.bank_import_key)

    def test_card_statement_and_list(self):
        self.import_files(self.content())
        self.later((20, "Invoice 2026-0012", {}))
        data = self.bank._get_journal_dashboard_data_batched()[self.bank.id]
        self.assertEqual(data["duplicate_count"], 1)
        action = self.bank.action_open_duplicates()
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), 1)
        warnings = self.lines().statement_id._reconciliation_warnings()
        self.assertTrue(any("may be there twice" in warning["text"] for warning in warnings), warnings)

    def test_cash_and_other_banks_are_left_alone(self):
        self.import_files(self.content())
        cash = self.env["account.journal"].create({"name": "Till", "type": "cash"})
        other = self.env["account.journal"].create({"name": "Other", "type": "bank"})
        for journal in (cash, other):
            [line] = self.later((20, "Invoice 2026-0012", {"journal_id": journal.id}))
            self.assertFalse(line.bank_duplicate_of_id)

    def test_reader_may_not_decide(self):
        self.import_files(self.content())
        [again] = self.later((20, "Invoice 2026-0012", {}))
        reader = new_test_user(self.env, "arrival-reader", groups="account.group_account_readonly")
        for act in ("action_remove_duplicate", "action_keep_duplicate"):
            with self.assertRaises(AccessError):
                getattr(again.with_user(reader), act)()

    def test_line_that_was_corrected_is_the_movement_it_says_now(self):
        """Typed with a wrong amount or day, then corrected: the file's movement of the wrong one is another."""
        wrong_amount, wrong_day = self.later((9, "rent of March", {}), (11, "water of March", {}))
        wrong_amount.amount = 90
        wrong_day.date = "2026-03-11"
        rows = [("9.00", "rent of March"), ("11.00", "water of March"), ("90.00", "rent of March")]
        result = self.import_files(camt053(rows)).result_ids
        self.assertEqual((result.new_count, result.duplicate_count), (2, 1), result.message)
        self.assertEqual(wrong_amount.statement_id, result.statement_id)
        self.assertFalse(wrong_day.statement_id)
        self.assertEqual(self.import_files(camt053(rows)).result_ids.status, "duplicate")

    def test_few_queries(self):
        self.import_files(self.content())
        rows = [(index + 0.25, f"payment {index}", {}) for index in range(60)]
        lines = self.later(*rows[:30])
        lines.env.cr.execute(
            "UPDATE account_bank_statement_line SET bank_import_key = NULL WHERE id IN %s", [tuple(lines.ids)]
        )
        lines.invalidate_recordset(["bank_import_key"])
        lines.mapped("currency_id.name"), lines.mapped("date")
        self.env.flush_all()
        with self.assertQueryCount(6):
            self.env["account.bank.arrivals"]._tell_apart(lines)
        self.assertEqual(len(set(lines.mapped("bank_import_key"))), 30)
