"""A chart's own actions as buttons in the head of its card."""

from fillbook.gui.charts.chart import Chart
from fillbook.gui.charts.drawing import Drawing
from fillbook.gui.charts.heat_map import HeatMap
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.card import Card


def add_actions(card: Card, chart: Drawing, *, all_of_them: bool = False) -> None:
    """Table and image; with ``all_of_them`` also crosshair and reset, where there are any."""
    shown = [(chart.table_action, Icon.TABLE), (chart.copy_action, Icon.COPY)]
    if all_of_them and isinstance(chart, Chart):
        shown.insert(0, (chart.crosshair_action, Icon.CROSSHAIR))
    if all_of_them and isinstance(chart, Chart | HeatMap):
        shown.insert(len(shown) - 2, (chart.reset_action, Icon.RESET))
    for action, icon in shown:
        name, _, key = action.text().partition("\t")
        button = Button("", Kind.GHOST, icon=icon, name=name, key=key, height=26)
        button.clicked.connect(action.trigger)
        card.add_action(button)
