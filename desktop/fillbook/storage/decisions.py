"""Copies of one decision: trades in several accounts that were one idea."""

import json
from collections.abc import Sequence

from fillbook.storage.database import Connection


def with_members(connection: Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """These trades, and all others that are copies of the same decisions."""
    rows = connection.execute(
        "SELECT DISTINCT m.trade_id FROM trade_decision d"
        " JOIN trade_decision m ON m.decision_id = d.decision_id"
        " WHERE d.trade_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return tuple(dict.fromkeys((*ids, *(member for (member,) in rows))))
