import re

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ..matching.check_words import check_key

#: check numbers one range may name
LONGEST_RANGE = 1000
#: check numbers that a message names; it counts the others
NAMED_CHECKS = 12


class AccountBankWorksheet(models.Model):
    """What a person does on a worksheet: tick what the bank's statement shows, and comment on it.

    The public methods of the page; all take ids, as they are called from the browser. Those that change something
    return how the worksheet stands then.
    """

    _inherit = "account.bank.worksheet"

    def get_worksheet(self):
        """Everything the page shows.

        :return: dict of ``checks`` and ``deposits`` (rows, oldest first), and of what :meth:`_standing` says
        """
        self.ensure_one()
        self.check_access("read")
        figures = self._figures()
        return {"checks": figures["checks"], "deposits": figures["deposits"], **self._standing(figures)}

    def set_cleared(self, item_ids, cleared=True):
        """Tick ledger entries, or take their ticks away; the other payments of a batch go with theirs.

        Entries that are not outstanding any more are passed over.
        """
        rows = self._rows_to_tick()
        self._tick(self._rows_of_items(rows, item_ids), cleared)
        return self._standing(self._figures_of(rows))

    def set_cleared_until(self, date, cleared=True):
        """Tick all that is dated up to a day, or take those ticks away."""
        day = fields.Date.to_date(date)
        if not day:
            raise UserError(self.env._("Say up to which day."))
        rows = self._rows_to_tick()
        self._tick([row for row in rows if row["date"] <= day.isoformat()], cleared)
        return self._standing(self._figures_of(rows))

    def set_cleared_checks(self, text):
        """Tick checks by their numbers, zeros in front or not: ``1001-1010, 1015``.

        What is not outstanding, stands on several payments or in a batch is named and not ticked; the others are.

        :return: as the other methods, with ``ticked`` (how many were), and ``words`` about those that were not
        :raise UserError: when the text is no list of numbers
        """
        numbers = self._check_numbers(text)
        rows = self._rows_to_tick()
        found = self._rows_by_check(rows)
        chosen, unknown, doubled = [], [], []
        for number in numbers:
            same = found.get(check_key(number), [])
            if len(same) == 1 and same[0]["count"] == 1:
                chosen += same
            else:
                (doubled if same else unknown).append(number)
        self._tick(chosen, True)
        return {
            **self._standing(self._figures_of(rows)),
            "ticked": len(chosen),
            "words": self._words_of_checks(unknown, doubled),
        }

    def set_comment(self, item_ids, comment):
        """Say something about an entry, or about the batch of some; kept on its statement line."""
        words = (comment or "").replace("\x00", "").strip()
        rows = self._rows_to_tick()
        chosen = self._rows_of_items(rows, item_ids)
        first = {row["id"] for row in chosen}
        others = [item_id for row in chosen for item_id in row["item_ids"] if item_id not in first]
        self._keep(list(first), {"comment": words or False})
        self._keep(others, {"comment": False})
        for row in chosen:
            row["comment"] = words
        return self._standing(self._figures_of(rows))

    def drop_gone(self):
        """Take away the ticks of what is no longer outstanding."""
        rows = self._rows_to_tick()
        self._gone_items(rows).unlink()
        return self._standing(self._figures_of(rows))

    # ---------------------------------------------------------------------------------------------------------- state

    def _standing(self, figures):
        """:return: dict of the ``totals``, the ids of the ``cleared`` rows, ``comments`` by row, ``warnings``, what is
        ``missing`` to post, and what the page needs to know of the worksheet
        """
        rows = [*figures["checks"], *figures["deposits"]]
        return {
            "state": self.state,
            "can_edit": self.state == "draft" and self.has_access("write"),
            "currency_id": self.currency_id.id,
            "date": self.date.isoformat(),
            "date_words": format_date(self.env, self.date),
            "totals": figures["totals"],
            "cleared": [row["id"] for row in rows if row["cleared"]],
            "comments": {row["id"]: row["comment"] for row in rows if row["comment"]},
            "warnings": self._warnings(rows),
            "missing": self._missing_to_post(figures),
        }

    def _rows_to_tick(self):
        """Begin to change the worksheet.

        :return: what waits for the bank, as of :meth:`_rows`: read once, and kept up with what is changed
        """
        self._lock_to_tick()
        return self._rows()

    def _rows_of_items(self, rows, item_ids):
        wanted = set(item_ids)
        return [row for row in rows if not wanted.isdisjoint(row["item_ids"])]

    def _lock_to_tick(self):
        self.ensure_one()
        self.check_access("write")
        self._check_draft()
        self._touch()

    def _touch(self):
        """Note who works on the worksheet. Of two at once the second begins again on what the first left: the host
        repeats a request whose row somebody else has changed meanwhile.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE account_bank_worksheet SET write_uid = %s, write_date = %s WHERE id = %s",
                self.env.uid,
                self.env.cr.now(),
                self.id,
            )
        )
        self.invalidate_recordset(["write_uid", "write_date"], flush=False)

    # ---------------------------------------------------------------------------------------------------------- ticks

    def _tick(self, rows, cleared):
        self._keep([item_id for row in rows for item_id in row["item_ids"]], {"cleared": cleared})
        for row in rows:
            row["cleared"] = bool(cleared)

    def _keep(self, item_ids, values):
        """Keep what was said of ledger entries; of those nothing is said any more nothing is kept."""
        kept = self.item_ids.search([("worksheet_id", "=", self.id), ("move_line_id", "in", item_ids)])
        changed = kept.filtered(lambda tick: any(tick[name] != value for name, value in values.items()))
        changed.write(values)
        if any(values.values()):
            known = set(kept.move_line_id.ids)
            self.env["account.bank.worksheet.item"].create(
                [
                    {"worksheet_id": self.id, "move_line_id": item_id, **values}
                    for item_id in item_ids
                    if item_id not in known
                ]
            )
        else:
            changed.filtered(lambda tick: not tick.cleared and not tick.comment).unlink()

    # --------------------------------------------------------------------------------------------------------- checks

    def _rows_by_check(self, rows):
        """:return: dict of check number without zeros -> rows; of checks received only where none paid has it"""
        paid, received = {}, {}
        for row in rows:
            for number in row["check_numbers"]:
                side = paid if row["amount"] < 0 else received
                side.setdefault(check_key(number), []).append(row)
        return {**received, **paid}

    def _check_numbers(self, text):
        """:return: list of the numbers a text names, ranges spread, each once"""
        numbers = {}
        joined = re.sub(r"\s*(?:-|–|—|\.\.)\s*", "-", text or "")
        for part in re.split(r"[\s,;]+", joined):
            if not part:
                continue
            if not re.fullmatch(r"[0-9]{1,18}(-[0-9]{1,18})?", part):
                raise UserError(self.env._("“%s” is not a check number. Write them as: 1001-1010, 1015", part))
            first, _dash, last = part.partition("-")
            for number in self._range(first, last or first):
                numbers.setdefault(check_key(number) or number, number)
        if not numbers:
            raise UserError(self.env._("Write the numbers of the checks, such as: 1001-1010, 1015"))
        return list(numbers.values())

    def _range(self, first, last):
        """:return: the numbers from one to another, as wide as the first is written"""
        start, end = int(first), int(last)
        if end < start:
            raise UserError(self.env._("%(first)s-%(last)s ends before it begins.", first=first, last=last))
        if end - start >= LONGEST_RANGE:
            raise UserError(
                self.env._(
                    "%(first)s-%(last)s has more than %(most)s numbers.", first=first, last=last, most=LONGEST_RANGE
                )
            )
        return [first] if first == last else [str(number).zfill(len(first)) for number in range(start, end + 1)]

    def _words_of_checks(self, unknown, doubled):
        words = []
        if unknown:
            words.append(self.env._("No outstanding check has number %s.", self._named(unknown)))
        if doubled:
            words.append(
                self.env._("Several payments, or a batch, have number %s: tick them in the list.", self._named(doubled))
            )
        return " ".join(words)

    def _named(self, numbers):
        """:return: the numbers one after the other; of many the first, and how many more there are"""
        named = ", ".join(numbers[:NAMED_CHECKS])
        more = len(numbers) - NAMED_CHECKS
        return self.env._("%(numbers)s and %(more)s more", numbers=named, more=more) if more > 0 else named
