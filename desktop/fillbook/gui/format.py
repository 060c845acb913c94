"""Numbers, times and days as the window writes them. Nothing else formats for the screen."""

import math
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, QTimeZone

from fillbook.domain.trade_columns import MISSING

Number = Decimal | float | int

UNKNOWN = "–"
"""Stands for what is not known; its reason belongs into the tooltip."""

MINUS = "\N{MINUS SIGN}"
THIN = "\N{NO-BREAK SPACE}"
_FIGURE_SPACE = "\N{FIGURE SPACE}"
_HIDDEN = "•••"


class _Privacy:
    """Whether amounts of money are hidden."""

    on = False


def set_privacy(on: bool) -> None:
    """Hide or show every amount of money; R, ratios and percents stay."""
    _Privacy.on = on


def privacy() -> bool:
    return _Privacy.on


@cache
def _locale() -> tuple[str, str]:
    locale = QLocale()
    return locale.groupSeparator(), locale.decimalPoint()


def separators() -> tuple[str, str]:
    """What stands between groups of digits, and before the decimals."""
    return _locale()


def number(value: Number | None, places: int, *, signed: bool = False) -> str:
    """A grouped decimal with U+2212 for minus; a value rounded to zero shows no sign."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return UNKNOWN
    if isinstance(value, Decimal):
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    plain = f"{abs(value):,.{places}f}"
    sign = ""
    if any(digit in plain for digit in "123456789"):
        sign = MINUS if value < 0 else "+" if signed else ""
    group, point = _locale()
    if (group, point) != (",", "."):
        plain = plain.translate({ord(","): group, ord("."): point})
    return sign + plain


def money(value: Number | None, places: int = 2, signed: bool = False) -> str:
    """An amount without its currency; hidden in privacy mode."""
    if _Privacy.on and value is not None:
        return _HIDDEN
    return number(value, places, signed=signed)


def scaled_money(value: int, scale: int, places: int = 2, signed: bool = False) -> str:
    """An amount held as an integer times 10 ** scale; MISSING is unknown."""
    if value == MISSING:
        return UNKNOWN
    if abs(value) < 2**53:
        return money(value / 10**scale, places, signed)
    return money(Decimal(value).scaleb(-scale), places, signed)


def ratio(value: Number | None, places: int = 2) -> str:
    return number(value, places)


def percent(share: Number | None, places: int = 1) -> str:
    """A share of one, in percent."""
    shown = number(None if share is None else share * 100, places)
    return shown if shown == UNKNOWN else f"{shown}{THIN}%"


def r_multiple(value: Number | None, places: int = 2, *, unit: bool = True) -> str:
    """A multiple of the initial risk, with its sign."""
    shown = number(value, places, signed=True)
    return f"{shown}{THIN}R" if unit and shown != UNKNOWN else shown


def price(value: Number | None, decimals: int | None = None) -> str:
    """A price; without known decimals it shows those it has, eight at most."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return UNKNOWN
    return number(value, _own_places(value) if decimals is None else decimals)


