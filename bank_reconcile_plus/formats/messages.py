"""The sentences this package may show to a person, as translatable templates.

Nothing here is translated: the package does not know the reader's language. Errors and warnings carry a stable code,
an English template and the values that fill it; whoever shows them translates the template first.

>>> WARNINGS["summary_count_differs"] % {"element": "TxsSummry/TtlNtries", "declared": "35", "found": "3"}
'The file declares 35 entries (TxsSummry/TtlNtries), but it holds 3.'
"""

from __future__ import annotations

from ..translatable import _

WARNINGS: dict[str, str] = {
    "balances_differ": _(
        "The balances do not add up: opening %(opening)s plus booked transactions %(movements)s is %(expected)s, "
        "but the closing balance is %(closing)s %(currency)s, %(difference)s off."
    ),
    "available_balance_used": _(
        "The statement has no booked balance; the available balance (%(balance)s) %(amount)s %(currency)s is used."
    ),
    "balance_date_unknown": _(
        "Balance %(balance)s is dated %(date)s, which is no day of the calendar; it is read without its date."
    ),
    "batch_not_split": _(
        "Entry %(entry)s of %(amount)s %(currency)s is kept as one transaction, because its %(count)s details add up "
        "to %(details)s."
    ),
    "closing_record_missing": _("The file ends without its closing record (%(element)s); part of it may be missing."),
    "control_total_differs": _(
        "Record %(element)s declares a control total of %(declared)s, but what it closes adds up to %(found)s; the "
        "file may have been cut or changed."
    ),
    "date_assumed": _("Entry %(entry)s has no date; it is taken as of %(date)s, the date of the statement."),
    "date_implausible": _("Entry %(entry)s is dated %(date)s, long after the statement was made."),
    "date_moved": _(
        "Entry %(entry)s has the value date %(written)s, a day February does not have and banks that count 30 days a "
        "month write; it is taken as %(date)s."
    ),
    "day_order_assumed": _(
        "Nothing in the file says whether its dates have the day or the month first; %(date)s is taken as %(read)s. "
        "Compare one with your bank before you go on."
    ),
    "entry_account_differs": _(
        "Entry %(entry)s is of account %(account)s, but stands in the statement of account %(statement)s."
    ),
    "entry_corrects": _(
        "Entry %(entry)s corrects entry %(corrected)s, which the bank sent before and which still stands."
    ),
    "entry_currency_differs": _(
        "Entry %(entry)s is in %(currency)s, but the account is in %(account_currency)s; its amount %(amount)s is kept "
        "as written and the balances are not checked."
    ),
    "opening_balance_entry": _(
        "Entry %(entry)s is the opening balance of %(amount)s, which the program that wrote the file lists as a "
        "movement."
    ),
    "record_count_differs": _(
        "The file declares %(declared)s records (%(element)s), but it holds %(found)s; part of it may be missing."
    ),
    "record_not_ended": _(
        "Entry %(entry)s of %(date)s over %(amount)s has no end mark (^); it was read, but the file may have been cut."
    ),
    "row_without_amount": _("Row %(row)s has a date and no amount; it was left out."),
    "rows_not_booked": _("Rows left out: %(count)s; the file says they are not booked yet and gives them no day."),
    "rows_void": _("Rows left out: %(count)s; the file says they were declined, cancelled or taken back."),
    "running_balance_differs": _(
        "Row %(row)s should lead to a balance of %(expected)s, but the file says %(balance)s."
    ),
    "sign_redundant": _(
        "Entry %(entry)s writes the negative amount %(amount)s and says debit as well; it is read as money out."
    ),
    "status_unknown": _("Entry %(entry)s has the unknown status %(status)s; it is taken as booked."),
    "summary_count_differs": _("The file declares %(declared)s entries (%(element)s), but it holds %(found)s."),
    "trades_left_out": _(
        "The file lists %(count)s trades in securities, which were left out; only movements of cash are read."
    ),
    "summary_sum_differs": _(
        "The file declares a sum of %(declared)s (%(element)s), but its entries add up to %(found)s."
    ),
}
"""Code -> template of every warning about content that was read although something about it is odd."""
