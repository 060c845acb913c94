"""Everything that can be done, as one table: name, menu, shortcut, icon."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon

Keys = QKeySequence.StandardKey | str


@dataclass(frozen=True, slots=True)
class Command:
    """One line of a menu. Lines of one group stand together between hairlines."""

    key: str
    menu: str
    group: int
    text: str
    shortcut: Keys = ""
    icon: Icon | None = None
    checkable: bool = False


_STANDARD = QKeySequence.StandardKey

MENUS = ("File", "Edit", "View", "Trade", "Import", "Sync", "Tools", "Help")

COMMANDS = (
    Command("file.open", "File", 0, "Open a library…", _STANDARD.Open, Icon.FOLDER),
    Command("file.demo", "File", 0, "Open the demo journal", "", Icon.PLAY),
    Command("file.export", "File", 1, "Export…", "Ctrl+Shift+E", Icon.EXPORT),
    Command("file.report", "File", 1, "Report of the period…", "Ctrl+Shift+P"),
    Command("file.backup", "File", 1, "Back up…", "Ctrl+Shift+S", Icon.BACKUP),
    Command("file.close", "File", 2, "Close the window", _STANDARD.Close),
    Command("file.quit", "File", 2, "Quit", "Ctrl+Q"),
    Command("edit.undo", "Edit", 0, "Undo", _STANDARD.Undo, Icon.UNDO),
    Command("edit.copy", "Edit", 1, "Copy rows", _STANDARD.Copy, Icon.COPY),
    Command("edit.paste", "Edit", 1, "Paste a picture", _STANDARD.Paste, Icon.IMAGE),
    Command("edit.all", "Edit", 1, "Select all", _STANDARD.SelectAll),
    Command("edit.filter", "Edit", 2, "Filter trades", _STANDARD.Find, Icon.FILTER),
    Command("edit.unfilter", "Edit", 2, "Show all trades", "Ctrl+Shift+F"),
    Command("edit.find", "Edit", 2, "Find anything", "Ctrl+K", Icon.SEARCH),
    Command("view.rail", "View", 1, "Fold the navigation", "Ctrl+B", checkable=True),
    Command("view.privacy", "View", 2, "Hide money", "Ctrl+Shift+H", Icon.HIDDEN, checkable=True),
    Command("view.theme", "View", 2, "Switch light and dark", "Ctrl+Shift+L", Icon.DARK),
    Command("view.larger", "View", 3, "Larger text", _STANDARD.ZoomIn),
    Command("view.smaller", "View", 3, "Smaller text", _STANDARD.ZoomOut),
    Command("view.full", "View", 3, "Full screen", _STANDARD.FullScreen, checkable=True),
    Command("view.arrange", "View", 4, "Arrange the dashboard"),
    Command("view.reset", "View", 4, "Reset the layout"),
    Command("trade.add", "Trade", 0, "Add a trade", _STANDARD.New, Icon.ADD),
    Command("trade.open", "Trade", 1, "Open the trade", "", Icon.FORWARD),
    Command("trade.next", "Trade", 1, "Next trade", "Alt+Down"),
    Command("trade.previous", "Trade", 1, "Previous trade", "Alt+Up"),
    Command("trade.edit", "Trade", 2, "Edit the selected trades…", "Ctrl+E", Icon.EDIT),
    Command("trade.reviewed", "Trade", 2, "Mark as reviewed", "Ctrl+Shift+R", Icon.REVIEW),
    Command("trade.picture", "Trade", 2, "Add pictures…", "Ctrl+Shift+I", Icon.IMAGE),
    Command("trade.merge", "Trade", 3, "Merge the selected trades", "Ctrl+Shift+M", Icon.CONFLICT),
    Command("trade.delete", "Trade", 4, "Move to the bin", "Del", Icon.DELETE),
    Command("import.files", "Import", 0, "Import statements…", "Ctrl+I", Icon.IMPORT),
    Command("import.bars", "Import", 0, "Import price bars…", "", Icon.BARS),
    Command("import.rates", "Import", 0, "Import exchange rates…", ""),
    Command("sync.now", "Sync", 0, "Sync all now", "F5", Icon.CONNECTIONS),
    Command("sync.full", "Sync", 0, "Sync all, reading everything"),
    Command("sync.stop", "Sync", 0, "Stop syncing", "Shift+F5"),
    Command("sync.add", "Sync", 1, "Add a connection…", "", Icon.ADD),
    Command("tools.check", "Tools", 0, "Check the library", "", Icon.SAFE),
    Command("tools.settings", "Tools", 1, "Settings", "Ctrl+,", Icon.SETTINGS),
    Command("help.guide", "Help", 0, "Read the guide", _STANDARD.HelpContents, Icon.GUIDE),
    Command("help.keys", "Help", 0, "Keys", "Ctrl+/", Icon.KEYBOARD),
    Command("help.about", "Help", 1, "About Fillbook", "", Icon.INFO),
)

_ROLES = {
    "file.quit": QAction.MenuRole.QuitRole,
    "tools.settings": QAction.MenuRole.PreferencesRole,
    "help.about": QAction.MenuRole.AboutRole,
}


class Commands(QObject):
    """The actions of a window, by key. Pages connect to those that concern them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            self.add(command)
        theme.events.changed.connect(self._tint)

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def __iter__(self) -> Iterator[tuple[Command, QAction]]:
        """Commands with their actions, in the order of the menus."""
        for key, command in self._commands.items():
            yield command, self._actions[key]

    def add(self, command: Command) -> QAction:
        """One more command, as a page's own line of the View menu."""
        action = QAction(command.text, self)
        action.setObjectName(command.key)
        action.setCheckable(command.checkable)
        action.setMenuRole(_ROLES.get(command.key, QAction.MenuRole.NoRole))
        if command.shortcut != "":
            action.setShortcut(_first(command.shortcut))
        self._commands[command.key] = command
        self._actions[command.key] = action
        return action

    def _tint(self) -> None:
        for command, action in self:
            if command.icon is not None:
                action.setIcon(icons.icon(command.icon))


def _first(keys: Keys) -> QKeySequence:
    """The platform's own shortcut; where it has none, the usual one."""
    if isinstance(keys, str):
        return QKeySequence(keys)
    bound = QKeySequence.keyBindings(keys)
    return bound[0] if bound else QKeySequence(_USUAL.get(keys, ""))


_USUAL = {
    _STANDARD.FullScreen: "F11",
    _STANDARD.HelpContents: "F1",
    _STANDARD.Close: "Ctrl+W",
}
