"""How a figure came about: formula, inputs, what it is about, what was left out, its trades."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.certainty import CertaintyChart
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.painting import text_size, words
from fillbook.gui.charts.row_list import RowList
from fillbook.gui.figures.explaining import Explained, Input, Part
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.strokes import boxed
from fillbook.gui.widgets.words import Prose, Words

PANE = 332
_SHOWN = 60
_SCROLL_BAR = 10
_RIGHT = Qt.AlignmentFlag.AlignRight


class _Wrapped(Prose):
    """Prose as high as its lines are in the pane's width."""

    def __init__(self, role: str, token: str, inset: int = 32) -> None:
        self._inset = inset
        super().__init__("", role, token)
        theme.events.changed.connect(self._fit)

    def show_text(self, text: str) -> None:
        self.setText(text)
        self.setVisible(bool(text))
        self._fit()

    def _fit(self) -> None:
        width = theme.scale(PANE) - self._inset - _SCROLL_BAR
        self.setFixedHeight(max(self.heightForWidth(width), 0))


class _Formula(QWidget):
    """The formula in a sunken box."""

    def __init__(self) -> None:
        super().__init__()
        self.words = _Wrapped("value", "text", 32 + 24)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.addWidget(self.words)
        theme.events.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        boxed(painter, QRectF(self.rect()), theme.color("sunken"), theme.color("line"), 6)


class Inputs(RowList):
    """What the figure is made of; each can be asked about in turn."""

    def __init__(self) -> None:
        super().__init__("Inputs")
        self.row_px = 26
        self.empty_text = ""
        self._inputs: tuple[Input, ...] = ()

    def show_inputs(self, inputs: tuple[Input, ...]) -> None:
        self._inputs = inputs
        self.rows_changed()
        self.setFixedHeight(len(inputs) * theme.scale(self.row_px))
        self.setVisible(bool(inputs))

    def count(self) -> int:
        return len(self._inputs)

    def input_at(self, index: int) -> Input:
        return self._inputs[index]

    def table(self) -> Table:
        return Table(("Input", "Value"), [(each.label, each.value) for each in self._inputs])

    def paint_row(self, painter: QPainter, index: int, rect: QRectF) -> None:
        each = self._inputs[index]
        side = theme.scale(16)
        inner = rect.adjusted(side, 0, -side, 0)
        words(painter, inner, each.label, "body", theme.color("text2"))
        words(painter, inner, each.value, "value", theme.color("text"), _RIGHT)


class Parts(RowList):
    """The trades behind a figure; Enter opens one."""

    def __init__(self) -> None:
        super().__init__("Trades behind the figure")
        self.row_px = 28
        self.empty_text = ""
        self._parts: tuple[Part, ...] = ()

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        self._parts = parts[:_SHOWN]
        self.rows_changed()
        self.setFixedHeight(len(self._parts) * theme.scale(self.row_px))

    def count(self) -> int:
        return len(self._parts)

    def part_at(self, index: int) -> Part:
        return self._parts[index]

    def table(self) -> Table:
        rows = [(each.number, each.symbol, each.day, each.amount) for each in self._parts]
        return Table(("Trade", "Symbol", "Closed", "Brought"), rows)

    def paint_row(self, painter: QPainter, index: int, rect: QRectF) -> None:
        each, side = self._parts[index], theme.scale(16)
        inner = rect.adjusted(side, 0, -side, 0)
        words(painter, inner, each.number, "small", theme.color("text3"))
        left = inner.left() + theme.scale(48)
        symbol = QRectF(left, rect.top(), theme.scale(76), rect.height())
        room = theme.scale(72)
        text = each.symbol
        if text_size(text, "symbol").width() > room:
            painter.setFont(theme.font("symbol"))
            mode = Qt.TextElideMode.ElideRight
            text = painter.fontMetrics().elidedText(text, mode, room)
        words(painter, symbol, text, "symbol", theme.color("text"))
        day = QRectF(left + theme.scale(78), rect.top(), theme.scale(90), rect.height())
        words(painter, day, each.day, "small", theme.color("text2"))
        words(painter, inner, each.amount, "value", theme.color(each.token), _RIGHT)
        foot = QRectF(inner.left(), rect.bottom() - 1, inner.width(), 1)
        painter.fillRect(foot, theme.color("grid"))


