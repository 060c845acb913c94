"""The import page before any file: drop some, or choose them; what was imported before."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fillbook.domain.importing import ImportBatch
from fillbook.gui import format, icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.session import Session
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.table.word_table import WordTable
from fillbook.gui.widgets.words import Prose, Words
from fillbook.importers.catalogue import IMPORTERS

_HEADERS = ("Imported", "File", "Format", "Zone", "Fills", "")
_WIDTHS = (150, 0, 190, 140, 70, 80)


class _DropZone(QWidget):
    """A dashed place that says what may be dropped; the whole window takes it."""

    choose_wanted = Signal()
    bars_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        title = Words("Drop statements anywhere in this window", "pane")
        line = Prose("You see every trade and check the totals before anything is saved")
        names = dict.fromkeys(importer.title.split(" (")[0] for importer in IMPORTERS)
        formats = Prose(", ".join(names), "small", "text3")
        choose = Button("Choose files", Kind.PRIMARY, icon=Icon.FILE)
        choose.clicked.connect(self.choose_wanted)
        bars = Button("Import price bars", icon=Icon.BARS)
        bars.clicked.connect(self.bars_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(choose)
        buttons.addWidget(bars)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 56, 24, 24)
        layout.setSpacing(8)
        line.setMinimumWidth(480)
        formats.setMinimumWidth(560)
        for part in (title, line, formats):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        theme.events.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("control"), 1.5)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        icons.paint(painter, QRectF(0, 20, self.width(), 30), Icon.FILE_DROP, "text2", 28)
        painter.end()


class StartPane(QWidget):
    """Where an import begins."""

    choose_wanted = Signal()
    bars_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._zone = _DropZone()
        self._zone.choose_wanted.connect(self.choose_wanted)
        self._zone.bars_wanted.connect(self.bars_wanted)
        self._table = WordTable("Earlier imports", _HEADERS, _WIDTHS, right=frozenset({4}))
        self._card = Card("Earlier imports")
        self._card.body.addWidget(self._table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 20, 20)
        layout.setSpacing(12)
        layout.addWidget(self._zone)
        layout.addWidget(self._card, 1)
        layout.addStretch(0)

    def refresh(self) -> None:
        """Read again what was imported."""
        self._session.tasks.run(self._session.library.imports, self._show)

    def _show(self, batches: tuple[ImportBatch, ...]) -> None:
        self._card.setVisible(bool(batches))
        titles = {importer.id: importer.title for importer in IMPORTERS}
        rows = [
            (
                format.moment(batch.at, "UTC", year=True),
                Path(batch.file).name,
                titles.get(batch.format, batch.format),
                batch.timezone,
                format.count(batch.executions),
                "undone" if batch.undone else "",
            )
            for batch in batches
        ]
        self._table.show_rows(rows)
