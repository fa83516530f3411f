from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import BankReconcileCase

# What a posting writes; the preview writes none of it.
TABLES = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_full_reconcile",
    "account_bank_statement_line",
    "account_bank_match",
    "account_bank_match_run",
    "account_payment",
    "mail_message",
    "mail_mail",
)


class PreviewCase(BankReconcileCase):
    def rows(self):
        """Every row of the tables a posting writes."""
        self.env.flush_all()
        rows = {}
        for table in TABLES:
            self.env.cr.execute(f"SELECT to_jsonb(t) FROM {table} t ORDER BY id")  # names of our own, above
            rows[table] = [row for (row,) in self.env.cr.fetchall()]
        return rows

    def matched_line(self, amount=121.0, **values):
        invoice = self.make_invoice(amount)
        line = self.make_line(amount, invoice.name, **values)
        self.make_match(line, move_line_id=self.open_item(invoice).id)
        return line

    def preview(self, lines, include_proposed=False):
        return self.env["account.bank.match.preview"]._preview(lines, include_proposed)

    def standing(self, moves):
        """The entries as they are now, in the preview's own words for them."""
        return [
            {
                "name": move.name,
                "items": sorted(
                    (item.account_id.display_name, item.partner_id.display_name or "", item.debit, item.credit)
                    for item in move.line_ids
                ),
            }
            for move in moves
        ]

    def foretold(self, result):
        return [
            {
                "name": entry["name"],
                "items": sorted(
                    (item["account"], item["partner"], item["debit"], item["credit"]) for item in entry["items"]
                ),
            }
            for entry in result["entries"]
        ]


