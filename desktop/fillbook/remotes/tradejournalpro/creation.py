"""What TradeJournalPro asks of a new trade, and what keeps one from being sent."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from zoneinfo import ZoneInfo

from fillbook.domain.execution import Direction
from fillbook.domain.instrument import AssetType
from fillbook.domain.money import exact_product, exactly
from fillbook.domain.remote_trade import Facts
from fillbook.domain.trade import Kind, Status, Trade, TradeDetail
from fillbook.remotes import canonical, joined_notes
from fillbook.remotes.costs import Result, states_gross, waits_for_costs
from fillbook.remotes.moments import opened_at
from fillbook.remotes.tradejournalpro import mapping

_RATIO = Decimal("0.0001")
_LOT_WORTH = 100
"""A unit of forex moves money one to one, within what currencies differ by; a lot, hundreds."""

_DIRECTIONS = {
    "LONG": {Direction.LONG: "LONG", Direction.SHORT: "SHORT"},
    "BUY": {Direction.LONG: "BUY", Direction.SHORT: "SELL"},
}


def lacking(trade: TradeDetail, options: Mapping[str, str], zone: str) -> tuple[str, ...]:
    """What keeps a trade from being created, all of it, in words."""
    row = trade.trade
    if row.kind is not Kind.EXECUTED:
        return ("not executed",)
    if row.status is not Status.CLOSED:
        return ("still open",)
    missing = []
    if _day(trade, zone) is None:
        missing.append("no day known")
    if not row.symbol.strip():
        missing.append("needs a symbol")
    needed = {
        "needs an entry price": row.entry_price,
        "needs an exit price": row.exit_price,
        "needs a stop loss": row.stop_loss,
        "needs a take profit": row.take_profit,
    }
    missing += [words for words, value in needed.items() if value is None]
    if lots(row) is None:
        missing.append("its size in lots is not known")
    if _pnl(row, options) is None:
        missing.append("no P&L known")
    elif waits_for_costs(trade, options):
        missing.append("costs unknown")
    if planned_ratio(row) is None and not {"needs a stop loss", "needs a take profit"} & set(
        missing
    ):
        missing.append("no planned risk to reward: the stop stands at the entry")
    return tuple(missing)


def facts(trade: TradeDetail, options: Mapping[str, str], zone: str) -> Facts:
    """Our trade as TradeJournalPro would list it."""
    row = trade.trade
    pnl = _pnl(row, options)
    return Facts(
        symbol=_symbol(row),
        direction=row.direction,
        asset_type=row.asset_type,
        quantity=lots(row),
        trading_day=_day(trade, zone),
        entry_price=_double(row.entry_price),
        exit_price=_double(row.exit_price),
        gross_pnl=pnl if states_gross(options) else None,
        net_pnl=pnl,
        currency=row.currency,
        is_open=row.status is Status.OPEN,
    )


def body(
    trade: TradeDetail, options: Mapping[str, str], zone: str, marker: str | None
) -> dict[str, object]:
    """A new trade, for one that lacks nothing."""
    row = trade.trade
    known, fields = facts(trade, options, zone), mapping.translate(trade)
    assert known.trading_day is not None
    assert known.net_pnl is not None
    words = _DIRECTIONS[options.get("direction_words", "LONG")]
    found: dict[str, object] = {
        "date": known.trading_day.isoformat(),
        "pair": known.symbol,
        "direction": words[row.direction],
        "entry_price": known.entry_price,
        "exit_price": known.exit_price,
        "stop_loss": _double(row.stop_loss),
        "take_profit": _double(row.take_profit),
        "lot_size": known.quantity,
        "pnl": known.net_pnl,
        "risk_reward": planned_ratio(row),
        "outcome": _outcome(row, known.net_pnl),
        "session": fields["trading_session"] or mapping.OTHER,
    }
    notes = fields[joined_notes.KEY]
    if marker is not None:
        notes = joined_notes.marked(str(notes) if notes else None, marker)
    optional = {"strategy": fields["strategy"], "notes": notes}
    return found | {key: value for key, value in optional.items() if value}


def lots(row: Trade) -> Decimal | None:
    """The size in lots where they are known, else in contracts, shares or coins.

    A lot of forex and a unit of it are told apart by what a move of the price was worth.
    """
    if row.asset_type is not AssetType.FOREX:
        return _double(row.quantity)
    worth = row.multiplier if row.multiplier is not None else _stated_worth(row)
    return _double(row.quantity) if worth is not None and worth >= _LOT_WORTH else None


def planned_ratio(row: Trade) -> Decimal | None:
    """The reward that was aimed at over the risk that was taken; four decimals."""
    stop = row.stop_loss if row.initial_stop is None else row.initial_stop
    if row.entry_price is None or row.take_profit is None or stop is None:
        return None
    risk = abs(row.entry_price - stop)
    if not risk:
        return None
    with exactly():
        reward = abs(row.take_profit - row.entry_price)
        return (reward / risk).quantize(_RATIO, ROUND_HALF_EVEN)


def _stated_worth(row: Trade) -> Decimal | None:
    """Money a unit of size and of price, by the gross P&L as stated."""
    if row.gross_pnl is None or row.entry_price is None or row.exit_price is None:
        return None
    moved = exact_product(abs(row.exit_price - row.entry_price), row.quantity)
    if not moved:
        return None
    with exactly():
        return abs(row.gross_pnl) / moved


def _pnl(row: Trade, options: Mapping[str, str]) -> Decimal | None:
    result = Result.of(row)
    return result.gross if states_gross(options) else result.net


def _day(trade: TradeDetail, zone: str) -> date | None:
    """The day of the entry in the connection's zone."""
    moment = opened_at(trade)
    return trade.trade.trading_day if moment is None else moment.astimezone(ZoneInfo(zone)).date()


def _outcome(row: Trade, pnl: Decimal) -> str:
    result = pnl if row.net_pnl is None else row.net_pnl
    if not result:
        return "BREAKEVEN"
    return "WIN" if result > 0 else "LOSS"


def _symbol(row: Trade) -> str:
    return canonical.text(row.symbol).strip()


def _double(value: Decimal | None) -> Decimal | None:
    return None if value is None else canonical.double(value)
