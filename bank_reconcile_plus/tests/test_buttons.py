from lxml import etree

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestButtons(TransactionCase):
    """A button sends the ids of its records: a method that takes none fails on screen only."""

    def test_every_button_of_the_views_leads_to_a_method_of_records(self):
        data = self.env["ir.model.data"].search([("module", "=", "bank_reconcile_plus"), ("model", "=", "ir.ui.view")])
        views = self.env["ir.ui.view"].browse(data.mapped("res_id")).filtered("model")
        buttons = [found for view in views for found in self.buttons(view)]
        self.assertGreater(len(buttons), 100)
        for view, model, name in buttons:
            method = getattr(type(self.env[model]), name, None)
            self.assertTrue(callable(method), f"{view}: {model} has no {name}")
            self.assertFalse(getattr(method, "_api_model", False), f"{view}: {name} of {model} takes no records")

    def buttons(self, view):
        """:return: name of the view, model and method of each button that calls one"""
        for button in etree.fromstring(view.arch).iter("button"):
            if button.get("type") == "object":
                yield view.name, self.model_of(view.model, button), button.get("name")

    def model_of(self, model, button):
        """:return: the model a button stands on: that of the view, or of the lines it is in"""
        parents = [parent.get("name") for parent in button.iterancestors("field") if parent.get("name")]
        for name in reversed(parents):
            field = self.env[model]._fields.get(name)
            model = field.comodel_name if field is not None and field.comodel_name else model
        return model
