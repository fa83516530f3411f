from odoo import api, models

from ..formats.account_numbers import account_only, bare, similar_account


class BankNeededError(Exception):
    """A person must say which bank a statement is of; the message says why."""


class AccountBankImportFinder(models.AbstractModel):
    """Finds the bank journal a statement is of by its account number, and says which ones could be meant."""

    _name = "account.bank.import.finder"
    _description = "Bank of an Imported Statement"

    @api.model
    def _find(self, parsed, chosen=None, decided=False):
        """The bank journal a statement belongs to.

        :param parsed: :class:`ParsedStatement`
        :param chosen: ``account.journal`` a person chose, or None to find it by the account number
        :param bool decided: the person saw the file's number and chose this bank all the same
        :raise BankNeededError: when it cannot be known, or the currency does not fit
        """
        if chosen:
            if not decided:
                self._check_number(parsed, chosen)
            self._check_currency(parsed, chosen)
            return chosen
        banks = self._banks_of_number(parsed.account_number)
        fitting = banks.filtered(lambda bank: not parsed.currency or self._currency(bank).name == parsed.currency)
        found = fitting.filtered(lambda bank: bank.company_id == self.env.company) or fitting
        if len(found) == 1:
            return found
        if not bare(parsed.account_number):
            raise BankNeededError(self.env._("The file does not say of which account it is. Choose its bank."))
        if banks and not fitting:
            self._check_currency(parsed, banks[0])
        if found:
            raise BankNeededError(
                self.env._(
                    "Several banks have account %(number)s: %(journals)s. Choose one.",
                    number=parsed.account_number,
                    journals=", ".join(found.mapped("display_name")),
                )
            )
        raise BankNeededError(
            self.env._(
                "No bank has account %(number)s. Choose one under Bank, or create it.",
                number=account_only(parsed.account_number),
            )
        )

    @api.model
    def _banks(self):
        """:return: the bank journals of the companies the user works in"""
        domain = self.env["account.journal"]._check_company_domain(self.env.companies)
        return self.env["account.journal"].search([*domain, ("type", "in", ("bank", "credit", "cash"))])

    @api.model
    def _banks_of_number(self, number):
        return self._banks().filtered(lambda bank: bank._has_account_number(number)) if number else self._banks()[:0]

    @api.model
    def _currency(self, bank):
        return bank.currency_id or bank.company_id.currency_id

    @api.model
    def _check_number(self, parsed, bank):
        numbers = bank._account_numbers()
        if bare(parsed.account_number) and numbers and not bank._has_account_number(parsed.account_number):
            raise BankNeededError(
                self.env._(
                    "The file is of account %(file)s, but %(journal)s is account %(own)s. Choose the bank the file is"
                    " of.",
                    file=parsed.account_number,
                    journal=bank.display_name,
                    own=numbers[0],
                )
            )

    @api.model
    def _check_currency(self, parsed, bank):
        currency = self._currency(bank)
        if parsed.currency and parsed.currency != currency.name:
            raise BankNeededError(
                self.env._(
                    "The file is in %(file)s, but %(journal)s is in %(own)s. Choose another bank, or create it.",
                    file=parsed.currency,
                    journal=bank.display_name,
                    own=currency.name,
                )
            )

    @api.model
    def _candidates(self, number, currency_name):
        """The banks a statement could be of, likeliest first.

        :param str number: the account number in the file, may be empty
        :param str currency_name: ISO code, empty where the file does not say
        :return: (banks of a like number, banks without number, the other banks of that currency)
        """
        banks = self._banks().filtered(lambda bank: not currency_name or self._currency(bank).name == currency_name)
        like = banks.filtered(lambda bank: any(similar_account(number, own) for own in bank._account_numbers()))
        blank = (banks - like).filtered(lambda bank: not bank._account_numbers())
        return like, blank, banks - like - blank

    @api.model
    def _guess(self, candidates):
        """:return: the one bank to propose, or none when several are as likely"""
        like, blank, others = candidates
        best = next((group for group in (like, blank, others) if group), others)
        return best if len(best) == 1 else best[:0]

    @api.model
    def _create_bank(self, number, currency_name, bic, name):
        """A bank journal with this account number.

        :param str bic: of the bank, may be empty
        :param str name: how the file calls the account or its bank, may be empty
        """
        company, number = self.env.company, account_only(number)
        currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", currency_name)])
        if currency and not currency.active:
            currency.action_unarchive()
        bank = self._bank_by_bic(bic)
        called = bank.name or name or self.env._("Bank")
        values = {
            "type": "bank",
            "name": " ".join(filter(None, (called, (number or "")[-4:]))),
            "company_id": company.id,
            "currency_id": currency.id if currency and currency != company.currency_id else False,
        }
        if number:
            values |= {"bank_acc_number": number, "bank_id": bank.id}
        return self.env["account.journal"].create(values)

    @api.model
    def _bank_by_bic(self, bic):
        """:return: the ``res.bank`` of a BIC; the head office stands for its branches"""
        banks = self.env["res.bank"]
        if not bic:
            return banks
        found = banks.search([("bic", "in", [bic, bic[:8], f"{bic[:8]}XXX"])], limit=1)
        if not found and banks.has_access("create"):
            found = banks.create({"name": bic, "bic": bic})
        return found

    @api.model
    def _remember_number(self, bank, number):
        """Keep the number a person said is this bank's, where they may change banks, so that it is found next time."""
        if not number or bank._has_account_number(number) or not bank.has_access("write"):
            return
        number = account_only(number)
        is_number = any(character.isdigit() for character in number)  # QIF has a program's name for the account
        if is_number and not bank._account_numbers() and bank.type == "bank":
            bank.set_bank_account(number)
        else:
            bank.import_account_numbers = "; ".join(filter(None, (bank.import_account_numbers, number)))
