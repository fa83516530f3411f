from odoo import api, models

BUTTONS = (
    "match",
    "accept",
    "accept_high",
    "remove",
    "suggest",
    "match_automatically",
    "transfer_difference",
    "set_partner",
    "set_account",
    "receivable",
    "payable",
    "details",
    "test_report",
    "post",
    "post_print",
    "reopen",
    "undo",
    "preview",
    "find_error",
)


class AccountBankReconciliation(models.AbstractModel):
    """The state of the Bank Reconciliation page: what it shows of a statement and of what is selected on it."""

    _name = "account.bank.reconciliation"
    _description = "Bank Reconciliation"

    @api.model
    def _state(self, statement, lines, items):
        currency = statement.currency_id
        every = statement.line_ids
        state = {
            "currency_id": currency.id,
            "totals": {
                "lines": sum(every.mapped("amount")),
                "applied": 0.0,
                "difference": 0.0,
                "ledger_balance": 0.0,
                "outstanding_payments": 0.0,
                "outstanding_checks": 0.0,
                "balance_to_reconcile": 0.0,
                "selected_lines": sum(lines.mapped("amount")),
                "selected_items": sum(items.mapped("amount_residual_currency")),
                "selected_difference": 0.0,
            },
            "counts": {"lines": len(every), "left": 0, "to_review": 0, "accepted": 0, "posted": 0},
            "buttons": {name: {"enabled": True, "why": ""} for name in BUTTONS},
            "warnings": [],
            "linked": {
                "line_ids": [],
                "item_ids": lines.match_ids.move_line_id.ids,
            },
        }
        if hasattr(statement, "_reconciliation_buttons"):
            state["buttons"].update(statement._reconciliation_buttons())
        if hasattr(statement, "_reconciliation_warnings"):
            state["warnings"] = statement._reconciliation_warnings()
        return state

    @api.model
    def _next_open_line(self, statement, line_id):
        lines = statement.line_ids.filtered(lambda line: line.match_state in ("open", "proposed"))
        ids = lines.sorted("internal_index").ids
        later = [id_ for id_ in ids if id_ != line_id]
        return later[0] if later else False
