"""The import page: drop files, see what they hold and whether they tie, then save."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fillbook.domain.account import Account, NewAccount
from fillbook.domain.change import Changes
from fillbook.domain.errors import FillbookError
from fillbook.domain.importing import ImportResult
from fillbook.gui.job import Asked, Job, Report
from fillbook.gui.pages.importing.bars import BarsPane, sort_files
from fillbook.gui.pages.importing.choices import ImportChoices
from fillbook.gui.pages.importing.mapping import MappingPane
from fillbook.gui.pages.importing.presenter import ImportState, left_out_text, state_of
from fillbook.gui.pages.importing.preview import PreviewPane
from fillbook.gui.pages.importing.reading import Reading, Request, read
from fillbook.gui.pages.importing.start import StartPane
from fillbook.gui.session import Session
from fillbook.gui.widgets.account_form import AccountForm, system_zone
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.progress_bar import ProgressBar
from fillbook.gui.widgets.words import Prose, Words
from fillbook.importers.profile import Profile
from fillbook.importers.profile_json import profile_json
from fillbook.storage.library import Library

_FORM_WIDTH = 460


class ImportPage(QWidget):
    """Nothing is saved before the button at the foot is pressed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._paths: tuple[Path, ...] = ()
        self._profiles: dict[Path, Profile] = {}
        self._accounts: tuple[Account, ...] = ()
        self._account: Account | None = None  # chosen by the user
        self._zone: str | None = None
        self._reading: Reading | None = None
        self._state: ImportState | None = None
        self._job = Job(session.tasks, self)
        self._saving = Job(session.tasks, self)
        self._title = Words("Import", "title")
        self._summary = Words("", "body", "text2")
        self._band = Band()
        self._start = StartPane(session)
        self._progress = ProgressBar()
        self._choices = ImportChoices()
        self._preview = PreviewPane()
        self._mapping = MappingPane()
        self._form = AccountForm()
        self._bars = BarsPane(session)
        self._pages = QStackedWidget()
        self._build()
        self._connect()
        self._load_accounts(None)
        self._start.refresh()

    def import_files(self, paths: Sequence[Path]) -> None:
        """Read these files, beside those that are being looked at; bars go their own way."""
        self._session.tasks.run(partial(sort_files, tuple(paths)), self._sorted)

    def _sorted(self, found: tuple[tuple[Path, ...], tuple[Path, ...]]) -> None:
        statements, bars = found
        if bars and not statements:
            self._bars.show_files(bars)
            self._show_page(self._bars, "Price bars")
            return
        before = self._paths if self._reading is not None else ()
        self._paths = tuple(dict.fromkeys((*before, *statements, *bars)))
        self._read()

    def import_bars(self) -> None:
        """Let the user pick files of price bars."""
        chosen = self._chosen_files("Import price bars", "Tables (*.csv *.txt)")
        if chosen:
            self._bars.show_files(chosen)
            self._show_page(self._bars, "Price bars")

    def choose_files(self) -> None:
        """Let the user pick statements."""
        chosen = self._chosen_files("Import statements", "Statements (*.htm *.html *.csv *.xlsx)")
        if chosen:
            self.import_files(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self._pages.currentWidget() is self._ground
        ):
            self._save()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 12, 20, 10)
        head.setSpacing(14)
        head.addWidget(self._title)
        head.addWidget(self._summary, 1)
        self._busy = _column(self._progress)
        self._ground = QWidget()
        row = QHBoxLayout(self._ground)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._choices)
        row.addWidget(self._preview, 1)
        words = Prose("Which account are these fills of? Its zone and day decide where they count.")
        self._asking = _column(words, self._form, width=_FORM_WIDTH)
        for page in (
            self._start,
            self._busy,
            self._ground,
            self._mapping,
            self._asking,
            self._bars,
        ):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._band)
        layout.addWidget(self._pages, 1)
        self._band.set_margins(20, 10)
        self._band.hide()

    def _connect(self) -> None:
        self._session.changed.connect(self._changed)
        self._start.choose_wanted.connect(self.choose_files)
        self._start.bars_wanted.connect(self.import_bars)
        self._bars.done.connect(self._leave)
        self._job.progressed.connect(partial(self._progress.show_progress, "Reading"))
        self._saving.progressed.connect(partial(self._progress.show_progress, "Saving"))
        self._progress.cancel_wanted.connect(self._back)
        self._choices.add_wanted.connect(self.choose_files)
        self._choices.account_chosen.connect(self._use_account)
        self._choices.account_wanted.connect(self._new_account)
        self._choices.zone_chosen.connect(self._use_zone)
        self._choices.file_chosen.connect(self._file_chosen)
        self._choices.removed.connect(self._remove)
        self._choices.mapping_wanted.connect(self._map)
        self._choices.left_out_wanted.connect(self._copy_left_out)
        self._preview.save_wanted.connect(self._save)
        self._preview.cancel_wanted.connect(self._leave)
        self._mapping.mapped.connect(self._mapped)
        self._mapping.given_up.connect(self._back)
        self._form.submitted.connect(self._make_account)
        self._form.given_up.connect(self._back)
        self._band.closed.connect(self._band.hide)

    def _chosen_files(self, title: str, kinds: str) -> list[Path]:
        names, _ = QFileDialog.getOpenFileNames(
            self, title, str(Path.home()), f"{kinds};;All files (*)"
        )
        return [Path(name) for name in names]

    def _show_page(self, page: QWidget, summary: str = "") -> None:
        self._summary.setText(summary)
        self._pages.setCurrentWidget(page)

    # Reading

    def _read(self) -> None:
        if not self._paths:
            self._leave()
        elif not self._accounts:
            self._load_accounts(self._ask_or_read)
        else:
            request = Request(
                self._paths, self._accounts, self._account, self._zone, dict(self._profiles)
            )
            self._band.hide()
            self._progress.show_progress("Reading", 0, 0)
            self._show_page(self._busy)
            self._job.start(partial(read, self._session.library, request), self._show, self._failed)

    def _ask_or_read(self) -> None:
        if self._accounts:
            self._read()
        else:
            self._ask_for_account()

    def _show(self, reading: Reading) -> None:
        if reading.currency is not None:
            self._ask_for_account(reading.currency)
            return
        self._reading, self._state = reading, state_of(reading)
        if reading.refused is not None:
            self._say(reading.refused)
        self._choices.show_reading(reading, self._state)
        self._preview.show_state(self._state)
        self._show_page(self._ground, self._state.summary)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: FillbookError) -> None:
        self._say(error)
        self._show_page(self._ground if self._reading else self._start)

    def _say(self, error: FillbookError) -> None:
        self._band.show_error(error)
        self._band.show()

    # Saving

    def _save(self) -> None:
        reading = self._reading
        if reading is None or self._state is None or not self._state.can_commit:
            return
        self._progress.show_progress("Saving", 0, 0)
        self._show_page(self._busy, self._state.summary)
        self._saving.start(
            partial(_save, self._session.library, reading), self._saved, self._failed, writes=True
        )

    def _saved(self, result: ImportResult) -> None:
        self._session.tell(result.changes)
        self._leave()
        self._session.page_wanted.emit("trades")

    def _leave(self) -> None:
        self._reading, self._state, self._paths = None, None, ()
        self._account, self._zone = None, None
        self._profiles.clear()
        self._choices.forget()
        self._band.hide()
        self._start.refresh()
        self._show_page(self._start)

    def _back(self) -> None:
        """One step back: from a question to the preview, from the preview to the start."""
        self._job.cancel()
        self._saving.cancel()
        if self._reading is not None and self._pages.currentWidget() is not self._ground:
            self._show_page(self._ground, self._state.summary if self._state else "")
        else:
            self._leave()

    # Choices

    def _use_account(self, account: Account) -> None:
        self._account, self._zone = account, None
        self._read()

    def _use_zone(self, zone: str) -> None:
        self._zone = zone
        self._read()

    def _file_chosen(self, index: int) -> None:
        self._preview.show_file(index)
        if self._reading is not None and self._state is not None:
            self._choices.show_reading(self._reading, self._state)

    def _remove(self, path: Path) -> None:
        self._paths = tuple(kept for kept in self._paths if kept != path)
        self._read()

    def _map(self, path: Path) -> None:
        for one in self._reading.files if self._reading else ():
            if one.path == path and one.proposal is not None:
                problem = one.error.title if one.error else ""
                self._mapping.show_proposal(path, one.proposal, problem)
                self._show_page(self._mapping)

    def _mapped(self, path: Path, profile: Profile, header_hash: str) -> None:
        self._profiles[path] = profile
        library = self._session.library
        self._session.tasks.write(
            partial(library.save_profile, profile.name, header_hash, profile_json(profile))
        )
        self._read()

    def _new_account(self) -> None:
        self._ask_for_account(self._reading.account.currency if self._reading else "USD")

    def _ask_for_account(self, currency: str = "USD") -> None:
        self._form.show_account(NewAccount(name="", currency=currency, timezone=system_zone()))
        self._show_page(self._asking)
        self._form.begin()

    def _make_account(self, account: NewAccount) -> None:
        self._session.tasks.write(
            partial(self._session.library.add_account, account),
            self._account_made,
            self._form.show_error,
        )

    def _account_made(self, made: tuple[Account, Changes]) -> None:
        self._account, changes = made
        self._session.tell(changes)
        self._load_accounts(self._read)

    def _load_accounts(self, then: Callable[[], object] | None) -> None:
        self._session.tasks.run(
            self._session.library.accounts, partial(self._accounts_loaded, then)
        )

    def _accounts_loaded(
        self, then: Callable[[], object] | None, accounts: tuple[Account, ...]
    ) -> None:
        self._accounts = tuple(account for account in accounts if not account.archived)
        if self._account is not None:
            known = {account.id: account for account in self._accounts}
            self._account = known.get(self._account.id)
        shown = self._reading.account.id if self._reading else ""
        self._choices.show_accounts(self._accounts, shown)
        if then is not None:
            then()

    def _copy_left_out(self) -> None:
        if self._reading is not None:
            texts = [left_out_text(statement) for statement in self._reading.statements]
            QGuiApplication.clipboard().setText("\n".join(texts))

    def _changed(self, changes: Changes) -> None:
        if changes.accounts:
            self._load_accounts(None)
        self._start.refresh()


def _save(library: Library, reading: Reading, report: Report, asked: Asked) -> ImportResult:
    return library.save_import(
        reading.account.id, reading.statements, progress=report, cancelled=asked
    )


def _column(*parts: QWidget, width: int = 0) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(20, 24, 20, 20)
    layout.setSpacing(12)
    for part in parts:
        if width:
            part.setMaximumWidth(width)
        layout.addWidget(part)
    layout.addStretch(1)
    return page
