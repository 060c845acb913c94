"""Import batches: which file brought which fills, so that an import can be taken back."""

import json

from fillbook.domain.importing import FileImport, ImportBatch
from fillbook.domain.money import canonical
from fillbook.domain.statement import Statement
from fillbook.storage.database import Connection
from fillbook.storage.history import Transaction
from fillbook.storage.values import instant


def add(tx: Transaction, account_id: str, statement: Statement) -> str:
    """Note that a file is being imported; its id is named by what it brings."""
    return tx.insert(
        "import_batch",
        {
            "account_id": account_id,
            "file": statement.file,
            "sha256": statement.sha256,
            "format": statement.format,
            "encoding": statement.encoding,
            "timezone": statement.timezone,
            "profile": statement.profile,
            "executions_read": len(statement.executions),
            "executions_new": 0,
            "executions_known": 0,
            "cash_events": 0,
            "totals": json.dumps(
                [
                    [total.name, canonical(total.stated), canonical(total.computed)]
                    for total in statement.control_totals
                ]
            ),
        },
    )


def count(tx: Transaction, batch_id: str, file: FileImport) -> None:
    """Keep what the file brought."""
    tx.connection.execute(
        "UPDATE import_batch SET executions_new = ?, executions_known = ?, cash_events = ?,"
        " rev = rev + 1 WHERE id = ?",
        (file.executions_new, file.executions_known, file.cash_events, batch_id),
    )


def remove(tx: Transaction, batch_id: str) -> frozenset[str]:
    """Take a batch back; the ids of its fills, whose trades have to be derived again.

    A fill that another file states too stays and belongs to that one from now on. So does
    one that was corrected by hand since.
    """
    fills = tx.connection.execute(
        f"SELECT id FROM execution WHERE batch_id = ? AND {_BROUGHT}", (batch_id,)
    ).fetchall()
    tx.connection.execute(_HAND_OVER, {"batch": batch_id, "hlc": tx.hlc})
    tx.connection.execute(
        "UPDATE execution SET deleted_hlc = ?, rev = rev + 1, updated_hlc = ?"
        f" WHERE batch_id = ? AND {_BROUGHT}",
        (tx.hlc, tx.hlc, batch_id),
    )
    tx.connection.execute(
        "UPDATE cash_event SET deleted_hlc = ?, rev = rev + 1, updated_hlc = ?"
        " WHERE batch_id = ? AND deleted_hlc IS NULL",
        (tx.hlc, tx.hlc, batch_id),
    )
    return frozenset(fill for (fill,) in fills)


def read_all(connection: Connection) -> tuple[ImportBatch, ...]:
    """All imports, newest first."""
    rows = connection.execute(
        "SELECT id, account_id, file, sha256, format, timezone, created_at, executions_new,"
        " deleted_hlc IS NOT NULL FROM import_batch ORDER BY created_at DESC, id DESC"
    )
    return tuple(
        ImportBatch(
            id=id_, account_id=account_id, file=file, sha256=sha256, format=format_,
            timezone=timezone, at=instant(at), executions=executions, undone=bool(undone),
        )
        for id_, account_id, file, sha256, format_, timezone, at, executions, undone in rows
    )  # fmt: skip


_BROUGHT = "source = 'import' AND deleted_hlc IS NULL AND superseded_by IS NULL"
"""Fills that still are as a file brought them."""

_OTHER_SOURCE = """
FROM execution_source s JOIN import_batch b ON b.id = s.batch_id
WHERE s.execution_id = execution.id AND b.deleted_hlc IS NULL AND b.id <> :batch
ORDER BY s.id LIMIT 1
"""
_HAND_OVER = f"""
UPDATE execution SET (batch_id, row) = (SELECT s.batch_id, s.row {_OTHER_SOURCE}),
    rev = rev + 1, updated_hlc = :hlc
WHERE batch_id = :batch AND {_BROUGHT} AND EXISTS (SELECT 1 {_OTHER_SOURCE})
"""
