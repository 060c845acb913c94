"""The button that arranges the dashboard: named layouts, undo, reset."""

from functools import partial

from PySide6.QtWidgets import QInputDialog, QMenu

from fillbook.gui.icons import Icon
from fillbook.gui.pages.dashboard.layouts import STANDARD, Layouts
from fillbook.gui.widgets.arrangement import Place
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.tile_board import TileBoard


class LayoutButton(Button):
    """Opens a menu, made anew each time, for a board."""

    def __init__(self, board: TileBoard) -> None:
        super().__init__("", icon=Icon.OPTIONS, name="Layout")
        self._board = board
        self._layouts: Layouts | None = None
        self.clicked.connect(self._open)
        board.arranged.connect(self._keep)

    def use(self, layouts: Layouts) -> None:
        """Arrange by these, and keep changes in them."""
        self._layouts = layouts
        self._show()

    def choices(self) -> QMenu:
        """What can be done now."""
        menu = QMenu(self)
        layouts = self._layouts
        if layouts is None:
            return menu
        for name in layouts.names:
            action = menu.addAction(name, partial(self._choose, name))
            action.setCheckable(True)
            action.setChecked(name == layouts.name)
        menu.addSeparator()
        arrange = menu.addAction("Arrange the tiles", self.arrange)
        arrange.setCheckable(True)
        arrange.setChecked(self._board.is_arranging)
        menu.addAction("Undo the last change", self.undo).setEnabled(layouts.can_undo)
        menu.addSeparator()
        menu.addAction("Save as…", self._ask_name)
        menu.addAction("Reset this layout", self.reset)
        delete = menu.addAction("Delete this layout", self.delete)
        delete.setEnabled(layouts.name != STANDARD)
        return menu

    def arrange(self) -> None:
        """Begin to arrange, or end it."""
        self._board.set_arranging(not self._board.is_arranging)
        self.set_icon(Icon.TICK if self._board.is_arranging else Icon.OPTIONS)
        self.set_name("Done" if self._board.is_arranging else "Layout")

    def undo(self) -> None:
        assert self._layouts is not None
        self._layouts.undo()
        self._show()

    def reset(self) -> None:
        assert self._layouts is not None
        self._layouts.reset()
        self._show()

    def delete(self) -> None:
        assert self._layouts is not None
        self._layouts.delete()
        self._show()

    def save_as(self, name: str) -> None:
        assert self._layouts is not None
        self._layouts.save_as(name, self._board.places)
        self._show()

    def _choose(self, name: str) -> None:
        assert self._layouts is not None
        self._layouts.choose(name)
        self._show()

    def _ask_name(self) -> None:
        name, is_given = QInputDialog.getText(self, "Save the layout", "Name")
        if is_given:
            self.save_as(name)

    def _open(self) -> None:
        if self._board.is_arranging:
            self.arrange()
            return
        menu = self.choices()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _keep(self, places: dict[str, Place]) -> None:
        if self._layouts is not None:
            self._layouts.keep(places)

    def _show(self) -> None:
        if self._layouts is not None:
            self._board.show_places(self._layouts.places())
