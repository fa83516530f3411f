from odoo.tests import tagged

from .reconciliation_common import ReconciliationCase


@tagged("post_install", "-at_install")
class TestReconciliationCandidates(ReconciliationCase):
    """The right pane: what could settle the selected lines, best first, with the reason; else this bank's entries."""

    def ids(self, rows):
        return [row["id"] for row in rows]

    # ranking

    def test_the_document_named_comes_first_then_the_partner_then_the_rest_by_date(self):
        old = self.open_item(self.make_invoice(300, date="2026-01-05", name="INV/2026/08001"))
        near = self.open_item(self.make_invoice(95, date="2026-01-06"))
        stranger = self.open_item(self.make_invoice(77, self.ocean, date="2026-03-02"))
        twin = self.open_item(self.make_invoice(100, self.ocean, date="2026-02-01"))
        line = self.make_line(100, "part of INV/2026/08001")
        statement = self.make_statement(line)
        rows = self.pane(statement, [line])
        self.assertEqual(self.ids(rows), [old.id, near.id, twin.id, stranger.id])
        first, second, third, last = rows
        self.assertIn("Document number INV/2026/08001 stands in the text", first["bank_candidate_reason"])
        self.assertEqual((first["bank_candidate_confidence"], first["bank_candidate_amount"]), ("high", 100))
        self.assertEqual((first["bank_item_residual"], first["bank_match_state"]), (300, "open"))
        self.assertEqual((second["bank_candidate_reason"], second["bank_candidate_amount"]), ("Same partner", 95))
        self.assertEqual(third["bank_candidate_reason"], "Same amount")
        self.assertFalse(last["bank_candidate_reason"] or last["bank_candidate_confidence"])

    def test_numbers_are_found_however_they_are_written(self):
        item = self.open_item(self.make_invoice(100, name="INV/2026/08117", payment_reference="+++080/8117/00186+++"))
        other = self.open_item(self.make_invoice(100, self.ocean, date="2026-03-03"))
        for text in ("INV 2026 08117", "inv202608117", "+++080/8117/00186+++", "080811700186"):
            line = self.make_line(100, text)
            rows = self.pane(self.make_statement(line, name=text), [line])
            self.assertEqual(self.ids(rows), [item.id, other.id], text)
            self.assertEqual(rows[0]["bank_candidate_confidence"], "high", text)

    def test_the_account_number_leads_to_the_partner(self):
        self.env["res.partner.bank"].create({"acc_number": "NL91ABNA0417164300", "partner_id": self.ocean.id})
        self.open_item(self.make_invoice(40, date="2026-03-09"))
        mine = self.open_item(self.make_invoice(60, self.ocean, date="2026-01-01"))
        line = self.make_line(25, "thanks", account_number="NL91 ABNA 0417 1643 00")
        rows = self.pane(self.make_statement(line), [line])
        self.assertEqual(self.ids(rows)[0], mine.id)
        self.assertEqual(rows[0]["bank_candidate_reason"], "Same partner")

    def test_the_name_leads_to_the_partner(self):
        self.open_item(self.make_invoice(100, date="2026-03-09"))
        mine = self.open_item(self.make_invoice(100, self.ocean, date="2026-01-01"))
        line = self.make_line(100, "transfer", partner_name="OCEAN TRADING")
        (first, _second) = self.pane(self.make_statement(line), [line])
        self.assertEqual(first["id"], mine.id)
        self.assertIn("Ocean Trading", first["bank_candidate_reason"])

    def test_several_lines_are_looked_at_together(self):
        self.open_item(self.make_invoice(60, self.ocean, date="2026-03-09"))
        mine = self.open_item(self.make_invoice(100, date="2026-01-01"))
        lines = [self.make_line(60, partner_id=self.delta.id), self.make_line(40, partner_id=self.delta.id)]
        (first, *_others) = self.pane(self.make_statement(*lines), lines)
        self.assertEqual((first["id"], first["bank_candidate_amount"]), (mine.id, 100))

    def test_what_is_accepted_counts_and_the_rest_is_looked_for(self):
        items = [self.open_item(self.make_invoice(amount, name=f"INV/2026/0820{amount // 10}")) for amount in (40, 60)]
        line = self.make_line(100, "INV/2026/08204 and the other")
        statement = self.make_statement(line)
        statement.match_by_hand(line.ids, items[0].ids)
        first, second = self.pane(statement, [line])
        self.assertEqual((first["id"], first["bank_match_state"]), (items[0].id, "accepted"))
        self.assertEqual(first["bank_candidate_reason"], "Matched by hand")
        self.assertEqual((second["id"], second["bank_candidate_amount"]), (items[1].id, 60))

    def test_a_posted_line_shows_what_it_settled(self):
        item = self.open_item(self.make_invoice(100))
        self.open_item(self.make_invoice(100, self.ocean))
        line = self.make_line(100)
        statement = self.make_statement(line)
        statement.match_by_hand(line.ids, item.ids)
        line._post_accepted_matches()
        (row,) = self.pane(statement, [line])
        self.assertEqual((row["id"], row["bank_match_state"]), (item.id, "posted"))
        self.assertEqual(statement.get_reconciliation(line.ids, [])["linked"]["item_ids"], item.ids)

    def test_what_nothing_speaks_for_is_of_the_same_sign_first(self):
        owed = [self.open_item(self.make_invoice(amount, self.ocean, date="2026-02-01")) for amount in (11, 12, 13)]
        bills = [self.open_item(self.make_invoice(amount, move_type="in_invoice")) for amount in (14, 15)]
        line = self.make_line(500, "who knows")
        statement = self.make_statement(line)
        rows = self.ids(self.pane(statement, [line]))
        self.assertEqual((set(rows[:3]), set(rows[3:])), ({item.id for item in owed}, {item.id for item in bills}))
        pages = [self.ids(self.pane(statement, [line], offset=offset, limit=1)) for offset in range(5)]
        self.assertEqual([item_id for page in pages for item_id in page], rows)

    # paging, search, order

    def test_pages_follow_each_other_and_the_count_is_right(self):
        items = [self.open_item(self.make_invoice(amount, date="2026-02-01")) for amount in range(10, 17)]
        line = self.make_line(13, partner_id=self.delta.id)
        statement = self.make_statement(line)
        whole = self.pane_answer(statement, [line])
        self.assertEqual(whole["length"], 7)
        self.assertEqual(whole["records"][0]["id"], items[3].id)
        pages = [self.pane_answer(statement, [line], offset=offset, limit=3) for offset in (0, 3, 6)]
        self.assertEqual([page["length"] for page in pages], [7, 7, 7])
        paged = [item_id for page in pages for item_id in self.ids(page["records"])]
        self.assertEqual(paged, self.ids(whole["records"]))
        self.assertEqual(self.pane_answer(statement, [line], limit=3, count_limit=5)["length"], 5)

    def test_a_search_and_an_order_of_ones_own_are_respected(self):
        delta = [self.open_item(self.make_invoice(amount, date="2026-02-01")) for amount in (30, 10)]
        ocean = [self.open_item(self.make_invoice(amount, self.ocean, date="2026-02-01")) for amount in (20, 40)]
        line = self.make_line(30, partner_id=self.delta.id)
        statement = self.make_statement(line)
        answer = self.pane_answer(statement, [line], [("partner_id", "=", self.ocean.id)])
        self.assertCountEqual(self.ids(answer["records"]), [item.id for item in ocean])
        self.assertEqual(answer["length"], 2)
        rows = self.pane(statement, [line], order="bank_item_residual, id")
        self.assertEqual(self.ids(rows), [delta[1].id, ocean[0].id, delta[0].id, ocean[1].id])

    # which items

    def test_the_statement_date_is_the_limit(self):
        early = self.open_item(self.make_invoice(100, date="2026-03-10"))
        soon = self.open_item(self.make_invoice(100, date="2026-03-12"))
        late = self.open_item(self.make_invoice(100, date="2026-04-01"))
        line = self.make_line(100)
        statement = self.make_statement(line)
        self.assertCountEqual(
            self.ids(self.pane(statement, [line])), [early.id, soon.id], "the bank's tolerance: 3 days"
        )
        rows = self.pane(statement, [line], context={"bank_show_later": True})
        self.assertCountEqual(self.ids(rows), [early.id, soon.id, late.id])

    def test_payments_of_other_banks_and_other_companies_stay_out(self):
        other_bank = self.bank.copy({"name": "Second bank", "code": "BNK2"})
        mine = self.make_waiting(100)
        self.make_waiting(100, journal=other_bank)
        line = self.make_line(100)
        statement = self.make_statement(line)
        self.assertEqual(self.ids(self.pane(statement, [line])), mine.ids)

    def test_without_a_line_the_banks_own_entries(self):
        self.open_item(self.make_invoice(100))
        payment = self.make_waiting(100)
        self.make_waiting(100, date="2026-03-20")
        direct = self.env["account.move"].create(
            {
                "date": "2026-03-01",
                "line_ids": [
                    (0, 0, {"account_id": self.bank.default_account_id.id, "balance": -9}),
                    (0, 0, {"account_id": self.expense.id, "balance": 9}),
                ],
            }
        )
        direct.action_post()
        posting = direct.line_ids.filtered(lambda item: item.account_id == self.bank.default_account_id)
        statement = self.make_statement(self.make_line(100))
        rows = self.pane(statement)
        self.assertEqual(self.ids(rows), [payment.id, posting.id])
        self.assertEqual([row["bank_item_residual"] for row in rows], [100, -9])

    def test_where_an_item_is_matched(self):
        items = [self.open_item(self.make_invoice(amount)) for amount in (10, 20, 30, 40)]
        lines = [self.make_line(amount, f"line {amount}") for amount in (10, 20, 40)]
        elsewhere = self.make_line(30, "on February's statement", "2026-02-20")
        march, february = self.make_statement(*lines), self.make_statement(elsewhere, name="FEB")
        february.match_by_hand(elsewhere.ids, items[2].ids)
        march.match_by_hand(lines[0].ids, items[0].ids)
        lines[0]._post_accepted_matches()
        march.match_by_hand(lines[1].ids, items[1].ids)
        rows = self.pane(march, [lines[2]])
        self.assertEqual(
            {row["id"]: row["bank_match_state"] for row in rows},
            {items[1].id: "accepted", items[2].id: "elsewhere", items[3].id: "open"},
        )
        (row,) = self.pane(march, [lines[2]], [("bank_match_state", "=", "elsewhere")])
        self.assertEqual(row["bank_match_statement_id"], february.id)
        for state, item in (("accepted", items[1]), ("open", items[3])):
            found = self.pane(march, [lines[2]], [("bank_match_state", "in", [state])])
            self.assertEqual(self.ids(found), item.ids)
        (row,) = self.pane(march, domain=[("bank_match_state", "=", "posted")])
        self.assertEqual(row["id"], items[0].id)

    def test_what_others_are_promised_is_not_offered_again(self):
        item = self.open_item(self.make_invoice(100, name="INV/2026/08300"))
        first, second = self.make_line(70, date="2026-03-01"), self.make_line(100, "INV/2026/08300")
        statement = self.make_statement(first, second)
        statement.match_by_hand(first.ids, item.ids)
        (row,) = self.pane(statement, [second])
        self.assertEqual(row["bank_candidate_amount"], 30)

    def test_items_in_other_currencies_at_the_lines_rate(self):
        foreign = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        self.open_item(self.make_invoice(100, currency_id=foreign.id))
        line = self.make_line(50)
        (row,) = self.pane(self.make_statement(line), [line])
        self.assertEqual(row["bank_item_residual"], 50)
