"""Taking a change back: a new transaction with the inverse of what the log says."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from fillbook.domain.change import Change
from fillbook.domain.errors import NotFound, Refused
from fillbook.storage import risk, trades
from fillbook.storage.database import Connection
from fillbook.storage.history import CREATED, Transaction, as_text
from fillbook.storage.values import Value, instant

_CHANGES = """
SELECT c.id, c.created_at, c.origin, c.title, u.id IS NOT NULL
FROM change_set c LEFT JOIN change_set u ON u.undoes = c.id
WHERE c.undoes IS NULL
    AND (c.origin IN ('user', 'import') OR substr(c.origin, 1, 7) = 'remote:')
"""
_DELETED = "deleted_hlc"
_SHARED = ("tag", "setup", "strategy", "instrument", "setting")
"""Records that other changes may use by now: their making is left as it is."""

_OWNED = (
    "note", "trade_tag", "screenshot", "stop_change", "trade_override", "confirmation",
    "trade_exclusion",
)  # fmt: skip
"""Records that hang on a trade."""

_DERIVING = ("execution", "trade_override", "account", "instrument", "import_batch")
"""Records from which trades are derived."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One value that several records got in the change."""

    entity: str
    name: str  # of the field
    old: str | None
    new: str | None
    ids: list[str] = field(default_factory=list)


def changes(connection: Connection, limit: int) -> tuple[Change, ...]:
    """What can be taken back or was, newest first."""
    rows = connection.execute(f"{_CHANGES} ORDER BY c.hlc DESC, c.id DESC LIMIT ?", (limit,))
    return tuple(_change(*row) for row in rows)


def wanted(connection: Connection, change_id: str | None) -> Change | None:
    """The change that is meant: the one named, else the newest that is not undone yet.

    Raises:
        NotFound: there is no such change.
        Refused: it is taken back already.
    """
    if change_id is None:
        row = connection.execute(
            f"{_CHANGES} AND u.id IS NULL ORDER BY c.hlc DESC, c.id DESC LIMIT 1"
        ).fetchone()
        return None if row is None else _change(*row)
    row = connection.execute(f"{_CHANGES} AND c.id = ?", (change_id,)).fetchone()
    if row is None:
        raise NotFound(f"There is no change {change_id}.", "List them: fillbook undo --list.")
    change = _change(*row)
    if change.undone:
        raise Refused(
            f'"{change.title}" is taken back already.', "List them: fillbook undo --list."
        )
    return change


def take_back(tx: Transaction, change: Change) -> tuple[str, ...]:
    """Write the inverse of a change; the names of what has changed since and was left alone."""
    tx.undoes = change.id
    tx.title = f"undo {change.title}"
    skipped: list[str] = []
    deriving: set[tuple[str, str]] = set()
    for step in _steps(tx.connection, change.id):
        if step.name == CREATED and step.entity in _SHARED:
            continue
        done = _invert(tx, step)
        skipped += _named(tx.connection, step, [id_ for id_ in step.ids if id_ not in done])
        if step.entity == "import_batch":
            skipped += _corrected(tx.connection, done)
        if step.entity in _DERIVING:
            deriving |= {(step.entity, id_) for id_ in done}
        tx.trades.update(_trades(tx.connection, step.entity, done))
    _derive(tx, deriving)
    risk.refresh(tx, list(tx.trades))
    return tuple(skipped)


def _corrected(connection: Connection, batches: Iterable[str]) -> Iterator[str]:
    """The fills of imports that were corrected by hand since, and stay."""
    rows = connection.execute(
        "SELECT new.symbol, new.executed_at FROM json_each(?) b"
        " JOIN execution old ON old.batch_id = b.value"
        " JOIN execution new ON new.id = old.superseded_by"
        " WHERE new.source = 'manual' AND new.deleted_hlc IS NULL",
        (json.dumps(list(batches)),),
    )
    for symbol, at in rows:
        yield f"corrected fill of {symbol} at {instant(at):%Y-%m-%d %H:%M}"


def _derive(tx: Transaction, changed: Iterable[tuple[str, str]]) -> None:
    """Bring the trades up to date that depend on these records."""
    if not changed:
        return
    from fillbook.storage import consequences

    consequences.follow(tx, changed)
    tx.accounts = tx.accounts or any(entity == "account" for entity, _ in changed)


def _change(id_: str, at: int, origin: str, title: str, undone: int) -> Change:
    return Change(id=id_, at=instant(at), origin=origin, title=title, undone=bool(undone))


def _steps(connection: Connection, change_id: str) -> Iterator[_Step]:
    """The log's rows, newest first, those of equal values together."""
    steps: dict[tuple[str, str, str | None, str | None], _Step] = {}
    for id_, *values in connection.execute(
        "SELECT entity_id, entity, field, old, CASE field WHEN '*' THEN NULL ELSE new END"
        " FROM change_log WHERE change_set_id = ? ORDER BY device_seq DESC",
        (change_id,),
    ):
        entity, name, old, new = values
        step = steps.setdefault((entity, name, old, new), _Step(entity, name, old, new))
        step.ids.append(id_)
    return iter(steps.values())


def _invert(tx: Transaction, step: _Step) -> frozenset[str]:
    """Give the old value to the records that still have the new one; their ids."""
    column = _DELETED if step.name == CREATED else step.name
    kind, current = _column(tx.connection, step.entity, column, step.ids)
    if column == _DELETED:
        was_deleted = step.new is not None
        standing = [id_ for id_, value in current.items() if (value is not None) == was_deleted]
        back: Value = None if was_deleted else tx.hlc
    else:
        standing = [id_ for id_, value in current.items() if as_text(value) == step.new]
        back = int(step.old) if step.old is not None and kind == "INTEGER" else step.old
    tx.update_all(step.entity, standing, {column: back})
    return frozenset(standing)


def _column(
    connection: Connection, entity: str, name: str, ids: list[str]
) -> tuple[str, dict[str, Value]]:
    """A column's type, and what it holds in these records."""
    (kind,) = connection.execute(
        "SELECT type FROM pragma_table_info(?) WHERE name = ?", (entity, name)
    ).fetchone()
    rows = connection.execute(
        f"SELECT id, {name} FROM {entity} WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    return kind, dict(rows.fetchall())


def _trades(connection: Connection, entity: str, ids: Iterable[str]) -> list[str]:
    if entity in ("trade", "review"):
        return list(ids)
    if entity not in _OWNED:
        return []
    rows = connection.execute(
        f"SELECT DISTINCT trade_id FROM {entity} WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return [trade for (trade,) in rows]


def _named(connection: Connection, step: _Step, ids: list[str]) -> Iterator[str]:
    """What was left alone, in words."""
    what = step.name.removesuffix("_id").replace("_", " ")
    what = step.entity.replace("_", " ") if step.name in (CREATED, _DELETED) else what
    owners = _trades(connection, step.entity, ids)
    for trade in owners:
        yield f"{what} of {trades.names(connection, [trade])}"
    if ids and not owners:
        yield what
