"""Fills as rows: what identifies one, how it is written, and one changed by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from fillbook.domain.errors import NotFound, Refused
from fillbook.domain.execution import Basis, Execution, Precision, Side, StatedPnl, StoredExecution
from fillbook.domain.instrument import AssetType, symbol_key
from fillbook.storage.database import Connection
from fillbook.storage.history import CREATED, Transaction
from fillbook.storage.values import decimal, instant, microseconds, plain_digits

MANUAL = "manual"
IMPORT = "import"

COLUMNS = (
    "id", "account_id", "instrument_id", "content_hash", "ordinal", "source", "batch_id",
    "symbol", "side", "quantity", "price", "executed_at", "sequence", "precision",
    "utc_offset_minutes", "commission", "other_fees", "swap", "stated_pnl", "stated_basis",
    "asset_type", "multiplier", "external_id", "order_id", "position_id", "stop_loss",
    "take_profit", "initial_risk", "derived", "row",
)  # fmt: skip
"""The columns that make a ``StoredExecution``, in the order of ``from_row``."""

LIVE = "deleted_hlc IS NULL AND superseded_by IS NULL"
"""What a fill that counts fulfils."""

_INSERTED = (*COLUMNS, "identity", "created_at", "updated_hlc")
INSERT = (
    f"INSERT INTO execution ({', '.join(_INSERTED)}) VALUES ({', '.join('?' * len(_INSERTED))})"
)

_DAY_ONE = 1970
_symbol_key = lru_cache(symbol_key)
_plain_digits = lru_cache(65_536)(plain_digits)
"""Quantities, prices and fees repeat: equal decimals have the same digits."""


class Identity(NamedTuple):
    """What makes a fill the same fill when it is stated again."""

    key: str  # unique within the account
    content_hash: str
    ordinal: int


class Source(NamedTuple):
    """Where fills come from and when, the same for all of one file."""

    account_id: str
    name: str  # import, manual
    batch_id: str | None
    at: int
    hlc: int


def identities(fills: Iterable[Execution]) -> list[Identity]:
    """The identity of each fill of one file, in their order.

    The broker's id where there is one, else the hash of the content and the number of
    equal fills before it in the file: two truly identical fills stay two.
    """
    met: dict[str, int] = {}
    found = []
    for fill in fills:
        digest = content_hash(fill)
        ordinal = met.get(digest, 0)
        met[digest] = ordinal + 1
        key = f"{digest}:{ordinal}" if fill.external_id is None else f"id:{fill.external_id}"
        found.append(Identity(key, digest, ordinal))
    return found


def content_hash(fill: Execution) -> str:
    """A digest of what was done: symbol, side, quantity, price and time.

    Costs stay out: a later file may know them better. Where there is no price, the stated
    P&L is what tells two fills apart.
    """
    price = fill.price
    if price is None:
        told = "" if fill.stated_pnl is None else plain_digits(fill.stated_pnl.amount)
    else:
        told = _plain_digits(price)
    side = "buy" if fill.side is Side.BUY else "sell"
    content = (
        f"{_symbol_key(fill.symbol)}\n{side}\n{_plain_digits(fill.quantity)}\n"
        f"{told}\n{microseconds(fill.executed_at)}"
    )
    return blake2b(content.encode(), digest_size=16).hexdigest()


def check(fill: Execution) -> None:
    """Refuse a fill that cannot have happened.

    Raises:
        Refused: it has no symbol, no quantity, or no instant.
    """
    if not fill.symbol.strip():
        raise Refused("A fill needs a symbol.", "Give one, for example: ES or EURUSD.")
    if not (fill.quantity.is_finite() and fill.quantity > 0):
        raise Refused(
            f"{fill.quantity} is no quantity of {fill.symbol}.", "Give it above zero, with a side."
        )
    if fill.executed_at.tzinfo is None or fill.executed_at.year < _DAY_ONE:
        raise Refused(f"{fill.executed_at} is no time of a fill.", "Give day, time and zone.")


def to_row(
    fill: Execution, id_: str, instrument_id: str, identity: Identity, source: Source
) -> tuple[object, ...]:
    """The values of ``INSERT``."""
    stated = fill.stated_pnl
    return (
        id_, source.account_id, instrument_id, identity.content_hash, identity.ordinal,
        source.name, source.batch_id, fill.symbol, "buy" if fill.side is Side.BUY else "sell",
        _plain_digits(fill.quantity), _digits(fill.price), microseconds(fill.executed_at),
        fill.sequence, fill.precision.value, fill.utc_offset_minutes, _digits(fill.commission),
        _digits(fill.other_fees), _digits(fill.swap),
        None if stated is None else plain_digits(stated.amount),
        None if stated is None else stated.basis.value,
        None if fill.asset_type is None else fill.asset_type.value, _digits(fill.multiplier),
        fill.external_id, fill.order_id, fill.position_id, _digits(fill.stop_loss),
        _digits(fill.take_profit), _digits(fill.initial_risk), int(fill.derived), fill.row,
        identity.key, source.at, source.hlc,
    )  # fmt: skip


def from_row(row: Sequence[Any]) -> StoredExecution:
    """A fill from its ``COLUMNS``."""
    (
        id_, account_id, instrument_id, digest, ordinal, source, batch_id,
        symbol, side, quantity, price, executed_at, sequence, precision, utc_offset_minutes,
        commission, other_fees, swap, stated_pnl, stated_basis, asset_type, multiplier,
        external_id, order_id, position_id, stop_loss, take_profit, initial_risk, derived,
        file_row,
    ) = row  # fmt: skip
    fill = Execution(
        symbol=symbol, side=Side(side), quantity=Decimal(quantity), price=decimal(price),
        executed_at=instant(executed_at), sequence=sequence, precision=Precision(precision),
        utc_offset_minutes=utc_offset_minutes, commission=decimal(commission),
        other_fees=decimal(other_fees), swap=decimal(swap),
        stated_pnl=None if stated_pnl is None else StatedPnl(
            Decimal(stated_pnl), Basis(stated_basis)
        ),
        asset_type=AssetType(asset_type) if asset_type else None, multiplier=decimal(multiplier),
        external_id=external_id, order_id=order_id, position_id=position_id,
        stop_loss=decimal(stop_loss), take_profit=decimal(take_profit),
        initial_risk=decimal(initial_risk), derived=bool(derived), row=file_row,
    )  # fmt: skip
    return StoredExecution(
        id=id_, account_id=account_id, instrument_id=instrument_id, content_hash=digest,
        ordinal=ordinal, source=source, batch_id=batch_id, fill=fill,
    )  # fmt: skip


def read(connection: Connection, execution_id: str) -> StoredExecution:
    """The fill of this id, whether it counts or not.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM execution WHERE id = ?", (execution_id,)
    ).fetchone()
    if row is None:
        raise NotFound("There is no such fill.", "It may be gone: look at the trade again.")
    return from_row(row)


