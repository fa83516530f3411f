"""The three CAMT messages that report an account: recognising one, and reading it from first byte to last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ..exceptions import Location, MissingElementError, UnexpectedElementError, UnsupportedVersionError
from ..types import ParsedStatement
from ..xml import local_name, peek, stream
from .record import Paths
from .statement import StatementReader

SUPPORTED_VERSIONS = range(1, 15)

FREE_CONTENT = "SplmtryData"
"""Element in which banks may put anything, elements with the names of the standard included."""


@dataclass(frozen=True, slots=True)
class CamtMessage:
    """One message of the family.

    :param identifier: as it stands in the namespace, without the version
    :param containers: names of the element that holds the message, the one of version .001.01 last
    :param statement: element that holds one account's report
    """

    identifier: str
    containers: tuple[str, str]
    statement: str

    def detect(self, content: bytes) -> bool:
        """Whether the beginning of a file, well-formed or not, says that it is this message."""
        elements = peek(content).elements
        for _namespace, name, _line in elements:
            if name in CONTAINERS:
                return name in self.containers
        return bool(elements) and f"{self.identifier}." in elements[0][0]

    def parse(self, content: bytes) -> list[ParsedStatement]:
        """The statements of the file, one a reported account and period.

        :raises StatementFormatError: the file is unsafe, damaged, of an unknown version, or lacks what is needed
        """
        self._check_version(content)
        statements = list(_Document(self).statements(content))
        if not statements:
            raise MissingElementError(Location(1, f"{self.containers[0]}/{self.statement}"))
        return statements

    def _check_version(self, content: bytes) -> None:
        """Files without a namespace, or with one that names no version, are taken as they are."""
        pattern = re.compile(re.escape(self.identifier) + r"\.(\d+)", re.ASCII)
        for namespace, _name, line in peek(content).elements:
            match = pattern.search(namespace)
            if match and int(match[1]) not in SUPPORTED_VERSIONS:
                supported = ", ".join(f"{version:02}" for version in SUPPORTED_VERSIONS)
                raise UnsupportedVersionError(
                    Location(line), version=match[0], supported=f"{self.identifier}.{supported}"
                )


class _Document:
    """A file while it is read."""

    def __init__(self, message: CamtMessage) -> None:
        self.message = message
        self.paths = Paths()
        self.number = 0
        self.reader: StatementReader | None = None

    def statements(self, content: bytes) -> Iterator[ParsedStatement]:
        """Each statement when it is complete."""
        for element in stream(content, (self.message.statement, "Ntry", "TxDtls")):
            name = local_name(element)
            reader = self._reader_of(element, name)
            if reader is None:
                continue
            if name == "TxDtls":
                reader.add_detail(element)
            elif name == "Ntry":
                reader.add_entry(element)
            else:
                yield reader.finish()

    def _reader_of(self, element: etree._Element, name: str) -> StatementReader | None:
        """The reader of the statement that an element belongs to; None if the element is the bank's own content.

        :raises UnexpectedElementError: it is where the standard has no place for it, and would be lost
        """
        owner = element
        if name == "TxDtls":
            owner = owner.getparent()
            if _is_named(owner, "NtryDtls"):  # not yet in version .001.01
                owner = owner.getparent()
            if not _is_named(owner, "Ntry"):
                return _misplaced(element)
        if name != self.message.statement:
            owner = owner.getparent()
        if self.reader is not None and self.reader.element is owner:
            return self.reader
        if not _is_named(owner, self.message.statement) or not _is_named(owner.getparent(), *self.message.containers):
            return _misplaced(element)
        self.number += 1
        self.reader = StatementReader(owner, self.number, self.paths)
        return self.reader


def _is_named(element: etree._Element | None, *names: str) -> bool:
    return element is not None and local_name(element) in names


def _misplaced(element: etree._Element) -> None:
    if not any(local_name(ancestor) == FREE_CONTENT for ancestor in element.iterancestors()):
        raise UnexpectedElementError(Location(element.sourceline or 0, local_name(element)))


CAMT052 = CamtMessage("camt.052.001", ("BkToCstmrAcctRpt", "BkToCstmrAcctRptV01"), "Rpt")
CAMT053 = CamtMessage("camt.053.001", ("BkToCstmrStmt", "BkToCstmrStmtV01"), "Stmt")
CAMT054 = CamtMessage("camt.054.001", ("BkToCstmrDbtCdtNtfctn", "BkToCstmrDbtCdtNtfctnV01"), "Ntfctn")

CONTAINERS = frozenset(name for message in (CAMT052, CAMT053, CAMT054) for name in message.containers)
