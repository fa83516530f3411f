"""Lines that have a right answer: one function a scenario, each adds its items and its lines to the world."""

from __future__ import annotations

import datetime
import re

from .narrative import noisy_number, wrapped
from .world import World


def _called(item: dict) -> str:
    """What a payer calls the document: the bill's own reference, else our number."""
    return item["ref"] if item["kind"].startswith("bill") else item["number"]


def _one(world: World, **fields) -> tuple[dict, dict, int]:
    """A partner, a new document and its signed minor units."""
    partner = world.books.partner()
    item = world.books.document(partner, world.books.amount(), **fields)
    return partner, item, world.books.cents[item["id"]]


def ref_exact(world: World) -> None:
    """The document named as it is written; now and then a customer's order number instead."""
    partner, item, cents = _one(world)
    name = _called(item)
    if item["kind"] == "invoice" and item["ref"] and world.random.random() < 0.12:
        name = item["ref"]
    remit = world.narrator.remittance(name)
    if world.random.random() < 0.15:
        needs = ("partner", "amount")
        world.items_line("ref_exact", [(item, cents)], remit, partner, show="known", needs=needs, may_cut=True)
    else:
        world.items_line("ref_exact", [(item, cents)], remit, partner)


def ref_noisy(world: World) -> None:
    """The document named with other separators, case or blanks."""
    partner, item, cents = _one(world)
    name = noisy_number(_called(item), world.random)
    world.items_line("ref_noisy", [(item, cents)], world.narrator.remittance(name), partner, show="known")


def ref_short(world: World) -> None:
    """Only the running number."""
    partner = world.books.partner("customer")
    item = world.books.invoice(partner, world.books.amount(), world.books.day())
    sign = world.random.choice(("", "#", f"{world.narrator.say('number')} "))
    remit = world.narrator.remittance(f"{sign}{item['running']}", bare=0.2)
    cents = world.books.cents[item["id"]]
    world.items_line("ref_short", [(item, cents)], remit, partner, show="known", needs=("partner", "amount"))


def ref_wrapped(world: World) -> None:
    """The bank broke the text inside words and numbers."""
    partner, item, cents = _one(world)
    remit = world.narrator.remittance(_called(item))
    if world.random.random() < 0.3:
        remit = f"{partner['name'].upper()[:19]} {remit}"
    world.items_line("ref_wrapped", [(item, cents)], wrapped(remit, world.random), partner, show="known")


def structured(world: World) -> None:
    """A structured reference, in its own field or in the text."""
    if not world.family.schemes:
        return
    partner = world.books.partner("customer")
    while True:
        item = world.books.invoice(partner, world.books.amount(), world.books.day())
        if item["scheme"]:
            break
    reference = item["payment_reference"]
    bare = reference if "<" in reference or "+" in reference else reference.replace(" ", "")
    fields, remit = {}, ""
    if item["scheme"] != "vs" and world.random.random() < 0.45:
        fields = {"structured_ref": bare}
    elif item["scheme"] == "vs":
        remit = f"{world.random.choice(('VS', 'VS:', '/VS/', 'VS '))}{bare}"
    else:
        spaced = " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))
        remit = world.random.choice((bare, spaced, reference, world.narrator.remittance(bare)))
    cents = world.books.cents[item["id"]]
    world.items_line("structured", [(item, cents)], remit, partner, line_fields=fields)


def _series_of(world: World, count: int) -> tuple[dict, list[dict]]:
    """Invoices of one customer with consecutive numbers of one period."""
    partner, series = world.books.partner("customer"), world.random.choice(world.family.invoices)
    day = world.books.day()
    items = [world.books.invoice(partner, world.books.amount(), day, series) for _ in range(count)]
    return partner, items


def _pairs(world: World, items: list[dict]) -> list[tuple[dict, int]]:
    return [(item, world.books.cents[item["id"]]) for item in items]


def multi_ref(world: World) -> None:
    """Several documents, each named in full."""
    partner = world.books.partner()
    items = [world.books.document(partner, world.books.amount()) for _ in range(world.random.randint(2, 5))]
    joined = world.narrator.say("joined").join(_called(item) for item in items)
    world.items_line("multi_ref", _pairs(world, items), world.narrator.remittance(joined), partner)


