from odoo.tests import tagged

from .camt import IBAN, camt053, entry
from .test_import import ImportCase


def bai2(number, cents):
    return (
        f"01,122099999,123456789,260310,0100,1,,,2/\n02,123456789,122099999,1,260310,,EUR,2/\n"
        f"03,{IBAN},EUR,010,10000,,,015,{10000 - cents},,/\n16,475,{cents},,,{number},/\n"
        f"49,{20000 - cents + cents},3/\n98,{20000 - cents + cents},1,5/\n99,{20000 - cents + cents},1,7/\n"
    ).encode()


@tagged("post_install", "-at_install")
class TestChecksMatching(ImportCase):
    """Checks meet the bank's lines by their number, and a void one by none."""

    def setUp(self):
        super().setUp()
        self.check = self.make_payment(-310.17, check_number="001001", partner=self.ocean)
        # Another check of the amount, so that the amount alone says nothing.
        self.make_payment(-310.17, check_number="1002", partner=self.ocean)

    def propose(self, text="", amount=-310.17, **values):
        line = self.make_line(amount, text, **values)
        self.matcher._match(line)
        return line

    def assertSettles(self, line, payment, confidence="high", automatic=True):
        self.assertEqual(line.match_ids.move_line_id, self.outstanding_item(payment))
        self.assertEqual((line.match_confidence, line.match_ids[:1].automatic), (confidence, automatic))

    # found

    def test_by_the_line_s_own_field(self):
        line = self.propose("WITHDRAWAL", bank_check_number="1001")
        self.assertSettles(line, self.check)
        self.assertIn("Check number 001001", line.match_why)
        self.assertTrue(line._accept_automatic())
        line.action_post_matches()
        self.assertEqual((line.is_reconciled, self.check.check_state), (True, "cleared"))
        line._undo_with_reason("not ours")
        self.assertEqual((line.is_reconciled, self.check.is_matched), (False, False))

    def test_by_words_of_four_languages(self):
        for text in ("CHECK #1001", "Scheck-Nr. 0001001", "CHÈQUE N° 1001", "Talón nº 1001"):
            with self.subTest(text):
                line = self.propose(text)
                self.assertSettles(line, self.check)
                line.unlink()

    def test_among_the_suggestions_of_a_line_applied_by_hand(self):
        line = self.make_line(-12, "CHQ 1001")
        statement = self.env["account.bank.statement"].create({"line_ids": [(6, 0, line.ids)]})
        items = self.env["account.move.line"].with_context(
            bank_statement_id=statement.id, bank_candidates_line_ids=line.ids
        )
        rows = items.web_search_read([("bank_candidate", "=", True)], {"bank_candidate_reason": {}})["records"]
        reasons = {row["id"]: row["bank_candidate_reason"] for row in rows}
        self.assertIn("Check number 001001", reasons[self.outstanding_item(self.check).id])

    # from files

    def assertImports(self, content, number, journal=None):
        result = self.import_files(content, journal=journal).result_ids
        self.assertEqual(result.status, "imported", result.message)
        line = result.statement_id.line_ids
        self.assertEqual((line.amount, line.bank_check_number), (-310.17, number))
        self.matcher._match(line)
        self.assertSettles(line, self.check)

    def test_camt(self):
        content = camt053([entry("-310.17", "")], closing="-210.17")
        content = content.replace(b"<TxDtls>", b"<TxDtls><Refs><ChqNb>1001</ChqNb></Refs>")
        self.assertImports(content, "1001")

    def test_ofx(self):
        content = f"""OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>1<ACCTID>{IBAN}<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260301<DTEND>20260331
<STMTTRN><TRNTYPE>CHECK<DTPOSTED>20260310<TRNAMT>-310.17<FITID>1<CHECKNUM>0001001</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>100<DTASOF>20260331</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"""
        self.assertImports(content.encode(), "0001001")

    def test_bai2(self):
        self.assertImports(bai2("00001001", 31017), "1001")

    def test_csv(self):
        content = f"Account,Date,Amount,Check Number,Description\n{IBAN},2026-03-10,-310.17,1001,Paid\n"
        self.assertImports(content.encode(), "1001")

    def test_qif(self):
        self.assertImports(b"!Type:Bank\nD03/10/2026\nT-310.17\nN1001\nPOcean Trading\n^\n", "1001", journal=self.bank)

    # not sure

    def test_number_with_another_amount_is_left_to_a_person(self):
        self.bank.write({"match_tolerance_amount": 5, "match_tolerance_percent": 5})
        self.assertSettles(self.propose("CHECK 1001", -310.10), self.check, "medium", False)

    def test_void_check_is_said_and_nothing_matches_silently(self):
        bill = self.make_invoice(77.77, partner=self.ocean, move_type="in_invoice")
        void = self.make_payment(-77.77, check_number="555", partner=self.ocean)
        void._void_checks(void.date, "Lost in the mail")
        line = self.propose("CHECK 0555", -77.77, partner_name="Ocean Trading")
        self.assertEqual(line.match_ids.move_line_id, self.open_item(bill))
        self.assertFalse(line.match_ids.automatic)
        self.assertNotEqual(line.match_confidence, "high")
        self.assertIn("Check 555 is void since 2026-03-05", str(line.match_evidence_html))
        self.assertIn("(Lost in the mail), but the bank cashed it", line.void_check_warning)

    def test_void_check_without_any_proposal_is_said_on_line_and_page(self):
        void = self.make_payment(-77.77, check_number="555")
        void.action_draft()
        void.action_cancel()
        line = self.propose("CHQ 555", -77.77)
        self.assertFalse(line.match_ids)
        self.assertEqual(line.void_check_warning, "Check 555 is void, but the bank cashed it.")
        other = self.make_line(77.77, "CHQ 555")
        self.assertFalse(other.void_check_warning)
        statement = self.env["account.bank.statement"].create({"line_ids": [(6, 0, (line | other).ids)]})
        texts = [warning["text"] for warning in statement.get_reconciliation([], [])["warnings"]]
        self.assertIn("Check 555 is void, but the bank cashed it.", texts)

    def test_number_of_a_cancelled_payment_is_used_again(self):
        """A payment that was registered wrongly, cancelled and registered anew has the check; a voided one keeps it."""
        wrong = self.make_payment(-78.77, check_number="0777")
        wrong.action_draft()
        wrong.action_cancel()
        right = self.make_payment(-87.77, check_number="777")
        line = self.propose("CHECK 777", -87.77)
        self.assertSettles(line, right)
        self.assertFalse(line.void_check_warning)
        lost = self.make_payment(-66.55, check_number="888")
        lost._void_checks(lost.date, "Lost in the mail")
        self.make_payment(-66.55, check_number="888")
        line = self.propose("CHECK 888", -66.55)
        self.assertNotEqual(line.match_confidence, "high")
        self.assertIn("Check 888 is void since", line.void_check_warning)

    def test_mapping_does_not_book_a_void_check_by_itself(self):
        void = self.make_payment(-77.77, check_number="555")
        void._void_checks(void.date, "Stolen")
        self.env["account.reconcile.model"].create(
            {
                "name": "Checks",
                "trigger": "auto_reconcile",
                "match_label": "contains",
                "match_label_param": "CHQ 555",
                "line_ids": [
                    (0, 0, {"account_id": self.expense.id, "amount_type": "percentage", "amount_string": "100"})
                ],
            }
        )
        line = self.propose("CHQ 555", -77.77)
        self.assertEqual(line.match_ids.account_id, self.expense)
        self.assertEqual((line.match_ids.automatic, line.match_confidence), (False, "medium"))
