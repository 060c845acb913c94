"""Tradervue's trades: fills that the server groups by itself, and empty shells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from standins.tradervue_switches import Switches

MULTIPLIERS = {"MNQ": 2, "NQ": 20, "ES": 50, "MES": 5}
_EXCERPT = 40


@dataclass(slots=True)
class Fill:
    """One execution."""

    id: int
    at: datetime  # UTC
    symbol: str
    quantity: Decimal  # signed
    price: Decimal
    option: str = ""
    commission: Decimal = Decimal(0)
    trans_fee: Decimal = Decimal(0)
    ecn_fee: Decimal = Decimal(0)
    account_tag: str | None = None

    @property
    def twin_key(self) -> tuple[object, ...]:
        """What makes another fill its duplicate."""
        return (self.at, self.symbol, self.option, self.quantity, self.price, self.account_tag)


@dataclass(slots=True)
class TradervueTrade:
    """A trade, with or without fills."""

    id: int
    symbol: str
    created_at: datetime
    fills: list[Fill] = field(default_factory=list)
    notes: str = ""
    tags: list[str] = field(default_factory=list)
    initial_risk: Decimal | None = None
    shared: bool = False
    comments: list[dict[str, Any]] = field(default_factory=list)

    @property
    def position(self) -> Decimal:
        return sum((fill.quantity for fill in self.fills), Decimal(0))

    @property
    def is_open(self) -> bool:
        return bool(self.fills) and self.position != 0

    @property
    def opened_at(self) -> datetime | None:
        return self.fills[0].at if self.fills else None

    @property
    def closed_at(self) -> datetime | None:
        return self.fills[-1].at if self.fills and not self.is_open else None

    @property
    def is_long(self) -> bool:
        return not self.fills or self.fills[0].quantity > 0

    @property
    def gross_pnl(self) -> Decimal:
        """Cash in less cash out; of an open trade, what is realised at average cost."""
        if not self.fills:
            return Decimal(0)
        entry, leaving = self.average(entries=True), self.average(entries=False)
        if entry is None or leaving is None:
            return Decimal(0)
        sign = 1 if self.is_long else -1
        return sign * (leaving - entry) * self.closed_quantity * self.multiplier

    @property
    def multiplier(self) -> int:
        if self.fills and self.fills[0].option:
            return 100
        return MULTIPLIERS.get(self.symbol.rstrip("0123456789")[:-1], 1)

    @property
    def closed_quantity(self) -> Decimal:
        return sum((abs(fill.quantity) for fill in self._side(entries=False)), Decimal(0))

    def average(self, *, entries: bool) -> Decimal | None:
        fills = self._side(entries=entries)
        size = sum((abs(fill.quantity) for fill in fills), Decimal(0))
        cash = sum((abs(fill.quantity) * fill.price for fill in fills), Decimal(0))
        return cash / size if size else None

    def _side(self, *, entries: bool) -> list[Fill]:
        return [fill for fill in self.fills if (fill.quantity > 0) is (self.is_long is entries)]


class Book:
    """All trades of one user."""

    def __init__(self, switches: Switches) -> None:
        self.switches = switches
        self.trades: dict[int, TradervueTrade] = {}
        self._last_trade, self._last_fill = 900_100, 55_000

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.switches.zone)

    def new_fill_id(self) -> int:
        self._last_fill += 1
        return self._last_fill

    def add(self, symbol: str, moment: datetime) -> TradervueTrade:
        self._last_trade += 1
        trade = TradervueTrade(self._last_trade, symbol, moment)
        self.trades[trade.id] = trade
        return trade

    def has_twin(self, fill: Fill) -> bool:
        return any(
            other.twin_key == fill.twin_key
            for trade in self.trades.values()
            for other in trade.fills
        )

    def group(self, fills: Iterable[Fill], moment: datetime) -> list[TradervueTrade]:
        """Put fills into trades, and give back the new ones."""
        made: list[TradervueTrade] = []
        for fill in sorted(fills, key=lambda fill: fill.at):
            rest: Fill | None = fill
            while rest is not None:
                trade = self._home_of(rest, made)
                if trade is None:
                    trade = self.add(rest.symbol, moment)
                    made.append(trade)
                rest = self._put(rest, trade)
        return made

    def _home_of(self, fill: Fill, made: list[TradervueTrade]) -> TradervueTrade | None:
        mode = self.switches.merge_mode
        for trade in made if mode == "force_split" else self.trades.values():
            if not trade.fills or not _belong(trade.fills[0], fill):
                continue
            same_day = trade.fills[0].at.astimezone(self.zone).date() == (
                fill.at.astimezone(self.zone).date()
            )
            if trade.is_open or (mode == "force_merge" and same_day):
                return trade
        return None

    def _put(self, fill: Fill, trade: TradervueTrade) -> Fill | None:
        """Add a fill to a trade; what crosses zero is given back as a fill of its own."""
        after = trade.position + fill.quantity
        crosses = trade.position != 0 and after * trade.position < 0
        if not crosses:
            trade.fills.append(fill)
            return None
        part = -trade.position
        trade.fills.append(_part(fill, part, fill.id))
        return _part(fill, fill.quantity - part, self.new_fill_id())

    # How the trades look from outside.

    def newest_first(self) -> list[TradervueTrade]:
        def key(trade: TradervueTrade) -> tuple[datetime, int]:
            return (trade.opened_at or trade.created_at, trade.id)

        return sorted(self.trades.values(), key=key, reverse=True)

    def row(self, trade: TradervueTrade) -> dict[str, Any]:
        """A trade in a listing."""
        words = self._text(trade.notes)
        excerpt = words if len(words) <= _EXCERPT else words[:_EXCERPT] + "..."
        return self._common(trade) | {"notes_excerpt": excerpt}

    def detail(self, trade: TradervueTrade) -> dict[str, Any]:
        found = self._common(trade) | {
            "notes": self._text(trade.notes),
            "initial_risk": trade.initial_risk,
        }
        if not trade.fills:
            return found
        best = trade.gross_pnl + 10
        return found | {
            "position_mfe": best,
            "position_mfe_datetime": self.local(trade.fills[-1].at),
            "position_mae": Decimal("-22.0"),
            "position_mae_datetime": self.local(trade.fills[0].at),
            "best_exit_pl": best,
            "best_exit_pl_datetime": self.local(trade.fills[-1].at),
        }

    def executions(self, trade: TradervueTrade) -> list[dict[str, Any]]:
        return [
            {
                "id": fill.id,
                "datetime": self.local(fill.at),
                "symbol": fill.symbol,
                "quantity": fill.quantity,
                "price": fill.price,
                "commission": fill.commission,
                "trans_fee": fill.trans_fee,
                "ecn_fee": fill.ecn_fee,
            }
            for fill in trade.fills
        ]

    def local(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).isoformat(timespec="milliseconds")

    def _common(self, trade: TradervueTrade) -> dict[str, Any]:
        words = {True: "long", False: "short"}
        if self.switches.side_words == "L":
            words = {True: "L", False: "S"}
        fields = {
            "id": trade.id,
            "symbol": trade.symbol,
            "volume": sum((abs(fill.quantity) for fill in trade.fills), Decimal(0)),
            "open": trade.is_open,
            "gross_pl": trade.gross_pnl,
            "native_pl": trade.gross_pnl,
            "native_currency": "USD",
            "commission": sum((fill.commission for fill in trade.fills), Decimal(0)),
            "fees": sum((fill.trans_fee + fill.ecn_fee for fill in trade.fills), Decimal(0)),
            "side": words[trade.is_long],
            "exec_count": len(trade.fills),
            "comment_count": len(trade.comments),
            "shared": trade.shared,
        }
        if trade.tags or self.switches.tags_when_none == "empty":
            fields["tags"] = list(trade.tags)
        return fields | (self._course(trade) if trade.fills else self._blank(trade))

    def _course(self, trade: TradervueTrade) -> dict[str, Any]:
        assert trade.opened_at is not None
        entry, leaving = trade.average(entries=True), trade.average(entries=False)
        course: dict[str, Any] = {
            "entry_price": self._rounded(entry),
            "start_datetime": self.local(trade.opened_at),
        }
        if trade.closed_at is not None:
            return course | {
                "exit_price": self._rounded(leaving),
                "end_datetime": self.local(trade.closed_at),
            }
        return course | ({"end_datetime": None} if self.switches.open_end == "null" else {})

    def _blank(self, trade: TradervueTrade) -> Mapping[str, Any]:
        if self.switches.shell_figures == "absent":
            return {}
        zero = 0 if self.switches.shell_figures == "zero" else None
        return {"entry_price": zero, "start_datetime": None, "end_datetime": None}

    def _rounded(self, price: Decimal | None) -> Decimal | None:
        return None if price is None else round(price, self.switches.price_places)

    def _text(self, notes: str) -> str:
        return notes.replace("\n", "\r\n") if self.switches.line_ends == "CRLF" else notes


def parsed_time(text: object, zone: ZoneInfo) -> datetime | None:
    """The instant, in UTC, that a client states; without an offset it is the user's time."""
    try:
        stated = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return (stated.replace(tzinfo=zone) if stated.tzinfo is None else stated).astimezone(UTC)


def _belong(first: Fill, other: Fill) -> bool:
    return (first.symbol, first.option, first.account_tag) == (
        other.symbol,
        other.option,
        other.account_tag,
    )


def _part(fill: Fill, quantity: Decimal, new_id: int) -> Fill:
    share = abs(quantity / fill.quantity)
    return Fill(
        id=new_id,
        at=fill.at,
        symbol=fill.symbol,
        quantity=quantity,
        price=fill.price,
        option=fill.option,
        commission=fill.commission * share,
        trans_fee=fill.trans_fee * share,
        ecn_fee=fill.ecn_fee * share,
        account_tag=fill.account_tag,
    )
