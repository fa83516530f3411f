import hashlib

from odoo.tests import tagged

from .payment_files_common import PaymentFileCase, texts, valid


@tagged("post_install", "-at_install")
class TestPaymentFileExport(PaymentFileCase):
    """A batch of payments becomes a file the bank takes; what is wrong is named before, and what was sent stays."""

    def test_bills_become_a_file(self):
        first = self.make_bill(100.10, self.delta, ref="D-1")
        second = self.make_bill(50.00, self.delta, ref="D-2")
        third = self.make_bill(70.05, self.ocean, ref="O-7", payment_reference="+++010/8068/17183+++")
        batch = self.pay(first | second | third)
        self.assertEqual(len(batch.payment_ids), 2)
        self.assertEqual(set((first | second | third).mapped("payment_state")), {"paid"})

        file = batch.action_export()
        root = valid(file.attachment_id.raw)
        self.assertEqual(batch.state, "posted")
        self.assertEqual((batch.payment_file_id, batch.exported_by_id), (file, self.env.user))
        self.assertEqual(texts(root, "GrpHdr/MsgId"), [file.name])
        self.assertEqual(batch.reference, file.name)
        self.assertEqual(texts(root, "GrpHdr/CtrlSum"), ["220.15"])
        self.assertEqual(texts(root, "EndToEndId"), batch.payment_ids.sorted("id").mapped("bank_end_to_end_id"))
        self.assertEqual(texts(root, "RmtInf/Ustrd"), ["D-1, D-2"])
        self.assertEqual(texts(root, "CdtrRefInf/Ref"), ["010806817183"])
        self.assertEqual(texts(root, "Cdtr/Nm"), ["Delta Bouw", "Ocean Trading"])
        self.assertEqual(texts(root, "PmtInf/Dbtr/Nm"), [self.env.company.name.replace("_", "-")])
        self.assertEqual(file.checksum, hashlib.sha256(file.attachment_id.raw).hexdigest())
        self.assertIn(file.checksum, batch.message_ids[0].body)
        self.assertTrue(all(batch.payment_ids.mapped("is_sent")))
