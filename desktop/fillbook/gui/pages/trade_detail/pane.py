"""The detail of one trade: head, chart, figures, review, fills, history, pictures."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fillbook.domain.change import Changes
from fillbook.domain.errors import FillbookError, Refused
from fillbook.domain.execution import Execution
from fillbook.domain.image import ImageSource
from fillbook.domain.review import Grade
from fillbook.gui import theme
from fillbook.gui.charts.price import PriceChart
from fillbook.gui.charts.price_scene import scene_of
from fillbook.gui.image_drop import has_pictures, pictures
from fillbook.gui.pages.trade_detail.checks import CHECK_HEADERS
from fillbook.gui.pages.trade_detail.fills_panel import FillsPanel
from fillbook.gui.pages.trade_detail.head import FigureRow, TradeHead
from fillbook.gui.pages.trade_detail.presenter import (
    HISTORY_HEADERS,
    DetailState,
    Loaded,
    load,
    state_of,
)
from fillbook.gui.pages.trade_detail.review_panel import ReviewPanel
from fillbook.gui.session import Session
from fillbook.gui.thumbnails import Thumbnails
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.empty_state import EmptyState
from fillbook.gui.widgets.image_viewer import ImageViewer
from fillbook.gui.widgets.screenshot_strip import ScreenshotStrip
from fillbook.gui.widgets.table.word_table import WordTable
from fillbook.gui.widgets.tabs import Tabs
from fillbook.gui.widgets.words import Words

_PROPERTY_KEYS = {
    Qt.Key.Key_S: "setup",
    Qt.Key.Key_G: "grade",
    Qt.Key.Key_E: "emotion",
    Qt.Key.Key_C: "confidence",
    Qt.Key.Key_X: "exit_type",
    Qt.Key.Key_V: "bias",
    Qt.Key.Key_B: "market_condition",
    Qt.Key.Key_L: "stop_loss",
}
_GRADE_KEYS = dict(
    zip((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5), Grade, strict=True)
)
_PARTS = (("review", "Review"), ("fills", "Fills"), ("checks", "Checks"), ("history", "History"))
_CHECK_WIDTHS = (200, 130, 0)
_HISTORY_WIDTHS = (140, 120, 120, 0, 72)


class _Parts(QStackedWidget):
    """Parts that scroll in what room there is: wrapped words ask for none of the chart's."""

    def hasHeightForWidth(self) -> bool:
        return False


