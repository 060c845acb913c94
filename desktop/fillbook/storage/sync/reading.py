"""What the sync engine asks of a library, in one moment."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fillbook.domain.connection import Connection
from fillbook.domain.day_note import DayNote
from fillbook.domain.errors import NotFound
from fillbook.domain.execution import Execution
from fillbook.domain.link import (
    Conflict,
    ConflictKind,
    Cursor,
    Intent,
    IntentState,
    Link,
    RunLog,
)
from fillbook.domain.remote_trade import Fields
from fillbook.domain.trade import TradeDetail
from fillbook.storage import database, day_notes, detail
from fillbook.storage.sync import broker_fills, coding
from fillbook.storage.sync.coding import (
    conflict_of,
    connection_of,
    cursor_of,
    fields_of,
    intent_of,
    link_of,
)
from fillbook.storage.values import instant, microseconds, optional_instant

_LINKS = (
    f"SELECT {', '.join(f'l.{column}' for column in coding.LINK)}, b.fields"
    " FROM link l LEFT JOIN base_snapshot b ON b.link_id = l.id"
)
_INTENTS = f"SELECT {', '.join(coding.INTENT)} FROM intent"
_CONFLICTS = f'SELECT {", ".join(coding.CONFLICT)} FROM "conflict"'
_CONNECTIONS = f"SELECT {', '.join(coding.CONNECTION)} FROM connection WHERE deleted_hlc IS NULL"
_OPEN = ("prepared", "in_flight", "unknown", "ambiguous")
_ALL = -1  # SQLite's word for no limit

_WRITERS = """
SELECT c.origin, l.entity, l.field, n.kind, f.name FROM change_log l
JOIN change_set c ON c.id = l.change_set_id
LEFT JOIN note n ON l.entity = 'note' AND n.id = l.entity_id
LEFT JOIN confirmation f ON l.entity = 'confirmation' AND f.id = l.entity_id
WHERE l.entity_id = :trade AND l.entity IN ('trade', 'review')
    OR l.entity_id IN (SELECT id FROM note WHERE trade_id = :trade)
    OR l.entity_id IN (SELECT id FROM trade_tag WHERE trade_id = :trade)
    OR l.entity_id IN (SELECT id FROM confirmation WHERE trade_id = :trade)
ORDER BY c.hlc, l.device_seq
"""

_UNCREATED = """
SELECT t.id FROM trade t
LEFT JOIN link l ON l.connection_id = :connection AND l.entity = 'trade' AND l.local_id = t.id
WHERE t.kind = 'executed' AND t.deleted_hlc IS NULL AND t.vanished = 0
    AND t.account_id IN (SELECT value FROM json_each(:accounts))
    AND (l.id IS NULL OR l.state = 'pending_create'
        OR l.state = 'ineligible' AND t.rev > l.synced_rev)
    AND NOT EXISTS (SELECT 1 FROM trade_exclusion x WHERE x.trade_id = t.id
        AND x.connection_id = :connection AND x.deleted_hlc IS NULL)
ORDER BY t.opened_at, t.number LIMIT :limit
"""

_DIRTY = """
SELECT t.id FROM link l JOIN trade t ON t.id = l.local_id
WHERE l.connection_id = :connection AND l.entity = 'trade'
    AND l.state IN ('linked', 'stale_remote') AND t.rev > l.synced_rev
    AND t.deleted_hlc IS NULL AND t.vanished = 0
    AND NOT EXISTS (SELECT 1 FROM trade_exclusion x WHERE x.trade_id = t.id
        AND x.connection_id = :connection AND x.deleted_hlc IS NULL)
ORDER BY t.updated_hlc LIMIT :limit
"""

_UNLINKED = """
SELECT t.id FROM trade t JOIN instrument i ON i.id = t.instrument_id
LEFT JOIN link l ON l.connection_id = :connection AND l.entity = 'trade' AND l.local_id = t.id
WHERE t.account_id IN (SELECT value FROM json_each(:accounts)) AND i.symbol_key = :symbol
    AND t.kind = 'executed' AND t.deleted_hlc IS NULL AND t.vanished = 0
    AND t.opened_at BETWEEN :first AND :last
    AND (l.id IS NULL OR l.remote_id IS NULL)
