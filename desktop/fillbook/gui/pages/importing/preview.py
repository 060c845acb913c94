"""What an import would do: totals side by side, then the trades, and the button below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from fillbook.gui import format, theme
from fillbook.gui.pages.importing.parts import TotalsCard
from fillbook.gui.pages.importing.presenter import TRADE_HEADERS, ImportState, Seal, TradeLine
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.segments import Segments
from fillbook.gui.widgets.table.word_table import WordTable
from fillbook.gui.widgets.words import Words

_WIDTHS = (76, 132, 0, 72, 62, 48, 84, 66, 84)
_FIGURES = frozenset({4, 5, 6, 7, 8})
_SIDE_BY_SIDE = 760


class PreviewPane(QWidget):
    """The right side of the import page. The foot never scrolls away."""

    save_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: ImportState | None = None
        self._file = 0
        self._totals = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._totals.setSpacing(12)
        self._warnings = Band("warn")
        self._warnings.closed.connect(self._warnings.hide)
        self._which = Segments(
            (("all", "All"), ("new", "New"), ("changed", "Changed")), "Which trades", "all"
        )
        self._which.chosen.connect(self._show_trades)
        self._trades = WordTable("Trades of the import", TRADE_HEADERS, _WIDTHS, right=_FIGURES)
        self._trades.setMinimumHeight(240)
        self._card = Card("Trades")
        self._card.add_action(self._which)
        self._card.body.addWidget(self._trades, 1)
        self._foot = _Foot()
        self._foot.save.clicked.connect(self.save_wanted)
        self._foot.cancel.clicked.connect(self.cancel_wanted)
        area = ScrollArea()
        area.body.setContentsMargins(20, 4, 20, 12)
        area.body.setSpacing(12)
        area.body.addWidget(self._warnings)
        area.body.addLayout(self._totals)
        area.body.addWidget(self._card, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(area, 1)
        layout.addWidget(self._foot)

    def show_state(self, state: ImportState) -> None:
        """Show what was read."""
        self._state = state
        self._file = min(self._file, max(len(state.files) - 1, 0))
        self._show_totals()
        self._show_warnings()
        new = sum(line.is_new for line in state.trades)
        self._which.set_words("all", f"All {format.count(len(state.trades))}")
        self._which.set_words("new", f"New {format.count(new)}")
        self._which.set_words("changed", f"Changed {format.count(len(state.trades) - new)}")
        self._show_trades(self._which.choice)
        self._foot.show_state(state)

    def show_file(self, index: int) -> None:
        """Bring the totals of one file to the front."""
        self._file = index
        if self._state is not None:
            self._show_totals()
            self._show_warnings()

    def resizeEvent(self, event: object) -> None:
        wide = self.width() >= theme.scale(_SIDE_BY_SIDE)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._totals.setDirection(direction)

    def _show_totals(self) -> None:
        while self._totals.count():
            item = self._totals.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        state = self._state
        assert state is not None
        first = state.files[self._file : self._file + 1]
        others = [one for place, one in enumerate(state.files) if place != self._file]
        # The chosen file, and beside it the next one that does not simply tie.
        others.sort(key=lambda one: one.seal is Seal.TIES)
        for one in (*first, *others[:1]):
            self._totals.addWidget(TotalsCard(one), 1, Qt.AlignmentFlag.AlignTop)

    def _show_warnings(self) -> None:
        assert self._state is not None
        warnings = self._state.files[self._file].warnings if self._state.files else ()
        self._warnings.setVisible(bool(warnings))
        if warnings:
            self._warnings.show_words(warnings[0], "\n".join(warnings[1:]))

    def _show_trades(self, which: str) -> None:
        assert self._state is not None
        lines = [
            line for line in self._state.trades if which == "all" or line.is_new == (which == "new")
        ]
        self._trades.show_rows([line.cells for line in lines], _Inks(lines))


class _Inks:
    """The ink of each cell: words quiet, results in their colours."""

    def __init__(self, lines: list[TradeLine]) -> None:
        self._lines = lines

    def __call__(self, row: int, column: int) -> str:
        line = self._lines[row]
        if column == 0:
            return "text2" if line.is_new else "accent"
        if column in (6, 8) and line.sign:
            return "gain" if line.sign > 0 else "loss"
        return "text2" if column in (1, 5, 7) else "text"


class _Foot(QWidget):
    """Nothing is saved yet; this saves it."""

    def __init__(self) -> None:
        super().__init__()
        self._strong = Words("Nothing is saved yet.", "symbol")
        self._quiet = Words("One undo takes the whole import back.", "body", "text2")
        self.cancel = Button("Cancel", key="Esc")
        self.save = Button("Import", Kind.PRIMARY, key="Enter")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 10, 20, 10)
        layout.setSpacing(8)
        layout.addWidget(self._strong)
        layout.addWidget(self._quiet, 1)
        layout.addWidget(self.cancel)
        layout.addWidget(self.save)
        theme.events.changed.connect(self.update)

    def show_state(self, state: ImportState) -> None:
        self.save.setEnabled(state.can_commit)
        if state.nothing_new:
            self._strong.setText("Everything here is known.")
            self._quiet.setText("The journal has these fills; importing would add nothing.")
            self.save.set_words("Nothing to import")
        else:
            self._strong.setText("Nothing is saved yet.")
            self._quiet.setText("One undo takes the whole import back.")
            self.save.set_words(state.commit)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("chrome"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line"))
        painter.end()