class TradeDetailPane(QWidget):
    """One trade, edited in place. Pictures may be dropped or pasted anywhere on it."""

    left_by_key = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._loaded: Loaded | None = None
        self._wanted: str | None = None
        self.setAcceptDrops(True)
        self.setMinimumWidth(520)
        self._empty = EmptyState(
            "No trade chosen", "Choose one in the list to see it here", ghost=False
        )
        self._band = Band()
        self._band.hide()
        self._head = TradeHead()
        self.chart = PriceChart()
        self._figures = FigureRow()
        self.review = ReviewPanel()
        self.fills = FillsPanel()
        self._checks = WordTable("Checks", CHECK_HEADERS, _CHECK_WIDTHS)
        self._history = WordTable("History", HISTORY_HEADERS, _HISTORY_WIDTHS)
        self._thumbnails = Thumbnails(session)
        self.strip = ScreenshotStrip(self._thumbnails)
        self.viewer = ImageViewer(session, self)
        self._build()
        self._connect()

    @property
    def trade_id(self) -> str | None:
        """The trade that is shown or on its way."""
        return self._wanted

    def show_trade(self, trade_id: str | None) -> None:
        """Show a trade; what is being typed for the one before is kept first."""
        self.review.keep_typing()
        self._wanted = trade_id
        if trade_id is None:
            self._loaded = None
            self._pages.setCurrentIndex(0)
            return
        self._reload(trade_id)

    def act_on_key(self, event: QKeyEvent) -> bool:
        """Do what a single key means for the trade; whether it meant anything."""
        if self._loaded is None or self.viewer.isVisible():
            return False
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        if key in _GRADE_KEYS:
            self._edit(self._loaded.detail.trade.id, "grade", _GRADE_KEYS[key])
        elif key in _PROPERTY_KEYS:
            self._tabs_to("review")
            self.review.edit_property(_PROPERTY_KEYS[key])
        elif key == Qt.Key.Key_N:
            self._tabs_to("review")
            self.review.notes.begin()
        elif key == Qt.Key.Key_T:
            self._tabs_to("review")
            self.review.tags.begin()
        elif key == Qt.Key.Key_P:
            self.paste()
        elif key == Qt.Key.Key_I and self._loaded.detail.screenshots:
            self._open_picture(0)
        else:
            return False
        return True

    def paste(self) -> None:
        """Hang the clipboard's picture on the trade."""
        found = pictures(QGuiApplication.clipboard().mimeData())
        if found:
            self.attach(found)
        else:
            self._refused("There is no picture in the clipboard.")

    def attach(self, files: list[ImageSource]) -> None:
        """Hang pictures on the trade that is shown."""
        if self._loaded is not None:
            trade_id = self._loaded.detail.trade.id
            library = self._session.library
            self._session.write(lambda: library.attach(trade_id, files)[1], failed=self._show_error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left_by_key.emit()
        elif not self.act_on_key(event):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._loaded is not None and has_pictures(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = pictures(event.mimeData())
        if found:
            event.acceptProposedAction()
            self.attach(found)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, 0, 1, self.height()), theme.color("line"))
        painter.end()

    def _build(self) -> None:
        self._tabs = Tabs(_PARTS, "Parts of the trade")
        self._stack = _Parts()
        for part in (self.review, self.fills, self._checks, self._history):
            self._stack.addWidget(part)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._band)
        layout.addWidget(self._head)
        layout.addWidget(self.chart, 5)
        layout.addWidget(self._figures)
        layout.addWidget(self._tabs)
        layout.addWidget(self._stack, 4)
        layout.addLayout(_inset(self._strip_head(), top=8, bottom=4))
        layout.addLayout(_inset(self.strip, bottom=8))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _strip_head(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        self._pictures = Words("Screenshots", "small", "text3")
        hint = Words("Drop or paste anywhere", "small", "text3")
        layout.addWidget(self._pictures)
        layout.addStretch(1)
        layout.addWidget(hint)
        return row

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(self._changed)
        self._tabs.chosen.connect(self._tabs_to)
        self.review.edited.connect(self._edit)
        self.review.pictures_pasted.connect(self.attach)
        self.review.left_by_key.connect(self.setFocus)
        self.fills.changed.connect(self._change_fill)
        self.fills.deleted.connect(self._delete_fill)
        self.fills.split.connect(self._split)
        self._band.closed.connect(self._band.hide)
        self.strip.open_wanted.connect(self._open_picture)
        self.strip.pictures_dropped.connect(self.attach)
        self.strip.refused.connect(self._refused)
        self.strip.order_wanted.connect(self._order)
        self.strip.label_wanted.connect(self._label)
        self.strip.delete_wanted.connect(self._delete_pictures)
        self.viewer.closed.connect(self.strip.setFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _reload(self, trade_id: str) -> None:
        self._session.tasks.run(
            partial(load, self._session.library, trade_id),
            then=self._show,
            failed=self._show_error,
        )

    def _changed(self, changes: Changes) -> None:
        if self._wanted is not None and (
            changes.all_trades or changes.bars or self._wanted in changes.trades
        ):
            self._reload(self._wanted)

    def _show(self, loaded: Loaded) -> None:
        trade = loaded.detail.trade
        if trade.id != self._wanted:
            return
        same_trade = self._loaded is not None and self._loaded.detail.trade.id == trade.id
        self._loaded = loaded
        zone = self._session.zone or loaded.account.timezone
        state = state_of(loaded, zone)
        self._pages.setCurrentIndex(1)
        if not same_trade:
            self._band.hide()
        self._head.show_state(state)
        scene = scene_of(loaded.detail, loaded.bars, ZoneInfo(zone), state.decimals)
        self.chart.show_scene(scene)
        self._figures.show_figures(state.figures, state.reasons)
        self.review.show_review(loaded, state)
        self._show_tables(loaded, state)
        count = len(loaded.detail.screenshots)
        self._pictures.setText(f"Screenshots  {count}" if count else "Screenshots")
        folder = self._session.library.folder / "screenshots"
        self.strip.show_screenshots(loaded.detail.screenshots, folder)

    def _show_tables(self, loaded: Loaded, state: DetailState) -> None:
        self._tabs.set_note("fills", str(len(state.fills)) if state.fills else "")
        self.fills.show_fills(loaded.detail.legs, state.fills, loaded.account)
        self._checks.show_rows(loaded.checks)
        self._tabs.set_shown("checks", bool(loaded.checks))
        if not loaded.checks and self._tabs.current == "checks":
            self._tabs_to("review")
        self._history.show_rows(state.history)

    def _tabs_to(self, key: str) -> None:
        self._tabs.set_current(key)
        self._stack.setCurrentIndex([part for part, _ in _PARTS].index(key))

    def _edit(self, trade_id: str, key: str, value: object) -> None:
        library = self._session.library
        self._session.write(lambda: library.edit([trade_id], {key: value}), failed=self._show_error)

    def _change_fill(self, execution_id: str, fill: Execution) -> None:
        library = self._session.library
        self._session.write(
            lambda: library.change_execution(execution_id, fill), failed=self._show_error
        )

    def _delete_fill(self, execution_id: str) -> None:
        library = self._session.library
        self._session.write(lambda: library.delete_execution(execution_id), failed=self._show_error)

    def _split(self, execution_ids: list[str]) -> None:
        if self._loaded is not None:
            library, trade_id = self._session.library, self._loaded.detail.trade.id
            self._session.write(
                lambda: library.split(trade_id, execution_ids), failed=self._show_error
            )

    def _open_picture(self, index: int) -> None:
        if self._loaded is not None:
            self.viewer.open(self._loaded.detail.screenshots, index)

    def _order(self, ids: list[str]) -> None:
        if self._loaded is not None:
            library, trade_id = self._session.library, self._loaded.detail.trade.id
            self._session.write(lambda: library.order_screenshots(trade_id, ids))

    def _label(self, screenshot_id: str, label: str) -> None:
        library = self._session.library
        self._session.write(lambda: library.label_screenshot(screenshot_id, label))

    def _delete_pictures(self, ids: list[str]) -> None:
        library = self._session.library
        self._session.write(lambda: library.delete_screenshots(ids))

    def _refused(self, words: str) -> None:
        self._show_error(Refused(words))

    def _show_error(self, error: FillbookError) -> None:
        self._band.show_error(error)
        self._band.show()


def _inset(widget: QWidget, *, top: int = 0, bottom: int = 0) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setContentsMargins(16, top, 16, bottom)
    layout.addWidget(widget)
    return layout