ORDER BY t.opened_at, t.number
"""

_HOME = """
SELECT c.id FROM leg g JOIN execution e ON e.id = g.execution_id
JOIN connection c ON c.name = e.source WHERE g.trade_id = ? ORDER BY g.position LIMIT 1
"""


class SyncReader:
    """Questions of the engine. All are answered from one snapshot or transaction."""

    def __init__(self, db: database.Connection, screenshots: Path) -> None:
        self._db = db
        self._screenshots = screenshots

    def connections(self) -> tuple[Connection, ...]:
        """All connections by name."""
        rows = self._db.execute(f"{_CONNECTIONS} ORDER BY name_key")
        return tuple(connection_of(row) for row in rows)

    def connection(self, connection_id: str) -> Connection:
        row = self._db.execute(f"{_CONNECTIONS} AND id = ?", (connection_id,)).fetchone()
        if row is None:
            raise NotFound("There is no such connection.", "List them: fillbook connections.")
        return connection_of(row)

    def restored(self) -> str | None:
        """Whether the library was "restored" or "copied" since it was last confirmed."""
        (found,) = self._db.execute("SELECT restored FROM library_meta").fetchone()
        return None if found is None else str(found)

    def trade(self, trade_id: str) -> TradeDetail | None:
        """A trade with everything but its history, in the bin or not."""
        return detail.without_history(self._db, trade_id)

    def trade_rev(self, trade_id: str) -> int:
        """A trade's revision; 0 where there is none."""
        row = self._db.execute("SELECT rev FROM trade WHERE id = ?", (trade_id,)).fetchone()
        return 0 if row is None else int(row[0])

    def deleted_at(self, trade_id: str) -> datetime | None:
        """When a trade was put into the bin."""
        row = self._db.execute(
            "SELECT c.created_at FROM change_log l JOIN change_set c ON c.id = l.change_set_id"
            " WHERE l.entity = 'trade' AND l.entity_id = ? AND l.field = 'deleted_hlc'"
            " AND l.new IS NOT NULL ORDER BY c.hlc DESC LIMIT 1",
            (trade_id,),
        ).fetchone()
        return None if row is None else instant(row[0])

    def writers(self, trade_id: str) -> Mapping[str, str]:
        """Who wrote each field last, by its key in ``edit``: user, import, remote:NAME ..."""
        found: dict[str, str] = {}
        for origin, entity, field, note, confirmation in self._db.execute(
            _WRITERS, {"trade": trade_id}
        ):
            key = _edit_key(entity, field, note, confirmation)
            if origin != "rule":
                found[key] = origin
        return found

    def home(self, trade_id: str) -> str | None:
        """The connection that a trade came from; None: it is from here."""
        row = self._db.execute(_HOME, (trade_id,)).fetchone()
        return None if row is None else str(row[0])

    def excluded(self, trade_id: str, connection_id: str) -> bool:
        """Whether the user keeps a trade out of a connection."""
        row = self._db.execute(
            "SELECT 1 FROM trade_exclusion WHERE trade_id = ? AND connection_id = ?"
            " AND deleted_hlc IS NULL",
            (trade_id, connection_id),
        )
        return row.fetchone() is not None

    def decision(self, trade_id: str) -> tuple[str, ...]:
        """The trades of one decision, the trade itself included."""
        rows = self._db.execute(
            "SELECT m.trade_id FROM trade_decision d"
            " JOIN trade_decision m ON m.decision_id = d.decision_id WHERE d.trade_id = ?",
            (trade_id,),
        )
        return tuple(member for (member,) in rows) or (trade_id,)

    def link(self, connection_id: str, local_id: str, entity: str = "trade") -> Link | None:
        """The link of a local record."""
        return self._link("l.local_id = ?", (connection_id, entity, local_id))

    def link_to(self, connection_id: str, remote_id: str, entity: str = "trade") -> Link | None:
        """The link of a remote record."""
        return self._link("l.remote_id = ?", (connection_id, entity, remote_id))

    def links(self, connection_id: str, entity: str = "trade") -> tuple[Link, ...]:
        """All links of a connection."""
        return self._links("l.connection_id = ? AND l.entity = ?", (connection_id, entity))

    def links_of(self, local_id: str) -> tuple[Link, ...]:
        """A local record's links at all connections."""
        return self._links("l.local_id = ?", (local_id,))

    def noted_links(self, connection_id: str) -> tuple[Link, ...]:
        """Links with something that did not go or is worth knowing."""
        return self._links(
            "l.connection_id = ? AND (l.parked <> '[]' OR l.remarks <> '[]')", (connection_id,)
        )

    def linked_count(self, connection_id: str) -> int:
        """How many trades are linked."""
        (count,) = self._db.execute(
            "SELECT count(*) FROM link WHERE connection_id = ? AND entity = 'trade'"
            " AND state IN ('linked', 'stale_remote')",
            (connection_id,),
        ).fetchone()
        return int(count)

    def dirty(self, connection_id: str, limit: int | None) -> tuple[str, ...]:
        """Linked trades that were edited here since they were last sent, oldest edit first."""
        given = {"connection": connection_id, "limit": _ALL if limit is None else limit}
        return tuple(trade for (trade,) in self._db.execute(_DIRTY, given))

    def uncreated(
        self, connection_id: str, account_ids: Sequence[str], limit: int | None
    ) -> tuple[str, ...]:
        """Executed trades of these accounts that have no counterpart there, oldest first."""
        given = {
            "connection": connection_id,
            "accounts": json.dumps(list(account_ids)),
            "limit": _ALL if limit is None else limit,
        }
        return tuple(trade for (trade,) in self._db.execute(_UNCREATED, given))

    def binned(self, connection_id: str) -> tuple[Link, ...]:
        """Links of trades in the bin that are still there."""
        return self._links(
            "l.connection_id = ? AND l.entity = 'trade' AND l.state IN ('linked', 'stale_remote')"
            " AND l.local_id IN (SELECT id FROM trade WHERE deleted_hlc IS NOT NULL)",
            (connection_id,),
        )

    def audit_due(
        self, connection_id: str, limit: int | None, recent_since: datetime
    ) -> tuple[Link, ...]:
        """Linked trades that were verified longest ago, the recent ones first."""
        rows = self._db.execute(
            f"{_LINKS} JOIN trade t ON t.id = l.local_id"
            " WHERE l.connection_id = ? AND l.entity = 'trade' AND l.state = 'linked'"
            " AND t.deleted_hlc IS NULL"
            " ORDER BY coalesce(t.opened_at, 0) < ?, l.verified_at, l.id LIMIT ?",
            (connection_id, microseconds(recent_since), _ALL if limit is None else limit),
        )
        return tuple(_with_base(row) for row in rows)

    def unlinked(
        self,
        connection_id: str,
        account_ids: Sequence[str],
        symbol_key: str,
        first: datetime,
        last: datetime,
    ) -> tuple[TradeDetail, ...]:
        """Local trades of a symbol that opened within and have no counterpart yet, in order."""
        rows = self._db.execute(
            _UNLINKED,
            {
                "connection": connection_id,
                "accounts": json.dumps(list(account_ids)),
                "symbol": symbol_key,
                "first": microseconds(first),
                "last": microseconds(last),
            },
        ).fetchall()
        found = (self.trade(trade) for (trade,) in rows)
        return tuple(trade for trade in found if trade is not None)

    def day_notes(self) -> tuple[DayNote, ...]:
        """Every day that has or had a note, oldest first."""
        return day_notes.all_days(self._db)

    def day_note(self, day: date) -> DayNote | None:
        """The note that a day has or had."""
        return day_notes.of_day(self._db, day)

    def day_writer(self, note_id: str) -> str:
        """Who wrote a day's note last: user, remote:NAME ..."""
        return day_notes.writer(self._db, note_id)

    def open_intents(self, connection_id: str) -> tuple[Intent, ...]:
        """Intents whose outcome is open, oldest first."""
        rows = self._db.execute(
            f"{_INTENTS} WHERE connection_id = ? AND state IN (?, ?, ?, ?) ORDER BY created_at, id",
            (connection_id, *_OPEN),
        )
        return tuple(intent_of(row) for row in rows)

    def lost_writes(
        self, connection_id: str, local_id: str, since: datetime, entity: str = "trade"
    ) -> tuple[Fields, ...]:
        """What was sent of a linked record since then, and never seen to arrive; oldest first."""
        rows = self._db.execute(
            "SELECT sent_fields FROM intent WHERE entity = ? AND local_id = ?"
            " AND connection_id = ? AND fingerprint IS NULL AND sent_fields <> '{}'"
            " AND last_sent_at >= ? ORDER BY created_at, id",
            (entity, local_id, connection_id, microseconds(since)),
        )
        return tuple(fields_of(text) for (text,) in rows)

    def applied_fingerprints(self, connection_id: str, since: datetime) -> Mapping[str, str]:
        """Fingerprints of creates that were confirmed since, and whose trades they are."""
        rows = self._db.execute(
            "SELECT fingerprint, local_id FROM intent WHERE connection_id = ? AND state = ?"
            " AND fingerprint IS NOT NULL AND last_sent_at >= ?",
            (connection_id, IntentState.APPLIED.value, microseconds(since)),
        )
        return dict(rows.fetchall())

    def conflicts(
        self, connection_id: str | None = None, trade_id: str | None = None
    ) -> tuple[Conflict, ...]:
        """What waits for the user, oldest first."""
        rows = self._db.execute(
            f"{_CONFLICTS} WHERE resolved_at IS NULL AND (? IS NULL OR connection_id = ?)"
            " AND (? IS NULL OR trade_id = ?) ORDER BY seen_at, id",
            (connection_id, connection_id, trade_id, trade_id),
        )
        return tuple(conflict_of(row) for row in rows)

    def newest_conflict(self, connection_id: str, kind: ConflictKind) -> Conflict | None:
        """The last question of a kind, answered or not."""
        row = self._db.execute(
            f"{_CONFLICTS} WHERE connection_id = ? AND kind = ? ORDER BY seen_at DESC, id DESC",
            (connection_id, kind.value),
        ).fetchone()
        return None if row is None else conflict_of(row)

    def decided(self, link_id: str, kind: ConflictKind) -> str | None:
        """How the last question of a kind about a link was answered."""
        row = self._db.execute(
            'SELECT resolution FROM "conflict" WHERE link_id = ? AND kind = ?'
            " AND resolved_at IS NOT NULL ORDER BY seen_at DESC, id DESC",
            (link_id, kind.value),
        ).fetchone()
        return None if row is None else str(row[0])

    def answered(
        self, connection_id: str, kind: ConflictKind, resolution: str
    ) -> tuple[Conflict, ...]:
        """Questions of a kind with this answer."""
        rows = self._db.execute(
            f"{_CONFLICTS} WHERE connection_id = ? AND kind = ? AND resolution = ?"
            " ORDER BY seen_at, id",
            (connection_id, kind.value, resolution),
        )
        return tuple(conflict_of(row) for row in rows)

    def ruled_out(self, connection_id: str, remote_id: str) -> frozenset[str]:
        """Trades that the user called other ones than a remote trade."""
        rows = self._db.execute(
            'SELECT trade_id FROM "conflict" WHERE connection_id = ? AND remote_id = ?'
            " AND (kind = 'match' AND resolution = 'different'"
            " OR kind = 'duplicate' AND resolution = 'leave')",
            (connection_id, remote_id),
        )
        return frozenset(trade for (trade,) in rows)

    def seen(self, connection_id: str, remote_ids: Iterable[str]) -> Mapping[str, str]:
        """The hashes of these rows when they were last taken in."""
        rows = self._db.execute(
            "SELECT remote_id, row_hash FROM remote_seen WHERE connection_id = ?"
            " AND entity = 'trade' AND remote_id IN (SELECT value FROM json_each(?))",
            (connection_id, json.dumps(list(remote_ids))),
        )
        return dict(rows.fetchall())

    def unseen(self, connection_id: str, epoch: int) -> tuple[Link, ...]:
        """Linked trades that a listing did not name."""
        return self._links(
            "l.connection_id = ? AND l.entity = 'trade' AND l.state IN ('linked', 'stale_remote')"
            " AND NOT EXISTS (SELECT 1 FROM remote_seen s WHERE s.connection_id = l.connection_id"
            " AND s.entity = 'trade' AND s.remote_id = l.remote_id AND s.listing_epoch >= ?)",
            (connection_id, epoch),
        )

    def broker_fills(self, connection_id: str, account_id: str) -> tuple[Execution, ...]:
        """What a broker delivered of an account before."""
        return broker_fills.known(self._db, account_id, self.connection(connection_id).name)

    def traded(self, account_id: str) -> tuple[tuple[str, datetime, datetime | None], ...]:
        """Symbol, opening and closing of the account's trades; not closed yet: None."""
        rows = self._db.execute(
            "SELECT i.symbol, t.opened_at, t.closed_at FROM trade t"
            " JOIN instrument i ON i.id = t.instrument_id WHERE t.account_id = ?"
            " AND t.kind = 'executed' AND t.deleted_hlc IS NULL AND t.vanished = 0"
            " AND t.opened_at IS NOT NULL ORDER BY t.opened_at, t.number",
            (account_id,),
        )
        return tuple((symbol, instant(at), optional_instant(end)) for symbol, at, end in rows)

    def trade_of_position(self, account_id: str, position_id: str) -> str | None:
        """The trade to which the fills of a broker's position belong; the latest one."""
        row = self._db.execute(
            "SELECT l.trade_id FROM execution e JOIN leg l ON l.execution_id = e.id"
            " JOIN trade t ON t.id = l.trade_id WHERE e.account_id = ? AND e.position_id = ?"
            " AND t.deleted_hlc IS NULL AND t.vanished = 0 ORDER BY l.executed_at DESC LIMIT 1",
            (account_id, position_id),
        ).fetchone()
        return None if row is None else str(row[0])

    def cursor(self, connection_id: str, stream: str) -> Cursor | None:
        """Where a listing stands."""
        row = self._db.execute(
            "SELECT cursor, listing_epoch, pages_done, complete, started_at FROM cursor"
            " WHERE connection_id = ? AND stream = ?",
            (connection_id, stream),
        ).fetchone()
        return None if row is None else cursor_of(row)

    def payload(self, connection_id: str, remote_id: str, entity: str = "trade") -> bytes | None:
        """What a remote object answered last."""
        row = self._db.execute(
            "SELECT body FROM remote_payload WHERE connection_id = ? AND entity = ?"
            " AND remote_id = ? ORDER BY read_at DESC, id DESC LIMIT 1",
            (connection_id, entity, remote_id),
        ).fetchone()
        return None if row is None else bytes(row[0])

    def waiting_count(self, connection_id: str, account_ids: Sequence[str]) -> int:
        """How many trades have something to be sent."""
        return len(self.dirty(connection_id, None)) + len(
            self.uncreated(connection_id, account_ids, None)
        )

    def runs(self, connection_id: str, limit: int) -> tuple[RunLog, ...]:
        """The last runs, newest first, each with its lines."""
        rows = self._db.execute(
            "SELECT id, created_at, finished_at, requests, writes, outcome FROM sync_run"
            " WHERE connection_id = ? ORDER BY created_at DESC, id DESC LIMIT ?",
            (connection_id, limit),
        ).fetchall()
        return tuple(
            RunLog(
                started_at=instant(started),
                finished_at=optional_instant(finished),
                requests=requests,
                writes=writes,
                outcome=outcome,
                lines=self._lines(run),
            )
            for run, started, finished, requests, writes, outcome in rows
        )

    def extras(self, trade_id: str) -> Mapping[str, str]:
        """What remotes say of a trade and we only show, by name, as JSON."""
        rows = self._db.execute(
            "SELECT name, body FROM trade_extra WHERE trade_id = ? ORDER BY connection_id, name",
            (trade_id,),
        )
        return dict(rows.fetchall())

    def _lines(self, run_id: str) -> tuple[str, ...]:
        rows = self._db.execute(
            "SELECT message FROM sync_event WHERE run_id = ? ORDER BY id", (run_id,)
        )
        return tuple(message for (message,) in rows)

    def trade_of_screenshot(self, screenshot_id: str) -> str | None:
        """The trade that a picture hangs on."""
        row = self._db.execute(
            "SELECT trade_id FROM screenshot WHERE id = ?", (screenshot_id,)
        ).fetchone()
        return None if row is None else str(row[0])

    def _link(self, where: str, values: tuple[object, ...]) -> Link | None:
        found = self._links(f"l.connection_id = ? AND l.entity = ? AND {where}", values)
        return found[0] if found else None

    def _links(self, where: str, values: tuple[object, ...]) -> tuple[Link, ...]:
        return tuple(
            _with_base(row)
            for row in self._db.execute(f"{_LINKS} WHERE {where} ORDER BY l.id", values)
        )


def _with_base(row: tuple[Any, ...]) -> Link:
    return link_of(row[:-1], row[-1])


def _edit_key(entity: str, field: str, note: str | None, confirmation: str | None) -> str:
    """A log row's field in the words of ``edit``."""
    if entity == "note":
        return f"notes.{note}"
    if entity == "trade_tag":
        return "tags"
    if entity == "confirmation":
        return f"confirmation.{confirmation}"
    return field.removesuffix("_id") if field in ("setup_id", "strategy_id") else field
