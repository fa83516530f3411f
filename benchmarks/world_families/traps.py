"""Lines nothing certain can be said about: what is posted here without a person looking is wrong."""

from __future__ import annotations

import datetime

from .books import COMMON
from .world import World


def trap_amount(world: World) -> None:
    """A common amount that several open documents share, and nobody named."""
    cents = world.books.round_amount(world.random.choice(COMMON))
    for _ in range(2):
        partner = world.books.partner("customer")
        world.books.invoice(partner, cents, world.books.day())
    remit = world.random.choice(("", world.narrator.say("plain"), world.narrator.say("invoice")))
    world.pay("trap_amount", cents, remit, None, exact_text=True)


def trap_ref(world: World) -> None:
    """A known payer names a document that is long paid; another party's open document has that very amount."""
    payer, other = world.books.partner("customer"), world.books.partner("customer")
    if payer is other:
        return
    series, old_day = (
        world.random.choice(world.family.invoices),
        world.books.day(world.random.choice((-14, -13, -12, -11))),
    )
    cents = world.books.amount()
    if series.reset == "never":
        closed = world.books.skip_number(series, world.books.day())
    else:
        closed = series.number(world.random.randrange(series.start, series.start + 300), old_day)
    world.books.invoice(other, cents, world.books.day(), series)
    remit = world.narrator.remittance(closed)
    draft = world.pay("trap_ref", cents, remit, payer, show="known", needs=("no_fit", "closed"))
    draft.closed_number = closed


def trap_twin(world: World) -> None:
    """Two documents of the payer with the same amount, and no word which; or two parties of one name with one each."""
    partner, cents = world.books.partner(), world.books.amount()
    remit = world.narrator.say("recurring")
    if world.random.random() < 0.25 and len(partner["name"].split()) > 2:
        _like_named(world, partner, cents, remit)
        return
    items = [world.books.document(partner, cents) for _ in range(2)]
    acceptable = [[item["id"]] for item in items]
    signed = world.books.cents[items[0]["id"]]
    world.pay("trap_twin", signed, remit, partner, show="known", acceptable=acceptable, needs=("two",))


def _like_named(world: World, partner: dict, cents: int, remit: str) -> None:
    """A sister company, told apart by its legal form only, which the bank does not show."""
    name = " ".join(partner["name"].split()[:3])
    sister = world.books.sister(partner, f"{name} {world.random.choice(world.family.legal_forms)} {partner['city']}")
    items = [world.books.document(owner, cents) for owner in (partner, sister)]
    acceptable = [[item["id"]] for item in items]
    stranger = {"id": None, "name": name, "ibans": [], "real": [world.books.new_account(partner["country"])]}
    signed = world.books.cents[items[0]["id"]]
    draft = world.pay("trap_twin", signed, remit, stranger, show="name", acceptable=acceptable)
    draft.partner = None


def duplicate_payment(world: World) -> None:
    """The same document paid again a few days later: named as before, by its running number, or not at all."""
    partner = world.books.partner("customer")
    item = world.books.invoice(partner, world.books.amount(), world.books.day())
    cents, day = world.books.cents[item["id"]], world.family.month + datetime.timedelta(days=world.random.randrange(14))
    remit = world.narrator.remittance(item["number"])
    world.items_line("ref_exact", [(item, cents)], remit, partner, show="known", day=day)
    later = day + datetime.timedelta(days=world.random.randint(2, 12))
    called = world.random.choice((item["number"], item["number"], str(item["running"]), ""))
    again = world.narrator.remittance(called) if called else world.narrator.say("plain")
    world.pay("duplicate_payment", cents, again, partner, show="known", day=later, needs=("no_other",))


def partial_noref(world: World) -> None:
    """A round part of nothing in particular, or a few units short of a document nobody named."""
    partner = world.books.partner("customer")
    if world.family.fees and world.random.random() < 0.25:
        item = world.books.invoice(partner, world.books.amount(low=120), world.books.day())
        cents = world.books.cents[item["id"]] - int(world.random.choice(world.family.fees) * world.books.unit)
        remit, acceptable = world.narrator.say("plain"), [[item["id"]]]
    else:
        cents = world.books.round_amount(world.random.choice((50, 100, 150, 200, 250, 400, 500)))
        larger = cents * world.random.randint(3, 6) + world.books.amount(high=300)
        world.books.invoice(partner, larger, world.books.day())
        remit, acceptable = world.narrator.say("instalment"), []
    world.pay("partial_noref", cents, remit, partner, show="known", acceptable=acceptable, needs=("no_fit",))


def unknown(world: World) -> None:
    """A stranger's deposit."""
    name = world.books.new_name()
    account = world.random.choice(world.books.partners)["real"][0]
    stranger = {"id": None, "name": name, "ibans": [], "real": [account[:-6] + account[-6:][::-1]]}
    cents = world.books.amount(low=1000, high=8000)
    if cents in world.books.cents.values():
        return
    draft = world.pay("unknown", cents, world.narrator.say("deposit"), stranger, needs=("no_amount",))
    draft.partner = None
