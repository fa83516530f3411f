"""Seeded ReconBench worlds of other languages, numbering, banks and noise than the public ones, and what they measure.

    ./dev/bench worlds --family poland --seed 1 --lines 2000 --items 8000
    ./dev/bench worlds --save DIRECTORY          # the worlds as files, for the scorer or another matcher

The format and the scorer are ReconBench's own. A world is the same for the same family, seed and size.
"""

from __future__ import annotations

import collections
import gzip
import importlib.util
import json
import time
from pathlib import Path

import reconbench
from disguise import disguised
from world_families import FAMILIES
from world_families.assemble import build

COLUMNS = ("auto_precision", "auto_coverage", "top1", "noise", "overspent_items", "auto_wrong")
TRAPS = ("trap_amount", "trap_ref", "trap_twin", "duplicate_payment", "partial_noref", "unknown")


def match(world: dict) -> tuple[dict, float]:
    """The engine's proposals on a world, and the seconds of CPU they took."""
    matching = reconbench.load_engine()
    items, lines, partners = (
        reconbench.items_of(world, matching),
        reconbench.lines_of(world, matching),
        reconbench.partners_of(world, matching),
    )
    mappings, history = reconbench.knowledge_of(world, matching)
    started = time.process_time()
    settings = reconbench.settings_of(world, matching)
    matcher = matching.Matcher(items, partners, settings, mappings=mappings, history=history)
    proposals = reconbench.proposals_of(matcher.match(lines), items)
    return proposals, time.process_time() - started


def measure(scorer: Path, family: str, seeds: list[int], lines: int, items: int, save: Path | None = None):
    """Totals of a family over several seeds, rows a scenario, seconds, and the wrong automatic decisions' words."""
    rows: dict = collections.defaultdict(collections.Counter)
    totals, seconds, wrong = collections.Counter(), 0.0, []
    for seed in seeds:
        world = build(FAMILIES[family], seed, lines, items)
        if save:
            content = json.dumps(world, ensure_ascii=False).encode()
            (save / f"{family}-{seed}.json.gz").write_bytes(gzip.compress(content, mtime=0))
        proposals, spent = match(world)
        seconds += spent
        total, world_rows = reconbench.score(scorer, world, proposals)
        totals["overspent_items"] += total["overspent_items"]
        for scenario, row in world_rows.items():
            rows[scenario].update(row)
        wrong += wrong_decisions(scorer, world, proposals, seed)
    return _totals(rows, totals), rows, seconds, wrong


def _totals(rows: dict, totals: dict) -> dict:
    """score.py's figures over the rows of several worlds."""
    row = sum(rows.values(), collections.Counter())
    undecidable = max(1, row["lines"] - row["decidable"])
    return {
        "auto_precision": row["auto_right"] / row["auto"] if row["auto"] else 0.0,
        "auto_coverage": row["auto_right"] / max(1, row["decidable"]),
        "top1": row["right"] / max(1, row["decidable"]),
        "noise": row["noise"] / undecidable,
        "overspent_items": totals["overspent_items"],
        "auto_wrong": row["auto_wrong"],
    }


def _right_of(scorer: Path):
    """The scorer's own word for "is the truth"."""
    specification = importlib.util.spec_from_file_location("reconbench_score", scorer)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.right


def wrong_decisions(scorer: Path, world: dict, proposals: dict, seed: int) -> list[str]:
    """One text for each automatic decision that is not the truth."""
    right = _right_of(scorer)
    items = {item["id"]: item for item in world["items"]}

    def called(found: list[dict]) -> list[tuple]:
        return [
            (items[entry["id"]]["number"], items[entry["id"]]["ref"], items[entry["id"]]["residual_company"])
            for entry in found[:6]
        ]

    texts = []
    for line in world["lines"]:
        truth, proposal = world["truth"][line["id"]], proposals.get(line["id"])
        if proposal and proposal["auto"] and not right(truth, proposal):
            texts.append(
                f"{world['meta']['family']} {seed} {line['id']} {truth['scenario']}: {line['date']} {line['amount']} "
                f"{line['text']!r} name={line['partner_name']!r} account={line['iban']!r}\n"
                f"    truth {called(truth['items']) or truth['account']} {truth['writeoff']}\n"
                f"    got   {called(proposal['items']) or proposal['account']} {proposal['writeoff']}"
            )
    return texts


def find_scorer(given: str | None) -> Path:
    """ReconBench's scorer: named, or in a ReconBench directory beside this repository."""
    root = Path(__file__).resolve().parent.parent
    for found in [Path(given)] if given else root.parent.glob("*/reconbench/score.py"):
        return found
    raise SystemExit("No ReconBench scorer found: name its score.py with --scorer.")


def add_arguments(parser) -> None:
    """The options of ``dev/bench worlds``."""
    parser.add_argument("--family", action="append", choices=sorted(FAMILIES), help="only this family (may repeat)")
    parser.add_argument("--seed", action="append", type=int, help="only this seed (may repeat; default 1, 2 and 3)")
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--items", type=int, help="default: four a line")
    parser.add_argument("--scorer", help="ReconBench's score.py")
    parser.add_argument("--table", action="store_true", help="one row a scenario, over all families")
    parser.add_argument("--wrong", action="store_true", help="print each wrong automatic decision")
    parser.add_argument("--disguise", metavar="WORLD", help="measure this world in disguise instead (see disguise.py)")
    parser.add_argument("--save", type=Path, help="write the worlds into this directory")


def run_disguised(scorer: Path, arguments) -> int:
    """Measure one world plain and in each disguise."""
    world = reconbench.read_world(arguments.disguise)
    print(f"{'disguise':22}" + "".join(f"{column:>16}" for column in COLUMNS))
    for kinds in ((), ("words",), ("numbers",), ("years",), ("words", "numbers", "years")):
        other = disguised(world, kinds)
        proposals, _seconds = match(other)
        totals, rows = reconbench.score(scorer, other, proposals)
        print(f"{'+'.join(kinds) or 'none':22}" + _figures(totals), flush=True)
        if arguments.wrong:
            print("\n".join(wrong_decisions(scorer, other, proposals, 0)))
        if arguments.table:
            reconbench.print_rows(rows)
    return 0


def _figures(totals: dict) -> str:
    return "".join(
        f"{totals[column]:>16.4f}" if isinstance(totals[column], float) else f"{totals[column]:>16}"
        for column in COLUMNS
    )


def run(arguments) -> int:
    """Measure and print: one row a family."""
    scorer = find_scorer(arguments.scorer)
    if arguments.disguise:
        return run_disguised(scorer, arguments)
    seeds, items = arguments.seed or [1, 2, 3], arguments.items or arguments.lines * 4
    if arguments.save:
        arguments.save.mkdir(parents=True, exist_ok=True)
    print(f"{'family':12}" + "".join(f"{column:>16}" for column in COLUMNS) + f"{'traps auto':>12}{'seconds':>9}")
    every_row: dict = collections.defaultdict(collections.Counter)
    for family in arguments.family or sorted(FAMILIES):
        totals, rows, seconds, wrong = measure(scorer, family, seeds, arguments.lines, items, arguments.save)
        trapped = sum(rows[trap]["auto"] for trap in TRAPS)
        print(f"{family:12}{_figures(totals)}{trapped:>12}{seconds:>9.1f}", flush=True)
        for scenario, row in rows.items():
            every_row[scenario].update(row)
        if arguments.wrong:
            print("\n".join(wrong))
    if arguments.table:
        reconbench.print_rows(every_row)
    return 0
