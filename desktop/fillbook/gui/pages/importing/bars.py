"""Price bars in: which symbol and zone they are of, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from fillbook.domain.change import Changes
from fillbook.domain.errors import FillbookError
from fillbook.gui import format
from fillbook.gui.job import Asked, Job, Report
from fillbook.gui.session import Session
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.line_field import LineField
from fillbook.gui.widgets.progress_bar import ProgressBar
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.words import Prose, Words
from fillbook.importers.bars_csv import BarsFile, holds_bars, read_bars, symbol_in
from fillbook.importers.importer import Cancelled, ReadOptions, SourceFile
from fillbook.storage.library import Library


@dataclass(frozen=True, slots=True)
class ReadBars:
    """One file of bars, or why it cannot be read."""

    path: Path
    bars: BarsFile | None
    error: FillbookError | None


def sort_files(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Statements, and files that look like price bars; those that fail are statements."""
    bars = tuple(path for path in paths if _looks_like_bars(path))
    return tuple(path for path in paths if path not in bars), bars


def resolution_words(seconds: int) -> str:
    """A resolution as traders call it: 5 min, 1 h, 1 d."""
    for unit, word in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds % unit == 0:
            return f"{seconds // unit}{format.THIN}{word}"
    return f"{seconds}{format.THIN}s"


def _looks_like_bars(path: Path) -> bool:
    try:
        return holds_bars(SourceFile.at(path))
    except FillbookError:
        return False


def _read(
    files: Sequence[tuple[Path, str]], zone: str, report: Report, asked: Asked
) -> tuple[ReadBars, ...]:
    read = []
    for path, symbol in files:
        options = ReadOptions(zone=ZoneInfo(zone), progress=report, cancelled=asked)
        try:
            read.append(ReadBars(path, read_bars(SourceFile.at(path), options, symbol), None))
        except Cancelled:
            raise
        except FillbookError as error:
            read.append(ReadBars(path, None, error))
    return tuple(read)


def _save(library: Library, files: Sequence[BarsFile], report: Report, asked: Asked) -> Changes:
    changes = Changes(revision=library.revision())
    for done, one in enumerate(files):
        if asked():
            raise Cancelled("The import was stopped.", f"{done} of {len(files)} files are kept.")
        changes = library.add_bars(one.series)
        report(done + 1, len(files))
    return changes


class BarsPane(QWidget):
    """Bars make charts of trades; they never change a figure by themselves."""

    done = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._paths: tuple[Path, ...] = ()
        self._symbols: dict[Path, LineField] = {}
        self._read_files: tuple[ReadBars, ...] = ()
        self._job = Job(session.tasks, self)
        self._job.progressed.connect(self._progressed)
        self._band = Band()
        self._band.closed.connect(self._band.hide)
        self._progress = ProgressBar()
        self._progress.cancel_wanted.connect(self._job.cancel)
        self._progress.hide()
        self._zone = LineField(
            "Times in the files are in", "UTC", help_words="Unless a time carries its own offset"
        )
        completer = QCompleter(sorted(available_timezones()), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._zone.line.setCompleter(completer)
        self._zone.line.editingFinished.connect(self._reread)
        self._files = QVBoxLayout()
        self._files.setSpacing(12)
        self._add = Button("Add the bars", Kind.PRIMARY, key="Enter")
        self._add.clicked.connect(self._save)
        self._build()

    def show_files(self, paths: Sequence[Path]) -> None:
        """Read these files and show what they hold."""
        self._paths = tuple(paths)
        self._symbols = {}
        self._reread()

    def _build(self) -> None:
        cancel = Button("Cancel", key="Esc")
        cancel.clicked.connect(self._leave)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 8, 20, 12)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self._add)
        area = ScrollArea()
        area.body.setContentsMargins(20, 4, 20, 12)
        area.body.setSpacing(12)
        for part in (self._band, self._progress, self._zone):
            area.body.addWidget(part)
        area.body.addLayout(self._files)
        area.body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        layout.addLayout(foot)

    def _symbol(self, path: Path) -> str:
        field = self._symbols.get(path)
        return field.text if field is not None and field.text else symbol_in(path.name)

    def _reread(self) -> None:
        zone = self._zone.text
        if zone not in available_timezones():
            self._zone.set_error("No zone of that name")
            return
        self._zone.set_error("")
        files = tuple((path, self._symbol(path)) for path in self._paths)
        self._job.start(partial(_read, files, zone), self._show, self._failed)

    def _show(self, files: tuple[ReadBars, ...]) -> None:
        self._read_files = files
        self._progress.hide()
        while self._files.count():
            item = self._files.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        self._symbols = {}
        for one in files:
            self._files.addWidget(self._card(one))
        good = sum(one.bars is not None for one in files)
        self._add.setEnabled(bool(good))

    def _card(self, one: ReadBars) -> QWidget:
        card = Card(one.path.name)
        if one.bars is None:
            assert one.error is not None
            card.body.addWidget(Words(one.error.title, "value", "bad"))
            card.body.addWidget(Prose(one.error.next_step))
            return card
        series = one.bars.series
        first, last = series.bars[0].starts_at, series.bars[-1].starts_at
        card.set_note(
            f"{format.plural(len(series.bars), 'bar', 'bars')} of "
            f"{resolution_words(series.resolution_s)}, "
            f"{first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC"
        )
        field = LineField("Symbol, as the trades call it", series.symbol)
        field.line.editingFinished.connect(self._reread_changed)
        self._symbols[one.path] = field
        card.body.addWidget(field)
        for warning in one.bars.warnings:
            card.body.addWidget(Prose(warning, "small", "warn"))
        for left in one.bars.skipped[:5]:
            card.body.addWidget(Prose(f"Row {left.row}: {left.reason}", "small", "warn"))
        return card

    def _reread_changed(self) -> None:
        now = {one.path: one.bars.series.symbol for one in self._read_files if one.bars}
        if any(field.text and field.text != now[path] for path, field in self._symbols.items()):
            self._reread()

    def _save(self) -> None:
        good = [one.bars for one in self._read_files if one.bars is not None]
        if good:
            save = partial(_save, self._session.library, good)
            self._job.start(save, self._saved, self._failed, writes=True)

    def _saved(self, changes: Changes) -> None:
        self._session.tell(changes)
        self._leave()

    def _failed(self, error: FillbookError) -> None:
        self._progress.hide()
        self._band.show_error(error)
        self._band.show()

    def _progressed(self, done: int, total: int) -> None:
        self._progress.setVisible(bool(total))
        self._progress.show_progress("Reading", done, total)

    def _leave(self) -> None:
        self._job.cancel()
        self._band.hide()
        self.done.emit()
