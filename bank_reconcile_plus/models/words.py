"""The words of evidence, matches and lines, made where they are shown, in the reader's language.

The pure packages mark their English templates for translation and carry values beside them; here they are put
together.
"""

from odoo.tools.misc import format_date
from odoo.tools.translate import get_translation

from ..matching.evidence import CRITERIA


def translated(env, template, values):
    """Translate an English template of a pure package, then fill it.

    :param str template: with ``%(name)s`` placeholders
    :param dict values: what fills them
    """
    return get_translation("bank_reconcile_plus", env.lang or "en_US", template, values)


def evidence_words(env, evidence):
    """Put stored evidence into words.

    :param evidence: list of [criterion, weight, {name: value}], as stored on a match
    :return: list of (sentence, weight), strongest first
    """
    rows = []
    for criterion, weight, values in evidence or ():
        known = CRITERIA.get(criterion)
        sentence = translated(env, known.words, values) if known else criterion.replace("_", " ")
        rows.append((sentence, weight))
    return sorted(rows, key=lambda row: -abs(row[1]))


def match_words(match):
    """Say in a few words what a match settles: ``INV/2026/00012, Delta Bouw``.

    :param match: an ``account.bank.match`` record
    """
    env = match.env
    if match.transfer_line_id:
        other = match.transfer_line_id
        return env._("Transfer: %(bank)s, %(line)s", bank=other.journal_id.name, line=line_words(other))
    if match.move_line_id:
        item = match.move_line_id
        draft = item.parent_state == "draft"
        document = item.move_id.display_name if draft else item.move_id.name or item.name
        return ", ".join(filter(None, [document, item.partner_id.name]))
    if match.payment_id:
        payment = match.payment_id
        return ", ".join(filter(None, [payment.display_name, payment.memo, payment.partner_id.name]))
    reasons = dict(match._fields["write_off_reason"]._description_selection(env))
    parts = [reasons.get(match.write_off_reason)]
    if match.account_id:
        parts.append(match.account_id.display_name)
    return ", ".join(filter(None, parts))


def line_words(line):
    """Name a statement line in a sentence: date, label and amount.

    :param line: an ``account.bank.statement.line`` record
    """
    return line.env._(
        "%(date)s %(label)s %(amount)s",
        date=format_date(line.env, line.date),
        label=line.payment_ref or line.partner_name or "",
        amount=line.currency_id.format(line.amount),
    )
