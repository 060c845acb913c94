"""The sync beside a window: what it does is told here as signals, on the GUI thread."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from fillbook.domain.connection import Connection
from fillbook.domain.errors import FillbookError

if TYPE_CHECKING:
    from fillbook.domain.change import Changes
    from fillbook.gui.session import Session
    from fillbook.remotes.credentials import Credentials
    from fillbook.remotes.secret import Secret
    from fillbook.sync.news import News
    from fillbook.sync.worker import SyncWorker


_TOLD_EVERY_MS = 400
"""Pages read anew what changed; in a first sync that would be for every trade else."""


class Syncing(QObject):
    """Starts the sync thread once there is a connection, and stops it with the window.

    Nothing of it is loaded before the first frame.
    """

    stood = Signal()  # a connection stands otherwise than before, or something waits
    moved = Signal(str, str)  # a connection's id, and how far its run is, in words
    advanced = Signal(str, str, int, int)  # the same in parts: id, words, done and total, or 0
    ended = Signal(object)  # Report
    previewed = Signal(object)  # Report
    looked = Signal(object)  # Seen or Unseen
    _heard = Signal(object)  # News, from the sync thread

    def __init__(self, session: "Session", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._worker: SyncWorker | None = None
        self._credentials: Credentials | None = None
        self.running: set[str] = set()
        self._untold: Changes | None = None
        self._telling = QTimer(self, interval=_TOLD_EVERY_MS, singleShot=True)
        self._telling.timeout.connect(self._tell)
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        session.changed.connect(self._edited)

    def begin(self) -> None:
        """After the first frame: sync what is connected."""
        if self._session.library.read_only is None:
            self._session.tasks.run(self._session.library.connections, self._start_if_any)

    @property
    def credentials(self) -> "Credentials":
        """Where the secrets are; loaded when first asked for."""
        if self._credentials is None:
            from fillbook.remotes.credentials import Credentials

            self._credentials = Credentials()
        return self._credentials

    def sync(self, names: tuple[str, ...] = (), *, full: bool = False) -> None:
        """Sync now, these or all."""
        self._started().sync(names, full=full)

    def preview(self, names: tuple[str, ...]) -> None:
        """Find out what a sync would do."""
        self._started().preview(names)

    def stop_runs(self, ids: tuple[str, ...] = ()) -> None:
        """Stop what runs."""
        if self._worker is not None:
            self._worker.cancel(ids)

    def look(self) -> None:
        """Ask the brokers what is open, where anything is connected."""
        if self._worker is not None:
            self._worker.look()

    def lend(self, connection_id: str, secret: "Secret") -> None:
        """Take a secret that was typed, and keep it where it can be kept."""
        self._session.tasks.run(
            partial(self.credentials.keep, connection_id, secret),
            lambda kept: self._lent(connection_id, kept),
        )

    def close(self) -> None:
        """End the thread; nothing is lost."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def _lent(self, connection_id: str, kept: bool) -> None:
        if not kept:
            self._session.notice.emit("No keyring here: the key is kept for this run only", "")
        self.sync((connection_id,))

    def _start_if_any(self, connections: tuple[Connection, ...]) -> None:
        if connections:
            self._started()
        self.stood.emit()

    def _started(self) -> "SyncWorker":
        if self._worker is None:
            from fillbook.sync.worker import SyncWorker

            self._worker = SyncWorker(self._session.library, self.credentials, self._heard.emit)
            self._worker.start()
        return self._worker

    def _wrote(self, changes: "Changes") -> None:
        """Gather what a run writes, and tell it now and then."""
        self._untold = changes if self._untold is None else self._untold.then(changes)
        if not self._telling.isActive():
            self._telling.start()

    def _tell(self) -> None:
        changes, self._untold = self._untold, None
        if changes is not None:
            self._session.changed.emit(changes)

    def _edited(self, changes: "Changes") -> None:
        if self._worker is not None:
            self._worker.edited()

    def _hear(self, news: "News") -> None:
        from fillbook.sync.news import (
            Began,
            Ended,
            Failed,
            Moved,
            Seen,
            Stopped,
            Unseen,
            Wrote,
        )

        match news:
            case Began():
                self.running.add(news.connection_id)
                self.stood.emit()
            case Moved():
                total = "" if news.total is None else f" of {news.total}"
                self.moved.emit(news.connection_id, f"{news.words}, {news.done}{total}")
                self.advanced.emit(news.connection_id, news.words, news.done, news.total or 0)
            case Wrote():
                self._wrote(news.changes)
            case Seen() | Unseen():
                self.looked.emit(news)
            case Ended():
                self._tell()
                self.running.discard(news.report.connection_id)
                (self.previewed if news.is_preview else self.ended).emit(news.report)
                self.stood.emit()
            case Stopped():
                self._tell()
                self.running.discard(news.connection_id)
                self.stood.emit()
            case Failed():
                self._tell()
                self.running.discard(news.connection_id)
                self._session.failed.emit(FillbookError(news.title, news.next_step))
                self.stood.emit()
