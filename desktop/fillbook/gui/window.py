"""The window: command bar, navigation, one page at a time, status bar."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from fillbook.domain.errors import FillbookError
from fillbook.gui import theme
from fillbook.gui.command_bar import CommandBar
from fillbook.gui.commands import Command
from fillbook.gui.first_frame import FIRST, LEAST
from fillbook.gui.navigation import WIDE, Navigation
from fillbook.gui.pages.catalogue import IMPORT, PAGES, TRADES, WELCOME, PageSpec, page
from fillbook.gui.session import Session
from fillbook.gui.statement_drop import StatementDrop
from fillbook.gui.status_bar import StatusBar
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.loading_bars import LoadingBars
from fillbook.gui.widgets.notice import Notice


class Window(QMainWindow):
    """One library: a window of its own, or what fills the shell that was there first.

    What it does besides showing pages is in `desk.py`.
    """

    painted = Signal()  # the first frame is on the screen
    page_shown = Signal(str)

    def __init__(self, session: Session, start: str) -> None:
        super().__init__()
        self.session = session
        self._start = start
        self._pages: dict[str, QWidget] = {}
        self._key = ""
        self._was_painted = False
        self._aside: QWidget | None = None
        self._add_page_commands()
        self.bar = CommandBar(session.commands)
        self.setMenuWidget(self.bar)
        self.navigation = Navigation(PAGES)
        self.status = StatusBar()
        self.read_only = Band("warn")
        self.error = Band("bad")
        self._stack = QStackedWidget()
        self._loading = LoadingBars()
        self._stack.addWidget(self._loading)
        self._lay_out()
        self.notice = Notice(self)
        self.drop = StatementDrop(self)
        self._connect()
        self._restore()
        if page(start).light:
            self.show_page(start)

    # Pages

    @property
    def key(self) -> str:
        """The key of the page that shows."""
        return self._key

    @property
    def current(self) -> QWidget:
        """The page that shows."""
        return self._stack.currentWidget()

    def show_page(self, key: str) -> QWidget:
        """Show a page, making it at its first time."""
        spec = page(key)
        made = self._pages.get(spec.key)
        if made is None:
            made = self._pages[spec.key] = spec.make(self.session)
            self._stack.addWidget(made)
            self.drop.watch(made)
        self._key = spec.key
        self._fit_navigation(made)
        self._stack.setCurrentWidget(made)
        self.navigation.set_current(spec.key)
        self.setWindowTitle(f"{spec.title} - Fillbook")
        if spec.key != WELCOME:
            self.session.preferences.set("page", spec.key)
        self.page_shown.emit(spec.key)
        return made

    @Slot(str)
    def open_page(self, key: str) -> None:
        """As `show_page`, for signals."""
        self.show_page(key)

    @Slot(str)
    def open_trade(self, trade_id: str) -> None:
        """Show one trade on the trades page."""
        shown = self.show_page(TRADES)
        shown.show_trade(trade_id)  # type: ignore[attr-defined]  # the catalogue makes it

    @Slot(object)
    def import_files(self, files: tuple[Path, ...]) -> None:
        """Show what these files hold on the import page."""
        shown = self.show_page(IMPORT)
        shown.import_files(files)  # type: ignore[attr-defined]  # the catalogue makes it

    def set_aside(self, pane: QWidget) -> None:
        """Keep a pane for the right edge of the pages."""
        self._aside = pane
        pane.setParent(self.centralWidget())

    def place_aside(self) -> None:
        """Put the pane beside the page, or over its edge where the page has no room."""
        pane = self._aside
        if pane is None or not pane.isVisible():
            self._content.setContentsMargins(0, 0, 0, 0)
            return
        width = pane.sizeHint().width()
        least = getattr(self.current, "least_beside", self.current.minimumSizeHint().width())
        fits = self.width() - self.navigation.width() - width >= least
        self._content.setContentsMargins(0, 0, width if fits else 0, 0)
        pane.setGeometry(self.width() - width, self._stack.y(), width, self._stack.height())
        pane.raise_()

    def first_frame(self) -> dict[str, object]:
        """Where things stand now, for the first frame of the next start."""
        kept: dict[str, object] = {
            "page": self._key,
            "bar": self.bar.height(),
            "foot": self.status.height(),
            "side": self.navigation.width(),
        }
        places = getattr(self.current, "first_frame", None)
        return kept | (places(self) if places is not None else {})

    def show_error(self, error: FillbookError) -> None:
        """Say above the page what went wrong and what to do next."""
        self.error.show_error(error)

    # Building

    def _add_page_commands(self) -> None:
        for place, spec in enumerate(PAGES):
            if not spec.listed:
                continue
            command = Command(f"page.{spec.key}", "View", 0, spec.title, spec.shortcut, spec.icon)
            action = self.session.commands.add(command)
            action.triggered.connect(partial(self._page_triggered, spec))
            action.setData(place)

    def _page_triggered(self, spec: PageSpec, _checked: bool = False) -> None:
        self.show_page(spec.key)

    def _lay_out(self) -> None:
        content = self._content = QVBoxLayout()
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        for band in (self.read_only, self.error):
            content.addWidget(band)
            band.set_margins(20, 10)
        content.addWidget(self._stack, 1)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.navigation)
        across.addLayout(content, 1)
        home = QWidget()
        down = QVBoxLayout(home)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across, 1)
        down.addWidget(self.status)
        self.setCentralWidget(home)
        self.setMinimumSize(*LEAST)
        self.resize(*FIRST)

    def _connect(self) -> None:
        session = self.session
        self.navigation.chosen.connect(self.open_page)
        self.drop.files_dropped.connect(self.import_files)
        session.page_wanted.connect(self.open_page)
        session.trade_wanted.connect(self.open_trade)
        session.files_wanted.connect(self.import_files)
        session.notice.connect(self.notice.show_line)
        session.failed.connect(self.show_error)
        session.selection_told.connect(self.status.show_selection)
        session.commands["view.rail"].toggled.connect(self._fold)
        theme.events.changed.connect(self.update)

    # State

    def _restore(self) -> None:
        geometry = self.session.preferences.state("layout.window")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        folded = self.session.preferences.get("layout.folded", False)
        self.session.commands["view.rail"].setChecked(folded)

    def _fold(self, folded: bool) -> None:
        self.session.preferences.set("layout.folded", folded)
        self._fit_navigation(self.current)

    def _fit_navigation(self, shown: QWidget) -> None:
        """Fold by hand, or where a page with a detail would be too narrow."""
        needed = getattr(shown, "needs_room", 0)
        narrow = self.width() - theme.scale(WIDE) < needed
        folded = self.session.commands["view.rail"].isChecked() or narrow
        if folded != self.navigation.is_folded:
            self.navigation.set_folded(folded)

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("canvas"))
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self._first_frame_done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_navigation(self.current)
        self.place_aside()
        if self.notice.isVisible():
            self.notice.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.session.preferences.set("layout.window", self.saveGeometry())
        super().closeEvent(event)

    @Slot()
    def _first_frame_done(self) -> None:
        self.painted.emit()
        self.session.start()
        if not self._key:
            self.show_page(self._start)
