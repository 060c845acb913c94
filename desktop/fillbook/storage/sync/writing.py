"""What the sync engine writes into a library, inside one transaction."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from fillbook.domain.account_state import AccountState
from fillbook.domain.bar import BarSeries
from fillbook.domain.connection import Connection, ConnectionState, NewConnection
from fillbook.domain.errors import Refused
from fillbook.domain.execution import BROKER, Execution
from fillbook.domain.link import Conflict, Cursor, Intent, Link
from fillbook.domain.remote_trade import RemoteTrade
from fillbook.domain.trade import StopChange
from fillbook.storage import account_states, bars, day_notes, review, screenshots
from fillbook.storage.executions import IMPORT, MANUAL
from fillbook.storage.history import Transaction
from fillbook.storage.playbook import name_key
from fillbook.storage.screenshots import StoredPicture
from fillbook.storage.sync import broker_fills, coding, remote_fills
from fillbook.storage.sync.coding import (
    base_text,
    conflict_row,
    intent_row,
    link_row,
    written,
)
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.values import microseconds

_CODEC = 1
_RING = 5
"""Earlier answers of a remote object that are kept."""


def _upsert(table: str, columns: Sequence[str], extra: Sequence[str] = ()) -> str:
    names = (*columns, *extra)
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
    return (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT (id) DO UPDATE SET {changed}"
    )


_PUT_LINK = _upsert("link", coding.LINK, ("created_at",))
_PUT_INTENT = _upsert(
    "intent",
    tuple("idempotency_key" if name == "key" else name for name in coding.INTENT),
    ("created_at", "body_sha256", "depends_on"),
)
_PUT_CONFLICT = _upsert('"conflict"', coding.CONFLICT, ("created_at",))


class SyncStore(SyncReader):
    """Reading and writing in one transaction. User data goes through it with log and rev."""

    def __init__(self, tx: Transaction, screenshots_folder: Path) -> None:
        super().__init__(tx.connection, screenshots_folder)
        self._tx = tx

    def new_id(self) -> str:
        """A new UUIDv7."""
        return self._tx.new_id()

    def put_link(self, link: Link) -> None:
        """Keep a link and its base, in the place of what was kept of it."""
        self._db.execute(_PUT_LINK, (*link_row(link), self._tx.at))
        if link.base is None:
            self._db.execute("DELETE FROM base_snapshot WHERE link_id = ?", (link.id,))
            return
        self._db.execute(
            "INSERT INTO base_snapshot (link_id, fields, codec_version, updated_hlc)"
            " VALUES (?, ?, ?, ?) ON CONFLICT (link_id) DO UPDATE SET fields = excluded.fields,"
            " codec_version = excluded.codec_version, updated_hlc = excluded.updated_hlc",
            (link.id, base_text(link.base), _CODEC, self._tx.hlc),
        )

    def put_intent(self, intent: Intent) -> None:
        """Keep an intent, in the place of what was kept of it."""
        digest = hashlib.sha256(intent.body).hexdigest()
        self._db.execute(_PUT_INTENT, (*intent_row(intent), self._tx.at, digest, None))

    def write_day_note(self, day: date, text: str) -> str:
        """Give a day its note; an empty text takes it away. The note's id."""
        return day_notes.write(self._tx, day, text)

    def put_account_state(self, state: AccountState) -> bool:
        """Add to an account's series what differs from its end; whether it did."""
        return account_states.keep(self._tx, state)

    def conclude_writes(self, connection_id: str, local_id: str, entity: str = "trade") -> None:
        """What was sent of a linked record, and answered, was seen to arrive."""
        self._db.execute(
            "UPDATE intent SET sent_fields = '{}' WHERE entity = ? AND local_id = ?"
            " AND connection_id = ? AND fingerprint IS NULL AND state = 'applied'",
            (entity, local_id, connection_id),
        )

    def answer_creates(self, connection_id: str, trade_id: str) -> None:
        """What was sent to create a trade is answered: it is there."""
        self._db.execute(
            "UPDATE intent SET state = 'applied' WHERE connection_id = ? AND local_id = ?"
            " AND fingerprint IS NOT NULL AND state IN ('unknown', 'ambiguous', 'in_flight')",
            (connection_id, trade_id),
        )

    def open_conflict(self, conflict: Conflict) -> bool:
        """Ask the user something, once; whether anything is new about the question."""
        known = next((asked for asked in self._asked(conflict)), None)
        if known is None:
            self._db.execute(_PUT_CONFLICT, (*conflict_row(conflict), self._tx.at))
            return True
        told = (conflict.base, conflict.mine, conflict.theirs)
        if told == (known.base, known.mine, known.theirs):
            return False
        row = list(conflict_row(conflict))
        row[0], row[11] = known.id, microseconds(known.seen_at)
        self._db.execute(_PUT_CONFLICT, (*row, self._tx.at))
        return True

    def _asked(self, conflict: Conflict) -> tuple[Conflict, ...]:
        """The open question that is this one."""
        return tuple(
            asked
            for asked in self.conflicts(conflict.connection_id)
            if (asked.kind, asked.trade_id, asked.field, asked.remote_id)
            == (conflict.kind, conflict.trade_id, conflict.field, conflict.remote_id)
        )

    def close_conflict(self, conflict_id: str, resolution: str, by: str) -> None:
        """Note an answer."""
        self._db.execute(
            'UPDATE "conflict" SET resolved_at = ?, resolution = ?, resolved_by = ? WHERE id = ?',
            (self._tx.at, resolution, by, conflict_id),
        )

    def put_seen(self, connection_id: str, rows: Mapping[str, str], epoch: int) -> None:
        """Note which rows a listing named, and how they were."""
        self._db.executemany(
            "INSERT INTO remote_seen (connection_id, entity, remote_id, row_hash, listing_epoch)"
            " VALUES (?, 'trade', ?, ?, ?) ON CONFLICT (connection_id, entity, remote_id)"
            " DO UPDATE SET row_hash = excluded.row_hash, listing_epoch = excluded.listing_epoch",
            ((connection_id, remote_id, hash_, epoch) for remote_id, hash_ in rows.items()),
        )

    def put_cursor(self, connection_id: str, stream: str, cursor: Cursor) -> None:
        """Keep where a listing stands."""
        self._db.execute(
            "INSERT INTO cursor (connection_id, stream, cursor, listing_epoch, pages_done,"
            " complete, started_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (connection_id, stream) DO UPDATE SET cursor = excluded.cursor,"
            " listing_epoch = excluded.listing_epoch, pages_done = excluded.pages_done,"
            " complete = excluded.complete, started_at = excluded.started_at",
            (
                connection_id,
                stream,
                cursor.cursor,
                cursor.epoch,
                cursor.pages,
                int(cursor.complete),
                microseconds(cursor.started_at),
            ),
        )

    def put_payload(
        self,
        connection_id: str,
        entity: str,
        remote_id: str,
        body: bytes,
        status: int,
        read_at: datetime,
    ) -> None:
        """Keep what a remote object answered, byte for byte, and a few answers before it."""
        digest = hashlib.sha256(body).hexdigest()
        known = self._db.execute(
            "SELECT id, hash FROM remote_payload WHERE connection_id = ? AND entity = ?"
            " AND remote_id = ? ORDER BY read_at DESC, id DESC",
            (connection_id, entity, remote_id),
        ).fetchall()
        if known and known[0][1] == digest:
            return
        self._db.execute(
            "INSERT INTO remote_payload (id, created_at, connection_id, entity, remote_id, body,"
            " status, hash, read_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.new_id(),
                self._tx.at,
                connection_id,
                entity,
                remote_id,
                body,
                status,
                digest,
                microseconds(read_at),
            ),
        )
        self._db.executemany(
            "DELETE FROM remote_payload WHERE id = ?", ((id_,) for id_, _ in known[_RING - 1 :])
        )

    def put_archive(
        self,
        connection_id: str,
        entity: str,
        remote_id: str,
        body: bytes,
        reason: str,
        moment: datetime,
    ) -> None:
        """Keep a remote object as it was before we remove it."""
        self._db.execute(
            "INSERT INTO remote_archive (id, created_at, connection_id, entity, remote_id, body,"
            " blobs, reason) VALUES (?, ?, ?, ?, ?, ?, '[]', ?)",
            (
                self.new_id(),
                microseconds(moment),
                connection_id,
                entity,
                remote_id,
                body,
                reason,
            ),
        )

    def put_extras(self, trade_id: str, connection_id: str, extras: Mapping[str, str]) -> None:
        """Keep what a remote says of a trade and we only show."""
        self._db.executemany(
            "INSERT INTO trade_extra (trade_id, connection_id, name, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (trade_id, connection_id, name) DO UPDATE SET body = excluded.body"
            " WHERE body <> excluded.body",
            ((trade_id, connection_id, name, body) for name, body in extras.items()),
        )

    def add_connection(self, asked: NewConnection, identity: str | None) -> str:
        """Make a connection, or take up a removed one of this name with its links; its id.

        Raises:
            Refused: the name is another one's, or says where the user's own fills are from.
        """
        key = name_key(asked.name)
        known = self._db.execute(
            "SELECT id, deleted_hlc IS NULL, kind, base_url, identity FROM connection"
            " WHERE name_key = ?",
            (key,),
        ).fetchone()
        values: dict[str, object] = {
            "base_url": asked.base_url,
            "username": asked.username,
            "server": asked.server,
            "accounts": written_in_order(asked.accounts),
            "options": written(dict(asked.options)),
        }
        if known is not None:
            id_, is_live, kind, base_url, pinned = known
            if is_live:
                raise Refused(f'There is a connection "{asked.name}".', "Choose another name.")
            is_same = identity == pinned if identity and pinned else base_url == asked.base_url
            if kind != asked.kind or not is_same:
                raise Refused(
                    f'"{asked.name}" was a connection to another journal.', "Choose another name."
                )
            self._tx.revive("connection", id_)
            self._tx.update("connection", id_, values | {"identity": pinned or identity})
            return str(id_)
        if asked.name in (MANUAL, IMPORT) or asked.name.startswith(BROKER):
            raise Refused(f'No connection can be called "{asked.name}".', "Choose another name.")
        more: dict[str, object] = {
            "name": asked.name,
            "name_key": key,
            "kind": asked.kind,
            "identity": identity,
            "capability_version": 1,
            "state": ConnectionState.IN_SYNC.value,
            "paused": 0,
        }
        return self._tx.insert("connection", values | more)

    def put_connection(self, connection: Connection) -> None:
        """Change a connection; what was stopped by its old settings is tried again."""
        changed = self._tx.update(
            "connection",
            connection.id,
            {
                "base_url": connection.base_url,
                "username": connection.username,
                "server": connection.server,
                "accounts": written_in_order(connection.accounts),
                "options": written(dict(connection.options)),
                "identity": connection.identity,
                "paused": int(connection.paused),
            },
        )
        if changed:
            self.try_again(connection.id)

    def try_again(self, connection_id: str) -> None:
        """Look at everything that was parked as if nothing had stopped it."""
        self._db.execute(
            "UPDATE link SET synced_rev = 0, parked = '[]' WHERE connection_id = ?"
            " AND entity = 'trade' AND (parked <> '[]' OR remarks <> '[]')",
            (connection_id,),
        )
        self._db.execute(
            "UPDATE link SET parked = '[]' WHERE connection_id = ? AND entity <> 'trade'",
            (connection_id,),
        )

    def remove_connection(self, connection_id: str) -> None:
        """Put a connection away; its links stay, for the day it comes back."""
        self._tx.remove("connection", connection_id)

    def put_state(
        self,
        connection_id: str,
        *,
        state: ConnectionState,
        message: str | None,
        last_success: datetime | None,
        breaker: str | None = None,
        limiter: str | None = None,
    ) -> None:
        """How a connection stands. It is no edit: nothing is logged."""
        self._db.execute(
            "UPDATE connection SET state = ?, message = ?, last_success = ?,"
            " breaker = coalesce(?, breaker), limiter = coalesce(?, limiter), rev = rev + 1"
            " WHERE id = ?",
            (
                state.value,
                message,
                None if last_success is None else microseconds(last_success),
                breaker,
                limiter,
                connection_id,
            ),
        )

    def settle_restored(self) -> None:
        """The user has looked at a restored or copied library."""
        self._db.execute("UPDATE library_meta SET restored = NULL")

    def log_run(
        self,
        connection_id: str,
        *,
        started_at: datetime,
        finished_at: datetime,
        requests: int,
        writes: int,
        outcome: str,
        lines: Sequence[str],
    ) -> None:
        """Write a run into the log that a person reads."""
        run = self.new_id()
        self._db.execute(
            "INSERT INTO sync_run (id, created_at, connection_id, finished_at, requests, writes,"
            " counters, outcome) VALUES (?, ?, ?, ?, ?, ?, '{}', ?)",
            (
                run,
                microseconds(started_at),
                connection_id,
                microseconds(finished_at),
                requests,
                writes,
                outcome,
            ),
        )
        self._db.executemany(
            "INSERT INTO sync_event (id, created_at, run_id, kind, message)"
            " VALUES (?, ?, ?, 'line', ?)",
            ((self.new_id(), microseconds(finished_at), run, line) for line in lines),
        )

    def edit(self, trade_id: str, edits: Mapping[str, object]) -> int:
        """Write fields of a trade as a remote has them; its revision afterwards."""
        review.take_over(self._tx, trade_id, edits)
        return self._settled(trade_id)

    def create_trade(self, connection_id: str, account_id: str, seen: RemoteTrade) -> str:
        """Make the trade of a remote one; its id."""
        trade = remote_fills.create(self._tx, self.connection(connection_id), account_id, seen)
        self._tx.title = self._tx.title or f"{seen.facts.symbol} from {self._named(connection_id)}"
        self._settled(trade)
        return trade

    def update_facts(self, trade_id: str, connection_id: str, seen: RemoteTrade) -> None:
        """Let a trade that came from a remote follow its facts."""
        remote_fills.follow(self._tx, self.connection(connection_id), trade_id, seen)
        self._settled(trade_id)

    def take_fills(
        self, connection_id: str, account_id: str, fills: Sequence[Execution]
    ) -> tuple[Sequence[str], Sequence[str]]:
        """Store a broker's new fills; the trades that they made, and those that they changed."""
        written = broker_fills.take(self._tx, account_id, self._named(connection_id), fills)
        self._tx.title = self._tx.title or f"fills from {self._named(connection_id)}"
        return written.created, written.changed

    def note_stops(
        self, connection_id: str, account_id: str, stops: Mapping[str, Sequence[StopChange]]
    ) -> None:
        """Keep where the stops of a broker's positions stood."""
        broker_fills.note_stops(self._tx, account_id, self._named(connection_id), stops)

    def add_bars(self, series: BarSeries) -> None:
        """Keep price bars; they take the place of older ones at the same instants."""
        bars.store(self._tx, series)

    def join_decision(self, trade_id: str, source_trade_id: str) -> None:
        """Both trades are copies of one decision."""
        self._db.executemany(
            "INSERT INTO trade_decision (trade_id, decision_id) VALUES (?, ?)"
            " ON CONFLICT (trade_id) DO UPDATE SET decision_id = excluded.decision_id"
            " WHERE decision_id <> excluded.decision_id",
            ((trade, source_trade_id) for trade in (source_trade_id, trade_id)),
        )

    def attach(self, trade_id: str, picture: StoredPicture, label: str) -> str:
        """Hang a stored picture on a trade; its id."""
        (shot,) = screenshots.attach(self._tx, trade_id, [picture], label)
        self._settled(trade_id)
        return shot

    def delete_trade(self, trade_id: str) -> None:
        """Put a trade into the bin."""
        self._tx.trades.update(
            self._tx.update_all("trade", [trade_id], {"deleted_hlc": self._tx.hlc})
        )

    def _named(self, connection_id: str) -> str:
        return self.connection(connection_id).name

    def _settled(self, trade_id: str) -> int:
        """Raise the trade's revision now, so that what is read next has it."""
        self._tx.settle_trades()
        return self.trade_rev(trade_id)


def written_in_order(accounts: Mapping[str, str | None]) -> str:
    """An account mapping as JSON: its first entry is where pulls land."""
    return json.dumps(dict(accounts), ensure_ascii=False)
