"""Keeping a trade's initial risk and R in step with its stop and its typed risk."""

import json
from collections.abc import Iterable
from decimal import Decimal

from fillbook.domain.execution import Direction
from fillbook.domain.money import optional_canonical
from fillbook.domain.risk import initial_risk, r_multiple
from fillbook.storage.history import Transaction
from fillbook.storage.values import decimal


def refresh(tx: Transaction, trade_ids: Iterable[str]) -> None:
    """Work out risk and R of these trades again; a typed risk comes before the first stop."""
    fresh = []
    for id_, direction, price, quantity, multiplier, net, stop, typed, *before in _inputs(
        tx, trade_ids
    ):
        risk = decimal(typed) or initial_risk(
            Direction(direction),
            decimal(price),
            Decimal(quantity),
            decimal(multiplier),
            decimal(stop),
        )
        now = [optional_canonical(risk), optional_canonical(r_multiple(decimal(net), risk))]
        if now != before:
            fresh.append((*now, tx.hlc, id_))
            tx.touch_trade(id_)
    tx.connection.executemany(
        "UPDATE trade SET initial_risk = ?, r_multiple = ?, rev = rev + 1, updated_hlc = ?"
        " WHERE id = ?",
        fresh,
    )


def _inputs(tx: Transaction, trade_ids: Iterable[str]) -> list[tuple[str, ...]]:
    return tx.connection.execute(
        "SELECT t.id, t.direction, t.opening_price, t.opening_quantity, t.multiplier, t.net_pnl,"
        " coalesce(r.initial_stop, t.source_stop), coalesce(r.initial_risk, t.source_risk),"
        " t.initial_risk, t.r_multiple"
        " FROM trade t LEFT JOIN review r ON r.id = t.id"
        " WHERE t.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(trade_ids)),),
    ).fetchall()
