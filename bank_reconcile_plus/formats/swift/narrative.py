"""Field 86 and what goes with it, taken apart by the tables of :mod:`.dialects`.

>>> parts = read_narrative("166?00GUTSCHRIFT?20EREF+E2E-1?21SVWZ+Rechnung 4711?30BANKDEFF?31DE02?32ACME GmbH")
>>> parts.code, parts.fields["counterparty_name"], parts.fields["end_to_end_id"], parts.remittance
('166', 'ACME GmbH', 'E2E-1', ['Rechnung 4711'])
>>> parts = read_narrative("/TRTP/SEPA OVERBOEKING/IBAN/NL91/NAME/JANSEN BV/REMI/invoice 12/EREF/NOTPROVIDED")
>>> parts.fields["counterparty_account"], parts.fields["counterparty_name"], parts.remittance
('NL91', 'JANSEN BV', ['invoice 12'])
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from . import dialects
from .dialects import Subfields

FULL_LINE = 65
"""Places of a line of field 86: a text that fills it goes on in the next line without a blank."""

SHORTEST_FULL_LINE = 60
"""Some banks break a little earlier: the longest line of a text says where, unless it is a short text."""

LONGEST_TAKEN_APART = 64 * 1024
"""Characters of a text that is taken apart; SWIFT allows 390. What is longer is kept as it is."""

GAP = "\x1f"
"""Between subfields of which the first does not go on in the second."""

_LAYOUTS = [
    (re.compile(rf"(?P<code>{layout.code})(?P<mark>[{re.escape(layout.marks)}])(?=\d\d)"), layout)
    for layout in dialects.SUBFIELD_LAYOUTS
]
_ATTRIBUTE = re.compile("|".join(re.escape(name) for name in sorted(dialects.ATTRIBUTES, key=len, reverse=True)))
_SLASH_CODE = re.compile("/(" + "|".join(sorted(dialects.SLASH_CODES, key=len, reverse=True)) + ")/")
_CITI_CODE = re.compile("/(" + "|".join(sorted(dialects.CITI_CODES, key=len, reverse=True)) + ")/")
_LABEL = re.compile(
    r"(?<![^\W_])(?:" + "|".join(re.escape(label) for label in sorted(dialects.LABELS, key=len, reverse=True)) + ")"
)
_LABEL_VALUE = re.compile(r"\s*([^;\n]*?)\s*(?:/?$|;|\s{2,})", re.MULTILINE)
_MONEY = re.compile(r"([A-Z]{3})\s?([\d.,]+)", re.ASCII)
_ACCOUNT = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}|[A-Z0-9]*\d[A-Z0-9.\-]*", re.ASCII)
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)
_IBAN_LIKE = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", re.ASCII)
_SHORT_ATTRIBUTES = 4


@dataclass(slots=True)
class Parts:
    """What a narrative says.

    :ivar code: transaction code of the bank (GVC) before the first subfield
    :ivar fields: part -> text, see :mod:`.dialects`
    :ivar remittance: what the payment is for, one string a line
    :ivar is_taken_apart: the remittance is not all of the text
    """

    code: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    remittance: list[str] = field(default_factory=list)
    is_taken_apart: bool = False

    def put(self, part: str, text: str) -> None:
        """Keep a part; the first one that says something counts, placeholders and mere marks do not."""
        text = text.strip()
        if not part or part in self.fields or text.upper() in dialects.PLACEHOLDERS or not any(map(str.isalnum, text)):
            return
        if part not in dialects.NUMBERS or text.strip("0"):
            self.fields[part] = text

    def get(self, part: str) -> str:
        """A part, empty if there is none."""
        return self.fields.get(part, "")


def read_narrative(text: str) -> Parts:
    """Take a narrative apart; one in no known layout, or too long for any, is all remittance."""
    if len(text) > LONGEST_TAKEN_APART:
        return Parts(remittance=[stripped for line in text.split("\n") if (stripped := line.strip())])
    for pattern, layout in _LAYOUTS:
        if match := pattern.match(text):
            parts = _read_subfields(text, match, layout)
            if parts is not None:
                return parts
    if text.startswith(dialects.CITI_OPENER):
        return _read_citi(_joined(text))
    if _is_in_slashes(text):
        return read_slashes(text)
    if _ATTRIBUTE.match(text):
        parts = Parts(is_taken_apart=True)
        _read_attributes(parts, _joined(text))
        return parts
    parts = Parts(remittance=[stripped for line in text.split("\n") if (stripped := line.strip())])
    _read_labels(parts, text)
    return parts


def _read_subfields(text: str, match: re.Match[str], layout: Subfields) -> Parts | None:
    """Numbered subfields; None when none of them is known, so that the text only looks like it."""
    mark = match["mark"]
    chunks: list[tuple[str, list[str]]] = []
    for chunk in _joined_subfields(text[match.start() :], mark)[match.end() :].split(mark):
        number = chunk[:2]
        if number in layout.parts:
            chunks.append((number, [chunk[2:]]))
        elif not chunks:
            return None
        elif chunk.strip():  # the mark is part of the text
            chunks[-1][1].append(chunk)
    parts = Parts(code=match["code"].strip(), is_taken_apart=True)
    _put_subfields(parts, layout, [(number, mark.join(texts)) for number, texts in chunks])
    return parts


def _joined_subfields(text: str, mark: str) -> str:
    """Lines of numbered subfields as one text: a shorter line lost a blank at its end, unless a subfield ends there."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    width = max(map(len, lines))
    joined = ""
    for line, following in pairwise([*lines, mark]):
        is_cut = len(line) >= width or following.startswith(mark) or mark in line[-2:]
        joined += line if is_cut else f"{line} "
    return joined


