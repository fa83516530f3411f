"""A postal address in the parts a message has, from the two street lines people write.

Since November 2026 banks take no address in free lines alone: town and country must stand apart, and the street and
its number should (structured); what does not fit there may stand in a free line beside them (hybrid). Source:
EPC153-22, guidance on the migration to structured addresses.

>>> address_of("Keizersgracht 12 b", "", "1015 CJ", "Amsterdam", "NL")
Address(country='NL', town='Amsterdam', post_code='1015 CJ', street='Keizersgracht', building_number='12 b', lines=())
>>> street_parts("12 bis, rue de Rivoli"), street_parts("Postbus 3000"), street_parts("1600 Amphitheatre Pkwy")
(('rue de Rivoli', '12 bis'), ('Postbus 3000', ''), ('Amphitheatre Pkwy', '1600'))
"""

from __future__ import annotations

import re

from .types import Address

LONGEST_STREET = 70
LONGEST_NUMBER = 16
_NUMBER = r"\d{1,5}(?:\s?(?:bis|ter|[a-zA-Z]))?(?:\s?[-/]\s?\d{0,5}[a-zA-Z]?)?"
_BEHIND = re.compile(rf"(?P<street>\D+?),?\s+(?P<number>{_NUMBER})")
_BEFORE = re.compile(rf"(?P<number>{_NUMBER}),?\s+(?P<street>\D+)")
_BOX = re.compile(r"post|p\.?\s?o\.?\s|box|b\.?p\.?\s|casella|apartado|km\b", re.IGNORECASE)


def address_of(street: str, more: str, post_code: str, town: str, country: str) -> Address | None:
    """An address from the fields of a contact, None without the town and the country a bank asks for.

    :param more: second line of the street; goes with the first where both fit, else into a free line
    :param country: ISO code
    """
    if not (town.strip() and country):
        return None
    name, number = street_parts(street)
    together = ", ".join(filter(None, (street.strip(), more.strip())))
    if more.strip() and len(together) <= LONGEST_STREET:
        return Address(country, town.strip(), post_code.strip(), together)
    return Address(country, town.strip(), post_code.strip(), name, number, tuple(filter(None, (more.strip(),))))


def street_parts(street: str) -> tuple[str, str]:
    """Street and house number, the number empty where it cannot be told for sure (post boxes, several numbers)."""
    text = " ".join(street.split())
    found = None if _BOX.search(text) else _BEHIND.fullmatch(text) or _BEFORE.fullmatch(text)
    if found is None or len(found["number"]) > LONGEST_NUMBER:
        return text, ""
    return found["street"].strip(" ,"), found["number"].strip()