def multi_range(world: World) -> None:
    """From a number to a number."""
    partner, items = _series_of(world, world.random.randint(2, 5))
    first, last, series = items[0], items[-1], items[0]["series"]
    to = world.narrator.say("until")
    template = series.range_text if series.range_text and world.random.random() < 0.7 else ""
    width = len(str(last["running"]))
    if template:
        fields = series.fields(first["running"], datetime.date.fromisoformat(first["date"]))
        fields |= {"a": first["running"], "b": last["running"], "first": first["number"], "to": to}
        content = template.format(last=last["number"], **fields)
    elif series.template.rstrip("}").endswith(("n", "n:03", "n:04", "n:05", "n:06")) and world.random.random() < 0.6:
        content = f"{first['number']} {to} {last['number'][-max(width, 3) :]}"
    else:
        content = f"{first['number']} {to} {last['number']}"
    world.items_line("multi_range", _pairs(world, items), world.narrator.remittance(content), partner, show="known")


def remittance_list(world: World) -> None:
    """A long list: the first number in full, the others by their running number."""
    partner, items = _series_of(world, world.random.randint(6, 14))
    series = items[0]["series"]
    running = [str(item["running"]) for item in items]
    separator = world.random.choice((",", ", ", "/", " ", " + ", ";"))
    if series.list_text:
        fields = series.fields(items[0]["running"], datetime.date.fromisoformat(items[0]["date"]))
        separator = world.random.choice((",", ", ", ";", "+"))
        rest = separator.join(running[1:])
        content = series.list_text.format(first=items[0]["number"], rest=rest, all=separator.join(running), **fields)
    else:
        content = f"{items[0]['number']}, {separator.join(running[1:])}"
    world.items_line("remittance_list", _pairs(world, items), content, partner, show="known")


def multi_noref(world: World) -> None:
    """Several documents of the payer, none named: the only set that adds up."""
    partner = world.books.partner("customer")
    count = world.random.randint(2, 4)
    items = [world.books.invoice(partner, world.books.amount(), world.books.day()) for _ in range(count)]
    remit = world.random.choice(("", world.narrator.say("open_items")))
    pairs = _pairs(world, items)
    world.items_line("multi_noref", pairs, remit, partner, show="known", needs=("partner", "subset"), may_cut=True)


def iban_amount(world: World) -> None:
    """The payer's account and the amount, no document."""
    partner = world.books.partner(on_file=True)
    item = world.books.document(partner, world.books.amount())
    cents, remit = world.books.cents[item["id"]], world.narrator.say("plain")
    needs = ("partner", "amount")
    world.items_line("iban_amount", [(item, cents)], remit, partner, show="account", needs=needs, may_cut=True)


def name_amount(world: World) -> None:
    """The payer's name and the amount, no document."""
    partner, item, cents = _one(world)
    remit = world.random.choice(("", world.narrator.say("plain")))
    needs = ("partner", "amount")
    world.items_line("name_amount", [(item, cents)], remit, partner, show="name", needs=needs, may_cut=True)


def number_decoy(world: World) -> None:
    """A number that names nothing open of the payer: a customer's number, a date, a telephone, somebody's document."""
    partner, item, cents = _one(world)
    remit = world.books.filled(world.narrator.say("decoys"), world.family.month - datetime.timedelta(days=2))
    other = world.random.choice(world.books.items)
    if world.random.random() < 0.2 and other.get("running", 0) > 99 and other["partner"] != partner["id"]:
        remit = re.sub(r"\d{4,}", str(other["running"]), remit)
    needs = ("partner", "amount", "decoy")
    world.items_line("number_decoy", [(item, cents)], remit, partner, show="known", needs=needs)


def third_party(world: World) -> None:
    """Somebody else pays the named invoice."""
    owner, payer = world.books.partner("customer"), world.books.partner()
    item = world.books.invoice(owner, world.books.amount(), world.books.day())
    cents = world.books.cents[item["id"]]
    if payer is owner:
        return
    draft = world.items_line("third_party", [(item, cents)], world.narrator.remittance(item["number"]), payer)
    draft.partner = owner


