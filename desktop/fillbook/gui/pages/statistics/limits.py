"""The limits of a firm: what is left of each, and the rules that the trader types."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fillbook.gui import theme
from fillbook.gui.charts.gauges import Gauges
from fillbook.gui.figures.limits import PRESETS, LimitsState, TypedRules, limits
from fillbook.gui.pages.statistics.section import Section, State, Work
from fillbook.gui.pages.statistics.subject import Subject
from fillbook.gui.preferences import Preferences
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.chart_actions import add_actions
from fillbook.gui.widgets.choice_button import ChoiceButton
from fillbook.gui.widgets.line_field import ChoiceField, LineField
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.words import Words
from fillbook.statistics.prop_rules import Floor

_FIELDS = (
    ("start", "Starting balance", "50000", ""),
    ("daily_loss", "Daily loss", "1000", "empty: the firm has none"),
    ("max_loss", "Maximum loss", "2000", ""),
    ("locks_at", "The floor rises no higher than", "50000", "empty: it never stops"),
    ("target", "Profit target", "3000", ""),
    ("minimum_days", "Trading days wanted", "5", ""),
    ("consistency", "Best day at most, %", "50", "of the target or of all profit"),
    ("zone", "The firm's zone", "America/New_York", "empty: the account's"),
    ("day_ends", "Its day ends at", "17:00", "empty: as the account's"),
)
_FLOORS = (
    (Floor.STATIC.value, "Static"),
    (Floor.END_OF_DAY.value, "Trails the best day end"),
    (Floor.INTRADAY.value, "Trails open profit"),
)
_PAUSE_MS = 250
_KEY, _ACCOUNT = "limits.rules.", "limits.account"


class LimitsSection(Section):
    """Rules are kept for each account on this device, as they are typed."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._account = preferences.get(_ACCOUNT, "")
        self._filled_for: str | None = None
        self.account = ChoiceButton("Account", height=26)
        self.presets = ChoiceButton("Begin with", height=26)
        self.presets.show_choices((("", "Begin with"), *((name, name) for name, _ in PRESETS)))
        self.gauges = Gauges("Limits")
        self.fields = {
            key: LineField(label, placeholder=hint, help_words=help_words)
            for key, label, hint, help_words in _FIELDS
        }
        self.floor = ChoiceField("Floor of the maximum loss", _FLOORS)
        self._headline = Words("", "pane", "text")
        self._left = Card("How much is left", flush=True)
        self._rules = Card("Rules")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self._lay_out()
        for field in self.fields.values():
            field.edited.connect(self._edited)
        self.floor.chosen.connect(self._edited)
        self.account.chosen.connect(self._account_chosen)
        self.presets.chosen.connect(self._preset_chosen)

    def work(self) -> Work:
        return Work(partial(_look, self._account, self._kept(self._account)))

    def show_state(self, subject: Subject, state: State) -> None:
        assert isinstance(state, LimitsState)
        self.outlook = subject.outlook
        offered = [(name, name) for name in state.accounts]
        self.account.show_choices(offered, state.account)
        if self._filled_for != state.account:
            first = self._account != state.account
            self._account = self._filled_for = state.account
            self._fill(self._kept(state.account))
            if first:
                self.asked.emit()
        errors = dict(state.errors)
        for key, field in self.fields.items():
            field.set_error(errors.get(key, ""))
        self._headline.setText(state.headline)
        self._headline.setVisible(bool(state.headline))
        self._left.set_note(state.note)
        self.gauges.show_gauges(state.gauges)

    def typed(self) -> TypedRules:
        texts = {key: field.text for key, field in self.fields.items()}
        return TypedRules(**texts, floor=self.floor.choice)

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        parts: list[QWidget] = list(self.fields.values())
        parts.insert(3, self.floor)
        for number, part in enumerate(parts):
            form.addWidget(part, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
        self._rules.body.addLayout(form)
        self._rules.body.addStretch(1)
        self._rules.add_action(self.presets)
        self._left.add_action(self.account)
        words = QHBoxLayout()
        words.setContentsMargins(16, 0, 16, 6)
        words.addWidget(self._headline)
        self._left.body.addLayout(words)
        self._left.body.addWidget(self.gauges)
        self._left.body.addStretch(1)
        add_actions(self._left, self.gauges)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self._left, 5)
        across.addWidget(self._rules, 4)
        area = ScrollArea()
        area.body.setContentsMargins(20, 0, 20, 20)
        area.body.addLayout(across)
        area.body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.gauges.setMinimumHeight(theme.scale(132))

    def _kept(self, account: str) -> TypedRules:
        return TypedRules.of(self._preferences.get(f"{_KEY}{account}", ""))

    def _fill(self, typed: TypedRules) -> None:
        for key, field in self.fields.items():
            field.set_text(getattr(typed, key))
        self.floor.set_choice(typed.floor)

    def _edited(self, _text: str) -> None:
        self._pause.start()

    def _keep(self) -> None:
        self._preferences.set(f"{_KEY}{self._account}", self.typed().text)
        self.asked.emit()

    def _account_chosen(self, account: str) -> None:
        self._account = account
        self._preferences.set(_ACCOUNT, account)
        self.asked.emit()

    def _preset_chosen(self, name: str) -> None:
        self.presets.set_choice("")
        found = dict(PRESETS).get(name)
        if found is not None:
            self._fill(found)
            self._keep()


def _look(account: str, typed: TypedRules, subject: Subject) -> LimitsState:
    return limits(subject.source, account, typed, datetime.now(UTC))
