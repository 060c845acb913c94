"""All trades of the library, out of its columns."""

from array import array
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fillbook.domain.trade_columns import MISSING, TradeColumns, Words
from fillbook.gui import format, theme
from fillbook.gui.icons import Icon
from fillbook.gui.pages.trades.columns import trade_columns
from fillbook.gui.widgets.table.column import Column

Keys = NDArray[np.int64] | NDArray[np.float64]

_GRADES = ("A+", "A", "B", "C", "F")


class AllRows:
    """Rows in the order of the columns; the newest is the last."""

    def __init__(self, columns: TradeColumns, zone: str, year: int) -> None:
        self.trades = columns
        self.ids = columns.ids
        self._zones = [zone or account.timezone for account in columns.accounts]
        self._names = [account.name for account in columns.accounts]
        self._year = year
        self._places = columns.money_places

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return trade_columns(self, self._keys)

    def number(self, row: int) -> str:
        return str(self.trades.number[row])

    def opened(self, row: int) -> str:
        return self._moment(row, self.trades.opened_at[row])

    def closed(self, row: int) -> str:
        return self._moment(row, self.trades.closed_at[row])

    def account(self, row: int) -> str:
        return self._names[self.trades.account[row]]

    def symbol(self, row: int) -> str:
        return _word(self.trades.symbol, row)

    def side(self, row: int) -> str:
        return "Long" if self.trades.direction[row] > 0 else "Short"

    def side_icon(self, row: int) -> Icon:
        return Icon.LONG if self.trades.direction[row] > 0 else Icon.SHORT

    def quantity(self, row: int) -> str:
        return format.quantity(self.trades.quantity[row])

    def entry(self, row: int) -> str:
        return format.price(self.trades.entry_price[row], self.trades.price_decimals[row])

    def exit(self, row: int) -> str:
        return format.price(self.trades.exit_price[row], self.trades.price_decimals[row])

    def held(self, row: int) -> str:
        opened, closed = self.trades.opened_at[row], self.trades.closed_at[row]
        if MISSING in (opened, closed) or self._tells_days(row):
            return format.UNKNOWN
        return format.duration((closed - opened) // 1_000_000)

    def gross(self, row: int) -> str:
        return format.scaled_money(self.trades.gross_pnl[row], self._places, signed=True)

    def fees(self, row: int) -> str:
        return format.scaled_money(self.trades.fees[row], self._places)

    def net(self, row: int) -> str:
        return format.scaled_money(self.trades.net_pnl[row], self._places, signed=True)

    def net_ink(self, row: int) -> str:
        net = self.trades.net_pnl[row]
        return "text3" if net == MISSING else theme.pnl_token(net)

    def net_tip(self, row: int) -> str:
        if self.trades.is_open[row]:
            return "Still open; what its exits have realised so far"
        if self.trades.net_pnl[row] == MISSING:
            return "The contract size is not known"
        if self.trades.broker_differs[row]:
            return "The broker's figure differs from the one that the prices give"
        unknown = self.trades.fees_unknown[row]
        return f"Fees of {format.plural(unknown, 'fill', 'fills')} not known" if unknown else ""

    def r_multiple(self, row: int) -> str:
        return format.r_multiple(self._r(row), unit=False)

    def r_tip(self, row: int) -> str:
        return "" if self._r(row) is not None else "No initial risk is known"

    def setup(self, row: int) -> str:
        return _word(self.trades.setup, row)

    def setup_dot(self, row: int) -> int | None:
        code = self.trades.setup.codes[row]
        return None if code < 0 else self.colours[self.trades.setup.words[code]]

    def strategy(self, row: int) -> str:
        return _word(self.trades.strategy, row)

    def grade(self, row: int) -> str:
        return _word(self.trades.grade, row)

    def tags(self, row: int) -> str:
        starts = self.trades.tag_starts
        codes = self.trades.tag_codes[starts[row] : starts[row + 1]]
        return ", ".join(self.trades.tag_words[code] for code in codes) or format.UNKNOWN

    def reviewed_icon(self, row: int) -> Icon | None:
        return Icon.TICK if self.trades.is_reviewed[row] else None

    def pictures_icon(self, row: int) -> Icon | None:
        return Icon.IMAGE if self.trades.screenshots[row] else None

    def pictures_tip(self, row: int) -> str:
        pictures = self.trades.screenshots[row]
        return format.plural(pictures, "picture", "pictures") if pictures else ""

    @cached_property
    def colours(self) -> Mapping[str, int]:
        """Dots of the setups, in the order of the alphabet."""
        words = sorted(self.trades.setup.words, key=str.casefold)
        return {word: colour for colour, word in enumerate(words)}

    def _r(self, row: int) -> float | None:
        risk, net = self.trades.initial_risk[row], self.trades.net_pnl[row]
        if net == MISSING or not risk > 0:
            return None
        return float(net / 10**self._places / risk)

    def _moment(self, row: int, instant: int) -> str:
        if instant == MISSING:
            return format.UNKNOWN
        zone = self._zones[self.trades.account[row]]
        there = datetime.fromtimestamp(instant // 1_000_000, UTC)
        if self._tells_days(row):
            day = format.local(there, zone).date()
            return format.short_day(day, year=day.year != self._year)
        return format.recent_moment(there, zone, self._year)

    def _tells_days(self, row: int) -> bool:
        """Whether no time of day is known of the trade."""
        return bool(self.trades.open_minute[row] < 0)

    def _keys(self, key: str) -> Callable[[], Keys] | None:
        plain = _PLAIN.get(key)
        if plain is not None:
            return partial(_plain, self.trades, plain)
        words = _WORDS.get(key)
        if words is not None:
            return partial(_word_keys, self.trades, words)
        return {
            "grade": self._grade_keys,
            "account": self._account_keys,
            "held": self._held_keys,
            "r": self._r_keys,
        }.get(key)

    def _grade_keys(self) -> Keys:
        """The best grade is the largest; other words come after F."""
        ranks = {grade: len(_GRADES) - place for place, grade in enumerate(_GRADES)}
        words = self.trades.grade.words
        values = np.array([*(ranks.get(word, 0) for word in words), MISSING], dtype=np.int64)
        return _distinct(values[np.asarray(self.trades.grade.codes)])

    def _account_keys(self) -> Keys:
        by_name = sorted(range(len(self._names)), key=lambda place: self._names[place].casefold())
        ranks = np.empty(len(by_name), dtype=np.int64)
        ranks[by_name] = np.arange(len(by_name))
        return _distinct(ranks[np.asarray(self.trades.account)])

    def _held_keys(self) -> Keys:
        opened, closed = np.asarray(self.trades.opened_at), np.asarray(self.trades.closed_at)
        known = (opened != MISSING) & (closed != MISSING)
        return np.where(known, closed - np.where(known, opened, 0), MISSING)

    def _r_keys(self) -> Keys:
        net = np.array(self.trades.net_pnl, dtype=np.float64)
        risk = np.array(self.trades.initial_risk)
        net[np.asarray(self.trades.net_pnl) == MISSING] = np.nan
        risk[~(risk > 0)] = np.nan
        r_multiples: NDArray[np.float64] = net / risk
        return r_multiples


_PLAIN = {
    "number": "number",
    "opened": "opened_at",
    "closed": "closed_at",
    "side": "direction",
    "quantity": "quantity",
    "entry": "entry_price",
    "exit": "exit_price",
    "gross": "gross_pnl",
    "fees": "fees",
    "net": "net_pnl",
    "reviewed": "is_reviewed",
    "pictures": "screenshots",
}
_WORDS = {"symbol": "symbol", "setup": "setup", "strategy": "strategy"}


def _word(column: Words, row: int) -> str:
    code = column.codes[row]
    return column.words[code] if code >= 0 else format.UNKNOWN


def _plain(trades: TradeColumns, name: str) -> Keys:
    values: array[Any] | list[int] = getattr(trades, name)
    if isinstance(values, list):  # amounts beyond 64 bits sort well enough as floats
        floats = np.array(values, dtype=np.float64)
        floats[floats == MISSING] = np.nan
        return floats
    if values.typecode == "d":
        return np.array(values, dtype=np.float64)
    return np.array(values, dtype=np.int64)


def _word_keys(trades: TradeColumns, name: str) -> Keys:
    column: Words = getattr(trades, name)
    by_word = sorted(range(len(column.words)), key=lambda code: column.words[code].casefold())
    ranks = np.full(len(by_word) + 1, MISSING, dtype=np.int64)
    ranks[by_word] = np.arange(len(by_word))
    return _distinct(ranks[np.asarray(column.codes)])


def _distinct(ranks: NDArray[np.int64]) -> Keys:
    """Ranks made different by their row, so that equals keep the order of time."""
    keys = (ranks << 32) + np.arange(len(ranks))
    keys[ranks == MISSING] = MISSING
    return keys
