"""What a trade's row and its legs say of a round trip."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from fillbook.domain.money import optional_canonical as digits
from fillbook.domain.risk import initial_risk, r_multiple
from fillbook.domain.round_trip import RoundTrip
from fillbook.domain.trade import Status
from fillbook.domain.trading_day import TradingCalendar
from fillbook.storage.values import microseconds

FIGURES = (
    "account_id", "instrument_id", "direction", "status", "first_execution_id",
    "last_execution_id", "quantity", "opened_at", "closed_at", "trading_day", "entry_price",
    "exit_price", "opening_price", "opening_quantity", "gross_pnl", "fees", "fees_unknown",
    "net_pnl", "broker_pnl", "computed_pnl", "multiplier", "fills", "source_stop",
    "source_target", "source_risk",
)  # fmt: skip
"""Columns of ``trade`` that follow from the fills alone."""

LEG_FIGURES = (
    "position", "execution_id", "role", "quantity", "fees", "gross_pnl", "net_pnl",
    "executed_at", "trading_day",
)  # fmt: skip
"""Columns of ``leg`` beside the trade's id."""


def figures(
    trip: RoundTrip, calendar: TradingCalendar, multiplier: Decimal | None
) -> tuple[Any, ...]:
    """The values of ``FIGURES``."""
    first, last = trip.legs[0].execution, trip.legs[-1].execution
    told = first if trip.is_open else last
    return (
        first.account_id, first.instrument_id, trip.direction.value,
        Status.OPEN.value if trip.is_open else Status.CLOSED.value,
        first.id, None if trip.is_open else last.id, digits(trip.quantity),
        microseconds(first.fill.executed_at),
        None if trip.is_open else microseconds(last.fill.executed_at),
        calendar.day(told.fill.executed_at).toordinal(), digits(trip.entry_price),
        digits(trip.exit_price), digits(trip.opening_price), digits(trip.opening_quantity),
        digits(trip.gross_pnl), digits(trip.fees), trip.fees_unknown, digits(trip.net_pnl),
        digits(trip.broker_pnl), digits(trip.computed_pnl), digits(multiplier),
        len({leg.execution.id for leg in trip.legs}),
        digits(_first(leg.execution.fill.stop_loss for leg in trip.legs)),
        digits(_first(leg.execution.fill.take_profit for leg in trip.legs)),
        digits(trip.legs[0].execution.fill.initial_risk),
    )  # fmt: skip


def legs(trip: RoundTrip, calendar: TradingCalendar) -> list[tuple[Any, ...]]:
    """The values of ``LEG_FIGURES`` of each leg."""
    return [
        (
            position, leg.execution.id, leg.role.value, digits(leg.quantity), digits(leg.fees),
            digits(leg.gross_pnl), digits(leg.net_pnl),
            microseconds(leg.execution.fill.executed_at),
            calendar.day(leg.execution.fill.executed_at).toordinal(),
        )
        for position, leg in enumerate(trip.legs)
    ]  # fmt: skip


def risk_and_r(trip: RoundTrip, multiplier: Decimal | None) -> tuple[str | None, str | None]:
    """Initial risk and R of a trade of which nobody has said anything yet."""
    stop = _first(leg.execution.fill.stop_loss for leg in trip.legs)
    risk = trip.legs[0].execution.fill.initial_risk or initial_risk(
        trip.direction, trip.opening_price, trip.opening_quantity, multiplier, stop
    )
    return digits(risk), digits(r_multiple(trip.net_pnl, risk))


def _first(values: Iterable[Decimal | None]) -> Decimal | None:
    return next((value for value in values if value is not None), None)
