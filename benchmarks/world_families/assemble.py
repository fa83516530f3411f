"""Put a world together: scenarios in their shares, more items behind them, only honest lines, the JSON format."""

from __future__ import annotations

from . import payments, scenarios, traps
from .family import Family
from .honesty import Honesty
from .world import Draft, World

#: scenario -> how often, roughly as the public development worlds have it
SHARES = {
    scenarios.ref_exact: 127,
    scenarios.ref_noisy: 137,
    scenarios.ref_short: 75,
    scenarios.ref_wrapped: 77,
    scenarios.structured: 75,
    scenarios.multi_ref: 50,
    scenarios.multi_range: 30,
    scenarios.remittance_list: 47,
    scenarios.multi_noref: 90,
    scenarios.iban_amount: 87,
    scenarios.name_amount: 84,
    scenarios.number_decoy: 56,
    scenarios.third_party: 46,
    scenarios.group_payment: 31,
    scenarios.early_discount: 45,
    scenarios.fee_short: 41,
    scenarios.rounding: 30,
    scenarios.partial: 55,
    scenarios.overpaid: 20,
    scenarios.split_lines: 24,
    scenarios.fx: 53,
    payments.payment: 66,
    payments.payment_batch: 34,
    payments.payout: 33,
    payments.check: 26,
    payments.transfer: 14,
    payments.refund_in: 20,
    payments.credit_net: 51,
    payments.subscription: 51,
    payments.ref_collision: 26,
    payments.wrong_ref: 36,
    payments.account: 96,
    traps.trap_amount: 73,
    traps.trap_ref: 40,
    traps.trap_twin: 30,
    traps.duplicate_payment: 34,
    traps.partial_noref: 45,
    traps.unknown: 35,
}
#: not part of a world's JSON
INTERNAL = ("running", "series", "scheme")


def build(family: Family, seed: int, line_count: int, item_count: int) -> dict:
    """A world of about that many lines and items, the same for the same seed."""
    world = World(family, seed, partner_count=max(20, item_count // 13))
    makers, weights = list(SHARES), list(SHARES.values())
    while len(world.drafts) < line_count * 1.06:
        world.random.choices(makers, weights)[0](world)
    while len(world.books.items) < item_count:
        world.books.document(world.books.partner(), world.books.amount())
    rules, history = payments.knowledge(world, earlier=max(40, line_count // 10))
    honesty = Honesty(world)
    drafts = [draft for draft in world.drafts if honesty.agrees(draft)]
    world.random.shuffle(drafts)
    return _written(world, drafts, rules, history)


def _written(world: World, drafts: list[Draft], rules: list[dict], history: list[dict]) -> dict:
    """The world as JSON would hold it, ids given anew in a shuffled order."""
    items = world.books.items
    world.random.shuffle(items)
    names = {item["id"]: f"I{place}" for place, item in enumerate(items)}
    lines, truth = [], {}
    for place, draft in enumerate(drafts):
        lines.append({"id": f"L{place}", **draft.line})
        truth[f"L{place}"] = _truth(world, draft, names)
    written = [{key: value for key, value in item.items() if key not in INTERNAL} for item in items]
    for item in written:
        item["id"] = names[item["id"]]
    partners = [{key: value for key, value in partner.items() if key != "real"} for partner in world.books.partners]
    codes = sorted({code for _text, code, _sign in world.family.expenses})
    return {
        "meta": {
            "format": 1,
            "family": world.family.name,
            "company_currency": world.family.currency,
            "accounts": [{"code": code, "name": code} for code in codes],
        },
        "partners": partners,
        "items": written,
        "rules": rules,
        "history": history,
        "lines": lines,
        "truth": truth,
    }


def _truth(world: World, draft: Draft, names: dict[str, str]) -> dict:
    """What the scorer reads."""
    money = world.books.money
    truth = {
        "decision": draft.decision,
        "items": [{"id": names[item["id"]], "amount": money(amount)} for item, amount in draft.items],
        "writeoff": {"amount": money(draft.write_off[0]), "reason": draft.write_off[1]} if draft.write_off else None,
        "account": draft.account,
        "partner": draft.partner["id"] if draft.partner else None,
        "scenario": draft.scenario,
    }
    if draft.acceptable:
        truth["acceptable"] = [[names[item] for item in alternative] for alternative in draft.acceptable]
    return truth
