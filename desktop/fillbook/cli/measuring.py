"""How ``stats`` is told in what results are measured."""

import re
from decimal import Decimal
from typing import Annotated

import typer

from fillbook.cli.accounts import currency_of, time_of, zone_of
from fillbook.domain.execution import Basis
from fillbook.domain.trading_day import TradingCalendar
from fillbook.statistics.terms import Band, Measure, Terms

_BAND = re.compile(r"(-?\d+(?:\.\d+)?):(-?\d+(?:\.\d+)?)(r|ticks)?")

Costs = Annotated[Basis, typer.Option("--basis", help="Before costs (gross) or after (net).")]
Unit = Annotated[Measure, typer.Option("--unit", help="What results are counted in.")]
Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Convert money at stored rates.")
]
Breakeven = Annotated[
    str | None,
    typer.Option(
        "--breakeven",
        metavar="LOW:HIGH",
        help="Neither won nor lost, in all accounts: -5:5, -0.1:0.1r, -2:2ticks.",
    ),
]
Zone = Annotated[
    str | None, typer.Option("--timezone", help="Zone of all days and hours: Europe/Berlin.")
]
DayEnds = Annotated[str | None, typer.Option("--day-ends", help="Time at which a day is over.")]


def terms_of(
    *,
    basis: Basis,
    measure: Measure,
    currency: str | None,
    breakeven: str | None,
    timezone: str | None,
    day_ends: str | None,
) -> Terms:
    """The terms that the options mean; what is not said is of each account its own.

    Raises:
        BadParameter: the band or the clock is not fully told.
        Refused: there is no such zone or time.
    """
    if day_ends is not None and timezone is None:
        raise typer.BadParameter("--day-ends needs a --timezone.")
    calendar = None
    if timezone is not None:
        calendar = TradingCalendar(zone_of(timezone), time_of(day_ends or "00:00"))
    return Terms(
        basis=basis,
        measure=measure,
        currency=None if currency is None else currency_of(currency),
        band=_band(breakeven),
        calendar=calendar,
    )


def _band(text: str | None) -> Band | None:
    if text is None:
        return None
    parts = _BAND.fullmatch(text.strip())
    if parts is None:
        raise typer.BadParameter(f"{text!r} is no band; write one as -5:5 or -0.1:0.1r.")
    low, high = Decimal(parts[1]), Decimal(parts[2])
    if low > high:
        raise typer.BadParameter(f"{text!r} ends below its beginning.")
    return Band(low, high, Measure(parts[3] or "money"))