def _put_subfields(parts: Parts, layout: Subfields, chunks: list[tuple[str, str]]) -> None:
    gathered: dict[str, list[str]] = {}
    for number, chunk in chunks:
        gathered.setdefault(layout.parts[number], []).append(chunk)
    for part, texts in gathered.items():
        if part == dialects.REMITTANCE:
            if layout.is_party_first:
                texts = _without_party(parts, texts)
            _read_attributes(parts, _glued(texts, GAP))
        elif part == dialects.ACCOUNT:
            accounts = ["".join(text.split()) for text in texts]
            parts.put(part, max(accounts, key=len) if max(map(len, accounts)) else "")
        elif part == dialects.NAME:
            parts.put(part, _squeezed(_glued(_without_accounts(parts, texts))))
        else:
            parts.put(part, _glued(texts))


def _without_party(parts: Parts, texts: list[str]) -> list[str]:
    """The subfields of a remittance without BIC and IBAN before it."""
    if len(texts) < 2 or not (_BIC.fullmatch(texts[0].strip()) and _IBAN_LIKE.fullmatch(texts[1].strip())):
        return texts
    parts.put(dialects.BIC, texts[0])
    parts.fields[dialects.ACCOUNT] = texts[1].strip()
    return texts[2:] or [""]


def _without_accounts(parts: Parts, texts: list[str]) -> list[str]:
    """The subfields of a name that are one: Romanian banks put the account into the second."""
    first, *others = texts
    names = [first]
    for text in others:
        account = "".join(text.split())
        if _IBAN_LIKE.fullmatch(account):
            parts.put(dialects.ACCOUNT, account)
        else:
            names.append(text)
    return names


def _glued(texts: list[str], gap: str = " ") -> str:
    """Subfields as one text: one that does not fill its places ended there, or in a blank that was cut off."""
    width = max(dialects.SUBFIELD_WIDTH, *map(len, texts))
    return "".join([text if len(text) >= width else f"{text}{gap}" for text in texts]).strip()


def _read_attributes(parts: Parts, text: str) -> None:
    """SEPA attributes (``EREF+``, ``SVWZ+``) within the remittance; what no attribute claims is remittance."""
    places = [match for match in _ATTRIBUTE.finditer(text) if _is_attribute(text, match)]
    lines = [text[: places[0].start()] if places else text]
    for match, value in _pieces(places, text):
        part = dialects.ATTRIBUTES[match[0]]
        if part == dialects.REMITTANCE:
            lines.append(value)
        elif part == dialects.ULTIMATE:
            parts.put(part, _squeezed(value))
        else:  # an id ends where its subfield does, unless it fills it
            value, _gap, rest = value.partition(GAP)
            lines.append(rest)
            parts.put(part, "".join(value.split()) if part == dialects.ACCOUNT else _squeezed(value))
    parts.remittance += [line for value in lines if (line := _squeezed(value))]
    _read_labels(parts, text.replace(GAP, " "))


def _is_attribute(text: str, match: re.Match[str]) -> bool:
    """Whether it stands at the start of a word, as the short ones must to be told from text."""
    start = match.start()
    return not start or text[start - 1].isspace() or len(match[0]) > _SHORT_ATTRIBUTES


def _is_in_slashes(text: str) -> bool:
    match = _SLASH_CODE.search(text)
    if match is None:
        return False
    return (match.start() <= 1 and match[1] in dialects.SLASH_OPENERS) or "/REMI/" in text


def read_slashes(text: str) -> Parts:
    """Words in slashes (``/NAME/..``); text before the first is remittance."""
    parts = Parts(is_taken_apart=True)
    text = _joined(text)
    places = list(_SLASH_CODE.finditer(text))
    if not places:
        return Parts(remittance=[_squeezed(text)] if text.strip() else [])
    lead = _squeezed(text[: places[0].start()])
    if lead:
        parts.remittance.append(lead)
    context = ""
    for match, value in _pieces(places, text):
        code, value = match[1], _squeezed(value).strip("/ ")
        if code == "NAME" and context in dialects.ULTIMATE_CODES:
            code = context
        elif code in dialects.ULTIMATE_CODES or code in dialects.PARTY_CODES:
            context = code
        _put_slash(parts, code, value)
    return parts


