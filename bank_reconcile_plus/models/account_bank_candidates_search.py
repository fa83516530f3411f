from itertools import chain

from odoo import api, models
from odoo.tools import SQL

from ..matching.text import account_key, atoms, fold

#: items found by any one way, and partners a name may mean
MOST_ITEMS = 200
MOST_ITEMS_A_NUMBER = 40
MOST_ITEMS_A_PARTNER = 120
MOST_PARTNERS = 12
#: digits that make a number worth looking for, and words of a name
SHORTEST_NUMBER = 4
SHORTEST_WORD = 3
MOST_NUMBERS = 16
#: a long number is found by its end as well: in the books it may stand with other spaces or separators
END_OF_NUMBER = 5


class AccountBankCandidatesSearch(models.AbstractModel):
    """Finds the few open items a line may mean, each way by an index of the database.

    Four ways: numbers of the text in the number, the reference and the payment reference of documents; the partner,
    known, owner of the counterparty's account, or named; the amount; for a payment, its memo, which is the reference
    of its entry. What is found is ids only: who reads them applies access rules and says what is open.
    """

    _name = "account.bank.candidates.search"
    _description = "Bank Match Candidate Search"

    @api.model
    def _item_ids(self, journal, views):
        """:return: list of ids of ``account.move.line``, some hundreds a line at most

        :param views: the engine's ``LineView`` of the lines
        """
        for model in ("account.move.line", "account.move", "account.payment", "res.partner", "res.partner.bank"):
            self.env[model].flush_model()
        accounts = self._accounts(journal)
        found = set()
        for view in views:
            found.update(self._by_number(accounts, view))
            found.update(self._by_check(accounts, journal, view))
            found.update(self._by_partner(accounts, journal, view))
            found.update(self._by_amount(accounts, view))
        return sorted(found)

    @api.model
    def _accounts(self, journal):
        """:return: ids of the accounts that hold open items"""
        Account = self.env["account.account"]
        return Account.search(
            [*Account._check_company_domain(journal.company_id), ("reconcile", "=", True)], order="id"
        ).ids

    # ---------------------------------------------------------------------------------------------------------- number

    @api.model
    def _numbers(self, view):
        """:return: list of the numbers a line may name a document by, longest first; no years"""
        line = view.line
        texts = (line.text, line.structured_reference, line.end_to_end_id, line.batch_id, line.check_number)
        numbers = dict.fromkeys(atom for text in texts if text for atom in atoms(text) if atom.isdigit())
        numbers = [number for number in numbers if len(number) >= SHORTEST_NUMBER and not _is_year(number)]
        ends = [number[-END_OF_NUMBER:] for number in numbers if len(number) > END_OF_NUMBER + 1]
        return sorted(dict.fromkeys([*numbers, *ends]), key=lambda number: (-len(number), number))[:MOST_NUMBERS]

    @api.model
    def _by_number(self, accounts, view):
        line = view.line
        patterns = [f"%{number}%" for number in self._numbers(view)]
        patterns += [
            f"%{_literal(text.strip())}%"
            for text in (line.end_to_end_id, line.structured_reference, line.batch_id)
            if text and len(text.strip()) >= SHORTEST_NUMBER
        ]
        if not patterns:
            return []
        # One look per number, so that a number many documents share does not crowd out the others; each with its text
        # in the query, so that the planner sees the trigram indexes.
        looks = [
            SQL(
                """(
                SELECT item.id
                  FROM account_move move
                  JOIN account_move_line item ON item.move_id = move.id
                 WHERE (
                        move.name LIKE %(pattern)s
                        OR move.ref LIKE %(pattern)s
                        OR move.payment_reference LIKE %(pattern)s
                       )
                   AND item.account_id = ANY(%(accounts)s)
                   AND item.reconciled IS NOT TRUE
                   AND item.parent_state = 'posted'
                 LIMIT %(limit)s
                )""",
                pattern=pattern,
                accounts=accounts,
                limit=MOST_ITEMS_A_NUMBER,
            )
            for pattern in patterns
        ]
        rows = self.env.execute_query(SQL(" UNION ").join(looks))
        return [item_id for (item_id,) in rows]

    @api.model
    def _by_check(self, accounts, journal, view):
        """:return: ids of the open items of the bank's checks that a line names"""
        if not view.check_numbers:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT item.id
                  FROM account_payment payment
                  JOIN account_move_line item ON item.move_id = payment.move_id
                 WHERE payment.journal_id = %(journal)s
                   AND payment.check_number IS NOT NULL
                   AND LTRIM(payment.check_number, '0') = ANY(%(keys)s)
                   AND item.account_id = ANY(%(accounts)s)
                   AND item.reconciled IS NOT TRUE
                   AND item.parent_state = 'posted'
                 LIMIT %(limit)s
                """,
                journal=journal.id,
                keys=list(view.check_numbers),
                accounts=accounts,
                limit=MOST_ITEMS_A_NUMBER,
            )
        )
        return [item_id for (item_id,) in rows]

    # --------------------------------------------------------------------------------------------------------- partner

    @api.model
    def _by_partner(self, accounts, journal, view):
        return self._of_partners(accounts, self._partner_ids(journal, view), view.line.amount)

    @api.model
    def _of_partners(self, accounts, partner_ids, amount):
        """:return: ids of the open items of partners: those of the amount, then the oldest, so many a partner"""
        if not partner_ids:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT item.id
                  FROM unnest(%(partners)s) AS party(id)
            CROSS JOIN LATERAL (
                        SELECT id
                          FROM account_move_line
                         WHERE account_id = ANY(%(accounts)s)
                           AND partner_id = party.id
                           AND reconciled IS NOT TRUE
                           AND parent_state = 'posted'
                         ORDER BY ABS(amount_residual_currency - %(amount)s) > 0.005, date_maturity, id
                         LIMIT %(limit)s
                       ) AS item
                """,
                partners=list(partner_ids),
                accounts=accounts,
                amount=amount,
                limit=MOST_ITEMS_A_PARTNER,
            )
        )
        return [item_id for (item_id,) in rows]

    @api.model
    def _partner_ids(self, journal, view):
        """:return: ids of the partners who may have made a line, surest first"""
        if view.partner_id:
            return [view.partner_id]
        numbers = [account_key(view.account_number)] if view.account_number else []
        if numbers:
            Bank = self.env["res.partner.bank"]
            owners = Bank.search(
                [*Bank._check_company_domain(journal.company_id), ("sanitized_acc_number", "in", numbers)]
            )
            if owners:
                return owners.partner_id.commercial_partner_id.ids[:MOST_PARTNERS]
        return self._named_partner_ids(view)

    @api.model
    def _named_partner_ids(self, view):
        """:return: ids of the partners the payer's name or, without one, the text names; most words in common first"""
        text = view.payer_name or view.narrative.wording
        words = [word for word in dict.fromkeys(atoms(text)) if len(word) >= SHORTEST_WORD and word.isalpha()]
        words = sorted(words, key=len, reverse=True)[:8]
        if not words:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT commercial_partner_id
                  FROM (
                        SELECT partner.commercial_partner_id,
                               LOWER(partner.name) = LOWER(%(text)s) AS same,
                               (SELECT SUM(LENGTH(word)) FROM unnest(%(words)s) AS word
                                 WHERE LOWER(partner.name) LIKE '%%' || word || '%%') AS hits
                          FROM res_partner partner
                         WHERE partner.active AND partner.name ILIKE ANY(%(patterns)s)
                       ) AS named
              GROUP BY commercial_partner_id
              ORDER BY BOOL_OR(same) DESC, MAX(hits) DESC, commercial_partner_id
                 LIMIT %(limit)s
                """,
                text=text.strip(),
                words=words,
                patterns=[f"%{word}%" for word in chain(words, _accented(text, words))],
                limit=MOST_PARTNERS,
            )
        )
        return [partner_id for (partner_id,) in rows if partner_id]

    # ---------------------------------------------------------------------------------------------------------- amount

    @api.model
    def _by_amount(self, accounts, view):
        amounts = [view.line.amount]
        if view.line.foreign_amount:
            amounts.append(view.line.foreign_amount)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id
                  FROM account_move_line
                 WHERE reconciled IS NOT TRUE
                   AND amount_residual_currency != 0
                   AND amount_residual_currency = ANY(%(amounts)s)
                   AND account_id = ANY(%(accounts)s)
                   AND parent_state = 'posted'
                 LIMIT %(limit)s
                """,
                amounts=amounts,
                accounts=accounts,
                limit=MOST_ITEMS,
            )
        )
        return [item_id for (item_id,) in rows]


def _is_year(number):
    return len(number) == 4 and number[:2] in ("19", "20")


def _literal(text):
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _accented(text, words):
    """The words as the text writes them, accents kept: the books may have them too."""
    return [word for word in text.lower().split() if fold(word) in words and word not in words]
