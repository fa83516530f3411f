"""Lines that settle what is already registered, what nets out, what recurs, and what has no document at all."""

from __future__ import annotations

import datetime

from .narrative import ascii_of
from .scenarios import _called, _one
from .world import World


def payment(world: World) -> None:
    """A payment registered in the books, seen by its end-to-end id, its number, or its party and amount."""
    incoming = world.random.random() < 0.6
    partner, item, cents = _registered(world, incoming)
    sight = world.random.random()
    end_to_end, remit, needs = "", "", ()
    if sight < 0.4:
        end_to_end = item["memo"] = world.books.filled(world.family.end_to_end, world.family.month)
    elif sight < 0.7:
        remit = world.narrator.remittance(item["number"])
    else:
        needs = ("partner", "amount")
    world.items_line("payment", [(item, cents)], remit, partner, show="known", end_to_end=end_to_end, needs=needs)


def _registered(world: World, incoming: bool, partner: dict | None = None, **fields) -> tuple[dict, dict, int]:
    """A registered payment: partner, item, minor units."""
    series = world.family.payments_in if incoming else world.family.payments_out
    day = world.books.day(world.random.choice((-2, -1, -1)))
    partner = partner or world.books.partner()
    cents = world.books.amount() * (1 if incoming else -1)
    number, _running = world.books.next_number(series, day)
    kind = "payment_in" if incoming else "payment_out"
    item = world.books.add(kind, partner, cents, day, number=number, **fields)
    return partner, item, cents


def payment_batch(world: World) -> None:
    """One line for a batch of payments, called by the batch's name."""
    memo = world.books.filled(world.family.batch_memo, world.family.month)
    made = [_registered(world, False, memo=memo) for _ in range(world.random.randint(3, 8))]
    pairs = [(item, cents) for _partner, item, cents in made]
    remit = world.narrator.say("batch").format(batch=memo)
    world.items_line("payment_batch", pairs, remit, None, exact_text=True)


def payout(world: World) -> None:
    """A card or web shop provider pays out what it collected, less its fee."""
    memo = world.books.filled(world.family.payout_memo, world.family.month)
    made = [_registered(world, True, memo=memo) for _ in range(world.random.randint(3, 11))]
    pairs = [(item, cents) for _partner, item, cents in made]
    fee = -int(sum(cents for _item, cents in pairs) * world.random.uniform(0.012, 0.032))
    remit = world.narrator.say("payout").format(code=memo)
    world.items_line("payout", pairs, remit, None, exact_text=True, write_off=(fee, "bank_fee"))


def check(world: World) -> None:
    """A cheque: its number alone."""
    number = f"{world.random.randrange(1000, 99999):06}"
    _partner, item, cents = _registered(world, False, ref=number, check_number=number)
    shown = number if world.random.random() < 0.6 else number.lstrip("0")
    fields = {"check_number": number} if world.random.random() < 0.4 else {}
    remit = f"{world.narrator.say('check')} {shown}"
    world.items_line("check", [(item, cents)], remit, None, exact_text=True, line_fields=fields)


def transfer(world: World) -> None:
    """Money from another account of our own."""
    cents = world.books.round_amount(world.random.randrange(3000, 30000, 500))
    if cents in world.books.cents.values():
        return
    number = world.family.transfers.format(
        y=world.family.month.year, m=world.family.month.month, n=len(world.books.items)
    )
    item = world.books.add("transfer", None, cents, world.books.day(-1), number=number)
    remit = world.narrator.say("own_transfer")
    world.items_line("transfer", [(item, cents)], remit, None, exact_text=True)


def refund_in(world: World) -> None:
    """A vendor pays back what its credit note says."""
    partner = world.books.partner("vendor")
    item = credit_note(world, partner, world.books.amount())
    cents = world.books.cents[item["id"]]
    world.items_line("refund_in", [(item, cents)], world.narrator.remittance(item["ref"]), partner, show="known")


def credit_note(world: World, partner: dict, cents: int) -> dict:
    """A customer's refund (negative) or a vendor's credit note (positive)."""
    day = world.books.day()
    if partner["kind"] == "customer":
        number, _running = world.books.next_number(world.family.refunds, day)
        return world.books.add("refund", partner, -cents, day, number=number, payment_reference=number)
    number, _running = world.books.next_number(world.family.bill_refunds, day)
    reference = world.books.unused_reference(world.family.vendor_references, day)
    return world.books.add("bill_refund", partner, cents, day, number=number, ref=reference)


