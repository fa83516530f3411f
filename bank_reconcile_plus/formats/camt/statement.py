"""One statement (Stmt, Rpt or Ntfctn) of a CAMT message: account, balances, entries, and whether they add up."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from lxml import etree

from ..exceptions import MissingElementError
from ..types import ParsedBalance, ParsedStatement, ParsedTransaction, ParseWarning
from ..values import date_of
from ..xml import local_name
from . import codes
from .details import Owner, without_blanks
from .entry import Context, EntryReader
from .record import Paths, Record
from .summary import Totals, summary_warnings


class StatementReader:
    """Collects a statement while its elements arrive.

    :param element: the statement's element, still being read
    :param number: its place in the file, from 1
    :param paths: the names of the file
    """

    def __init__(self, element: etree._Element, number: int, paths: Paths) -> None:
        self.element = element
        self.where = f"{local_name(element)}[{number}]"
        self.paths = paths
        self.transactions: list[ParsedTransaction] = []
        self.pending: list[ParsedTransaction] = []
        self.warnings: list[ParseWarning] = []
        self.totals = Totals()
        self._details: list[Record] = []
        self._context: Context | None = None
        self._last_entry: etree._Element | None = None

    def warn(self, code: str, /, **values: object) -> None:
        """Note something odd."""
        self.warnings.append(ParseWarning(code, tuple((name, str(value)) for name, value in values.items())))

    def add_detail(self, element: etree._Element) -> None:
        """Take the fields of a complete TxDtls; the element is emptied."""
        number = self.totals.count + 1
        where = f"{self.where}/Ntry[{number}]/NtryDtls/TxDtls[{len(self._details) + 1}]"
        detail = Record(element, where, self.paths["NtryDtls"]["TxDtls"])
        detail.batch_id = _batch_id(element.getparent())
        self._details.append(detail)
        element.clear()

    def add_entry(self, element: etree._Element) -> None:
        """Turn a complete Ntry into transactions; the element of the entry before it is dropped.

        :raises StatementFormatError: something in it is missing or cannot be right
        """
        number = self.totals.count + 1
        if self._context is None:
            self._context = self._make_context()
        record = Record(element, f"{self.where}/Ntry[{number}]", self.paths)
        entry = EntryReader(record, self._details, self._context, number, self.warn).read()
        self.totals.add(entry)
        (self.transactions if entry.is_booked else self.pending).extend(entry.transactions)
        self._details = []
        if self._last_entry is not None:
            self.element.remove(self._last_entry)
        self._last_entry = element

    def finish(self) -> ParsedStatement:
        """The whole statement, when its element is complete; the element is emptied.

        :raises StatementFormatError: something in it is missing or cannot be right
        """
        header = self._header()
        balances = self._balances(header)
        account_number = without_blanks(header.take(*codes.ACCOUNT_NUMBERS))
        if not account_number:
            raise header.error(MissingElementError, "Acct/Id")
        found = [balance for balance, _record in balances]
        currency = self._currency(header, found)
        opening, closing = (self._choose(found, kinds, currency) for kinds in (codes.OPENING, codes.CLOSING))
        self._check(opening, closing)
        self.warnings += summary_warnings(header, self.totals)
        statement = ParsedStatement(
            account_number=account_number,
            currency=currency,
            transactions=tuple(self.transactions),
            pending=tuple(self.pending),
            statement_id=header.take("Id"),
            number=header.take("ElctrncSeqNb", "LglSeqNb"),
            opening_balance=opening and opening.amount,
            closing_balance=closing and closing.amount,
            opening_date=(opening and opening.date) or _day(header, "FrToDt/FrDtTm"),
            closing_date=(closing and closing.date) or _day(header, "FrToDt/ToDtTm"),
            account_name=header.take("Acct/Nm"),
            account_owner=header.take(*codes.OWNER_NAMES),
            bank_bic=header.take(*codes.BANK_BICS),
            warnings=tuple(self.warnings),
            balances=tuple(found),
            raw=self._raw(header, [record for _balance, record in balances]),
        )
        self.element.clear()
        return statement

    def _header(self) -> Record:
        """The statement's own fields: everything but its balances and entries."""
        return Record(self.element, self.where, self.paths, without=("Bal/", "Ntry/"))

    def _balances(self, header: Record) -> list[tuple[ParsedBalance, Record]]:
        elements = self.element.iterchildren("{*}Bal")
        records = [
            Record(element, f"{self.where}/Bal[{number}]", self.paths["Bal"])
            for number, element in enumerate(elements, 1)
        ]
        return [(_balance(record, header.get("Acct/Ccy")), record) for record in records]

    def _make_context(self) -> Context:
        header = self._header()
        balances = [balance for balance, _record in self._balances(header)]
        currency = self._currency(header, balances)
        closing = self._choose(balances, codes.CLOSING, currency)
        owner = Owner(without_blanks(header.get(*codes.ACCOUNT_NUMBERS)), header.get(*codes.OWNER_NAMES))
        dates = [closing and closing.date, _day(header, "FrToDt/ToDtTm"), _day(header, "CreDtTm")]
        dates += [balance.date for balance in reversed(balances)]
        return Context(owner, currency, next(filter(None, dates), None))

    def _currency(self, header: Record, balances: Sequence[ParsedBalance]) -> str:
        """Currency of the account, else of its balances, else of its entries."""
        if currency := header.currency("Acct/Ccy"):
            return currency
        if balances:
            return balances[0].currency
        return next((transaction.currency for transaction in [*self.transactions, *self.pending]), "")

    def _choose(
        self, balances: Sequence[ParsedBalance], kinds: codes.BalanceKinds, currency: str
    ) -> ParsedBalance | None:
        """The balance the statement starts or ends with.

        The first kind that is there counts, a page break only when there is nothing else; of several, those of the
        first or last day.
        """
        for code in kinds.codes:
            same = [balance for balance in balances if balance.code == code and balance.currency == currency]
            same = [balance for balance in same if balance.subtype != codes.INTERMEDIATE] or same
            if same and kinds.is_last:
                return max(reversed(same), key=lambda balance: balance.date or datetime.date.min)
            if same:
                return min(same, key=lambda balance: balance.date or datetime.date.max)
        return None

    def _check(self, opening: ParsedBalance | None, closing: ParsedBalance | None) -> None:
        """Warn of balances that the booked entries do not lead from one to the other."""
        for balance in (opening, closing):
            if balance is not None and balance.code in codes.AVAILABLE_BALANCES:
                self.warn(
                    "available_balance_used", balance=balance.code, amount=balance.amount, currency=balance.currency
                )
        if opening is None or closing is None or self.totals.currencies - {closing.currency}:
            return
        expected = opening.amount + self.totals.booked
        if expected != closing.amount:
            self.warn(
                "balances_differ",
                opening=opening.amount,
                movements=self.totals.booked,
                expected=expected,
                closing=closing.amount,
                difference=closing.amount - expected,
                currency=closing.currency,
            )

    def _raw(self, header: Record, balances: Sequence[Record]) -> tuple[tuple[str, str], ...]:
        """Every field of the message's header and of the statement that has no place of its own."""
        group = self.element.getparent().find("{*}GrpHdr")
        raw = () if group is None else Record(group, "GrpHdr", self.paths["GrpHdr"]).rest()
        return sum((record.rest() for record in balances), raw + header.rest())


def _batch_id(parent: etree._Element) -> str:
    """Id of the batch that a detail stands in: in version .001.01 somewhere in the entry, later first of all."""
    batch = parent[0] if local_name(parent) == "NtryDtls" else parent.find("{*}Btch")
    if batch is None or local_name(batch) != "Btch":
        return ""
    return (batch.findtext("{*}PmtInfId") or batch.findtext("{*}MsgId") or "").strip()


def _balance(record: Record, account_currency: str) -> ParsedBalance:
    amount, currency = record.signed_amount("Bal/", account_currency)
    return ParsedBalance(
        code=record.take(*codes.BALANCE_CODES),
        amount=amount,
        currency=currency,
        date=record.date("Bal/Dt"),
        subtype=record.take("Bal/Tp/SubTp/Cd", "Bal/Tp/SubTp/Prtry"),
    )


def _day(header: Record, path: str) -> datetime.date | None:
    """A day that only helps out: one that cannot be read is as good as none."""
    try:
        return date_of(header.get(path))
    except ValueError:
        return None
