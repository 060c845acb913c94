"""The days of a library by another clock than that of its accounts."""

from array import array
from dataclasses import replace
from datetime import date

import numpy as np

from fillbook.domain.trade_columns import MISSING, TradeColumns
from fillbook.domain.trading_day import TradingCalendar
from fillbook.statistics.integers import Indices, Mask
from fillbook.statistics.zone_clock import local_minutes

_DAY_MINUTES = 1440
_NOON = 720
_EPOCH = date(1970, 1, 1).toordinal()
_THURSDAY = 3  # the first of January 1970


def on_calendar(columns: TradeColumns, calendar: TradingCalendar) -> TradeColumns:
    """The same trades, their days and hours by one calendar for all accounts.

    A trade of which only the day is known keeps it.
    """
    opened, closed = np.asarray(columns.opened_at), np.asarray(columns.closed_at)
    by_day = np.asarray(columns.open_minute) < 0
    timed = (opened != MISSING) & ~by_day
    ended = (closed != MISSING) & ~by_day
    legs = ~by_day[np.asarray(columns.leg_trade)]
    shown = local_minutes(opened[timed], calendar.zone)
    name, ends = calendar.zone.key, calendar.day_ends
    return replace(
        columns,
        accounts=tuple(replace(a, timezone=name, day_ends=ends) for a in columns.accounts),
        open_day=_put("i", columns.open_day, timed, _days(opened[timed], calendar)),
        open_minute=_put("i", columns.open_minute, timed, shown % _DAY_MINUTES),
        open_weekday=_put(
            "b", columns.open_weekday, timed, (shown // _DAY_MINUTES + _THURSDAY) % 7
        ),
        close_day=_put("i", columns.close_day, ended, _days(closed[ended], calendar)),
        leg_day=_put("i", columns.leg_day, legs, _days(np.asarray(columns.leg_at)[legs], calendar)),
        cash_day=array("i", _days(np.asarray(columns.cash_at), calendar).tolist()),
    )


def _days(at: Indices, calendar: TradingCalendar) -> Indices:
    """The trading day of each instant, as the ordinal of its date."""
    shown = local_minutes(at, calendar.zone)
    days, minutes = shown // _DAY_MINUTES + _EPOCH, shown % _DAY_MINUTES
    cut = calendar.day_ends.hour * 60 + calendar.day_ends.minute
    moved: Indices = days + (minutes >= cut) if cut > _NOON else days - (minutes < cut)
    return moved


def _put(kind: str, column: "array[int]", where: Mask, values: Indices) -> "array[int]":
    """The column with other values where a mask says so."""
    changed = np.array(column)
    changed[where] = values
    return array(kind, changed.tolist())
