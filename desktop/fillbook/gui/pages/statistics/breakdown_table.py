"""The groups of a dimension as rows that sort, with the interval of each on one scale."""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

import numpy as np
from PySide6.QtCore import QModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.painting import dot, faded, hairline_v
from fillbook.gui.charts.scale import Floats, Scale, padded
from fillbook.gui.figures.breakdown import BreakdownRow, BreakdownState
from fillbook.gui.units import ResultUnit
from fillbook.gui.widgets.table.column import LEFT, RIGHT, Column
from fillbook.gui.widgets.table.view import TableView

FIGURES = {
    "word": "net_pnl",
    "trades": "trades",
    "wins": "win_rate_decided",
    "factor": "profit_factor",
    "interval": "expectancy_r",
    "mean": "expectancy_r",
    "expectancy": "expectancy",
    "held": "median_holding_time_s",
    "net": "net_pnl",
}
"""Which figure stands in a column."""


class _Rows:
    """The rows of a state as a table's source; the whole is the last, and stays so."""

    def __init__(self, state: BreakdownState, unit: ResultUnit) -> None:
        self._rows = (*state.rows, state.whole)
        self._state, self._unit = state, unit
        self.ids = [row.key or "" for row in state.rows] + ["\0whole"]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        title = "Net" if self._unit is ResultUnit.MONEY else f"Net, {self._unit.word}"
        result = self._column("net", title, 96, lambda row: row.net, self._net, ink=self._sign)
        return (
            Column(
                key="word",
                title=self._state.title,
                width=150,
                text=lambda n: self._rows[n].word,
                keys=self._order,
                role="body",
                ink=self._word_ink,
                dot=lambda n: self._rows[n].dot,
                tip=self._tip,
                stretch=True,
            ),
            self._column("trades", "Trades", 76, lambda row: row.trades, self._trades),
            self._column("wins", "Win %", 62, lambda row: row.win_rate, self._wins, role="value"),
            self._column(
                "factor", "PF", 58, lambda row: row.profit_factor, self._factor, role="value"
            ),
            Column(
                key="interval",
                title="Expectancy in R, 95 %",
                width=140,
                text=self._mean,
                keys=lambda: self._numbers(lambda row: row.low_r),
                paint=self._paint_interval,
                align=LEFT,
                rank=2,
            ),
            self._column(
                "mean",
                "Mean R",
                72,
                lambda row: row.mean_r,
                self._mean,
                role="value",
                ink=self._mean_ink,
            ),
            self._column("held", "Median held", 92, lambda row: row.held_s, self._held, rank=3),
            result,
        )

    def row(self, number: int) -> BreakdownRow:
        return self._rows[number]

    def _column(
        self,
        key: str,
        title: str,
        width: int,
        value: Callable[[BreakdownRow], float],
        text: Callable[[int], str],
        *,
        role: str = "body",
        rank: int = 0,
        ink: Callable[[int], str] | None = None,
    ) -> Column:
        return Column(
            key=key,
            title=title,
            width=width,
            text=text,
            raw=lambda n: value(self._rows[n]),
            keys=lambda: self._numbers(value),
            align=RIGHT,
            role=role,
            rank=rank,
            ink=ink,
            token="text",
        )

    def _numbers(self, value: Callable[[BreakdownRow], float]) -> Floats:
        """Sort keys; the whole has none, so that it stays at the end."""
        keys = [float(value(row)) for row in self._rows]
        keys[-1] = math.nan
        return np.array(keys)

    def _order(self) -> Floats:
        return np.array([*map(float, range(len(self._rows) - 1)), math.nan])

    def _trades(self, n: int) -> str:
        return format.count(self._rows[n].trades)

    def _wins(self, n: int) -> str:
        return format.number(self._rows[n].win_rate * 100, 1)

    def _factor(self, n: int) -> str:
        return format.ratio(self._rows[n].profit_factor)

    def _mean(self, n: int) -> str:
        return format.r_multiple(self._rows[n].mean_r, unit=False)

    def _held(self, n: int) -> str:
        held = self._rows[n].held_s
        return format.UNKNOWN if math.isnan(held) else format.duration(held)

    def _net(self, n: int) -> str:
        value = self._rows[n].net
        if self._unit is not ResultUnit.MONEY:
            return self._unit.number(value, signed=True)
        return format.money(None if math.isnan(value) else value, 0, signed=True)

    def _sign(self, n: int) -> str:
        return theme.pnl_token(self._rows[n].net)

    def _mean_ink(self, n: int) -> str:
        return self._rows[n].token

    def _word_ink(self, n: int) -> str:
        row = self._rows[n]
        return "text" if row.key is not None or n == len(self._rows) - 1 else "text3"

    def _tip(self, n: int) -> str:
        row = self._rows[n]
        if row.stands_out:
            return f"{row.word} stands out from what chance makes of so many groups"
        if row.trades < 10:
            return f"{row.word}: under 10 trades, so no colour"
        return ""

    def _paint_interval(self, painter: QPainter, rect: QRectF, n: int) -> None:
        row = self._rows[n]
        scale = self._scale(rect)
        middle = round(rect.center().y())
        zero = scale.pixel(0.0)
        hairline_v(painter, zero, rect.top() + 7, rect.bottom() - 7, theme.color("control"))
        if math.isnan(row.mean_r):
            return
        ink = theme.color(row.token)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if not math.isnan(row.low_r) and not math.isnan(row.high_r):
            pen = QPen(faded(ink, 0.55), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            low, high = max(row.low_r, scale.low), min(row.high_r, scale.high)
            painter.drawLine(QPointF(scale.pixel(low), middle), QPointF(scale.pixel(high), middle))
        dot(painter, QPointF(scale.pixel(row.mean_r), middle), 2, ink, ink)

    def _scale(self, rect: QRectF) -> Scale:
        return replace(self._reach, start=rect.left() + 4, end=rect.right() - 4)

    @cached_property
    def _reach(self) -> Scale:
        """One scale for all rows; a wild interval of a thin group does not stretch it."""
        means = [row.mean_r for row in self._rows if not math.isnan(row.mean_r)]
        thick = [row for row in self._rows if row.trades >= 5]
        ends = [
            value for row in thick for value in (row.low_r, row.high_r) if not math.isnan(value)
        ]
        low, high = padded(min([0.0, *means, *ends]), max([0.0, *means, *ends]))
        return Scale(low, high, 0, 1)


class BreakdownTable(TableView):
    """Sorted by the lower bound at first; a click on a figure asks how it came about."""

    figure_wanted = Signal(str, object)  # key of the figure; key of the group, or WHOLE

    WHOLE = "\0whole"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Breakdown", parent)
        self.set_background("surface")
        self._source: _Rows | None = None
        self._shown: BreakdownState | None = None
        self.table.sort_by("interval", descending=True)
        self.clicked.connect(self._clicked)
        self.opened.connect(self._opened)

    def show_state(self, state: BreakdownState, unit: ResultUnit) -> None:
        self._shown = state
        self._source = _Rows(state, unit)
        self.setAccessibleName(f"Breakdown by {state.title}")
        self.show_source(self._source)

    def shown_rows(self) -> list[tuple[str, ...]]:
        """Titles, then every row in the order of the view, as texts."""
        columns = [each for each in self.table.columns if each.key != "interval"]
        titles = tuple(each.title for each in columns)
        rows = range(self.table.rowCount())
        texts = [tuple(each.text(self.table.source_row(n)) for each in columns) for n in rows]
        return [titles, *texts]

    def _clicked(self, index: QModelIndex) -> None:
        self._want(self.table.columns[index.column()].key, self.table.source_row(index.row()))

    def _opened(self, row: int) -> None:
        self._want(self.table.sorted_by[0] or "net", row)

    def _want(self, column: str, row: int) -> None:
        if self._source is None or self._shown is None:
            return
        whole = row == len(self._shown.rows)
        group = self.WHOLE if whole else self._source.row(row).key
        self.figure_wanted.emit(FIGURES[column], group)
