"""Dates as people write them: year, month and day in three orders, with names of months in many languages.

A profile knows the order; without one the whole column decides it (:func:`order_of_column`). Year first is always
year, month, day. Times and zones are left out, never converted, since they could move the day.

>>> date_of("31.01.2026", "dmy"), date_of("1/31/26 10:22 PM", "mdy"), date_of("15 janv. 2024", "dmy")
(datetime.date(2026, 1, 31), datetime.date(2026, 1, 31), datetime.date(2024, 1, 15))
>>> date_of("30.02.2026", "dmy")
Traceback (most recent call last):
ValueError: day is out of range for month
>>> sorted(orders_of("03/04/2026")), sorted(orders_of("2026-04-03")), sorted(orders_of("13/04/2026"))
(['dmy', 'mdy'], ['dmy', 'mdy', 'ymd'], ['dmy'])
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable
from decimal import Decimal

from .columns import plain_name

ORDERS = ("dmy", "mdy", "ymd")
EPOCH = datetime.date(1899, 12, 30)
EPOCH_1904 = datetime.date(1904, 1, 1)
"""Day 0 of the serial numbers of spreadsheets, in their two date systems."""

LONGEST_DATE = 60
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_MOST_WEIGHED = 2000

_TIME = r"(?:[\sT,;]+(?:at |um |kl\.? |om )?\d{1,2}[:.h]\d{2}.*)?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
_NUMERIC = re.compile(
    rf"{_WEEKDAY}(\d{{1,4}})\s?([./\-年])\s?(\d{{1,2}})\s?[./\-月]\s?(\d{{2,4}}|\d)[.日]?{_TIME}", re.S | re.ASCII
)
_DIGITS = re.compile(r"(\d{8}|\d{6})(?:[T ]?\d{2}:?\d{2}.*)?|(\d{8})\d{6}", re.ASCII)
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[\s\-./]*(?:de |of )?"
    rf"([^\W\d_]+)\.?[\s\-./,]*(?:de )?(\d{{4}}|\d{{2}}){_TIME}",
    re.S,
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}([^\W\d_]+)\.?[\s\-./]*(\d{{1,2}})(?:st|nd|rd|th)?[\s\-./,]+(\d{{4}}|\d{{2}}){_TIME}", re.S
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[\s\-./]*([^\W\d_]+)\.?[\s\-./]*(\d{{1,2}})\.?{_TIME}", re.S)

_MONTHS = (
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari januar tammikuu"
    " styczen stycznia sty leden"
    " ledna ianuarie ian ocak jaanuar janvaris sausis январь января янв січень січня januar leden"
    " sijecanj siječnja jan",
    "february feb februar fevrier fevr fev fév febrero febbraio fevereiro februari helmikuu luty lutego lut unor unora"
    " februarie subat veebruar februaris vasaris февраль февраля фев лютий лютого veljaca",
    "march mar marz mrz marzo mars março maart mrt maaliskuu marzec marca brezen brezna martie mart marts kovas märts"
    " март марта мар березень березня ozujak",
    "april apr avril avr abril abr aprile huhtikuu kwiecien kwietnia kwi duben dubna aprilie nisan"
    " aprill balandis апрель"
    " апреля апр квітень квітня travanj",
    "may mai mayo maggio mag maio mei maj toukokuu maja kveten kvetna mayis maijs geguze май мая травень"
    " травня svibanj",
    "june jun juni juin junio giugno giu junho kesakuu czerwiec czerwca cze cerven cervna iunie iun"
    " haziran juuni junijs"
    " birzelis июнь июня июн червень червня lipanj",
    "july jul juli juillet juil julio luglio lug julho heinakuu lipiec lipca lip cervenec cervence iulie"
    " iul temmuz juuli"
    " julijs liepa июль июля июл липень липня srpanj",
    "august aug aout août agosto ago augustus elokuu sierpien sierpnia sie srpen srpna agustos augusts rugpjutis август"
    " августа авг серпень серпня kolovoz",
    "september sep sept septembre septiembre settembre set setembro syyskuu wrzesien wrzesnia wrz zari septembrie eylul"
    " septembris rugsejis сентябрь сентября сен вересень вересня rujan",
    "october oct oktober okt octobre octubre ottobre ott outubro out lokakuu pazdziernik pazdziernika paz rijen rijna"
    " octombrie ekim oktoober oktobris spalis октябрь октября окт жовтень жовтня",
    "november nov novembre noviembre novembro marraskuu listopad listopada lis listopadu noiembrie noi kasim novembris"
    " lapkritis ноябрь ноября ноя листопад листопада studeni",
    "december dec dezember dez decembre decembre dic diciembre dicembre dezembro desember des joulukuu grudzien grudnia"
    " gru prosinec prosince decembrie aralik detsember decembris gruodis декабрь декабря дек грудень грудня prosinac",
)
_MONTH_NUMBERS: dict[str, int] = {}
for _number, _names in enumerate(_MONTHS, start=1):
    for _name in _names.split():
        _MONTH_NUMBERS.setdefault(plain_name(_name), _number)


@functools.lru_cache(maxsize=8192)
def date_of(text: str, order: str) -> datetime.date:
    """The day a cell names.

    :param order: ``dmy``, ``mdy`` or ``ymd``
    :raises ValueError: it is no date in that order, or no day of the calendar
    """
    text = text.strip()
    if not text or len(text) > LONGEST_DATE:
        raise ValueError(text[:LONGEST_DATE])
    if match := _NUMERIC.fullmatch(text):
        return _from_parts(match[1], match[3], match[4], order)
    if match := _DIGITS.fullmatch(text):
        return _from_digits(match[1] or match[2], order)
    if match := _DAY_FIRST.fullmatch(text):
        return _day(match[3], _month(match[2]), match[1])
    if match := _MONTH_FIRST.fullmatch(text):
        return _day(match[3], _month(match[1]), match[2])
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(match[1], _month(match[2]), match[3])
    raise ValueError(text)


def date_of_serial(number: Decimal, epoch: datetime.date) -> datetime.date:
    """The day of a spreadsheet's serial number.

    :raises ValueError: not between 1970 and 2100

    >>> date_of_serial(Decimal("45306"), EPOCH), date_of_serial(Decimal("43844.9999"), EPOCH_1904)
    (datetime.date(2024, 1, 15), datetime.date(2024, 1, 15))
    """
    if not 0 < number < 100000:
        raise ValueError(str(number))
    return _plausible(epoch + datetime.timedelta(days=int(number)))


def _from_parts(first: str, second: str, third: str, order: str) -> datetime.date:
    if len(first) == 4:
        return _day(first, int(second), third)
    if len(first) == 3 or len(third) in (1, 3):
        raise ValueError(f"{first} {second} {third}")
    if order == "ymd":
        if len(third) == 4 or len(first) != 2:
            raise ValueError(f"{first} {second} {third}")
        return _day(first, int(second), third)
    day, month = (first, second) if order == "dmy" else (second, first)
    return _day(third, int(month), day)


def _from_digits(digits: str, order: str) -> datetime.date:
    year = len(digits) - 4
    if order == "ymd":
        return _day(digits[:year], int(digits[year : year + 2]), digits[year + 2 :])
    first, second, last = digits[:2], digits[2:4], digits[4:]
    day, month = (first, second) if order == "dmy" else (second, first)
    return _day(last, int(month), day)


def _month(name: str) -> int:
    number = _MONTH_NUMBERS.get(plain_name(name))
    if number is None:
        raise ValueError(name)
    return number


def _day(year: str, month: int, day: str) -> datetime.date:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < _FIRST_YEAR % 100 else 1900
    return _plausible(datetime.date(number, month, int(day)))


def _plausible(date: datetime.date) -> datetime.date:
    if not _FIRST_YEAR <= date.year <= _LAST_YEAR:
        raise ValueError(date.isoformat())
    return date


@functools.lru_cache(maxsize=8192)
def orders_of(text: str) -> frozenset[str]:
    """The orders in which a text is a date."""
    return frozenset(order for order in ORDERS if _is_date(text, order))


def _is_date(text: str, order: str) -> bool:
    try:
        date_of(text, order)
    except ValueError:
        return False
    return True


def order_of_column(texts: Iterable[str]) -> tuple[str, ...]:
    """The orders that may be meant by a column of dates, the likelier first; one when the column is clear.

    A column decides by a day above 12 anywhere, else by what makes its rows lie close together and in order.

    >>> order_of_column(["03/04/2026", "13/04/2026"]), order_of_column(["03/04/2026", "05/04/2026"])
    (('dmy',), ('dmy', 'mdy'))
    >>> order_of_column(["01/03/2026", "01/04/2026", "01/05/2026", "01/07/2026"])
    ('mdy',)
    >>> order_of_column(["soon"])
    ()
    """
    seen = list(dict.fromkeys(texts))[:_MOST_WEIGHED]
    counts = {order: sum(order in orders_of(text) for text in seen) for order in ORDERS}
    most = max(counts.values())
    if not most:
        return ()
    orders = [order for order in ORDERS if counts[order] == most]
    read = {order: [date_of(text, order) for text in seen if order in orders_of(text)] for order in orders}
    if all(dates == read[orders[0]] for dates in read.values()):
        return ("ymd",) if "ymd" in orders else (orders[0],)
    if "ymd" in orders and len(orders) > 1 and not any(re.match(r"\d{4}|\d{6}$|\d{8}", text) for text in seen):
        orders = _closest(orders, read)
    elif "ymd" in orders:
        orders = ["ymd"]
    return tuple(_closest(orders, read))


def closest_order(texts: Iterable[str], orders: Iterable[str]) -> str:
    """The one of the orders that makes the days lie much closer together and in order, else an empty string.

    >>> closest_order(["04/04/2026", "04/02/2026"], ["dmy", "mdy"]), closest_order(["04/04/2026"], ["dmy", "mdy"])
    ('mdy', '')
    """
    seen = list(dict.fromkeys(texts))[:_MOST_WEIGHED]
    read = {order: [date_of(text, order) for text in seen if order in orders_of(text)] for order in orders}
    if len(seen) < 2 or not all(read.values()):
        return ""
    found = _closest(list(read), read, fewest=2)
    return found[0] if len(found) == 1 else ""


def _closest(orders: list[str], read: dict[str, list[datetime.date]], fewest: int = 4) -> list[str]:
    """The one order whose dates lie much closer together, when there are enough of them; else all orders."""
    spans = {order: (max(read[order]) - min(read[order])).days for order in orders}
    best = min(orders, key=spans.__getitem__)
    others = [order for order in orders if order != best and spans[order] < 5 * max(spans[best], 1)]
    if len(read[best]) < fewest or others or not _is_sorted(read[best]):
        return orders
    return [best]


def _is_sorted(dates: list[datetime.date]) -> bool:
    return dates in (sorted(dates), sorted(dates, reverse=True))
