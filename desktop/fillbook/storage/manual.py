"""What somebody enters by hand: fills, trades made of them, plans and missed trades."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from fillbook.domain.account import Account
from fillbook.domain.draft import TradeDraft
from fillbook.domain.errors import Refused
from fillbook.domain.execution import Execution, Side
from fillbook.domain.trade import Kind, Status
from fillbook.storage import accounts, consequences, executions, overrides
from fillbook.storage.history import Transaction
from fillbook.storage.instruments import Instruments


def add_trade(tx: Transaction, draft: TradeDraft) -> str:
    """The trade of these fills, or a plan or missed trade without any; its id.

    Raises:
        Refused: it has neither fills nor a direction, or a fill cannot have happened.
    """
    account = accounts.find(tx.connection, draft.account_id)
    if draft.kind is not Kind.EXECUTED:
        return _add_plan(tx, account, draft)
    if not draft.fills:
        raise Refused("A trade needs at least one fill.", "Add one, or save it as a plan.")
    fills = [
        replace(
            fill,
            symbol=draft.symbol,
            asset_type=draft.asset_type,
            multiplier=draft.multiplier or fill.multiplier,
        )
        for fill in draft.fills
    ]
    return _one_trade(tx, add_fills(tx, account, fills))


def add_fills(tx: Transaction, account: Account, fills: Iterable[Execution]) -> list[str]:
    """Add fills and bring the trades up to date; the fills' ids."""
    instruments = Instruments(tx, account)
    added = [executions.insert(tx, account.id, instruments.of(fill), fill) for fill in fills]
    _settle(tx, instruments, added)
    return added


def change_fill(tx: Transaction, execution_id: str, fill: Execution) -> None:
    """Put a corrected fill in the place of another one."""
    before = executions.read(tx.connection, execution_id)
    instruments = Instruments(tx, accounts.find(tx.connection, before.account_id))
    new = executions.supersede(tx, execution_id, instruments.of(fill), fill)
    _settle(tx, instruments, [execution_id, new])


def remove_fill(tx: Transaction, execution_id: str) -> None:
    """Take a fill out and bring its trade up to date."""
    executions.remove(tx, execution_id)
    consequences.follow(tx, [("execution", execution_id)])


def _settle(tx: Transaction, instruments: Instruments, changed: Sequence[str]) -> None:
    instruments.save_decimals()
    records = [("execution", id_) for id_ in changed]
    records += [("instrument", id_) for id_ in instruments.changed]
    consequences.follow(tx, records)


def _one_trade(tx: Transaction, fills: Sequence[str]) -> str:
    """The trade of these fills; where others joined them, they are split off."""
    trades = _trades_of(tx, fills)
    if len(trades) == 1 and _fills_of(tx, trades[0]) == set(fills):
        return trades[0]
    return overrides.own_trade(tx, fills)


def _trades_of(tx: Transaction, fills: Sequence[str]) -> list[str]:
    marks = ", ".join("?" * len(fills))
    rows = tx.connection.execute(
        f"SELECT DISTINCT trade_id FROM leg WHERE execution_id IN ({marks})", tuple(fills)
    )
    return [trade for (trade,) in rows]


def _fills_of(tx: Transaction, trade_id: str) -> set[str]:
    rows = tx.connection.execute("SELECT execution_id FROM leg WHERE trade_id = ?", (trade_id,))
    return {fill for (fill,) in rows}


def _add_plan(tx: Transaction, account: Account, draft: TradeDraft) -> str:
    if draft.direction is None:
        raise Refused("A plan needs a direction.", "Say long or short.")
    if not draft.symbol.strip():
        raise Refused("A plan needs a symbol.", "Give one, for example: ES or EURUSD.")
    instrument = Instruments(tx, account).of(
        Execution(
            symbol=draft.symbol,
            side=Side.BUY,
            quantity=Decimal(1),
            price=None,
            executed_at=tx.now,
            asset_type=draft.asset_type,
            multiplier=draft.multiplier,
        )
    )
    trade = tx.insert(
        "trade",
        {
            "number": tx.take_numbers(1),
            "account_id": account.id,
            "instrument_id": instrument,
            "kind": draft.kind,
            "direction": draft.direction,
            "status": Status.OPEN,
            "quantity": Decimal(0),
            "opening_quantity": Decimal(0),
            "fees_unknown": 0,
            "fills": 0,
            "vanished": 0,
            "archived": 0,
        },
    )
    tx.touch_trade(trade)
    return trade