@tagged("post_install", "-at_install")
class TestPreview(PreviewCase):
    """The preview shows the very entries that posting makes, and leaves nothing behind."""

    def test_shows_what_posting_then_makes(self):
        tax = self.company_data["default_tax_purchase"]
        lines = self.matched_line() + self.make_line(-115, "Telecom October")
        self.make_match(lines[1], account_id=self.expense.id, amount=-115, tax_ids=[Command.set(tax.ids)])
        result = self.preview(lines)
        lines.action_post_matches()
        self.assertEqual(self.foretold(result), self.standing(lines.move_id))
        self.assertEqual(result["line_count"], 2)
        self.assertFalse(result["refusals"])

    def test_exchange_difference_is_an_entry_of_its_own(self):
        currency = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0), ("2026-03-09", 4.0)])
        bill = self.make_invoice(400, partner=self.ocean, move_type="in_invoice", currency_id=currency.id)
        line = self.make_line(-110)
        self.make_match(line, move_line_id=self.open_item(bill).id, amount=-110, item_amount=-400)
        result = self.preview(line)
        before = self.env["account.move"].search([], order="id desc", limit=1).id
        line.action_post_matches()
        exchange = self.env["account.move"].search([("id", ">", before)])
        self.assertTrue(exchange)
        self.assertEqual(self.foretold(result), self.standing(line.move_id + exchange))
        self.assertEqual([entry["new"] for entry in result["entries"]], [False, True])

    def test_nothing_remains(self):
        currency = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0), ("2026-03-09", 4.0)])
        bill = self.make_invoice(400, partner=self.ocean, move_type="in_invoice", currency_id=currency.id)
        lines = self.matched_line() + self.make_line(-110)
        self.make_match(lines[1], move_line_id=self.open_item(bill).id, amount=-110, item_amount=-400)
        before, waiting = self.rows(), len(self.env.cr.postcommit._funcs)
        self.preview(lines)
        self.assertEqual(self.rows(), before)
        self.assertEqual(len(self.env.cr.postcommit._funcs), waiting)
        self.assertEqual(lines.mapped("match_state"), ["accepted", "accepted"])

    def test_no_document_number_is_burnt(self):
        currency = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0), ("2026-03-09", 4.0)])

        def paid_bill():
            bill = self.make_invoice(400, partner=self.ocean, move_type="in_invoice", currency_id=currency.id)
            line = self.make_line(-110)
            self.make_match(line, move_line_id=self.open_item(bill).id, amount=-110, item_amount=-400)
            return line

        first, second = paid_bill(), paid_bill()
        foretold = self.preview(first)["entries"][-1]["name"]
        self.preview(second)
        before = self.env["account.move"].search([], order="id desc", limit=1).id
        first.action_post_matches()
        exchange = self.env["account.move"].search([("id", ">", before)])
        self.assertEqual(exchange.name, foretold)

    def test_sequences_of_postgresql_are_not_touched(self):
        sequence = self.env["ir.sequence"].create({"name": "Receipts", "code": "test.receipt", "prefix": "R"})
        monthly = sequence.copy({"code": "test.monthly", "use_date_range": True})
        poster = type(self.poster)
        post = poster._post
        taken = []

        def post_with_numbers(records, lines):
            sequences = (sequence + monthly).with_env(lines.env)
            taken.extend(one.next_by_id() for one in (*sequences, *sequences))
            return post(records, lines)

        monthly.next_by_id()
        (sequence + monthly).invalidate_recordset()
        monthly.date_range_ids.invalidate_recordset()
        following = (sequence.number_next_actual, monthly.date_range_ids.number_next_actual)
        with patch.object(poster, "_post", post_with_numbers):
            self.preview(self.matched_line())
        self.assertEqual(taken, ["R1", "R2", "R2", "R3"])
        (sequence + monthly).invalidate_recordset()
        monthly.date_range_ids.invalidate_recordset()
        self.assertEqual((sequence.number_next_actual, monthly.date_range_ids.number_next_actual), following)
        self.assertEqual(sequence.next_by_id(), "R1")

    def test_no_mail_and_no_notification_goes_out(self):
        line = self.matched_line()
        follower = self.env["res.partner"].create({"name": "Follower", "email": "follower@example.com"})
        line.move_id.message_subscribe(follower.ids)
        poster = type(self.poster)
        post = poster._post

        def post_and_tell(records, lines):
            lines.move_id.message_post(
                body="posted", message_type="comment", subtype_xmlid="mail.mt_comment", partner_ids=follower.ids
            )
            return post(records, lines)

        self.env.flush_all()
        with patch.object(poster, "_post", post_and_tell), self.mock_sending() as sent:
            self.preview(line)
            self.env.cr.postcommit.run()
        self.assertFalse(sent.called)
        self.assertFalse(self.env["mail.mail"].sudo().search([("recipient_ids", "in", follower.ids)]))

    def mock_sending(self):
        return patch.object(type(self.env["mail.mail"]), "_send")

    def test_refused_lines_say_why(self):
        lines = self.matched_line(date="2026-01-15") + self.matched_line(60)
        self.lock("2026-01-31")
        result = self.preview(lines)
        self.assertEqual(len(result["entries"]), 1)
        self.assertEqual(len(result["refusals"]), 1)
        self.assertIn("01/31/2026", result["refusals"][0][1])
        self.assertFalse(lines[0].match_refusal, "a preview writes nothing, not even a refusal")

    def test_accounts_add_up(self):
        lines = self.matched_line(100) + self.matched_line(21)
        rows = {row["account"]: row for row in self.preview(lines)["accounts"]}
        receivable = rows[self.receivable.display_name]
        self.assertEqual((receivable["debit"], receivable["credit"], receivable["change"]), (0, 121, -121))
        bank = rows[self.bank.default_account_id.display_name]
        self.assertEqual((bank["debit"], bank["change"]), (121, 0), "the bank's balance stays as it is")
        suspense = rows[self.bank.suspense_account_id.display_name]
        self.assertEqual((suspense["credit"], suspense["change"]), (0, 121))
        self.assertEqual(sum(row["change"] for row in rows.values()), 0)

    def test_proposals_only_when_asked(self):
        accepted, proposed = self.matched_line(), self.matched_line(60)
        proposed.match_ids.state = "proposed"
        wizard = self.env["account.bank.preview.wizard"].browse(
            (accepted + proposed).action_preview_posting()["res_id"]
        )
        self.assertEqual((wizard.post_count, wizard.proposed_count), (1, 1))
        wizard.action_toggle_proposed()
        self.assertEqual(wizard.post_count, 2)
        self.assertEqual(proposed.match_state, "proposed")
        alone = self.env["account.bank.preview.wizard"].browse(proposed.action_preview_posting()["res_id"])
        self.assertTrue(alone.include_proposed, "where only proposals are, they are what is shown")


