"""A day of an account by its broker's balances, beside what is booked here."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from fillbook.domain.account import Account
from fillbook.domain.balance_control import BalanceControl, Booked, compared
from fillbook.domain.money import exact_sum
from fillbook.domain.trading_day import TradingCalendar
from fillbook.storage import account_states
from fillbook.storage.database import Connection
from fillbook.storage.values import microseconds

_LEGS = """
SELECT l.role, l.gross_pnl, l.fees, t.deleted_hlc IS NOT NULL FROM leg l
JOIN trade t ON t.id = l.trade_id
WHERE t.account_id = ? AND l.executed_at > ? AND l.executed_at <= ?
"""
_CASH = """
SELECT amount FROM cash_event
WHERE account_id = ? AND at > ? AND at <= ? AND deleted_hlc IS NULL
"""
_OPEN = """
SELECT count(*) FROM trade t
WHERE t.account_id = ? AND t.status = 'open' AND t.deleted_hlc IS NULL AND t.opened_at <= ?
"""


def of_day(
    connection: Connection, account: Account, day: date | None, answered: datetime | None
) -> BalanceControl | None:
    """The control total of a trading day, or of the newest that the broker spoke on.

    It begins with the last balance before the day, or else with the first that is known, and
    ends with one after the day's last fill; None where there are not two balances.

    Args:
        answered: When the broker spoke last: what equals the end of the series is not kept.
    """
    newest = account_states.newest(connection, account.id)
    if newest is None:
        return None
    spoke_at = newest.at if answered is None else max(newest.at, answered)
    calendar = TradingCalendar(ZoneInfo(account.timezone), account.day_ends)
    day = day or calendar.day(spoke_at)
    start, end = calendar.starts(day), calendar.ends(day)
    since = account_states.last_until(connection, account.id, start)
    since = since or account_states.first_from(connection, account.id, start)
    if since is None or since.at >= end:
        return None
    until = account_states.last_until(connection, account.id, end)
    if until == newest:
        until = replace(newest, at=min(spoke_at, end))
    if until is None or _has_fills(connection, account.id, until.at, end):
        until = account_states.first_from(connection, account.id, end) or until
    if until is None or until.at <= since.at:
        return None
    return compared(since, until, _booked(connection, account.id, since.at, until.at))


def _has_fills(connection: Connection, account_id: str, since: datetime, until: datetime) -> bool:
    span = (account_id, microseconds(since), microseconds(until))
    return connection.execute(_LEGS, span).fetchone() is not None


def _booked(connection: Connection, account_id: str, since: datetime, until: datetime) -> Booked:
    span = (account_id, microseconds(since), microseconds(until))
    legs = connection.execute(_LEGS, span).fetchall()
    counted = [(role, gross, fees) for role, gross, fees, is_binned in legs if not is_binned]
    closings = [gross for role, gross, _ in counted if role == "exit"]
    return Booked(
        gross=exact_sum(Decimal(gross) for gross in closings if gross is not None),
        fees=exact_sum(Decimal(fees) for _, _, fees in counted if fees is not None),
        cash=exact_sum(Decimal(amount) for (amount,) in connection.execute(_CASH, span)),
        fills=len(counted),
        results_unknown=closings.count(None),
        fees_unknown=sum(fees is None for _, _, fees in counted),
        binned=sum(is_binned and role == "exit" for role, _, _, is_binned in legs),
        open_trades=connection.execute(_OPEN, (account_id, span[2])).fetchone()[0],
    )
