"""ReconBench worlds for the matching engine: world -> records, results -> proposals.

A world is a JSON file of open items and bank statement lines with known truth; its format is described beside it
(README.md). Truth is never read here: the scorer that came with the world does that. ``./dev/bench match`` runs it.
"""

from __future__ import annotations

import cProfile
import datetime
import gzip
import importlib.util
import io
import json
import pstats
import resource
import sys
import time
import types
from decimal import Decimal
from pathlib import Path

#: ISO 4217 currencies whose smallest unit is not a hundredth
DECIMALS = tuple(dict.fromkeys(("JPY", "KRW", "CLP", "ISK", "VND"), 0).items()) + tuple(
    dict.fromkeys(("BHD", "JOD", "KWD", "OMR", "TND"), 3).items()
)
ADDON = Path(__file__).resolve().parent.parent / "bank_reconcile_plus"


def load_engine():
    """The matching package without Odoo: the addon's own package is stood in for by an empty one."""
    if "bank_reconcile_plus" not in sys.modules:
        package = types.ModuleType("bank_reconcile_plus")
        package.__path__ = [str(ADDON)]
        sys.modules["bank_reconcile_plus"] = package
    return importlib.import_module("bank_reconcile_plus.matching")


def read_world(path: str) -> dict:
    """A world's JSON, gzipped or plain."""
    content = Path(path).read_bytes()
    return json.loads(gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content)


def settings_of(world: dict, matching):
    """What a company with correspondents abroad would allow: fees in halves up to 25, cents of tolerance."""
    return matching.Settings(
        currency=world.get("meta", {}).get("company_currency", "EUR"),
        decimals=DECIMALS,
        date_tolerance_days=5,
        tolerance_amount=Decimal("0.05"),
        tolerance_percent=Decimal(1),
        known_fees=tuple(Decimal(step) / 2 for step in range(1, 51)),
        discount_grace_days=5,
    )


def _money(value) -> Decimal:
    return Decimal(str(value))


def _day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None


def items_of(world: dict, matching) -> list:
    """The world's open items as records."""
    records = []
    for item in world["items"]:
        discount = item.get("discount")
        records.append(
            matching.OpenItem(
                id=item["id"],
                kind=matching.ItemKind(item["kind"]),
                number=item.get("number") or "",
                date=_day(item["date"]),
                due=_day(item.get("due")),
                currency=item["currency"],
                residual=_money(item["residual"]),
                residual_company=_money(item["residual_company"]),
                partner_id=item.get("partner"),
                reference=item.get("ref") or "",
                payment_reference=item.get("payment_reference") or "",
                origin=item.get("origin") or "",
                memo=item.get("memo") or "",
                check_number=item.get("check_number") or "",
                discount=matching.Discount(_day(discount["until"]), _money(discount["residual"])) if discount else None,
            )
        )
    return records


def lines_of(world: dict, matching) -> list:
    """The world's statement lines as records."""
    return [
        matching.StatementLine(
            id=line["id"],
            date=_day(line["date"]),
            amount=_money(line["amount"]),
            currency=line["currency"],
            text=line.get("text") or "",
            partner_name=line.get("partner_name") or "",
            account_number=line.get("iban") or "",
            end_to_end_id=line.get("end_to_end_id") or "",
            structured_reference=line.get("structured_ref") or "",
            check_number=line.get("check_number") or "",
            foreign_currency=line.get("foreign_currency") or "",
            foreign_amount=None if line.get("foreign_amount") is None else _money(line["foreign_amount"]),
        )
        for line in world["lines"]
    ]


def partners_of(world: dict, matching) -> list:
    """The world's partners as records."""
    return [
        matching.Partner(
            id=partner["id"],
            name=partner["name"],
            country=partner.get("country") or "",
            city=partner.get("city") or "",
            parent_id=partner.get("parent"),
            account_numbers=tuple(partner.get("ibans") or ()),
        )
        for partner in world["partners"]
    ]


