"""Importing files: which of their fills are new, known, back again, or corrected."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from fillbook.domain.account import Account
from fillbook.domain.cash import CashEvent
from fillbook.domain.execution import Execution
from fillbook.domain.importing import FileImport
from fillbook.domain.money import canonical
from fillbook.domain.statement import Statement
from fillbook.storage import batches, cash, executions, twins
from fillbook.storage.bulk import indexes_after
from fillbook.storage.database import Connection
from fillbook.storage.executions import IMPORT, Identity, Source
from fillbook.storage.history import Transaction
from fillbook.storage.instruments import Instruments

CHUNK = 5_000

Progress = Callable[[int], None]
"""Told how many fills are done; may raise to stop, and nothing is saved."""

_GONE = """e.deleted_hlc IS NOT NULL AND EXISTS (
    SELECT 1 FROM import_batch b WHERE b.id = e.batch_id AND b.deleted_hlc IS NOT NULL)"""
"""Fills that went with their import; one that the user deleted stays deleted."""

_COSTS = ("commission", "other_fees", "swap", "stated_pnl")


@dataclass(frozen=True, slots=True)
class _Known:
    """A fill that the library has under an identity."""

    id: str
    content_hash: str
    source: str
    superseded_by: str | None
    is_gone: bool  # with the import that brought it
    costs: tuple[str | None, ...]


@dataclass(slots=True)
class _Sorted:
    """The fills of one file, by what the library knows of them."""

    new: list[int] = field(default_factory=list)  # indexes of fills
    known: dict[int, str] = field(default_factory=dict)  # index -> id of the fill
    back: dict[int, str] = field(default_factory=dict)
    corrected: dict[int, str] = field(default_factory=dict)  # index -> id of what it corrects


@dataclass(slots=True)
class Saved:
    """What came of the files, and the fills whose trades are to be derived."""

    files: list[FileImport] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    instruments: set[str] = field(default_factory=set)  # whose multiplier became known


def save(
    tx: Transaction, account: Account, statements: Sequence[Statement], progress: Progress
) -> Saved:
    """Store the fills and cash events of several files of one account.

    Raises:
        Refused: a fill cannot have happened.
    """
    saved = Saved()
    instruments = Instruments(tx, account)
    for statement in statements:
        for fill in statement.executions:
            executions.check(fill)
        _File(tx, account.id, instruments, statement, saved, progress).save()
    instruments.save_decimals()
    saved.instruments = instruments.changed
    return saved


class _File:
    """One file on its way into the library."""

    def __init__(
        self,
        tx: Transaction,
        account_id: str,
        instruments: Instruments,
        statement: Statement,
        saved: Saved,
        progress: Progress,
    ) -> None:
        self.tx = tx
        self.account_id = account_id
        self.instruments = instruments
        self.statement = statement
        self.saved = saved
        self.progress = progress
        self.fills = statement.executions
        self.identities = executions.identities(self.fills)
        self.batch_id: str | None = None

    def save(self) -> None:
        """Store what is new. A file that adds nothing leaves no trace."""
        found = _sort(self.tx.connection, self.account_id, self.fills, self.identities)
        known = twins.among_broker_fills(self.tx.connection, self.account_id, self.fills, found.new)
        found.known.update(known)
        found.new = [index for index in found.new if index not in known]
        cash_events = _fresh_cash(self.tx.connection, self.account_id, self.statement.cash_events)
        counted = self._counted(found, cash_events)
        self.saved.files.append(counted)
        self.progress(len(self.saved.touched))
        if not (found.new or found.back or found.corrected or cash_events):
            return
        self.batch_id = batches.add(self.tx, self.account_id, self.statement)
        self._add(found.new)
        self._bring_back(found.back)
        for index, before in found.corrected.items():
            self._correct(index, before)
        self._name_source({**found.known, **found.corrected})
        cash.insert_batch(self.tx, self.account_id, self.batch_id, self.statement.cash_events)
        batches.count(self.tx, self.batch_id, counted)

    def _counted(self, found: _Sorted, cash_events: int) -> FileImport:
        return FileImport(
            file=self.statement.file,
            sha256=self.statement.sha256,
            executions_read=len(self.fills),
            executions_new=len(found.new) + len(found.back),
            executions_known=len(found.known) + len(found.corrected),
            twins=sum(
                not key.startswith("id:") and ordinal > 0 for key, _, ordinal in self.identities
            ),
            cash_events=cash_events,
        )

    @property
    def _source(self) -> Source:
        return Source(self.account_id, IMPORT, self.batch_id, self.tx.at, self.tx.hlc)

    def _add(self, indexes: Sequence[int]) -> None:
        """Store new fills."""
        source = self._source
        with indexes_after(self.tx.connection, "execution", len(indexes)):
            for start in range(0, len(indexes), CHUNK):
                rows = []
                for index in indexes[start : start + CHUNK]:
                    fill, id_ = self.fills[index], self.tx.new_id()
                    instrument = self.instruments.of(fill)
                    identity = self.identities[index]
                    rows.append(executions.to_row(fill, id_, instrument, identity, source))
                    self.saved.touched.append(id_)
                self.tx.connection.executemany(executions.INSERT, rows)
                self.progress(len(self.saved.touched))

    def _bring_back(self, back: Mapping[int, str]) -> None:
        """Let fills count again that went with an import which was undone."""
        self.tx.connection.executemany(
            "UPDATE execution SET deleted_hlc = NULL, batch_id = ?, row = ?, rev = rev + 1,"
            " updated_hlc = ? WHERE id = ?",
            (
                (self.batch_id, self.fills[index].row, self.tx.hlc, id_)
                for index, id_ in back.items()
            ),
        )
        self.saved.touched += back.values()

    def _correct(self, index: int, before: str) -> None:
        """Put the file's fill in the place of the stored one."""
        fill, identity, id_ = self.fills[index], self.identities[index], self.tx.new_id()
        (corrections,) = self.tx.connection.execute(
            "SELECT count(*) FROM execution WHERE account_id = ? AND identity BETWEEN ? AND ?",
            (self.account_id, f"{identity.key}#", f"{identity.key}#~"),
        ).fetchone()
        identity = identity._replace(key=f"{identity.key}#{corrections + 1}")
        instrument = self.instruments.of(fill)
        row = executions.to_row(fill, id_, instrument, identity, self._source)
        self.tx.connection.execute(executions.INSERT, row)
        self.tx.update("execution", before, {"superseded_by": id_})
        self.saved.touched += (before, id_)

    def _name_source(self, stated: Mapping[int, str]) -> None:
        """Note that this file, too, states fills that were known."""
        self.tx.connection.executemany(
            "INSERT INTO execution_source (id, created_at, execution_id, account_id, source,"
            " external_id, batch_id, row) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                (
                    self.tx.new_id(), self.tx.at, id_, self.account_id, IMPORT,
                    self.fills[index].external_id, self.batch_id, self.fills[index].row,
                )
                for index, id_ in stated.items()
                if id_
            ),
        )  # fmt: skip


