"""How the welcome page looks."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fillbook.domain.errors import FillbookError
from fillbook.gui import theme
from fillbook.gui.icons import Icon
from fillbook.gui.pages.welcome.options import DropZone, Mark, OptionCard
from fillbook.gui.pages.welcome.presenter import WelcomeState
from fillbook.gui.widgets.account_form import AccountForm
from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.card import Panel
from fillbook.gui.widgets.chip import Chip
from fillbook.gui.widgets.empty_state import Ghost
from fillbook.gui.widgets.link import Link
from fillbook.gui.widgets.words import Words

_WIDTH = 760
_FORMATS = ("MetaTrader 4 and 5", "thinkorswim", "TradingView", "any CSV")
_MIDDLE = Qt.AlignmentFlag.AlignHCenter


class WelcomeView(QWidget):
    """Three ways to begin, the form of the second one in their place."""

    demo_wanted = Signal()
    account_wanted = Signal(object)  # NewAccount
    import_wanted = Signal()
    place_wanted = Signal()
    restore_wanted = Signal()
    guide_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.demo = OptionCard(Icon.PLAY, "Open the demo journal", "", "1")
        self.demo.make_first()
        self.by_hand = OptionCard(
            Icon.EDIT, "Make an account by hand", "Name, currency, when the day ends", "2"
        )
        self.statement = OptionCard(
            Icon.IMPORT, "Import a statement", "Choose files from your broker", "3"
        )
        self.form = AccountForm()
        self.band = Band()
        self._ghost = Ghost()
        self._mark = Mark(52)
        self._place = Words("", "body", "text2")
        self._drop = DropZone()
        self._ways = self._ways_box()
        self._form_panel = self._form_box()
        self._form_panel.hide()
        self.band.hide()
        self._build()
        self._connect()

    def show_state(self, state: WelcomeState) -> None:
        self._place.setText(state.place)
        self.demo.setEnabled(True)
        self.demo.set_line(state.demo_line)

    def show_making(self) -> None:
        """The demo journal is being made; it takes a few seconds."""
        self.demo.setEnabled(False)
        self.demo.set_line("Making a year of trades")

    def show_error(self, error: FillbookError) -> None:
        if self._form_panel.isVisible():
            self.form.show_error(error)
        else:
            self.band.show_error(error)

    def open_form(self) -> None:
        """Ask for the account where the ways were."""
        self.band.hide()
        for part in (self._ghost, self._mark, self._ways):
            part.hide()
        self._form_panel.show()
        self.form.begin()

    def close_form(self) -> None:
        self._form_panel.hide()
        for part in (self._ghost, self._mark, self._ways):
            part.show()
        self.by_hand.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        for key, card, act in (
            ("1", self.demo, self.demo_wanted.emit),
            ("2", self.by_hand, self.open_form),
            ("3", self.statement, self.import_wanted.emit),
        ):
            card.clicked.connect(act)
            shortcut = QShortcut(QKeySequence(key), self._ways)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(card.click)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._form_panel)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_form)
        self.form.submitted.connect(self.account_wanted)
        self.form.given_up.connect(self.close_form)

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._ghost, 4)
        column.addSpacing(theme.scale(16))
        column.addWidget(self._mark, 0, _MIDDLE)
        column.addSpacing(theme.scale(18))
        column.addWidget(Words("Your trades, ready to be read", "display", "text", _MIDDLE))
        column.addSpacing(theme.scale(6))
        promise = (
            "A journal that lives in one folder on this computer. No account, no network needed."
        )
        column.addWidget(Words(promise, "body", "text2", _MIDDLE))
        column.addSpacing(theme.scale(24))
        column.addWidget(self.band)
        column.addWidget(self._ways)
        column.addWidget(self._form_panel)
        column.addSpacing(theme.scale(12))
        column.addLayout(self._foot())
        column.addStretch(2)
        inner = QWidget()
        inner.setMaximumWidth(theme.scale(_WIDTH))
        inner.setLayout(column)
        across = QHBoxLayout(self)
        across.setContentsMargins(20, 8, 20, 12)
        across.addStretch(1)
        across.addWidget(inner, 100)
        across.addStretch(1)

    def _ways_box(self) -> QWidget:
        ways = QWidget()
        grid = QGridLayout(ways)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        grid.addWidget(self.demo, 0, 0)
        grid.addWidget(self.by_hand, 0, 1)
        grid.addWidget(self.statement, 1, 0, 1, 2)
        grid.addWidget(self._drop, 2, 0, 1, 2)
        inside = QVBoxLayout(self._drop)
        inside.setContentsMargins(16, theme.scale(50), 16, theme.scale(18))
        inside.setSpacing(theme.scale(4))
        title = "Drop a statement anywhere in this window"
        inside.addWidget(Words(title, "symbol", "text", _MIDDLE))
        line = "You see every trade and check the totals before anything is saved"
        inside.addWidget(Words(line, "body", "text2", _MIDDLE))
        inside.addSpacing(theme.scale(6))
        chips = QHBoxLayout()
        chips.setSpacing(8)
        chips.addStretch(1)
        for name in _FORMATS:
            chips.addWidget(Chip(name))
        chips.addStretch(1)
        inside.addLayout(chips)
        return ways

    def _form_box(self) -> Panel:
        panel = Panel()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(Words("A new account", "pane", "text"))
        layout.addWidget(self.form)
        return panel

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._place)
        for text, wanted in (
            ("Change", self.place_wanted),
            ("", None),
            ("Restore a backup", self.restore_wanted),
            ("Read the guide", self.guide_wanted),
        ):
            if wanted is None:
                foot.addStretch(1)
                continue
            link = Link(text)
            link.clicked.connect(partial(wanted.emit))
            foot.addWidget(link)
        return foot