def _read_citi(text: str) -> Parts:
    """Words in slashes as Citibank has them: both sides by name, whichever way the money went."""
    parts = Parts(is_taken_apart=True)
    for match, value in _pieces(list(_CITI_CODE.finditer(text)), text):
        part = dialects.CITI_CODES[match[1]]
        if part == dialects.REMITTANCE and value.strip():
            parts.remittance.append(_squeezed(value))
        elif part != dialects.REMITTANCE:
            parts.put(part, _squeezed(value))
    return parts


def _put_slash(parts: Parts, code: str, value: str) -> None:
    part = dialects.SLASH_CODES[code]
    if part == dialects.REMITTANCE_FIELD:
        _put_remittance(parts, value)
    elif part == dialects.PARTY:
        account, bic, name = (*value.split("/"), "", "", "")[:3]
        if code == "ACCW":
            account, bic, name = (*value.split(","), "", "")[:3]
        parts.put(dialects.ACCOUNT, "".join(account.split()))
        parts.put(dialects.BIC, bic)
        parts.put(dialects.NAME, name)
    elif part in (dialects.ACCOUNT, dialects.BIC):
        parts.put(part, "".join(value.split()))
    elif part in dialects.FIGURES:
        figure, _slash, words = value.partition("/")
        parts.put(part, figure)
        _put_remittance(parts, words.strip("/ "))
    elif part == dialects.SHARED_CODE:
        shared, _slash, words = value.partition("/")
        parts.put(part, shared)
        parts.put(dialects.POSTING_TEXT, words)
    elif code in dialects.PARTY_CODES and "/" in value:
        _put_party(parts, value)
    else:
        parts.put(part, value)


def _put_party(parts: Parts, value: str) -> None:
    """A name, or an account, the name and what the payment is for with slashes between."""
    account, _slash, rest = value.partition("/")
    if not _ACCOUNT.fullmatch(account.strip()):
        parts.put(dialects.NAME, value)
        return
    name, _slash, words = rest.partition("/")
    parts.put(dialects.ACCOUNT, "".join(account.split()))
    parts.put(dialects.NAME, name)
    _put_remittance(parts, words.strip("/ "))


def _put_remittance(parts: Parts, value: str) -> None:
    """``USTD//free text``, ``STRD/CUR/reference``, or the text as it is."""
    kind, _slash, rest = value.partition("/")
    if kind == "USTD":
        value = rest.strip("/ ")
    elif kind == "STRD":
        _issuer, _slash, reference = rest.partition("/")
        parts.put("structured_reference", (reference or rest).strip("/ "))
        return
    if value:
        parts.remittance.append(value)


def _read_labels(parts: Parts, text: str) -> None:
    """Words with a colon (``NAAM: ..``) fill the parts that are still open; the text itself stays as it is."""
    for match, value in _pieces(list(_LABEL.finditer(text)), text):
        part = dialects.LABELS[match[0]]
        found = _LABEL_VALUE.match(value)
        if not part or found is None:
            continue
        words = found[1].strip("/ ")
        if part == dialects.ACCOUNT:
            account = "".join(words.split())
            parts.put(part, account if _ACCOUNT.fullmatch(account) else "")
        else:
            parts.put(part, words if part == dialects.NAME else words.partition(" ")[0])


def _pieces(places: list[re.Match[str]], text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each place with the text from there to the next one."""
    for place, match in enumerate(places, 1):
        yield match, text[match.end() : places[place].start() if place < len(places) else len(text)]


def _joined(text: str) -> str:
    """Lines as one text: one that is full, or ends in a blank, goes on in the next."""
    lines = text.split("\n")
    width = max(map(len, lines))
    width = width if width >= SHORTEST_FULL_LINE else FULL_LINE
    return "".join([line if len(line) >= width or line.endswith(" ") else f"{line} " for line in lines]).strip()


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def read_note(text: str, parts: Parts, table: dict[str, str]) -> None:
    """Field NS: a line a subfield, its number in the first two places."""
    names: list[str] = []
    for line in text.split("\n"):
        part = table.get(line[:2])
        value = line[2:].strip()
        if part == dialects.REMITTANCE and value:
            parts.remittance.append(value)
        elif part == dialects.NAME:
            names.append(value)
        elif part:
            parts.put(part, value)
    parts.put(dialects.NAME, " ".join(names))


def money_of(text: str) -> tuple[str, str]:
    """Currency and amount as written in ``EUR11,85``; empty if it is neither."""
    match = _MONEY.match(text)
    return (match[1], match[2]) if match else ("", "")