def knowledge_of(world: dict, matching) -> tuple[list, list]:
    """Text mappings and earlier lines as records."""
    mappings = [
        matching.TextMapping(id=place, contains=rule["contains"], account=rule["account"])
        for place, rule in enumerate(world.get("rules", ()))
    ]
    history = [
        matching.PastLine(
            date=_day(past["date"]),
            amount=_money(past["amount"]),
            text=past.get("text") or "",
            account=past["account"],
            partner_name=past.get("partner_name") or "",
            account_number=past.get("iban") or "",
        )
        for past in world.get("history", ())
    ]
    return mappings, history


def proposals_of(results, items: list) -> dict:
    """Results in the form the scorer reads: amounts in the company's currency."""
    by_id = {item.id: item for item in items}
    proposals = {}
    for result in results:
        best = result.proposal
        if best is None:
            continue
        proposals[result.line_id] = {
            "auto": best.automatic,
            "items": [
                {"id": part.item_id, "amount": float(_in_company_currency(part, by_id[part.item_id]))}
                for part in best.applications
            ],
            "account": best.account,
            "writeoff": (
                {"amount": float(best.write_off.amount), "reason": best.write_off.reason} if best.write_off else None
            ),
        }
    return proposals


def _in_company_currency(part, item) -> Decimal:
    """What of an item's residual in the company's currency an application settles."""
    return round(item.residual_company * part.item_amount / item.residual, 2)


def run(path: str, profile: bool = False, repeat: int = 1) -> tuple[dict, dict, dict]:
    """Match a world.

    :param repeat: times it is done; the measures are those of the fastest, for machines with other work to do
    :return: the world, the proposals and the measures (seconds of CPU, MiB)
    """
    matching = load_engine()
    world = read_world(path)
    items, lines, partners = items_of(world, matching), lines_of(world, matching), partners_of(world, matching)
    mappings, history = knowledge_of(world, matching)
    settings = settings_of(world, matching)
    best: tuple[float, float] | None = None
    for _time in range(repeat):
        profiler = cProfile.Profile() if profile else None
        started = time.process_time()
        if profiler:
            profiler.enable()
        matcher = matching.Matcher(items, partners, settings, mappings=mappings, history=history)
        indexed = time.process_time()
        results = matcher.match(lines)
        ended = time.process_time()
        if profiler:
            profiler.disable()
            print_profile(profiler)
        if best is None or ended - started < sum(best):
            best = (indexed - started, ended - indexed)
    measures = {
        "seconds_index": round(best[0], 3),
        "seconds_match": round(best[1], 3),
        "seconds": round(sum(best), 3),
        "milliseconds_a_line": round(1000 * best[1] / max(1, len(lines)), 4),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
    return world, proposals_of(results, items), measures


def print_profile(profiler: cProfile.Profile) -> None:
    """Where the time went, on the error stream."""
    stream = io.StringIO()
    pstats.Stats(profiler, stream=stream).sort_stats("tottime").print_stats(35)
    print(stream.getvalue(), file=sys.stderr)


def find_scorer(path: str, given: str | None) -> Path | None:
    """The scorer that came with a world: named, or beside the world file."""
    beside = Path(given) if given else Path(path).resolve().parent / "score.py"
    return beside if beside.is_file() else None


def score(scorer: Path, world: dict, proposals: dict) -> tuple[dict, dict]:
    """Totals and rows a scenario, by the world's own scorer."""
    spec = importlib.util.spec_from_file_location("reconbench_score", scorer)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score(world, proposals)


def print_rows(rows: dict) -> None:
    """One row a scenario."""
    columns = ("lines", "decidable", "right", "auto", "auto_wrong", "noise", "silent")
    print(f"{'scenario':16}" + "".join(f"{column:>12}" for column in columns))
    for scenario in sorted(rows):
        print(f"{scenario:16}" + "".join(f"{rows[scenario][column]:>12}" for column in columns))
