"""What the pages of one window share: its library, its worker, its filter."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fillbook.domain.change import Changes
from fillbook.domain.errors import FillbookError, LibraryReadOnly
from fillbook.domain.query import TradeQuery
from fillbook.gui.commands import Commands
from fillbook.gui.preferences import Preferences
from fillbook.gui.syncing import Syncing
from fillbook.gui.tasks import Tasks
from fillbook.storage.library import Library

if TYPE_CHECKING:
    from fillbook.gui.figures.source import FigureSource


class Session(QObject):
    """Handed to every page. Pages talk to each other through its signals alone."""

    changed = Signal(object)  # Changes, after every write
    query_changed = Signal()
    notice = Signal(str, object)  # one line, and the id of the change that undo takes back
    failed = Signal(object)  # a FillbookError nobody else showed
    trade_wanted = Signal(str)  # show this trade on the trades page
    figure_wanted = Signal(object)  # explain this figure: a FigureRef
    page_wanted = Signal(str)  # show the page of this key
    filter_wanted = Signal()  # type a filter on the trades page
    files_wanted = Signal(object)  # import these files: a tuple of paths
    library_wanted = Signal(object)  # open another library: a folder
    restore_wanted = Signal(object)  # bring this backup back in the library's place: a file
    selection_told = Signal(str)  # count and sum of what is selected, for the status bar
    started = Signal()  # the first frame is painted: heavy parts may load now

    def __init__(
        self, library: Library, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.library = library
        self.preferences = preferences
        self.tasks = Tasks(self)
        self.tasks.failed.connect(self.failed)
        self.commands = Commands(self)
        self.syncing = Syncing(self, self)
        self._query = TradeQuery()
        self._is_started = False
        self._figures: FigureSource | None = None

    @property
    def is_started(self) -> bool:
        """Whether the first frame was painted; before it nothing heavy is imported."""
        return self._is_started

    def start(self) -> None:
        """Called once, when the first frame is painted."""
        self._is_started = True
        self.started.emit()

    @property
    def zone(self) -> str:
        """The zone that the user wants times in; empty for each account's own."""
        return self.preferences.get("zone", "")

    @property
    def query(self) -> TradeQuery:
        """The filter of the whole window."""
        return self._query

    @property
    def figures(self) -> "FigureSource":
        """Where every page gets its populations; loads numpy when first asked for."""
        if self._figures is None:
            from fillbook.gui.figures.source import FigureSource

            self._figures = FigureSource(self.library)
        return self._figures

    def set_query(self, query: TradeQuery) -> None:
        if query != self._query:
            self._query = query
            self.query_changed.emit()

    def write(
        self,
        work: Callable[[], Changes],
        then: Callable[[Changes], object] | None = None,
        failed: Callable[[FillbookError], object] | None = None,
    ) -> None:
        """Change the library in its worker; afterwards all pages hear of it and undo is offered."""
        if self.library.read_only is not None:
            refused = LibraryReadOnly("Nothing can be changed here.", self.library.read_only)
            (failed or self.failed.emit)(refused)
            return
        self.tasks.write(work, partial(self._written, then), failed)

    def tell(self, changes: Changes) -> None:
        """Announce a write that did not go through `write`: an import has its own result."""
        if changes.change_id is None:
            return
        self.changed.emit(changes)
        if changes.title:
            self.notice.emit(changes.title, changes.change_id)

    def close(self) -> None:
        """Finish writing and close the library."""
        self.syncing.close()
        self.tasks.close()
        self.library.close()

    def _written(self, then: Callable[[Changes], object] | None, changes: Changes) -> None:
        self.tell(changes)
        if then is not None:
            then(changes)
