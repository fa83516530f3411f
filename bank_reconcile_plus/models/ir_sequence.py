from odoo import models

from .account_bank_match_preview import PREVIEWED_NUMBERS


def _previewed_number(counter, increment):
    """The number a counter would give next, without taking it: sequences of PostgreSQL never roll back.

    :param counter: ``ir.sequence`` or ``ir.sequence.date_range`` record
    :param int increment: step of the sequence
    """
    counter.invalidate_recordset(["number_next_actual"], flush=False)
    given = counter.env.cr.cache[PREVIEWED_NUMBERS]
    number = counter.number_next_actual + given[counter] * increment
    given[counter] += 1
    return number


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _next_do(self):
        """EXTENDS base. A preview of a posting burns no number."""
        if PREVIEWED_NUMBERS in self.env.cr.cache and self.implementation == "standard":
            return self.get_next_char(_previewed_number(self, self.number_increment))
        return super()._next_do()


class IrSequenceDateRange(models.Model):
    _inherit = "ir.sequence.date_range"

    def _next(self):
        """EXTENDS base. The same for a sequence that begins anew each period."""
        sequence = self.sequence_id
        if PREVIEWED_NUMBERS in self.env.cr.cache and sequence.implementation == "standard":
            return sequence.get_next_char(_previewed_number(self, sequence.number_increment))
        return super()._next()
