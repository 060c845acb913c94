"""One unit of work: the edit, its revision and its log rows, committed together."""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from fillbook.domain.change import Changes, Origin
from fillbook.storage.database import Connection
from fillbook.storage.values import Value, instant, stored

CREATED = "*"
"""The field of a log row that stands for a whole new record."""

_COUNTER_BITS = 16


class Transaction:
    """What an edit works with while its transaction is open.

    ``insert``, ``update`` and ``remove`` change one record, raise its ``rev`` and log it.
    Bulk work goes through ``connection`` and logs itself with ``log``.
    """

    def __init__(self, connection: Connection, origin: Origin | str, title: str) -> None:
        self.connection = connection
        self.origin = str(origin)
        self.title = title
        self.undoes: str | None = None
        self.all_trades = False
        self.accounts = False
        self.bars = False
        self.trades: set[str] = set()
        self._log: list[tuple[str, str, str, str | None, str | None]] = []
        row = connection.execute(
            "SELECT device_id, device_seq, hlc, revision, next_number FROM library_meta"
        ).fetchone()
        self.device_id: str = row[0]
        self._device_seq: int = row[1]
        self.at: int = time.time_ns() // 1000  # UTC microseconds
        self.hlc: int = max(row[2] + 1, (self.at // 1000) << _COUNTER_BITS)
        self._revision: int = row[3]
        self._next_number: int = row[4]
        self.id = self.new_id()

    @cached_property
    def now(self) -> datetime:
        return instant(self.at)

    def new_id(self) -> str:
        """A new UUIDv7."""
        from uuid_utils import uuid7

        return str(uuid7())

    def take_numbers(self, count: int) -> int:
        """The first of so many trade numbers, none of which was ever given."""
        first = self._next_number
        self._next_number += count
        return first

    def log(
        self, entity: str, entity_id: str, field: str, old: str | None, new: str | None
    ) -> None:
        """Write one changed value into the log."""
        self._log.append((entity, entity_id, field, old, new))

    def touch_trade(self, trade_id: str) -> None:
        """Something that hangs on the trade changed: its revision rises at the end."""
        self.trades.add(trade_id)

    def insert(self, entity: str, values: Mapping[str, object], *, logged: bool = True) -> str:
        """Add a record of user data and return its id."""
        row = {name: stored(value) for name, value in values.items()}
        row.setdefault("id", self.new_id())
        row |= {"created_at": self.at, "updated_hlc": self.hlc, "rev": 1}
        self.connection.execute(
            f"INSERT INTO {entity} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
            tuple(row.values()),
        )
        entity_id = str(row["id"])
        if logged:
            self.log(entity, entity_id, CREATED, None, json.dumps(row, ensure_ascii=False))
        return entity_id

    def update(self, entity: str, entity_id: str, values: Mapping[str, object]) -> bool:
        """Change fields of a record; whether any of them was different."""
        return bool(self.update_all(entity, [entity_id], values))

    def update_all(
        self, entity: str, ids: Sequence[str], values: Mapping[str, object]
    ) -> tuple[str, ...]:
        """Give the same values to several records; the ids of those that were different."""
        wanted = {name: stored(value) for name, value in values.items()}
        changed: list[str] = []
        for entity_id, *current in self.connection.execute(
            f"SELECT id, {', '.join(wanted)} FROM {entity}"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        ):
            for (name, new), old in zip(wanted.items(), current, strict=True):
                if old != new:
                    self.log(entity, entity_id, name, as_text(old), as_text(new))
                    if entity_id not in changed[-1:]:
                        changed.append(entity_id)
        if changed:
            self.connection.execute(
                f"UPDATE {entity} SET {', '.join(f'{name} = ?' for name in wanted)},"
                " rev = rev + 1, updated_hlc = ? WHERE id IN (SELECT value FROM json_each(?))",
                (*wanted.values(), self.hlc, json.dumps(changed)),
            )
        return tuple(changed)

    def remove(self, entity: str, entity_id: str) -> bool:
        """Put a record into the bin; whether it was not there yet."""
        return self._mark(entity, entity_id, self.hlc)

    def revive(self, entity: str, entity_id: str) -> bool:
        """Take a record out of the bin; whether it was in it."""
        return self._mark(entity, entity_id, None)

    def _mark(self, entity: str, entity_id: str, deleted_hlc: int | None) -> bool:
        (current,) = self.connection.execute(
            f"SELECT deleted_hlc FROM {entity} WHERE id = ?", (entity_id,)
        ).fetchone()
        if (current is None) == (deleted_hlc is None):
            return False
        return self.update(entity, entity_id, {"deleted_hlc": deleted_hlc})

    def settle_trades(self) -> None:
        """Raise the revisions of the trades touched so far, for who reads them before the end."""
        self._raise_trades(self.trades)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed that the log names."""
        return not self._log and self.undoes is None

    def finish(self) -> None:
        """Write the log, the trades' revisions and the library's own row."""
        if self.is_empty:
            return
        self._raise_trades(self.trades)
        self.connection.execute(
            "INSERT INTO change_set (id, created_at, device_id, hlc, origin, title, undoes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.id, self.at, self.device_id, self.hlc, self.origin, self.title, self.undoes),
        )
        self.connection.executemany(
            "INSERT INTO change_log (device_id, device_seq, change_set_id, entity, entity_id,"
            " field, old, new) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (self.device_id, number, self.id, *entry)
                for number, entry in enumerate(self._log, self._device_seq + 1)
            ),
        )
        self._revision += 1
        self.connection.execute(
            "UPDATE library_meta SET device_seq = ?, hlc = ?, revision = ?, next_number = ?",
            (self._device_seq + len(self._log), self.hlc, self._revision, self._next_number),
        )

    def changes(self) -> Changes:
        """What to tell everybody once it is committed."""
        return Changes(
            revision=self._revision,
            change_id=None if self.is_empty else self.id,
            title=self.title,
            trades=frozenset(self.trades),
            all_trades=self.all_trades,
            accounts=self.accounts,
            bars=self.bars,
        )

    def _raise_trades(self, trades: Iterable[str]) -> None:
        self.connection.executemany(
            "UPDATE trade SET rev = rev + 1, updated_hlc = ? WHERE id = ? AND updated_hlc <> ?",
            ((self.hlc, trade, self.hlc) for trade in trades),
        )


def as_text(value: Value) -> str | None:
    """A stored value as the log writes it."""
    assert not isinstance(value, bytes)
    return None if value is None else str(value)
