"""A button that says what is chosen and opens a menu of the rest."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from fillbook.gui.icons import Icon
from fillbook.gui.widgets.button import Button, Kind


class ChoiceButton(Button):
    """Choices by key.

    Args:
        name: What is chosen here, for those who hear it; also before the words.
    """

    chosen = Signal(str)  # by the user

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]] = (),
        *,
        kind: Kind = Kind.PLAIN,
        icon: Icon | None = None,
        height: int = 30,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, kind, icon=icon, caret=True, height=height, parent=parent)
        self._name = name
        self._choice = ""
        self._menu = QMenu(self)
        self._group = QActionGroup(self._menu)
        self._group.triggered.connect(self._triggered)
        self.clicked.connect(self._open)
        self.show_choices(choices)

    @property
    def choice(self) -> str:
        return self._choice

    def show_choices(self, choices: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Offer these; the first is chosen where the wanted one is not among them."""
        for action in self._group.actions():
            self._group.removeAction(action)
        self._menu.clear()
        for key, text in choices:
            action = QAction(text, self._group)
            action.setCheckable(True)
            action.setData(key)
            self._menu.addAction(action)
        keys = [key for key, _ in choices]
        self.setEnabled(len(keys) > 1)
        self.set_choice(chosen if chosen in keys else keys[0] if keys else "")

    def set_choice(self, key: str) -> None:
        """Show a choice without telling anybody."""
        self._choice = key
        for action in self._group.actions():
            action.setChecked(action.data() == key)
            if action.data() == key:
                self.set_words(action.text())
                self.setAccessibleName(f"{self._name}: {action.text()}")

    def _triggered(self, action: QAction) -> None:
        key = str(action.data())
        self.set_choice(key)
        self.chosen.emit(key)

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