def _fresh_cash(connection: Connection, account_id: str, events: Sequence[CashEvent]) -> int:
    """How many of the events the account does not have."""
    known = cash.known(connection, account_id)
    return len({identity for _, identity in cash.identified(events)} - known)


def _sort(
    connection: Connection,
    account_id: str,
    fills: Sequence[Execution],
    identities: Sequence[Identity],
) -> _Sorted:
    found = _Sorted()
    known = _lookup(connection, account_id, [identity.key for identity in identities])
    met: set[str] = set()
    for index, (fill, identity) in enumerate(zip(fills, identities, strict=True)):
        before = known.get(identity.key)
        if before is None and identity.key not in met:
            found.new.append(index)
        elif before is None:
            found.known[index] = ""  # the same file states one id twice
        elif before.is_gone:
            found.back[index] = before.id
        elif latest := _outdated(connection, before, fill, identity):
            found.corrected[index] = latest
        else:
            found.known[index] = before.id
        met.add(identity.key)
    return found


def _lookup(connection: Connection, account_id: str, keys: Sequence[str]) -> dict[str, _Known]:
    """The fills of the account that have one of these identities."""
    known: dict[str, _Known] = {}
    if (
        connection.execute(
            "SELECT 1 FROM execution WHERE account_id = ? LIMIT 1", (account_id,)
        ).fetchone()
        is None
    ):
        return known
    for start in range(0, len(keys), CHUNK):
        for key, id_, digest, source, superseded_by, gone, *costs in connection.execute(
            "SELECT e.identity, e.id, e.content_hash, e.source, e.superseded_by,"
            f" {_GONE},"
            f" {', '.join(f'e.{name}' for name in _COSTS)}"
            # CROSS: else the planner walks all fills and looks for each among the keys
            " FROM json_each(?) k CROSS JOIN execution e"
            " WHERE e.account_id = ? AND e.identity = k.value",
            (json.dumps(keys[start : start + CHUNK]), account_id),
        ):
            known[key] = _Known(id_, digest, source, superseded_by, bool(gone), tuple(costs))
    return known


def _outdated(
    connection: Connection, known: _Known, fill: Execution, identity: Identity
) -> str | None:
    """The id of the stored fill that this one corrects; None where it says nothing new.

    What the user corrected by hand is left alone, and so is what an older file states.
    """
    while True:
        if _agrees(known, fill, identity):
            return None
        if known.superseded_by is None:
            return None if known.source != IMPORT else known.id
        row = connection.execute(
            f"SELECT id, content_hash, source, superseded_by, {', '.join(_COSTS)}"
            " FROM execution WHERE id = ?",
            (known.superseded_by,),
        ).fetchone()
        id_, digest, source, superseded_by, *costs = row
        known = _Known(id_, digest, source, superseded_by, False, tuple(costs))


def _agrees(known: _Known, fill: Execution, identity: Identity) -> bool:
    """Whether the file says the same of a fill; what either of them does not say agrees."""
    has_id = fill.external_id is not None
    if has_id and known.content_hash != identity.content_hash:
        return False
    stated = None if fill.stated_pnl is None else fill.stated_pnl.amount
    now = (fill.commission, fill.other_fees, fill.swap, stated)
    return all(
        value is None or old == canonical(value) or (old is not None and not has_id)
        for old, value in zip(known.costs, now, strict=True)
    )