def quantity(value: Number | None) -> str:
    """Shares, contracts or lots with the decimals they have."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return UNKNOWN
    return number(value, _own_places(value))


def _own_places(value: Number) -> int:
    if isinstance(value, int):
        return 0
    if isinstance(value, float) and value.is_integer():
        return 0
    digits = f"{value:.8f}".rstrip("0")
    return len(digits) - digits.index(".") - 1


def count(value: int) -> str:
    return number(value, 0)


def axis(value: float, step: float) -> str:
    """A value at an axis of such a step: thousands as 25k, millions as 2M."""
    if _Privacy.on:
        return ""
    if step >= 500_000:
        return f"{number(value / 1e6, step_places(step / 1e6))}M" if value else "0"
    if step >= 1000 or (abs(value) >= 10_000 and step >= 100):
        thousands = step / 1000
        return f"{number(value / 1000, step_places(thousands))}k" if value else "0"
    return number(value, step_places(step))


def step_places(step: float) -> int:
    """Decimals that tell neighbours on an axis of such a step apart."""
    places = 0
    while places < 8 and abs(step * 10**places - round(step * 10**places)) > 1e-6:
        places += 1
    return places


def duration(seconds: float | None) -> str:
    """A length of time in words, in its two largest units."""
    if seconds is None:
        return UNKNOWN
    whole = int(seconds)
    minutes, seconds_left = divmod(whole, 60)
    hours, minutes_left = divmod(minutes, 60)
    days, hours_left = divmod(hours, 24)
    if days:
        return _two(days, "d", hours_left, "h")
    if hours:
        return _two(hours, "h", minutes_left, "min")
    if minutes:
        return _two(minutes, "min", seconds_left if minutes < 10 else 0, "s")
    return f"{seconds_left}{THIN}s"


def _two(first: int, unit: str, second: int, smaller: str) -> str:
    head = f"{first}{THIN}{unit}"
    return f"{head} {second}{THIN}{smaller}" if second else head


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(instant: datetime, zone: str) -> datetime:
    """The wall clock of an IANA zone at an instant."""
    return instant.astimezone(_zone(zone))


def from_microseconds(instant: int) -> datetime | None:
    """The instant of a column; None for MISSING."""
    if instant == MISSING:
        return None
    return datetime.fromtimestamp(instant // 1_000_000, UTC)


def time_of_day(instant: datetime, zone: str) -> str:
    return f"{local(instant, zone):%H:%M}"


def moment(instant: datetime | None, zone: str, *, year: bool = False) -> str:
    """Day and time in a zone; the day is padded, so that times stand under each other."""
    if instant is None:
        return UNKNOWN
    there = local(instant, zone)
    return f"{short_day(there.date(), year=year)}  {there:%H:%M}"


def short_day(value: date, *, year: bool = False) -> str:
    """Day and month, the day padded by a figure space; with the year where it is another."""
    pad = _FIGURE_SPACE if value.day < 10 else ""
    shown = f"{pad}{value.day} {_month(value.month)}"
    return f"{shown} {value.year}" if year else shown


def day(value: date) -> str:
    """A day in words: Fri 14 Aug 2026."""
    return f"{weekday(value)} {value.day} {_month(value.month)} {value.year}"


def weekday(value: date) -> str:
    """The weekday's short name."""
    return QLocale().dayName(value.isoweekday(), QLocale.FormatType.ShortFormat)


def long_weekday(value: date) -> str:
    """The weekday's full name."""
    return QLocale().standaloneDayName(value.isoweekday(), QLocale.FormatType.LongFormat)


def month(value: date) -> str:
    """A month in words: November 2026."""
    name = QLocale().standaloneMonthName(value.month, QLocale.FormatType.LongFormat)
    return f"{name} {value.year}"


@cache
def _month(number: int) -> str:
    return QLocale().monthName(number, QLocale.FormatType.ShortFormat)


def long_day(value: date) -> str:
    """A day as the platform's language writes it."""
    return QLocale().toString(QDate(value.year, value.month, value.day), "dddd d MMMM")


def size(size_bytes: int) -> str:
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def plural(amount: int, one: str, many: str) -> str:
    """A counted noun: 1 trade, 12 trades."""
    return f"{count(amount)} {one if amount == 1 else many}"


def recent_moment(instant: datetime, zone: str, year: int) -> str:
    """A moment whose year is said only where it is not the given one."""
    there = local(instant, zone)
    return f"{short_day(there.date(), year=there.year != year)}  {there:%H:%M}"


def time_or_day(instant: datetime, zone: str) -> str:
    """The time of an instant of today, the day of an older one."""
    there = local(instant, zone)
    if there.date() == local(datetime.now(UTC), zone).date():
        return f"{there:%H:%M}"
    return day(there.date())


def system_zone() -> str:
    """The zone of this computer; an IANA name."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return name or "UTC"
