"""What TradeJournal asks of a new trade, and what keeps one from being sent."""

from datetime import datetime
from decimal import Decimal

from fillbook.domain.remote_trade import Facts
from fillbook.domain.trade import Kind, Status, Trade, TradeDetail
from fillbook.remotes import canonical, joined_notes
from fillbook.remotes.costs import Result
from fillbook.remotes.moments import closed_at, opened_at
from fillbook.remotes.tradejournal import mapping


def lacking(trade: TradeDetail) -> tuple[str, ...]:
    """What keeps a trade from being created, all of it, in words."""
    row = trade.trade
    if row.kind is not Kind.EXECUTED:
        return ("not executed",)
    if row.status is not Status.CLOSED:
        return ("still open",)
    needed = {
        "needs a symbol": row.symbol.strip() or None,
        "no time of entry": opened_at(trade),
        "no time of exit": closed_at(trade),
        "needs an entry price": row.entry_price,
        "needs an exit price": row.exit_price,
    }
    return tuple(words for words, value in needed.items() if value is None)


def facts(trade: TradeDetail) -> Facts:
    """Our trade as TradeJournal would list it, with our own P&L."""
    row, result = trade.trade, Result.of(trade.trade)
    opened, closed = opened_at(trade), closed_at(trade)
    return Facts(
        symbol=_symbol(row),
        direction=row.direction,
        asset_type=row.asset_type,
        quantity=canonical.double(row.quantity),
        opened_at=_second(opened),
        closed_at=_second(closed),
        trading_day=row.trading_day if opened is None else None,
        entry_price=_double(row.entry_price),
        exit_price=_double(row.exit_price),
        gross_pnl=result.gross,
        fees=result.fees,
        net_pnl=result.net,
        currency=row.currency,
        is_open=row.status is Status.OPEN,
    )


def body(trade: TradeDetail, marker: str | None) -> dict[str, object]:
    """A new trade, for one that lacks nothing. What it does not have is left out."""
    known, fields = facts(trade), mapping.translate(trade)
    assert known.opened_at is not None
    assert known.closed_at is not None
    notes = fields[joined_notes.KEY]
    if marker is not None:
        notes = joined_notes.marked(str(notes) if notes else None, marker)
    found: dict[str, object] = {
        "instrument": known.symbol,
        "side": known.direction.value,
        "quantity": known.quantity,
        "entry_time": canonical.instant_text(known.opened_at),
        "entry_price": known.entry_price,
        "exit_time": canonical.instant_text(known.closed_at),
        "exit_price": known.exit_price,
    }
    optional = {
        "stop_loss": _double(trade.trade.stop_loss),
        "take_profit": _double(trade.trade.take_profit),
        "commission": known.fees,
        "notes": notes,
        "setup_type": fields["setup"],
    }
    return found | {key: value for key, value in optional.items() if value is not None}


def _symbol(row: Trade) -> str:
    return canonical.text(row.symbol).strip()


def _second(moment: datetime | None) -> datetime | None:
    return None if moment is None else canonical.second(moment)


def _double(value: Decimal | None) -> Decimal | None:
    return None if value is None else canonical.double(value)