class ExplanationPane(QWidget):
    """Esc goes back a level, and closes at the first."""

    back_wanted = Signal()
    close_wanted = Signal()
    input_wanted = Signal(str)  # key of a figure
    trade_wanted = Signal(str)  # id
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("How the figure came about")
        self._explained: Explained | None = None
        self.back = Button("", Kind.GHOST, icon=Icon.BACK, name="Back", key="Esc", height=26)
        self.close_button = Button("", Kind.GHOST, icon=Icon.CLOSE, name="Close", height=26)
        self._title = Words("", "pane", "text")
        self.value = Words("", "figure", "text")
        self._sure = _Wrapped("small", "text2")
        self.formula = _Formula()
        self.inputs = Inputs()
        self._about = _Wrapped("small", "text2")
        self._certainty_title = Words("How sure is it", "label", "text2")
        self.certainty = CertaintyChart()
        self._out_title = Words("Left out", "label", "text2")
        self._out = QVBoxLayout()
        self._parts_title = Words("", "label", "text2")
        self._parts_note = Words("", "small", "text3", _RIGHT)
        self.parts = Parts()
        self.all_button = Button("Show all", icon=Icon.TRADES, height=28)
        self.copy = Button("Copy", icon=Icon.COPY, height=28)
        self._lay_out()
        self.back.clicked.connect(self.back_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        self.inputs.opened.connect(self._input_opened)
        self.parts.opened.connect(self._part_opened)
        self.all_button.clicked.connect(self.all_wanted)
        self.copy.clicked.connect(self._copy)
        for part in (
            self.inputs, self.certainty, self.parts, self.back, self.close_button, self.copy
        ):  # fmt: skip
            part.installEventFilter(self)
        theme.events.changed.connect(self.update)

    def show_explained(self, found: Explained, *, can_go_back: bool, can_show_all: bool) -> None:
        same = self._explained is not None and self._explained.ref == found.ref
        self._explained = found
        self._title.setText(found.title)
        self.value.setText(found.value)
        self._sure.show_text(found.sure)
        self.formula.words.show_text(found.formula)
        self.back.setVisible(can_go_back)
        self.inputs.show_inputs(found.inputs)
        self._about.show_text("\n".join(found.about))
        self.certainty.show_certainty(found.certainty)
        for part in (self._certainty_title, self.certainty):
            part.setVisible(found.certainty is not None)
        self._show_left_out(found.left_out)
        self._parts_title.setText(found.parts_title if found.parts else "")
        self._parts_note.setText(found.parts_note or ("largest first" if found.parts else ""))
        if not same:
            self.parts.show_parts(found.parts)
            self._area.verticalScrollBar().setValue(0)
        self.all_button.set_words(f"Show all {format.count(found.trades)}")
        self.all_button.setVisible(can_show_all and found.trades > 0)

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(PANE), theme.scale(600))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, 1, self.height(), theme.color("line"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
            return True
        return super().eventFilter(watched, event)

    def take_focus(self) -> None:
        first = self.inputs if self.inputs.count() else self.parts
        (first if first.count() else self.copy).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 8, 4)
        head.setSpacing(4)
        head.addWidget(self.back)
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button)
        self._area = ScrollArea()
        body = self._area.body
        body.setContentsMargins(0, 0, 0, 12)
        body.setSpacing(10)
        for parts in ((self.value, self._sure), (self.formula,)):
            body.addLayout(_inset(*parts))
        body.addWidget(self.inputs)
        body.addLayout(_inset(self._about))
        body.addLayout(_inset(self._certainty_title, self.certainty))
        body.addLayout(_inset(self._out_title))
        self._out.setContentsMargins(16, 0, 16, 0)
        self._out.setSpacing(4)
        body.addLayout(self._out)
        titles = QHBoxLayout()
        titles.setContentsMargins(16, 6, 16, 0)
        titles.addWidget(self._parts_title, 1)
        titles.addWidget(self._parts_note)
        body.addLayout(titles)
        body.addWidget(self.parts)
        body.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.all_button)
        foot.addWidget(self.copy)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)
        layout.addLayout(foot)

    def _show_left_out(self, reasons: tuple[tuple[str, str], ...]) -> None:
        while self._out.count():
            item = self._out.takeAt(0)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
                part.deleteLater()
        self._out_title.setVisible(bool(reasons))
        for reason, count in reasons:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(Words(reason, "body", "text"), 1)
            row.addWidget(Words(count, "value", "text", _RIGHT))
            self._out.addWidget(line)

    def _input_opened(self, index: int) -> None:
        self.input_wanted.emit(self.inputs.input_at(index).key)

    def _part_opened(self, index: int) -> None:
        self.trade_wanted.emit(self.parts.part_at(index).id)

    def _copy(self) -> None:
        """The figure as plain digits, which a spreadsheet takes."""
        if self._explained is not None:
            plain = self._explained.value.replace(format.MINUS, "-").replace(format.THIN, " ")
            QGuiApplication.clipboard().setText(plain)


def _inset(*parts: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setContentsMargins(16, 0, 16, 0)
    layout.setSpacing(4)
    for part in parts:
        layout.addWidget(part)
    return layout
