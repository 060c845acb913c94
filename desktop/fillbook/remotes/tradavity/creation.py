"""What Tradavity takes of a trade only when it is created: its facts."""

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal

from fillbook.domain.execution import Direction
from fillbook.domain.money import exactly
from fillbook.domain.remote_trade import Facts
from fillbook.domain.trade import Kind, Status, Trade, TradeDetail
from fillbook.remotes import canonical
from fillbook.remotes.costs import states_gross, waits_for_costs
from fillbook.remotes.tradavity import words
from fillbook.remotes.tradavity.asset_config import asset_config
from fillbook.remotes.tradavity.ids import as_sent

_RATIO = Decimal("0.0001")


def lacking(trade: TradeDetail, options: Mapping[str, str], account: str | None) -> tuple[str, ...]:
    """What keeps a trade from being created, in words.

    Args:
        account: Tradavity's id of the trade's account.
    """
    row = trade.trade
    if row.kind is not Kind.EXECUTED:
        return ("not executed",)
    if row.status is not Status.CLOSED:
        return ("still open",)
    missing = []
    if account is None:
        missing.append(f'the account "{row.account}" is not mapped')
    if row.net_pnl is None:
        missing.append("no P&L known")
    elif waits_for_costs(trade, options):
        missing.append("costs unknown")
    if row.opened_at is None:
        missing.append("no time of entry")
    elif row.opened_at.year < words.FIRST_YEAR:
        missing.append("entered before the year 2000")
    if not 1 <= len(row.symbol.strip()) <= words.MAX_SYMBOL:
        missing.append(f"a symbol of 1 to {words.MAX_SYMBOL} characters")
    if row.quantity > words.LARGEST:
        missing.append("a size of at most 9,999,999,999.99")
    if row.net_pnl is not None and abs(row.net_pnl) > words.LARGEST_MONEY:
        missing.append("a P&L of at most 999,999,999,999,999.99")
    return tuple(missing)


def facts(trade: TradeDetail, options: Mapping[str, str]) -> Facts:
    """Our trade as Tradavity would list it."""
    row = trade.trade
    gross, fees, net = _money(row, options)
    return Facts(
        symbol=canonical.text(row.symbol).strip().upper()[: words.MAX_SYMBOL],
        direction=row.direction,
        asset_type=row.asset_type,
        multiplier=_double(row.multiplier),
        quantity=_double(row.quantity),
        opened_at=_second(row.opened_at),
        closed_at=_second(row.closed_at),
        trading_day=row.trading_day if row.opened_at is None else None,
        entry_price=_double(row.entry_price),
        exit_price=_double(row.exit_price),
        gross_pnl=_double(gross),
        fees=_double(fees),
        net_pnl=_double(net),
        currency=row.currency,
        is_open=row.status is Status.OPEN,
    )


def body(trade: TradeDetail, options: Mapping[str, str], account: str) -> dict[str, object]:
    """The facts of a new trade, for a trade that lacks nothing."""
    known = facts(trade, options)
    assert known.opened_at is not None
    assert known.net_pnl is not None
    found: dict[str, object] = {
        "account_id": as_sent(account),
        "trade_date": canonical.instant_text(known.opened_at),
        "symbol": known.symbol,
        "direction": known.direction.value,
        "net_pnl": known.net_pnl,
        "gross_pnl": known.gross_pnl,
        "fees": known.fees or Decimal(0),
        "quantity": known.quantity,
        "asset_type": trade.trade.asset_type.value,
    }
    if known.multiplier is not None and abs(known.multiplier) <= words.LARGEST_MULTIPLIER:
        found["multiplier"] = known.multiplier
    return found | _derived(trade, known) | _config(trade)


def _money(
    row: Trade, options: Mapping[str, str]
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Gross, fees and net as this connection states them."""
    if states_gross(options):
        return row.gross_pnl, Decimal(0), row.gross_pnl
    return row.gross_pnl, row.fees, row.net_pnl


def _derived(trade: TradeDetail, known: Facts) -> dict[str, object]:
    """Figures that cannot be given later."""
    row = trade.trade
    found: dict[str, object] = {}
    points = _points(known)
    if points is not None:
        found["total_points"] = points
    if known.opened_at and known.closed_at:
        held = int((known.closed_at - known.opened_at).total_seconds())
        if 0 <= held <= words.LARGEST_SECONDS:
            found["holding_time"] = held
    ratios = (("rr_expected", _expected(row)), ("rr_realized", row.r_multiple))
    for name, ratio in ratios:
        if ratio is not None and abs(ratio) <= words.LARGEST_MULTIPLIER:
            found[name] = ratio
    return found


def _points(known: Facts) -> Decimal | None:
    if known.entry_price is None or known.exit_price is None:
        return None
    gain = known.exit_price - known.entry_price
    return canonical.double(gain if known.direction is Direction.LONG else -gain)


def _expected(row: Trade) -> Decimal | None:
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


def _config(trade: TradeDetail) -> dict[str, object]:
    config = asset_config(trade.trade)
    return {} if config is None else {"asset_config": config}


def _double(value: Decimal | None) -> Decimal | None:
    return None if value is None else canonical.double(value)


def _second(moment: datetime | None) -> datetime | None:
    return None if moment is None else canonical.second(moment)