@tagged("post_install", "-at_install")
class TestPreviewPage(PreviewCase):
    """The page, its print, and the way on from it."""

    def wizard(self, lines):
        return self.env["account.bank.preview.wizard"].browse(lines.action_preview_posting()["res_id"])

    def test_page_and_print_say_the_same(self):
        line = self.matched_line()
        wizard = self.wizard(line)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("bank_reconcile_plus.report_posting_preview", wizard.ids)[0]
            .decode()
        )
        for page in (Form(wizard).content, html):
            for words in (line.move_id.name, self.receivable.display_name, "121.00", "Delta Bouw"):
                self.assertIn(words, page)
        self.assertEqual(wizard.action_print()["report_name"], "bank_reconcile_plus.report_posting_preview")

    def test_says_what_is_closed_and_what_is_left_open(self):
        invoice = self.make_invoice(500)
        part = self.make_line(200, "part")
        self.make_match(part, move_line_id=self.open_item(invoice).id)
        values = self.wizard(self.matched_line(121) + part)._template_values()
        self.assertEqual(values["closed_count"], 1)
        self.assertEqual([row["name"] for row in values["left_open"]], [invoice.name])
        self.assertIn("300.00", values["left_open"][0]["open"])
        self.assertEqual(values["total"]["debit"], values["total"]["credit"])
        self.assertIn("321.00", values["total"]["debit"])
        self.assertIn("0.00", values["total"]["change"])

    def test_long_previews_are_cut_on_screen_only(self):
        lines = self.matched_line(10) + self.matched_line(20) + self.matched_line(30)
        wizard = self.wizard(lines)
        self.assertEqual(wizard._template_values(limit=2)["entries_left"], 1)
        self.assertEqual(len(wizard._template_values()["entries"]), 3)

    def test_post_from_the_preview(self):
        line = self.matched_line()
        self.wizard(line).action_post()
        self.assertTrue(line.is_reconciled)

    def test_nothing_to_preview(self):
        with self.assertRaisesRegex(UserError, "has a match to post"):
            self.make_line(1).action_preview_posting()

    def test_from_the_statement_and_from_the_matching_wizard(self):
        line = self.matched_line()
        statement = self.env["account.bank.statement"].create({"line_ids": [Command.set(line.ids)]})
        wizard = self.env["account.bank.preview.wizard"].browse(statement.action_preview_posting()["res_id"])
        self.assertEqual(wizard.line_ids, line)
        matching = self.env["account.bank.match.wizard"].create({"selected_line_ids": [Command.set(line.ids)]})
        wizard = self.env["account.bank.preview.wizard"].browse(matching.action_preview()["res_id"])
        self.assertEqual(wizard.action_back()["res_id"], matching.id)
        self.assertEqual(wizard.action_post()["params"]["next"]["res_id"], matching.id)

    def test_readers_cannot_preview(self):
        line = self.matched_line()
        reader = new_test_user(self.env, "reader", groups="account.group_account_readonly")
        with self.assertRaises(AccessError):
            line.with_user(reader).action_preview_posting()

    def test_dates_are_the_readers(self):
        wizard = self.wizard(self.matched_line(date="2026-03-10"))
        self.assertEqual(wizard._template_values()["entries"][0]["date"], "03/10/2026")
        self.assertEqual(fields.Date.to_date(wizard.result["entries"][0]["date"]), self.day("2026-03-10"))