def group_payment(world: World) -> None:
    """One payment for documents of two companies of a group, all named."""
    payer, other = world.books.partner("customer"), world.books.partner("customer")
    owners = (payer, payer, other)
    items = [world.books.invoice(owner, world.books.amount(), world.books.day()) for owner in owners]
    joined = world.narrator.say("joined").join(item["number"] for item in items)
    world.items_line("group_payment", _pairs(world, items), world.narrator.remittance(joined), payer)


def early_discount(world: World) -> None:
    """Paid with the discount that is still open, named or only called so."""
    partner, day = world.books.partner(), world.books.first_of_month(0) - datetime.timedelta(days=4)
    item = world.books.document(partner, world.books.amount(high=4000), day)
    cents = world.books.cents[item["id"]]
    taken = -round(cents * world.random.choice((0.02, 0.03)))
    until = (day + datetime.timedelta(days=31)).isoformat()
    item["discount"] = {"until": until, "residual": world.books.money(cents + taken)}
    named = world.random.random() < 0.6
    remit = world.narrator.remittance(_called(item)) if named else world.narrator.say("discount")
    needs = () if named else ("partner", "amount")
    write_off = (taken, "early_payment_discount")
    world.items_line("early_discount", [(item, cents)], remit, partner, show="known", write_off=write_off, needs=needs)


def fee_short(world: World) -> None:
    """A correspondent bank kept its fee from a named payment."""
    if not world.family.fees:
        return
    partner = world.books.partner("customer")
    item = world.books.invoice(partner, world.books.amount(low=120), world.books.day())
    fee = -int(world.random.choice(world.family.fees) * world.books.unit)
    cents = world.books.cents[item["id"]]
    remit = world.narrator.remittance(item["number"])
    world.items_line(
        "fee_short", [(item, cents)], remit, partner, show="known", write_off=(fee, "bank_fee"), needs=("amount",)
    )


def rounding(world: World) -> None:
    """A few cents off a named document."""
    if world.family.decimals == 0:
        return
    partner, item, cents = _one(world)
    step = world.books.unit // 100
    off = -world.random.choice((1, 2, 3)) * step * (1 if cents > 0 else -1)
    remit = world.narrator.remittance(_called(item))
    world.items_line(
        "rounding", [(item, cents)], remit, partner, show="known", write_off=(off, "rounding"), needs=("amount",)
    )


def partial(world: World) -> None:
    """A part of a named document."""
    partner, item, cents = _one(world)
    part = cents // world.random.choice((2, 3, 4))
    remit = world.narrator.remittance(_called(item))
    if world.random.random() < 0.75:
        remit = f"{remit} {world.narrator.say('part')}"
    world.items_line("partial", [(item, part)], remit, partner, show="known", needs=("amount",))


def overpaid(world: World) -> None:
    """More than the named document."""
    partner, item, cents = _one(world)
    more = cents // 10
    remit = world.narrator.remittance(_called(item))
    write_off = (more, "overpayment")
    world.items_line(
        "overpaid", [(item, cents)], remit, partner, show="known", write_off=write_off, needs=("amount", "surplus")
    )


def split_lines(world: World) -> None:
    """One named document paid by two lines."""
    partner, item, cents = _one(world)
    first = cents * world.random.choice((4, 5, 6)) // 10
    for part in (first, cents - first):
        remit = world.narrator.remittance(_called(item))
        world.items_line("split_lines", [(item, part)], remit, partner, show="known", needs=("amount",))


def fx(world: World) -> None:
    """A document in another currency, paid at the day's rate."""
    partner = world.books.partner("customer")
    currency, rate = world.random.choice(world.family.foreign)
    foreign = round(world.books.amount(high=5000) / world.books.unit / rate, 2)
    company = round(foreign * rate * world.random.uniform(0.98, 1.02) * world.books.unit)
    item = world.books.invoice(partner, company, world.books.day(), currency=currency, residual=foreign)
    paid = round(foreign * rate * world.random.uniform(0.98, 1.02) * world.books.unit)
    remit = f"{world.narrator.remittance(item['number'])} {currency} {foreign:.2f}"
    world.items_line(
        "fx",
        [(item, company)],
        remit,
        partner,
        show="known",
        write_off=(paid - company, "exchange"),
        line_fields={"foreign_currency": currency, "foreign_amount": foreign},
    )