def credit_net(world: World) -> None:
    """A document less a credit note: both named, or only called netted."""
    partner, item, cents = _one(world)
    note = credit_note(world, partner, max(abs(cents) * world.random.randrange(5, 60) // 100, 1))
    pairs = [(item, cents), (note, world.books.cents[note["id"]])]
    named = world.random.random() < 0.6
    if named:
        remit = world.narrator.remittance(
            f"{_called(item)} {world.narrator.say('minus')} {note['ref'] or note['number']}"
        )
    else:
        remit = world.narrator.say("netted")
    needs = () if named else ("partner", "netting")
    world.items_line("credit_net", pairs, remit, partner, show="known", needs=needs)


def subscription(world: World) -> None:
    """The same amount every month; the text says which month."""
    partner = world.books.partner("customer")
    cents, series = world.books.amount(high=1500), world.family.invoices[0]
    firsts = [world.books.first_of_month(offset) for offset in range(-5, 0)]
    items = [world.books.invoice(partner, cents, first, series) for first in firsts]
    item, first = world.random.choice(list(zip(items, firsts, strict=True)))
    month = world.random.choice((f"{first.month:02}/{first.year}", world.family.words.months[first.month - 1]))
    if world.random.random() < 0.3:
        month = ascii_of(month, world.family)
    remit = f"{world.narrator.say('subscription')} {month}"
    world.items_line("subscription", [(item, cents)], remit, partner, show="known", needs=("partner",))


def ref_collision(world: World) -> None:
    """Two vendors gave the same number to their bills; the payer's name or account says which."""
    first, second = world.books.partner("vendor"), world.books.partner("vendor")
    if first is second:
        return
    paid = world.books.bill(first, world.books.amount(), world.books.day())
    world.books.bill(second, world.books.amount(), world.books.day(), ref=paid["ref"])
    cents = world.books.cents[paid["id"]]
    remit = world.narrator.remittance(paid["ref"])
    world.items_line("ref_collision", [(paid, cents)], remit, first, show="known", needs=("amount",))


def wrong_ref(world: World) -> None:
    """The payer names a neighbour's invoice, but pays its own to the cent."""
    payer, other = world.books.partner("customer"), world.books.partner("customer")
    if payer is other:
        return
    series, day = world.family.invoices[0], world.books.day()
    own = world.books.invoice(payer, world.books.amount(), day, series)
    foreign = world.books.invoice(other, world.books.amount(), day, series)
    cents = world.books.cents[own["id"]]
    if world.books.cents[foreign["id"]] == cents:
        return
    remit = world.narrator.remittance(foreign["number"])
    world.items_line("wrong_ref", [(own, cents)], remit, payer, show="known", needs=("partner", "amount"))


def account(world: World) -> None:
    """Bank charges, wages, taxes, fuel: booked to an account, as a text mapping or earlier lines say.

    An amount unlike all earlier ones is for a person to judge: proposing the account is fine, posting it is not.
    """
    place = world.random.randrange(len(world.family.expenses))
    template, code, _sign = world.family.expenses[place]
    text, usual = expense_text(world, template), usual_amount(world, place)
    if world.random.random() < 0.08:
        odd = (max(world.expense_levels[place]) + world.books.unit) * world.random.randint(4, 9)
        world.pay("account", odd if usual > 0 else -odd, text, exact_text=True, acceptable=[[]])
    else:
        world.pay("account", usual, text, account=code, exact_text=True)


def usual_amount(world: World, place: int) -> int:
    """An amount near one of an expense's usual ones (every expense has one to three), signed."""
    if place not in world.expense_levels:
        count = world.random.choice((1, 1, 2, 3))
        world.expense_levels[place] = [world.books.amount(low=80, high=3000) for _ in range(count)]
    level = world.random.choice(world.expense_levels[place])
    return int(level * world.random.uniform(0.94, 1.06)) * world.family.expenses[place][2]


def expense_text(world: World, template: str) -> str:
    """An expense's text with its changing parts: month, number, person."""
    month = world.random.choice(world.family.words.months)
    number = str(world.random.randrange(100, 99999))
    return template.format(month=month, number=number, person=world.random.choice(world.family.first_names))


def knowledge(world: World, earlier: int) -> tuple[list[dict], list[dict]]:
    """Text mappings and earlier lines: most expenses have both, some only their history."""
    rules, history = [], []
    for place, (template, code, _sign) in enumerate(world.family.expenses):
        stable = template.split("{")[0].strip()
        if place % 6 != 5:
            rules.append({"contains": stable, "account": code})
        for _ in range(max(3, earlier // len(world.family.expenses))):
            day = world.family.month - datetime.timedelta(days=world.random.randrange(10, 300))
            history.append(
                {
                    "date": day.isoformat(),
                    "amount": world.books.money(usual_amount(world, place)),
                    "text": expense_text(world, template),
                    "partner_name": None,
                    "iban": None,
                    "account": code,
                }
            )
    return rules, history