def insert(
    tx: Transaction,
    account_id: str,
    instrument_id: str,
    fill: Execution,
    *,
    batch_id: str | None = None,
) -> str:
    """Add one fill by hand and return its id.

    Raises:
        Refused: it cannot have happened.
    """
    check(fill)
    digest = content_hash(fill)
    (ordinal,) = tx.connection.execute(
        "SELECT count(*) FROM execution WHERE account_id = ? AND instrument_id = ?"
        " AND executed_at = ? AND content_hash = ?",
        (account_id, instrument_id, microseconds(fill.executed_at), digest),
    ).fetchone()
    id_ = tx.new_id()
    # A fill entered by hand never stands in the way of the same fill in a file.
    identity = Identity(f"{MANUAL}:{id_}", digest, ordinal)
    source = Source(account_id, MANUAL, batch_id, tx.at, tx.hlc)
    tx.connection.execute(INSERT, to_row(fill, id_, instrument_id, identity, source))
    tx.log("execution", id_, CREATED, None, None)
    return id_


def supersede(tx: Transaction, execution_id: str, instrument_id: str, fill: Execution) -> str:
    """Put a corrected fill in the place of one, which stays as it was stated; the new id.

    Raises:
        NotFound: there is no such fill.
        Refused: the new one cannot have happened.
    """
    before = read(tx.connection, execution_id)
    after = replace(fill, sequence=before.fill.sequence, row=before.fill.row)
    new = insert(tx, before.account_id, instrument_id, after, batch_id=before.batch_id)
    tx.update("execution", execution_id, {"superseded_by": new})
    return new


def remove(tx: Transaction, execution_id: str) -> None:
    """Take a fill out of the journal; an import does not bring it back.

    Raises:
        NotFound: there is no such fill.
    """
    read(tx.connection, execution_id)
    tx.remove("execution", execution_id)


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else _plain_digits(value)
