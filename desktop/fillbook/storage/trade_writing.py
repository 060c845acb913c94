"""Writing trades and their legs: only what differs from what stands there."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from fillbook.storage import risk
from fillbook.storage.bulk import indexes_after
from fillbook.storage.database import Connection
from fillbook.storage.folding import fold
from fillbook.storage.history import Transaction
from fillbook.storage.identity import Claims, Derived
from fillbook.storage.streams import order_of
from fillbook.storage.trade_figures import FIGURES, LEG_FIGURES, figures, legs, risk_and_r

NAMED = 500
"""Up to so many changed trades are named one by one to those who show them."""

Row = tuple[Any, ...]

_NEW = (
    "id", "created_at", "updated_hlc", "number", "kind", "anchor_id", "vanished", "archived",
    "initial_risk", "r_multiple", *FIGURES,
)  # fmt: skip
_INSERT = f"INSERT INTO trade ({', '.join(_NEW)}) VALUES ({', '.join('?' * len(_NEW))})"
_UPDATE = (
    f"UPDATE trade SET {', '.join(f'{name} = ?' for name in FIGURES)}, vanished = 0,"
    " rev = rev + 1, updated_hlc = ? WHERE id = ?"
)
_INSERT_LEG = (
    f"INSERT INTO leg (trade_id, {', '.join(LEG_FIGURES)})"
    f" VALUES ({', '.join('?' * (len(LEG_FIGURES) + 1))})"
)


@dataclass(slots=True)
class Written:
    """Ids of the trades that a derivation made and changed."""

    created: list[str] = field(default_factory=list)  # or there again, after an undo
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stored:
    """Trades as they stand in the library."""

    figures: dict[str, Row]
    legs: dict[str, list[Row]]


def stored(connection: Connection, ids: Iterable[str]) -> Stored:
    """The figures and legs of these trades."""
    wanted = json.dumps(list(ids))
    rows = connection.execute(
        f"SELECT id, {', '.join(FIGURES)} FROM trade WHERE vanished = 0"
        " AND id IN (SELECT value FROM json_each(?))",
        (wanted,),
    )
    parts: defaultdict[str, list[Row]] = defaultdict(list)
    for trade, *leg in connection.execute(
        f"SELECT trade_id, {', '.join(LEG_FIGURES)} FROM leg"
        " WHERE trade_id IN (SELECT value FROM json_each(?)) ORDER BY trade_id, position",
        (wanted,),
    ):
        parts[trade].append(tuple(leg))
    return Stored({id_: tuple(row) for id_, *row in rows}, parts)


def write(tx: Transaction, derived: Sequence[Derived], claims: Claims) -> Written:
    """Store what the fills make: new trades, changed ones, and those without a fill left."""
    done = Written()
    before = stored(tx.connection, (trade.id for trade in claims.winners.values()))
    fresh, changed = [], []
    for index, item in enumerate(derived):
        known = claims.winners.get(index)
        if known is None:
            fresh.append(item)
            continue
        row, parts = (
            figures(item.trip, item.calendar, item.multiplier),
            legs(item.trip, item.calendar),
        )
        if before.figures.get(known.id) != row or before.legs[known.id] != parts:
            changed.append((known.id, row, parts))
            (done.created if known.vanished else done.changed).append(known.id)
    lost = [(index, trade) for index, trades in claims.losers.items() for trade in trades]
    _vanish(tx, [trade.id for _, trade in lost] + [trade.id for trade in claims.gone])
    _change(tx, changed)
    done.created += _create(tx, fresh)
    for index, trade in lost:
        fold(tx, claims.winners[index].id, trade.id, trade.number)
    risk.refresh(tx, [id_ for id_, _, _ in changed])
    _tell(tx, done.created + done.changed)
    return done


def _create(tx: Transaction, fresh: list[Derived]) -> list[str]:
    """New trades, numbered in the order in which they were opened."""
    fresh.sort(key=lambda item: order_of(item.trip.legs[0].execution))
    first = tx.take_numbers(len(fresh))
    ids = [tx.new_id() for _ in fresh]
    with indexes_after(tx.connection, "trade", len(fresh)):
        tx.connection.executemany(
            _INSERT,
            (
                (
                    id_, tx.at, tx.hlc, number, "executed", item.trip.legs[0].execution.id, 0, 0,
                    *risk_and_r(item.trip, item.multiplier),
                    *figures(item.trip, item.calendar, item.multiplier),
                )
                for number, (id_, item) in enumerate(zip(ids, fresh, strict=True), first)
            ),
        )  # fmt: skip
    tx.connection.executemany(
        _INSERT_LEG,
        (
            (id_, *leg)
            for id_, item in zip(ids, fresh, strict=True)
            for leg in legs(item.trip, item.calendar)
        ),
    )
    return ids


def _change(tx: Transaction, changed: list[tuple[str, Row, list[Row]]]) -> None:
    tx.connection.executemany(
        "DELETE FROM leg WHERE trade_id = ?", ((id_,) for id_, _, _ in changed)
    )
    tx.connection.executemany(_UPDATE, ((*row, tx.hlc, id_) for id_, row, _ in changed))
    tx.connection.executemany(
        _INSERT_LEG, ((id_, *leg) for id_, _, parts in changed for leg in parts)
    )


def _vanish(tx: Transaction, ids: list[str]) -> None:
    """Hide trades without fills; number, notes and pictures stay for when the fills return."""
    tx.connection.executemany("DELETE FROM leg WHERE trade_id = ?", ((id_,) for id_ in ids))
    tx.connection.executemany(
        "UPDATE trade SET vanished = 1, rev = rev + 1, updated_hlc = ?"
        " WHERE id = ? AND vanished = 0",
        ((tx.hlc, id_) for id_ in ids),
    )
    _tell(tx, ids)


def _tell(tx: Transaction, ids: list[str]) -> None:
    if len(ids) > NAMED:
        tx.all_trades = True
    else:
        tx.trades.update(ids)
