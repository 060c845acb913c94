"""The trades page: filter line, table, and the detail of the current trade beside it."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from fillbook.domain.change import Changes
from fillbook.domain.errors import FillbookError
from fillbook.domain.query import TradeQuery
from fillbook.gui import format, theme
from fillbook.gui.fonts import ROLES
from fillbook.gui.icons import Icon
from fillbook.gui.image_drop import has_pictures, picture_files, pictures
from fillbook.gui.pages.trades.acts import TradeActs
from fillbook.gui.pages.trades.columns_menu import ColumnsMenu
from fillbook.gui.pages.trades.filter_line import FilterLine
from fillbook.gui.pages.trades.first_rows import FirstRows
from fillbook.gui.pages.trades.presenter import TradesState, load, selection
from fillbook.gui.pages.trades.query_text import known_words
from fillbook.gui.session import Session
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.empty_state import EmptyState
from fillbook.gui.widgets.table.view import TableView
from fillbook.gui.widgets.words import Words

FIRST_PAGE = 200
ROOM = 1180
"""Content narrower than this shows the table or the detail, not both."""

_SETTLE_MS = 40
_DETAIL_WIDTH = "layout.trades.detail"


class TradesPage(QWidget):
    """Before the first frame only the newest rows stand here; the rest follows."""

    needs_room = 1240

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state: TradesState | None = None
        self._wanted = ""  # id of a trade to show when its row is there
        self._stale = False
        self._covers = False
        self._year = date.today().year  # noqa: DTZ011 - the wall calendar of this desk
        self.table = TableView("Trades", self)
        self.filter_line = FilterLine(self._known)
        self._band = Band()
        self._columns = Button("Columns", icon=Icon.COLUMNS)
        self._add = Button("Add trade", Kind.PRIMARY, icon=Icon.ADD, key="Ctrl N")
        self._edit = Button("Edit", icon=Icon.EDIT, key="Ctrl E")
        self._rows = QStackedWidget()
        self._none_match = EmptyState(
            "No trades match the filter",
            "Take a filter away, or show all trades.",
            (self._button("Show all trades", self._show_all),),
            ghost=False,
        )
        self._none_yet = EmptyState(
            "Your trades will stand here",
            "Drop a statement anywhere in this window, or enter a trade by hand.",
            (self._button("Import a statement", session.commands["import.files"].trigger),),
        )
        self._detail: QWidget | None = None
        self._beside = QWidget()
        self._acts = TradeActs(session, self.table, self._edit, self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._show_detail)
        self._build()
        self._connect()
        self._begin()

    # What the window asks

    def show_trade(self, trade_id: str) -> None:
        """Bring a trade into sight, taking filters away where they hide it."""
        self._wanted = trade_id
        if self._state is not None:
            self._find_wanted()

    def open_current(self) -> None:
        """Show the detail of the current row, over the table where there is no room."""
        if self._detail is not None and self.table.current_row() >= 0:
            self._show_detail()
            if not self._has_room():
                self._cover(True)
            self._detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_frame(self, window: QWidget) -> dict[str, object]:
        """Where rows and columns stand in the window, for the first frame of the next start."""
        header, viewport = self.table.header, self.table.viewport()
        corner = viewport.mapTo(window, QPoint(0, 0))
        detail = self._detail or self._beside
        columns = [
            (
                column.key,
                corner.x() + header.sectionViewportPosition(section),
                header.sectionSize(section),
                int(column.align),
                ROLES[column.role].weight,
                column.token,
            )
            for section, column in enumerate(self.table.table.columns)
            if header.sectionSize(section)
        ]
        beside = detail.mapTo(window, QPoint(0, 0)).x() if detail.isVisible() else 0
        return {
            "top": corner.y(),
            "left": corner.x(),
            "wide": viewport.width(),
            "row": theme.scale(self.table.row_height),
            "columns": columns,
            "detail": beside,
        }

    # Building

    def _button(self, text: str, act: Callable[[], object]) -> Button:
        button = Button(text, Kind.PRIMARY)
        button.clicked.connect(act)
        return button

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 20, 0)
        head.setSpacing(8)
        head.addWidget(Words("Trades", "title"))
        head.addStretch(1)
        for button in (self._edit, self._columns, self._add):
            head.addWidget(button)
        self._edit.hide()
        self._head = QWidget()
        self._head.setLayout(head)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._head)
        left.addWidget(self._band)
        self._band.set_margins(20, 0)
        for part, margins in (
            (self.filter_line, (20, 0, 20, 8)),
            (self._rows, (10, 0, 2, 0)),
        ):
            row = QHBoxLayout()
            row.setContentsMargins(*margins)
            row.addWidget(part)
            left.addLayout(row, 1 if part is self._rows else 0)
        for rows in (self.table, self._none_match, self._none_yet):
            self._rows.addWidget(rows)
        self._left.setMinimumWidth(420)
        self._splitter = QSplitter()
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._left)
        self._splitter.addWidget(self._beside)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.splitterMoved.connect(self._keep_widths)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self._restyle()

    def _connect(self) -> None:
        session, table = self._session, self.table
        table.layout_of_columns.remember_in(session.preferences, "trades")
        table.opened.connect(self.open_current)
        table.current_row_changed.connect(self._current_changed)
        table.selection_changed.connect(self._selection_changed)
        table.sort_changed.connect(self._keep_sort)
        table.set_drop_hint(self._drop_hint)
        table.dropped.connect(self._dropped)
        table.installEventFilter(self)
        self.filter_line.query_wanted.connect(session.set_query)
        self.filter_line.left.connect(self.table.setFocus)
        self._columns_menu = ColumnsMenu(table, self)
        self._columns.clicked.connect(self._open_columns)
        table.header.customContextMenuRequested.connect(self._header_menu)
        self._add.clicked.connect(session.commands["trade.add"].trigger)
        self._edit.clicked.connect(self._acts.edit)
        session.query_changed.connect(self._query_changed)
        session.filter_wanted.connect(self._type_filter)
        session.changed.connect(self._changed)
        theme.events.changed.connect(self._restyle)

    def _begin(self) -> None:
        key = self._session.preferences.get("trades.sort", "opened")
        descending = self._session.preferences.get("trades.descending", True)
        self.table.table.sort_by(key, descending=descending)
        self.filter_line.show_query(self._session.query)
        if self._session.is_started:
            self._load()
            self._add_detail()
            return
        library = self._session.library
        rows = library.newest(FIRST_PAGE)
        first = FirstRows(rows, library.accounts(), self._session.zone, self._year)
        self.table.show_source(first)
        self._session.started.connect(self._load)
        self._session.started.connect(self._add_detail)

    @Slot()
    def _add_detail(self) -> None:
        """The detail draws charts, so it comes after the first frame."""
        from fillbook.gui.pages.trade_detail.pane import TradeDetailPane

        detail = TradeDetailPane(self._session)
        detail.left_by_key.connect(self._leave_detail)
        self._detail = detail
        self._show_current = detail.show_trade
        self._acts.follow(detail)
        self._splitter.replaceWidget(1, detail)
        self._beside.deleteLater()
        self._splitter.setStretchFactor(1, 0)
        self._arrange()
        self._show_detail()

    # Loading

    @Slot()
    def _load(self) -> None:
        self._stale = False
        self._session.tasks.run(
            partial(load, self._session.library, self._session.query), self._show, self._failed
        )

    def _show(self, state: TradesState) -> None:
        if state.query != self._session.query:
            return  # a later one is under way
        from fillbook.gui.pages.trades.all_rows import AllRows

        self._band.hide()
        same = self._state is not None and self._state.columns is state.columns
        self._state = state
        if same:
            self.table.show_only(state.mask)
        else:
            rows = AllRows(state.columns, self._session.zone, self._year)
            self.table.show_source(rows, state.mask)
        total = len(state.columns.ids)
        shown = format.count(state.shown)
        self.filter_line.show_count(
            f"{shown} of {format.count(total)}"
            if state.mask is not None
            else format.plural(total, "trade", "trades")
        )
        none = self._none_match if total else self._none_yet
        self._rows.setCurrentWidget(self.table if state.shown else none)
        self._find_wanted()
        if not self.table.selected_rows() and state.shown and self._has_room():
            self.table.selectRow(0)

    def _failed(self, error: FillbookError) -> None:
        self._band.show_error(error)

    def _find_wanted(self) -> None:
        if not self._wanted or self._state is None:
            return
        ids = self._state.columns.ids
        if self._wanted not in ids:
            self._wanted = ""
            return
        row = ids.index(self._wanted)
        if self.table.table.row_of(row) < 0:
            self._session.set_query(TradeQuery())
            return
        self._wanted = ""
        self.table.choose(row)
        self.open_current()

    def _known(self, part: str) -> tuple[str, ...]:
        return known_words(self._state.columns, part) if self._state else ()

    # Reacting

    @Slot()
    def _query_changed(self) -> None:
        self.filter_line.show_query(self._session.query)
        self._reload()

    def _changed(self, changes: Changes) -> None:
        if changes.trades or changes.all_trades or changes.accounts:
            self._reload()

    def _reload(self) -> None:
        if self.isVisible() and self._session.is_started:
            self._load()
        else:
            self._stale = True

    @Slot()
    def _type_filter(self) -> None:
        self._leave_detail()
        self.filter_line.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _show_all(self) -> None:
        self._session.set_query(TradeQuery())

    def _current_changed(self, row: int) -> None:
        self._settle.start()

    @Slot()
    def _show_detail(self) -> None:
        if self._detail is not None:
            current = self.table.current_id()
            self._show_current(current or None)

    @Slot()
    def _selection_changed(self) -> None:
        rows = self.table.selected_rows()
        self._acts.enable(len(rows))
        self._edit.setVisible(len(rows) > 1)
        if self._state is None or not rows or self.table.table.source is None:
            self._session.selection_told.emit("")
            return
        self._edit.set_words(f"Edit {format.count(len(rows))}")
        chosen = selection(self._state.columns, rows)
        words = [f"{format.count(chosen.trades)} selected"]
        words += [f"net {format.money(net, signed=True)} {unit}" for unit, net in chosen.net]
        self._session.selection_told.emit("  ".join(words))

    @Slot()
    def _keep_sort(self) -> None:
        key, descending = self.table.table.sorted_by
        self._session.preferences.set("trades.sort", key)
        self._session.preferences.set("trades.descending", descending)

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale and self._session.is_started:
            self._load()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._acts.enable(len(self.table.selected_rows()))

    def _has_room(self) -> bool:
        return self.width() >= ROOM

    def _arrange(self) -> None:
        """Both side by side, or one over the other."""
        detail = self._detail or self._beside
        if self._has_room():
            self._left.show()
            detail.show()
            own = self._session.preferences.get(_DETAIL_WIDTH, 0)
            wide = own or min(max(round(self.width() * 0.44), 560), 680)
            self._splitter.setSizes([self.width() - wide, wide])
        else:
            self._cover(self._covers)

    @Slot(int, int)
    def _keep_widths(self, _position: int, _index: int) -> None:
        self._session.preferences.set(_DETAIL_WIDTH, self._splitter.sizes()[1])

    def _cover(self, covers: bool) -> None:
        self._covers = covers and self._detail is not None
        self._left.setVisible(not self._covers)
        (self._detail or self._beside).setVisible(self._covers)

    @Slot()
    def _leave_detail(self) -> None:
        if not self._has_room():
            self._cover(False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        self._head.setFixedHeight(theme.scale(56))

    # Keys, menus and drops

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._acts.act_on_key(event)
        return super().eventFilter(watched, event)

    def _open_columns(self) -> None:
        self._columns_menu.popup(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))

    def _header_menu(self) -> None:
        self._columns_menu.popup(self.table.header.cursor().pos())

    def _drop_hint(self, row: int, mime: QMimeData) -> str:
        if not has_pictures(mime) or self._session.library.read_only:
            return ""
        count = max(len(picture_files(mime)), 1)
        source = self.table.table.source
        symbol = next(each for each in source.columns if each.key == "symbol").text(row)
        number = next(each for each in source.columns if each.key == "number").text(row)
        return f"Add {format.plural(count, 'picture', 'pictures')} to {symbol} #{number}"

    def _dropped(self, row: int, mime: QMimeData) -> None:
        self._acts.attach(self.table.table.source.ids[row], pictures(mime))
