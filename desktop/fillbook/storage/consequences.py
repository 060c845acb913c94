"""What follows for trades when a record changes that they derive from."""

import json
from collections import defaultdict
from collections.abc import Iterable

from fillbook.storage import batches, derivation
from fillbook.storage.history import Transaction
from fillbook.storage.trade_writing import Written

_FILLS_OF = {
    "execution": "SELECT id FROM execution WHERE id",
    "trade_override": "SELECT execution_id FROM trade_override_fill WHERE override_id",
    "account": "SELECT id FROM execution WHERE account_id",
    "instrument": "SELECT id FROM execution WHERE instrument_id",
}
"""The fills whose trades follow from a kind of record."""


def follow(tx: Transaction, changed: Iterable[tuple[str, str]]) -> Written:
    """Derive the trades anew that depend on these records, each named by entity and id."""
    by_entity: defaultdict[str, list[str]] = defaultdict(list)
    for entity, id_ in changed:
        by_entity[entity].append(id_)
    fills = {
        fill for batch in by_entity.pop("import_batch", []) for fill in batches.remove(tx, batch)
    }
    for entity, ids in by_entity.items():
        rows = tx.connection.execute(
            f"{_FILLS_OF[entity]} IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
        )
        fills |= {fill for (fill,) in rows}
    return derivation.derive(tx, fills)
