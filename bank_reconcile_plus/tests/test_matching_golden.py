import datetime
import json
from decimal import Decimal
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..matching import (
    Discount,
    ItemKind,
    Matcher,
    OpenItem,
    Partner,
    PastLine,
    Settings,
    StatementLine,
    TextMapping,
    VoidCheck,
)

WORLDS = sorted((Path(__file__).parent / "data" / "matching").glob("*.json"))
MONEY = ("amount", "residual", "residual_company", "foreign_amount", "company_amount", "minimum", "maximum")
SETTINGS_MONEY = ("tolerance_amount", "tolerance_percent")


def _typed(record):
    """A JSON record with its money and dates as the engine takes them."""
    typed = dict(record)
    for name in MONEY:
        if name in typed:
            typed[name] = Decimal(typed[name])
    for name in ("date", "due", "until", "batch_date"):
        if name in typed:
            typed[name] = datetime.date.fromisoformat(typed[name])
    return typed


def read_item(record):
    typed = {"kind": "invoice", "currency": "EUR", "date": "2026-05-01", **record}
    typed.setdefault("residual_company", typed["residual"])
    if "discount" in typed:
        typed["discount"] = Discount(**_typed(typed["discount"]))
    typed["partner_id"] = typed.pop("partner")
    return OpenItem(**{**_typed(typed), "kind": ItemKind(typed["kind"])})


def read_line(record):
    return StatementLine(**_typed({"currency": "EUR", "date": "2026-07-05", **record}))


def read_settings(record):
    values = {name: Decimal(value) if name in SETTINGS_MONEY else value for name, value in record.items()}
    if "known_fees" in values:
        values["known_fees"] = tuple(map(Decimal, values["known_fees"]))
    return Settings(currency="EUR", **values)


def read_matcher(world):
    return Matcher(
        [read_item(record) for record in world["items"]],
        [
            Partner(**{**record, "account_numbers": tuple(record.get("account_numbers", ()))})
            for record in world["partners"]
        ],
        read_settings(world.get("settings", {})),
        mappings=[TextMapping(**_typed(record)) for record in world.get("mappings", ())],
        history=[PastLine(**_typed(record)) for record in world.get("history", ())],
        void_checks=[VoidCheck(**_typed(record)) for record in world.get("void_checks", ())],
    )


def described(proposal, wanted):
    """What a proposal says about everything the world's expectation names."""
    if proposal is None:
        return None
    found = {
        "items": {part.item_id: str(part.amount) for part in proposal.applications},
        "item_amounts": {part.item_id: str(part.item_amount) for part in proposal.applications},
        "write_off": [str(proposal.write_off.amount), proposal.write_off.reason] if proposal.write_off else None,
        "difference": str(proposal.difference),
        "evidence": [piece.criterion for piece in proposal.evidence if piece.criterion in wanted.get("evidence", ())],
    }
    return {name: found[name] if name in found else getattr(proposal, name) for name in wanted}


@tagged("post_install", "-at_install")
class TestMatchingGolden(BaseCase):
    """Small worlds, each a situation an accountant knows, with what the engine must propose."""

    maxDiff = None

    def test_worlds(self):
        self.assertGreater(len(WORLDS), 20)
        for path in WORLDS:
            world = json.loads(path.read_text(encoding="utf-8"))
            with self.subTest(path.stem):
                results = read_matcher(world).match([read_line(record) for record in world["lines"]])
                found = {
                    result.line_id: described(result.proposal, world["expected"][result.line_id] or {})
                    for result in results
                }
                self.assertEqual(found, world["expected"])

    def test_a_world_reads_the_same_backwards(self):
        for path in WORLDS:
            world = json.loads(path.read_text(encoding="utf-8"))
            with self.subTest(path.stem):
                lines = [read_line(record) for record in world["lines"]]
                forward = {result.line_id: result for result in read_matcher(world).match(lines)}
                world["items"].reverse()
                world["partners"].reverse()
                backward = {result.line_id: result for result in read_matcher(world).match(lines[::-1])}
                self.assertEqual(backward, forward)
