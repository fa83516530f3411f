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
    """Two documents of the payer with the same amount, and no word which."""
    partner, cents = world.books.partner(), world.books.amount()
    items = [world.books.document(partner, cents) for _ in range(2)]
    signed = world.books.cents[items[0]["id"]]
    acceptable = [[item["id"]] for item in items]
    remit = world.narrator.say("recurring")
    world.pay("trap_twin", signed, remit, partner, show="known", acceptable=acceptable, needs=("two",))


def duplicate_payment(world: World) -> None:
    """The same document paid again a few days later."""
    partner = world.books.partner("customer")
    item = world.books.invoice(partner, world.books.amount(), world.books.day())
    cents, day = world.books.cents[item["id"]], world.family.month + datetime.timedelta(days=world.random.randrange(14))
    remit = world.narrator.remittance(item["number"])
    world.items_line("ref_exact", [(item, cents)], remit, partner, show="known", day=day)
    later = day + datetime.timedelta(days=world.random.randint(2, 12))
    again = world.narrator.remittance(item["number"])
    world.pay("duplicate_payment", cents, again, partner, show="known", day=later, needs=("no_other",))


def partial_noref(world: World) -> None:
    """A round part of nothing in particular."""
    partner = world.books.partner("customer")
    cents = world.books.round_amount(world.random.choice((50, 100, 150, 200, 250, 400, 500)))
    world.books.invoice(partner, cents * world.random.randint(3, 6) + world.books.amount(high=300), world.books.day())
    remit = world.narrator.say("instalment")
    world.pay("partial_noref", cents, remit, partner, show="known", needs=("no_fit",))


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
