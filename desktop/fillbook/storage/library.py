"""The one door to a trader's library: one method is one transaction."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from fillbook.domain.account import Account, NewAccount
from fillbook.domain.backup import Restored
from fillbook.domain.bar import BarSeries
from fillbook.domain.change import Changes, Origin, Undone
from fillbook.domain.draft import TradeDraft
from fillbook.domain.errors import FillbookError, LibraryReadOnly
from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.execution import Execution
from fillbook.domain.image import ImageSource, NamedBytes
from fillbook.domain.importing import ImportPreview, ImportResult
from fillbook.domain.review import Screenshot
from fillbook.domain.statement import Statement
from fillbook.storage import (
    accounts,
    day_notes,
    detail,
    opening,
    rates,
    review,
    screenshots,
    settings,
    trades,
    undo,
    upkeep,
)
from fillbook.storage.database import (
    Connection,
    checkpoint_when_large,
    close_writer,
    copied_to_memory,
    discarded,
    immediate,
    is_broken,
    open_writer,
    translated,
)
from fillbook.storage.folder import LibraryFolder
from fillbook.storage.history import Transaction
from fillbook.storage.reader import LibraryReader
from fillbook.storage.screenshots import StoredPicture

if TYPE_CHECKING:
    from fillbook.storage.sync.writing import SyncStore

T = TypeVar("T")


class Library(LibraryReader):
    """A library that is open.

    Reads may be called from any thread. Writes wait for each other; each returns the
    ``Changes`` it made, and raises ``LibraryReadOnly`` where ``read_only`` gives a reason.
    """

    def __init__(self, folder: LibraryFolder, opened: opening.Opened) -> None:
        super().__init__(folder)
        self._lock = opened.lock
        self._writer = opened.writer
        self._writing = threading.RLock()
        self._started = False
        self.read_only = opened.read_only

    @classmethod
    def open(cls, folder: Path, *, writing: bool = True, fallback: bool = False) -> Self:
        """Open the library in a folder; for writing, it is made on first use.

        Args:
            fallback: Open it read-only where it cannot be opened for writing.

        Raises:
            LibraryBusy: another process writes it.
            LibraryReadOnly: it cannot be written.
            NotFound: there is none to read.
        """
        place = LibraryFolder(folder)
        if not writing:
            return cls(place, opening.open_to_read(place, "Opened for reading."))
        opened = opening.open_best(place) if fallback else opening.open_to_write(place)
        return cls(place, opened)

    def prepare(self) -> None:
        """After the first paint: raise the generation, look the file over, back it up if due.

        Raises:
            FillbookError: the file is damaged, and read-only from now on; or the backup failed.
        """
        with self._writing, translated():
            self._start()
            if self._writer is not None:
                upkeep.keep_copy(self._writer, self._folder)

    def close(self) -> None:
        """Fold everything into one file and let the next writer in."""
        with self._writing:
            self._close_readers()
            try:
                if self._writer is not None and self._started:
                    upkeep.shut_down(self._writer)
            finally:
                self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def add_account(self, account: NewAccount) -> tuple[Account, Changes]:
        """Make an account; Refused where a value is impossible."""
        with self._transaction(f"account {account.name}") as tx:
            added = accounts.add(tx, account)
        return added, tx.changes()

    def change_account(self, account: Account) -> Changes:
        """Bring an account to these values; its trades follow a new zone, day or matching."""
        with self._transaction(f"account {account.name}") as tx:
            if accounts.DERIVING & accounts.change(tx, account):
                from fillbook.storage import consequences

                consequences.follow(tx, [("account", account.id)])
        return tx.changes()

    def preview_import(self, account_id: str, statements: Sequence[Statement]) -> ImportPreview:
        """What ``save_import`` would do. Nothing is saved."""
        from fillbook.storage import importing

        account = self.account(account_id)
        with self._trial() as tx:
            return importing.preview(tx, account, statements)

    def save_import(
        self,
        account_id: str,
        statements: Sequence[Statement],
        *,
        progress: Callable[[int, int], None] = lambda done, total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> ImportResult:
        """Save files of one account, as one change; what is known already adds nothing.

        Raises:
            Cancelled: the user stopped it; nothing was saved.
            Refused: a fill cannot have happened; nothing was saved.
        """
        from fillbook.storage import importing

        account = self.account(account_id)
        with self._transaction(importing.title(statements), Origin.IMPORT) as tx:
            files, written = importing.save(tx, account, statements, (progress, cancelled))
        return ImportResult(
            files=files,
            trades_created=len(written.created),
            trades_changed=len(written.changed),
            changes=tx.changes(),
        )

    def add_trade(self, draft: TradeDraft) -> tuple[str, Changes]:
        """A trade entered by hand, or a plan or missed trade without fills; its id."""
        from fillbook.storage import manual

        with self._transaction() as tx:
            trade = manual.add_trade(tx, draft)
            if draft.edits:
                review.edit(tx, [trade], draft.edits)
            tx.title = f"new trade {trades.names(tx.connection, [trade])}"
        return trade, tx.changes()

    def add_executions(self, account_id: str, fills: Sequence[Execution]) -> Changes:
        """Add fills by hand; the rule says which trades they belong to."""
        from fillbook.storage import manual

        account = self.account(account_id)
        with self._transaction("new fill" if len(fills) == 1 else f"{len(fills)} fills") as tx:
            manual.add_fills(tx, account, fills)
        return tx.changes()

    def change_execution(self, execution_id: str, fill: Execution) -> Changes:
        """Correct a fill: a new one supersedes it, and its trade follows."""
        from fillbook.storage import manual

        with self._transaction(f"fill of {fill.symbol}") as tx:
            manual.change_fill(tx, execution_id, fill)
        return tx.changes()

    def delete_execution(self, execution_id: str) -> Changes:
        """Take a fill out of its trade; undo brings it back."""
        from fillbook.storage import manual

        with self._transaction("delete fill") as tx:
            manual.remove_fill(tx, execution_id)
        return tx.changes()

    def set_multiplier(self, instrument_id: str, multiplier: Decimal | None) -> Changes:
        """Say what a point of an instrument is worth; its trades follow."""
        from fillbook.storage import consequences, instruments

        with self._transaction("contract size") as tx:
            instruments.set_multiplier(tx, instrument_id, multiplier)
            consequences.follow(tx, [("instrument", instrument_id)])
        return tx.changes()

    def split(self, trade_id: str, execution_ids: Sequence[str]) -> Changes:
        """Make these fills of a trade a trade of their own; a rebuild obeys it."""
        from fillbook.storage import overrides

        with self._transaction() as tx:
            tx.title = f"split {trades.names(tx.connection, [trade_id])}"
            overrides.split(tx, execution_ids)
        return tx.changes()

    def merge(self, trade_ids: Sequence[str]) -> Changes:
        """Make several trades one, under the lowest number; a rebuild obeys it."""
        from fillbook.storage import overrides

        with self._transaction() as tx:
            tx.title = f"merge {trades.names(tx.connection, trade_ids)}"
            overrides.merge(tx, trade_ids)
        return tx.changes()

    def add_bars(self, series: BarSeries) -> Changes:
        """Keep price bars; where others lie at the same time, these replace them."""
        from fillbook.storage import bars

        with self._transaction(f"bars of {series.symbol}") as tx:
            bars.store(tx, series)
            tx.bars = True
        return tx.changes()

    def edit(self, trade_ids: Sequence[str], edits: Mapping[str, object]) -> Changes:
        """Change fields of trades; the keys and values are those of ``fillbook edit``."""
        with self._transaction() as tx:
            review.edit(tx, trade_ids, edits)
        return tx.changes()

    def delete(self, trade_ids: Sequence[str]) -> Changes:
        """Put trades into the bin."""
        with self._transaction() as tx:
            tx.title = f"delete {trades.names(tx.connection, trade_ids)}"
            tx.trades.update(tx.update_all("trade", trade_ids, {"deleted_hlc": tx.hlc}))
        return tx.changes()

    def restore_trades(self, trade_ids: Sequence[str]) -> Changes:
        """Take trades out of the bin."""
        with self._transaction() as tx:
            tx.title = f"restore {trades.names(tx.connection, trade_ids)}"
            tx.trades.update(tx.update_all("trade", trade_ids, {"deleted_hlc": None}))
        return tx.changes()

    def attach(
        self, trade_id: str, files: Sequence[ImageSource], label: str = ""
    ) -> tuple[tuple[Screenshot, ...], Changes]:
        """Hang pictures on a trade: all of them, or none where one is Refused."""
        pictures = [screenshots.check(file) for file in files]
        self._require_writer()
        with translated():
            kept = [
                screenshots.store(self._folder.screenshots, file, picture)
                for file, picture in zip(files, pictures, strict=True)
            ]
        with self._transaction() as tx:
            many = "screenshot" if len(kept) == 1 else f"{len(kept)} screenshots"
            tx.title = f"{many} on {trades.names(tx.connection, [trade_id])}"
            ids = screenshots.attach(tx, trade_id, kept, label)
            hung = detail.screenshots(tx.connection, trade_id)
        return tuple(shown for shown in hung if shown.id in ids), tx.changes()

    def label_screenshot(self, screenshot_id: str, label: str) -> Changes:
        """Name a picture."""
        with self._transaction(f'label "{label}"') as tx:
            screenshots.set_label(tx, screenshot_id, label)
        return tx.changes()

    def order_screenshots(self, trade_id: str, ids: Sequence[str]) -> Changes:
        """Bring a trade's pictures into this order."""
        with self._transaction("order of screenshots") as tx:
            screenshots.order(tx, trade_id, ids)
        return tx.changes()

    def delete_screenshots(self, ids: Sequence[str]) -> Changes:
        """Take pictures off their trades; undo brings them back."""
        with self._transaction("delete screenshot") as tx:
            screenshots.delete(tx, ids)
        return tx.changes()

    def keep_picture(self, content: bytes, name: str) -> StoredPicture:
        """Store a picture's file before a transaction refers to it; Refused where it is none."""
        source = NamedBytes(name, content)
        picture = screenshots.check(source)
        self._require_writer()
        with translated():
            return screenshots.store(self._folder.screenshots, source, picture)

    def sync(
        self, work: Callable[["SyncStore"], T], *, origin: str = Origin.USER, title: str = ""
    ) -> tuple[T, Changes]:
        """What work on both sides' records gives back, done in one transaction.

        Args:
            origin: "user", or "remote:NAME" for what a connection brings.
        """
        from fillbook.storage.sync.writing import SyncStore

        with self._transaction(title, origin) as tx:
            result = work(SyncStore(tx, self._folder.screenshots))
        return result, tx.changes()

    def undo(self, change_id: str | None = None) -> Undone | None:
        """Take back the change named, else the newest that is not undone; None: nothing left."""
        with self._transaction(origin=Origin.UNDO) as tx:
            change = undo.wanted(tx.connection, change_id)
            if change is None:
                return None
            skipped = undo.take_back(tx, change)
        return Undone(change=replace(change, undone=True), skipped=skipped, changes=tx.changes())

    def write_day_note(self, day: date, text: str) -> Changes:
        """Give a day its note; an empty text takes it away."""
        with self._transaction(f"note of {day:%Y-%m-%d}") as tx:
            day_notes.write(tx, day, review.text(text))
        return tx.changes()

    def put_rates(self, told: Sequence[ExchangeRate]) -> Changes:
        """Keep exchange rates, each in the place of the one that its day had.

        Raises:
            Refused: a rate is not above zero.
        """
        with self._transaction("exchange rates") as tx:
            rates.keep(tx, told)
        return tx.changes()

    def save_profile(self, name: str, header_hash: str | None, json_text: str) -> None:
        """Keep a mapping profile under its name."""
        with self._transaction(f"mapping profile {name}") as tx:
            settings.save_profile(tx, name, header_hash, json_text)

    @classmethod
    def restore(cls, folder: Path, source: Path) -> Restored:
        """Bring back a library from a backup or an export, keeping aside what stands there."""
        from fillbook.storage.copies.restore import restore

        with translated():
            return restore(folder, source)

    @contextmanager
    def _transaction(
        self, title: str = "", origin: Origin | str = Origin.USER
    ) -> Iterator[Transaction]:
        with self._writing, self._reopened_if_broken(), translated():
            self._start()
            writer = self._require_writer()
            with immediate(writer):
                tx = Transaction(writer, origin, title)
                yield tx
                tx.finish()
            checkpoint_when_large(writer, self._folder.database)

    @contextmanager
    def _reopened_if_broken(self) -> Iterator[None]:
        """Never write again on a connection under which the disk failed."""
        try:
            yield
        except FillbookError as error:
            if is_broken(error) and self._writer is not None:
                self._writer.close()
                self._writer = open_writer(self._folder.database)
                self._started = False
            raise

    @contextmanager
    def _trial(self) -> Iterator[Transaction]:
        """A transaction whose work is thrown away; without a writer, on a copy in memory."""
        if self._writer is None:
            with self._reading() as connection, copied_to_memory(connection) as copy:
                yield Transaction(copy, Origin.IMPORT, "")
            return
        with self._writing, translated(), discarded(self._require_writer()) as writer:
            yield Transaction(writer, Origin.IMPORT, "")

    def _start(self) -> None:
        if self._writer is None or self._started:
            return
        try:
            upkeep.start(self._writer, self._folder)
        except FillbookError as error:
            self.read_only = error.title
            self._let_go()
            raise
        self._started = True

    def _let_go(self) -> None:
        if self._writer is not None:
            close_writer(self._writer)
            self._writer = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _require_writer(self) -> Connection:
        if self._writer is None:
            raise LibraryReadOnly(
                "The library is open for reading only.", self.read_only or "Open it again."
            )
        return self._writer
