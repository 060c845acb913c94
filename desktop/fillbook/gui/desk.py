"""What a window does besides showing pages: undo, privacy, theme, copies, other libraries."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QMenu

from fillbook.domain.backup import Backup, Exported
from fillbook.domain.change import Change, Changes, Undone
from fillbook.domain.contents import Counts
from fillbook.domain.query import TradeQuery
from fillbook.gui import format, theme
from fillbook.gui.exchange_rates import keep_rates
from fillbook.gui.icons import Icon
from fillbook.gui.pages.catalogue import (
    CONNECTIONS,
    DASHBOARD,
    HELP,
    IMPORT,
    SETTINGS,
    STATISTICS,
    TRADES,
)
from fillbook.gui.theme import Mode
from fillbook.gui.window import Window
from fillbook.places import default_library
from fillbook.storage.library import Library

if TYPE_CHECKING:
    from fillbook.gui.explainer import Explainer
    from fillbook.gui.figures.ref import FigureRef
    from fillbook.gui.palette import Palette

_SIZES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
_LOOKED_BACK = 30


def library_name(folder: Path) -> str:
    """What the navigation calls a library."""
    return "My journal" if folder == default_library() else folder.name


class Desk(QObject):
    """Connects the commands of a window that belong to no page."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._palette: Palette | None = None
        self._explainer: Explainer | None = None
        self._title = library_name(self._session.library.folder)
        self._connect()
        self._show_library(None)
        self._show_access()

    # Connecting

    def _connect(self) -> None:
        window, session = self._window, self._session
        acts: dict[str, Callable[[], object]] = {
            "file.open": self._choose_library,
            "file.export": self._export,
            "file.backup": self._back_up,
            "file.report": self._offer_reports,
            "file.close": self._close,
            "file.quit": self._close,
            "edit.undo": self._undo,
            "edit.filter": self._filter,
            "edit.unfilter": self._unfilter,
            "edit.find": self._find,
            "view.theme": self._turn_theme,
            "view.larger": partial(self._resize_text, 1),
            "view.smaller": partial(self._resize_text, -1),
            "view.arrange": self._arrange_dashboard,
            "view.reset": self._reset_layout,
            "trade.add": self._add_trade,
            "import.files": self._choose_files,
            "import.bars": self._choose_bars,
            "import.rates": self._choose_rates,
            "sync.now": session.syncing.sync,
            "sync.full": partial(session.syncing.sync, full=True),
            "sync.stop": session.syncing.stop_runs,
            "sync.add": self._add_connection,
            "tools.check": self._check,
            "tools.settings": partial(window.show_page, SETTINGS),
            "help.guide": partial(window.show_page, HELP),
            "help.keys": partial(self._open_guide, "keyboard"),
            "help.about": partial(self._open_guide, "about"),
        }
        for key, act in acts.items():
            session.commands[key].triggered.connect(partial(_without_checked, act))
        session.commands["view.privacy"].toggled.connect(self._hide_money)
        session.commands["view.full"].toggled.connect(self._fill_screen)
        window.bar.find_wanted.connect(self._find)
        window.notice.undo_wanted.connect(self._undo_change)
        window.navigation.library_clicked.connect(self._open_library_menu)
        window.page_shown.connect(self._page_shown)
        session.changed.connect(self._changed)
        session.figure_wanted.connect(self._explain)
        session.tasks.broken.connect(self._broken)
        session.started.connect(self._started)
        session.syncing.stood.connect(self._show_connections)

    @Slot()
    def _started(self) -> None:
        """After the first frame: icons, then what the library needs before its first write."""
        from fillbook.gui import icons

        icons.load()
        session = self._session
        privacy = session.preferences.get("privacy", False)
        session.commands["view.privacy"].setChecked(privacy)
        if session.library.read_only is None:
            session.tasks.write(session.library.prepare, self._prepared)
        self._refresh()

    def _prepared(self, _nothing: object) -> None:
        self._refresh()
        self._session.syncing.begin()

    def _add_connection(self) -> None:
        shown = self._window.show_page(CONNECTIONS)
        shown.begin()  # type: ignore[attr-defined]  # the catalogue makes it

    def _show_connections(self) -> None:
        self._session.tasks.run(partial(_standings, self._session.library), self._show_standings)

    def _show_standings(self, standings: tuple[tuple[str, str, int], ...]) -> None:
        waits = sum(count for _, _, count in standings)
        self._window.navigation.set_badge(CONNECTIONS, str(waits) if waits else "")
        self._window.status.show_lights(tuple((token, words) for token, words, _ in standings))

    def _refresh(self) -> None:
        session = self._session
        session.tasks.run(session.library.counts, self._show_library)
        session.tasks.run(partial(session.library.changes, _LOOKED_BACK), self._show_undo)
        session.tasks.run(session.library.backups, self._show_backups)

    def _changed(self, changes: Changes) -> None:
        self._refresh()

    # What the frame says

    def _show_library(self, counts: Counts | None) -> None:
        folder = self._session.library.folder
        note = ""
        if counts is not None:
            accounts = format.plural(counts.accounts, "account", "accounts")
            trades = format.plural(counts.trades, "trade", "trades")
            note = f"{accounts}, {trades}" if counts.trades else "Empty library"
        self._window.navigation.show_library(self._title, note, str(folder))

    def _show_undo(self, changes: tuple[Change, ...]) -> None:
        action = self._session.commands["edit.undo"]
        open_ones = [each for each in changes if not each.undone and each.origin != "undo"]
        can = bool(open_ones) and self._session.library.read_only is None
        action.setEnabled(can)
        action.setText(f"Undo {open_ones[0].title}" if open_ones else "Undo")
        self._window.bar.undo.setEnabled(can)
        self._window.bar.undo.setToolTip(f"{action.text()}  {action.shortcut().toString()}")

    def _show_backups(self, backups: Sequence[Backup]) -> None:
        if backups:
            newest = max(each.at for each in backups)
            self._window.status.show_backup(
                f"Backup verified {format.time_or_day(newest, self._zone())}"
            )

    def _zone(self) -> str:
        return self._session.zone or format.system_zone()

    def _show_access(self) -> None:
        reason = self._session.library.read_only
        self._window.status.show_zone(self._zone())
        if reason is not None:
            self._window.read_only.set_closable(False)
            self._window.read_only.show_words("You can look, not change anything.", reason)
            self._window.status.show_state("Read-only", locked=True)
        for key in ("trade.add", "import.files", "import.bars", "import.rates", "edit.paste"):
            self._session.commands[key].setEnabled(reason is None)

    def _page_shown(self, key: str) -> None:
        if self._explainer is not None:
            self._explainer.close()
        self._session.selection_told.emit("")
        for each in ("edit.copy", "trade.open", "trade.edit", "trade.delete", "trade.merge"):
            if key != TRADES:
                self._session.commands[each].setEnabled(False)

    def _broken(self, line: str) -> None:
        self._window.error.show_words(
            "Something went wrong inside the program.",
            "Your journal is as it was. The log has the details.",
            line,
        )

    # Edit

    def _undo(self) -> None:
        self._undo_change("")

    def _undo_change(self, change: str) -> None:
        library = self._session.library
        self._session.tasks.write(partial(library.undo, change or None), self._undone)

    def _undone(self, undone: Undone | None) -> None:
        if undone is None:
            self._session.notice.emit("Nothing to undo", "")
            return
        self._session.changed.emit(undone.changes)
        left = f", {len(undone.skipped)} changed since and left" if undone.skipped else ""
        self._session.notice.emit(f"Took back: {undone.change.title}{left}", "")

    def _filter(self) -> None:
        self._window.show_page(TRADES)
        self._session.filter_wanted.emit()

    def _unfilter(self) -> None:
        self._session.set_query(TradeQuery())

    def _find(self) -> None:
        if self._palette is None:
            from fillbook.gui.palette import Palette

            self._palette = Palette(self._session, self._window)
        self._palette.open_over_window()

    # View

    def _hide_money(self, hidden: bool) -> None:
        format.set_privacy(hidden)
        self._session.preferences.set("privacy", hidden)
        self._window.bar.privacy.set_icon(Icon.VISIBLE if hidden else Icon.HIDDEN)
        theme.events.changed.emit()
        revision = self._session.library.revision()
        self._session.changed.emit(Changes(revision=revision, all_trades=True))

    def _turn_theme(self) -> None:
        mode = Mode.LIGHT if theme.is_dark() else Mode.DARK
        self._session.preferences.set("theme", mode.value)
        theme.apply(mode, theme.scheme(), theme.text_scale())

    def _resize_text(self, step: int) -> None:
        place = min(range(len(_SIZES)), key=lambda each: abs(_SIZES[each] - theme.text_scale()))
        size = _SIZES[min(max(place + step, 0), len(_SIZES) - 1)]
        self._session.preferences.set("text_scale", size)
        theme.apply(theme.mode(), theme.scheme(), size)

    def _fill_screen(self, full: bool) -> None:
        if full:
            self._window.window().showFullScreen()
        else:
            self._window.window().showNormal()

    def _reset_layout(self) -> None:
        self._session.preferences.clear("layout.")
        self._session.commands["view.rail"].setChecked(False)
        self._session.notice.emit("The layout is as at first after the next start", "")

    # Files

    def _close(self) -> None:
        self._window.window().close()

    def _choose_library(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self._window, "Open a library", str(self._session.library.folder.parent)
        )
        if folder:
            self._session.library_wanted.emit(Path(folder))

    def _choose_bars(self) -> None:
        shown = self._window.show_page(IMPORT)
        shown.import_bars()  # type: ignore[attr-defined]  # the catalogue makes it

    def _choose_rates(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Import exchange rates", "", "Rates (*.csv);;All files (*)"
        )
        if name:
            self._session.write(partial(keep_rates, self._session.library, Path(name)))

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self._window, "Import statements")
        if names:
            self._session.files_wanted.emit(tuple(Path(name) for name in names))

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Export", "fillbook.zip", "Everything (*.zip *.json);;Trades (*.csv)"
        )
        if name:
            library = self._session.library
            self._session.tasks.run(partial(library.export, Path(name)), self._exported)

    def _exported(self, exported: Exported) -> None:
        trades = format.plural(exported.trades, "trade", "trades")
        self._session.notice.emit(f"Wrote {trades} to {exported.file.name}", "")

    def _back_up(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Back up", f"{self._title}.zip", "Backup (*.zip)"
        )
        if name:
            library = self._session.library
            self._session.tasks.run(partial(library.backup, Path(name)), self._backed_up)

    def _backed_up(self, backup: Backup) -> None:
        size = format.size(backup.size_bytes)
        self._session.notice.emit(f"Backup verified: {backup.file.name}, {size}", "")

    def _check(self) -> None:
        self._session.tasks.run(self._session.library.check, self._checked)

    def _checked(self, problems: tuple[str, ...]) -> None:
        if problems:
            self._window.error.show_words(
                "The check found problems.", "Restore a backup if they matter.", "\n".join(problems)
            )
        else:
            self._session.notice.emit("Checked: the library is whole", "")

    def _open_library_menu(self) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        here = self._session.library.folder
        for folder in self._session.preferences.recent_libraries():
            action = menu.addAction(library_name(folder))
            action.setToolTip(str(folder))
            action.setCheckable(True)
            action.setChecked(folder == here)
            action.triggered.connect(partial(self._open_other, folder))
        menu.addSeparator()
        for key in ("file.open", "file.demo"):
            menu.addAction(self._session.commands[key])
        button = self._window.navigation.library
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _open_other(self, folder: Path, _checked: bool = False) -> None:
        if folder != self._session.library.folder:
            self._session.library_wanted.emit(folder)

    # Pages

    def _arrange_dashboard(self) -> None:
        shown = self._window.show_page(DASHBOARD)
        shown.view.layout_button.arrange()  # type: ignore[attr-defined]  # the catalogue makes it

    def _offer_reports(self) -> None:
        shown = self._window.show_page(STATISTICS)
        shown.head.offer_reports()  # type: ignore[attr-defined]  # the catalogue makes it

    def _explain(self, ref: "FigureRef") -> None:
        if self._explainer is None:
            from fillbook.gui.explainer import Explainer

            self._explainer = Explainer(self._window)
        self._explainer.explain(ref)

    def _add_trade(self) -> None:
        from fillbook.gui.pages.entry.dialog import EntryDialog

        dialog = EntryDialog(self._session, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_guide(self, chapter: str) -> None:
        from fillbook.gui.pages.guide.page import GuidePage

        cast(GuidePage, self._window.show_page(HELP)).show_chapter(chapter)


def _standings(library: Library) -> tuple[tuple[str, str, int], ...]:
    """Each connection's state token, its words, and what waits."""
    from fillbook.gui.pages.connections.presenter import lights

    return lights(library)


def _without_checked(act: Callable[[], object], _checked: bool = False) -> None:
    act()
