"""Mapping the columns of an unknown table: each of them once, remembered by its header."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fillbook.gui.widgets.band import Band
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.line_field import ChoiceField, LineField
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.table.word_table import WordTable
from fillbook.gui.widgets.words import Words
from fillbook.importers.profile import FIELDS, REQUIRED, Profile, RowKind, Source
from fillbook.importers.proposal import Proposal

_NONE = ""
_TITLES = {
    "symbol": "Symbol",
    "side": "Buy or sell",
    "direction": "Long or short",
    "quantity": "Quantity",
    "price": "Price",
    "executed_at": "Time",
    "opened_at": "Opened",
    "closed_at": "Closed",
    "entry_price": "Entry price",
    "exit_price": "Exit price",
    "fees": "Fees",
    "gross_pnl": "Gross P&L",
    "net_pnl": "Net P&L",
    "external_id": "Id of the fill",
    "multiplier": "Contract size",
    "stop_loss": "Stop",
    "take_profit": "Target",
    "initial_risk": "Risk",
    "account": "Account",
    "swap": "Swap",
    "position_id": "Id of the position",
    "order_id": "Id of the order",
    "asset_type": "Kind of instrument",
    "currency": "Currency",
}
_KINDS = (
    (RowKind.EXECUTIONS.value, "A row is one fill"),
    (RowKind.ROUND_TRIPS.value, "A row is a whole trade"),
)
_DECIMALS = (("", "Find it in the file"), (".", "1,234.56"), (",", "1.234,56"))
_COLUMN_WIDTH = 130


class MappingPane(QWidget):
    """What each column of a table means, over the table's first rows."""

    mapped = Signal(object, object, str)  # path, Profile, hash of the header
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        self._proposal: Proposal | None = None
        self._kind = RowKind.EXECUTIONS
        self._fields: dict[str, ChoiceField] = {}
        self._title = Words("", "pane")
        self._band = Band("warn")
        self._rows = WordTable("First rows of the file", (), (), most=8)
        self._kind_field = ChoiceField("Rows", _KINDS)
        self._decimal = ChoiceField("Numbers are written", _DECIMALS)
        self._formats = LineField(
            "Times are written",
            placeholder="found in the file",
            help_words="Only where it cannot be found: %d.%m.%Y %H:%M:%S",
        )
        self._name = LineField("Remember as", help_words="Used again for files with this header")
        self._grid = QGridLayout()
        self._build()

    def show_proposal(self, path: Path, proposal: Proposal, problem: str) -> None:
        """Show a table with the likeliest meaning of its columns."""
        self._path, self._proposal = path, proposal
        self._kind = proposal.profile.kind
        self._title.setText(f"What the columns of {path.name} mean")
        if problem:
            self._band.show_words(problem, "Say what each column is; empty ones are left out.")
            self._band.show()
        self._rows.show_table(proposal.header, proposal.sample, _COLUMN_WIDTH)
        self._kind_field.set_choice(self._kind.value)
        self._decimal.set_choice(proposal.profile.decimal or "")
        self._formats.set_text(" | ".join(proposal.profile.time_formats or ()))
        self._name.set_text(proposal.profile.name)
        self._show_fields(proposal.profile)

    def _build(self) -> None:
        self._band.hide()
        self._band.closed.connect(self._band.hide)
        self._kind_field.chosen.connect(self._kind_chosen)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        use = Button("Use this mapping", Kind.PRIMARY, key="Enter")
        use.clicked.connect(self._use)
        back = Button("Back", key="Esc")
        back.clicked.connect(self.given_up)
        area = ScrollArea()
        area.body.setContentsMargins(20, 4, 20, 12)
        area.body.setSpacing(12)
        area.body.addWidget(self._title)
        area.body.addWidget(self._band)
        area.body.addWidget(self._rows)
        area.body.addLayout(self._grid)
        area.body.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 8, 20, 12)
        foot.addStretch(1)
        foot.addWidget(back)
        foot.addWidget(use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        layout.addLayout(foot)

    def _show_fields(self, profile: Profile) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None and widget not in self._settings():
                widget.deleteLater()
        self._fields = {}
        proposal = self._proposal
        assert proposal is not None
        columns = ((_NONE, "not in the file"), *((str(i), name or f"Column {i}")
            for i, name in enumerate(proposal.header, 1)))  # fmt: skip
        parts: list[QWidget] = [*self._settings()]
        needed = REQUIRED[self._kind]
        for name in sorted(FIELDS[self._kind], key=lambda field: field not in needed):
            title = _TITLES.get(name, name)
            field = ChoiceField(title if name in needed else f"{title}, optional", columns)
            field.set_choice(self._column_of(profile.columns.get(name)))
            field.chosen.connect(partial(self._column_chosen, name))
            self._fields[name] = field
            parts.append(field)
        for place, part in enumerate(parts):
            self._grid.addWidget(part, place // 3, place % 3, Qt.AlignmentFlag.AlignTop)
            part.show()

    def _settings(self) -> tuple[QWidget, ...]:
        return (self._kind_field, self._decimal, self._formats, self._name)

    def _column_of(self, source: Source | None) -> str:
        """The number of the column that a source names first."""
        assert self._proposal is not None
        first = source[0] if isinstance(source, tuple) else source
        if first is None:
            return _NONE
        if isinstance(first, int):
            return str(first)
        return str(self._proposal.header.index(first) + 1)

    def _kind_chosen(self, kind: str) -> None:
        self._kind = RowKind(kind)
        if self._proposal is not None:
            self._show_fields(self._proposal.profile)

    def _column_chosen(self, name: str, _choice: str) -> None:
        self._fields[name].set_error("")

    def _use(self) -> None:
        proposal = self._proposal
        assert proposal is not None
        columns: dict[str, Source] = {}
        for name, field in self._fields.items():
            before = proposal.profile.columns.get(name)
            if field.choice == _NONE:
                continue
            unchanged = before is not None and self._column_of(before) == field.choice
            columns[name] = before if unchanged and before is not None else int(field.choice)
        missing = [name for name in REQUIRED[self._kind] if name not in columns]
        for name in missing:
            self._fields[name].set_error("Needed to make a trade")
        if missing:
            return
        formats = tuple(part.strip() for part in self._formats.text.split("|") if part.strip())
        profile = replace(
            proposal.profile,
            name=self._name.text or proposal.profile.name,
            kind=self._kind,
            columns=columns,
            decimal=self._decimal.choice or None,
            thousands=_thousands(self._decimal.choice),
            time_formats=formats or None,
        )
        self.mapped.emit(self._path, profile, proposal.header_hash)


def _thousands(decimal: str) -> str | None:
    return {".": ",", ",": "."}.get(decimal)
