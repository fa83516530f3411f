from odoo import api, models
from odoo.exceptions import UserError


class AccountBankMatchDraft(models.AbstractModel):
    """Posts the draft documents a person accepted as what a line settles, as that person could by hand.

    The host posts them: its checks, its numbers, the user's own rights. Undoing a line later leaves them posted.
    """

    _name = "account.bank.match.draft"
    _description = "Bank Match Draft Documents"

    @api.model
    def _post_drafts(self, lines):
        """Post the drafts among the matched documents, and point the matches to what is then open of them.

        :param lines: ``account.bank.statement.line`` records
        :return: line -> reason, for lines with a document that could not be posted
        """
        matches = lines.match_ids.filtered("item_is_draft")
        if not matches:
            return {}
        reasons = {}
        documents = matches.move_line_id.move_id
        locked = documents.try_lock_for_update()
        for document, document_matches in matches.grouped("item_move_id").items():
            if document not in locked:
                reason = self.env._("Somebody else is working on %s just now.", document.display_name)
            else:
                reason = self._post_document(document, document_matches)
            if reason:
                reasons |= dict.fromkeys(document_matches.statement_line_id, reason)
        return reasons

    @api.model
    def _post_document(self, document, matches):
        """:return: why the document could not be posted, None when it was"""
        name = document.display_name
        try:
            with self.env["account.bank.match.posting"]._all_or_nothing():
                places = self._places(document)
                document.action_post()
                if document.state != "posted":
                    raise UserError(self.env._("It asks for a decision; open it and post it there."))
                self._point_to_open_items(document, matches, places)
        except UserError as error:
            return self.env._("%(document)s could not be posted: %(reason)s", document=name, reason=error.args[0])
        return None

    @api.model
    def _terms(self, document):
        """:return: the instalments of a document, in the order they are due"""
        return document.line_ids.filtered(lambda item: item.display_type == "payment_term").sorted(
            lambda item: (item.date_maturity or document.date, item.id)
        )

    @api.model
    def _places(self, document):
        """:return: journal item -> which instalment of the document it is"""
        return {item: place for place, item in enumerate(self._terms(document))}

    @api.model
    def _point_to_open_items(self, document, matches, places):
        """Posting fixes dates, and the host may shuffle the instalments' journal items then.

        :param dict places: journal item -> its place among the instalments before posting
        :raise UserError: when the document has other instalments than the draft had
        """
        terms = self._terms(document)
        if len(terms) != len(places):
            raise UserError(self.env._("It has other instalments than the draft."))
        for of_line in matches.grouped("statement_line_id").values():
            # Amounts move to the match of their item, not items to the match: two matches cannot trade items.
            amounts = {terms[places[match.move_line_id]]: (match.item_amount, match.amount) for match in of_line}
            strays = of_line.filtered(lambda match, amounts=amounts: match.move_line_id not in amounts)
            free = [item for item in amounts if item not in of_line.move_line_id]
            for match, item in zip(strays, free, strict=True):
                match.move_line_id = item
            for match in of_line:
                item_amount, amount = amounts[match.move_line_id]
                match.write({"item_amount": item_amount, "amount": amount})
        matches.posted_draft = True
