"""The statistics page: the engine's figures, under the window's filter, each of which opens."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fillbook.domain.execution import Basis, Direction
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade import Outcome
from fillbook.gui import format
from fillbook.gui.charts.histogram import Histogram
from fillbook.gui.charts.table_window import TableWindow
from fillbook.gui.explainer import Explainer
from fillbook.gui.figures.breakdown import breakdown, in_order, sure
from fillbook.gui.figures.certainty import certainty
from fillbook.gui.figures.comparing import Side, compared
from fillbook.gui.figures.crossing import Measure, crossing
from fillbook.gui.figures.explaining import explained, filter_of
from fillbook.gui.figures.families import FAMILIES, families
from fillbook.gui.figures.limits import PRESETS, TypedRules, limits
from fillbook.gui.figures.ref import FigureRef
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.figures.words import value_text
from fillbook.gui.house import House
from fillbook.gui.pages.statistics.compare import CompareSection
from fillbook.gui.pages.statistics.cross import CrossSection
from fillbook.gui.pages.statistics.equity import EquitySection
from fillbook.gui.pages.statistics.figure_list import FiguresSection
from fillbook.gui.pages.statistics.limits import LimitsSection
from fillbook.gui.pages.statistics.overview import OverviewSection
from fillbook.gui.pages.statistics.page import StatisticsPage
from fillbook.gui.units import ResultUnit
from fillbook.gui.window import Window
from fillbook.statistics.breakdown import groups
from fillbook.statistics.catalogue import BY_KEY, STATISTICS
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.distribution import pnl_histogram, r_histogram
from fillbook.statistics.terms import Terms
from fillbook.statistics.uncertainty import RESAMPLES, Resampling, intervals
from fillbook.storage.library import Library
from random_journal import SETUPS, SYMBOLS, fill_library


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """One library for all that only reads."""
    with Library.open(tmp_path_factory.mktemp("statistics") / "library") as library:
        library.prepare()
        fill_library(library)
        yield library


@pytest.fixture
def source(kept: Library) -> FigureSource:
    return FigureSource(kept)


def random_queries(count: int) -> Iterator[TradeQuery]:
    draw = np.random.default_rng(11)

    def some(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word for word in words if draw.random() < 0.4)

    for _ in range(count):
        first = date(2026, 3, 1) + timedelta(days=int(draw.integers(0, 18)))
        yield TradeQuery(
            first_day=first if draw.random() < 0.5 else None,
            last_day=first + timedelta(days=9) if draw.random() < 0.5 else None,
            symbols=some(SYMBOLS),
            setups=some(SETUPS) if draw.random() < 0.5 else (),
            directions=(Direction.LONG,) if draw.random() < 0.3 else (),
            outcomes=(Outcome.WIN,) if draw.random() < 0.2 else (),
            tags=("tag 1",) if draw.random() < 0.2 else (),
        )


def test_every_statistic_stands_in_one_family():
    listed = [statistic.key for _, statistics in FAMILIES for statistic in statistics]

    assert sorted(listed) == sorted(statistic.key for statistic in STATISTICS)


def test_the_figures_of_200_random_filters_are_the_engines(source: FigureSource):
    for number, query in enumerate(random_queries(200)):
        population = source.population(query, Terms(Basis.NET if number % 2 else Basis.GROSS))

        for family in families(population, {}):
            for row in family.rows:
                statistic = BY_KEY[row.key]
                assert row.value == value_text(statistic, statistic.of(population).value)


@pytest.mark.parametrize("dimension", ["setup", "symbol", "tag", "weekday", "holding", "hour"])
def test_each_row_of_a_breakdown_shows_the_engines_figures(source: FigureSource, dimension: str):
    for query in random_queries(12):
        population = source.population(query)
        rows = {row.key: row for row in breakdown(population, dimension).rows}
        parts = list(groups(population, DIMENSIONS[dimension]))

        assert list(rows) == [part.key for part in parts]
        for part in parts:
            row = rows[part.key]
            for shown, key in (
                (row.trades, "trades"),
                (row.win_rate, "win_rate_decided"),
                (row.profit_factor, "profit_factor"),
                (row.expectancy, "expectancy"),
                (row.mean_r, "mean_r"),
                (row.net, "net_pnl"),
                (row.held_s, "median_holding_time_s"),
            ):
                value = BY_KEY[key].of(part.population).value
                assert shown == pytest.approx(float("nan") if value is None else float(value),
                                              nan_ok=True)  # fmt: skip


def test_each_cell_of_a_cross_table_is_the_figure_of_its_trades(source: FigureSource):
    found = crossing(source.population(TradeQuery()), "setup", "weekday", Measure.NET)

    for row, setup in enumerate(found.row_keys):
        for column, weekday in enumerate(found.column_keys):
            ref = FigureRef("net_pnl", TradeQuery(),
                            groups=(("setup", setup), ("weekday", weekday)))  # fmt: skip
            part = source.meant(ref)
            assert found.cells.trades[row, column] == len(part)
            if len(part):
                net = format.money(BY_KEY["net_pnl"].of(part).value, 0, signed=True)
                assert found.cells.texts[row][column] == net


def test_intervals_come_second_and_say_what_luck_makes(source: FigureSource):
    population = source.population(TradeQuery())
    quick = breakdown(population, "symbol")

    found = sure(quick, population)

    assert not quick.is_sure
    assert all(row.low_r <= row.mean_r <= row.high_r for row in found.rows)
    assert found.luck


def test_a_group_of_few_trades_never_stands_out(source: FigureSource):
    population = source.population(TradeQuery())

    for dimension in ("hour", "setup", "day"):
        rows = sure(breakdown(population, dimension), population).rows
        assert not any(row.stands_out for row in rows if row.trades < 10)


def test_bars_of_words_stand_from_best_to_worst_and_hours_by_the_clock(source: FigureSource):
    population = source.population(TradeQuery())
    setups, hours = breakdown(population, "setup"), breakdown(population, "hour")

    values = [row.net for row in in_order(setups, ResultUnit.MONEY)]
    assert values == sorted(values, reverse=True)
    assert len(values) == len(setups.rows)
    assert in_order(hours, ResultUnit.MONEY) == hours.rows


def test_two_groups_that_chance_could_make_are_not_told_apart(source: FigureSource):
    sides = Side("direction", "long"), Side("direction", "short")

    found = compared(source, FigureRef("trades", TradeQuery()), sides)

    assert not found.is_told_apart
    assert found.verdict == "Long and Short are not distinguishable."
    assert found.slices[2].word == "Difference"


def test_groups_that_differ_are_told_apart_in_words(source: FigureSource):
    like = FigureRef("trades", TradeQuery())
    won = compared(source, like, (Side(first=date(2026, 3, 1), last=date(2026, 3, 5)), Side()))

    assert "1 Mar 2026 to" in won.sides[0].word
    assert won.rows[0].first != won.rows[0].second


def test_an_explanation_has_inputs_trades_and_what_was_left_out(source: FigureSource):
    found = explained(source, FigureRef("mean_r", TradeQuery()))

    assert [each.key for each in found.inputs] == ["total_r", "r_known"]
    assert ("No initial risk", "15") in found.left_out
    assert len(found.parts) == 45
    assert found.formula.startswith("Mean of P&L / initial risk")


def test_the_parts_of_a_sum_add_up_to_it(source: FigureSource):
    found = explained(source, FigureRef("net_pnl", TradeQuery()))

    parts = sum(float(part.amount.replace("−", "-").replace(",", "")) for part in found.parts)
    value = float(found.value.replace("−", "-").replace(",", ""))
    assert found.parts_note == "they add up to the figure"
    assert parts == pytest.approx(value)


def test_every_statistic_can_be_explained_even_of_nothing(source: FigureSource):
    for query in (TradeQuery(), TradeQuery(symbols=("nothing",))):
        for statistic in STATISTICS:
            found = explained(source, FigureRef(statistic.key, query))
            assert found.title == statistic.title


@pytest.mark.parametrize("unit", [ResultUnit.R, ResultUnit.MONEY])
def test_each_bar_of_a_spread_opens_the_trades_that_it_counts(
    qtbot: QtBot, source: FigureSource, unit: ResultUnit
):
    population = source.population(TradeQuery())
    spread = (r_histogram if unit is ResultUnit.R else pnl_histogram)(population)
    chart = Histogram("Results")
    qtbot.addWidget(chart)
    chart.show_spread(spread, unit)

    for index, count in enumerate(spread.counts.tolist()):
        ref = FigureRef("trades", TradeQuery(), reach=chart.reach(index))
        assert len(source.meant(ref)) == count


def test_how_sure_a_figure_is_shows_the_same_bounds_as_its_interval(source: FigureSource):
    population = source.population(TradeQuery())

    for key, interval in intervals(population).items():
        found = certainty(population, key, Resampling())
        assert found is not None
        assert found.interval == interval
        assert found.edges[0] <= found.value <= found.edges[-1]
        assert found.counts.sum() >= 0.99 * RESAMPLES


def test_of_one_day_nothing_is_sure(source: FigureSource):
    population = source.population(TradeQuery(last_day=date(2026, 3, 2)))

    assert certainty(population, "profit_factor", Resampling()) is None


def test_a_group_becomes_a_filter_where_a_filter_can_say_it():
    ref = FigureRef("net_pnl", TradeQuery(symbols=("MES",)), groups=(("setup", "Fade"),))

    assert filter_of(ref) == TradeQuery(symbols=("MES",), setups=("Fade",))
    assert filter_of(replace(ref, groups=(("hour", "09"),))) is None


def test_rules_that_were_typed_wrong_are_named(source: FigureSource):
    now = source.population(TradeQuery()).table.source
    state = limits(source, "", TypedRules(start="many", zone="Mars"), _now())

    assert dict(state.errors) == {"start": "Type a number", "zone": "A zone as America/New_York"}
    assert now.accounts[0].name == state.account


def _now():
    from datetime import UTC, datetime

    return datetime(2026, 4, 1, tzinfo=UTC)


def test_the_limits_say_how_much_can_be_lost_and_by_which_rule(source: FigureSource):
    typed = TypedRules(start="10000", daily_loss="500", max_loss="300", target="100000")

    state = limits(source, "Futures", typed, _now())

    net = BY_KEY["net_pnl"].of(source.population(TradeQuery())).value
    assert f"balance {format.money(10_000 + net)}" in state.note
    assert [gauge.title for gauge in state.gauges][:2] == ["Daily loss", "Maximum loss, static"]
    assert state.headline


# The page in its window


@pytest.fixture
def shown(qtbot: QtBot, house: House, tmp_path: Path) -> Iterator[Window]:
    folder = tmp_path / "journal"
    with Library.open(folder) as library:
        library.prepare()
        fill_library(library, 40)
    house.show(folder)
    window = house.window
    assert window is not None
    window.resize(1400, 900)
    qtbot.waitUntil(lambda: window.session.is_started)
    window.show_page("statistics")
    settle(qtbot, window)
    yield window
    window.session.set_query(TradeQuery())


def settle(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.session.tasks.under_way, timeout=15_000)


def page_of(window: Window) -> StatisticsPage:
    assert isinstance(window.current, StatisticsPage)
    return window.current


def show_part(qtbot: QtBot, window: Window, part: str):
    page_of(window).head.part_wanted.emit(part)
    settle(qtbot, window)
    return page_of(window).section


def strip(window: Window) -> dict[str, str]:
    return {part.shown.key: part.shown.value for part in page_of(window).strip._parts}


def test_the_windows_filter_drives_the_page(qtbot: QtBot, shown: Window):
    before = strip(shown)
    shown.session.set_query(TradeQuery(symbols=("MES",)))
    settle(qtbot, shown)

    population = shown.session.figures.population(TradeQuery(symbols=("MES",)))
    assert strip(shown)["net_pnl"] == format.money(BY_KEY["net_pnl"].of(population).value,
                                                   signed=True)  # fmt: skip
    assert strip(shown) != before


def test_a_filter_that_nothing_passes_says_so_and_offers_all(qtbot: QtBot, shown: Window):
    shown.session.set_query(TradeQuery(symbols=("XYZ",)))
    settle(qtbot, shown)
    page = page_of(shown)

    assert page._body.currentWidget() is page._none_match


def test_gross_and_net_are_one_switch(qtbot: QtBot, shown: Window):
    net = strip(shown)["net_pnl"]
    page_of(shown).head.bases.set_chosen("gross")
    page_of(shown).head.bases.chosen.emit("gross")
    settle(qtbot, shown)

    gross = shown.session.figures.population(TradeQuery(), Terms(Basis.GROSS))
    assert strip(shown)["net_pnl"] != net
    assert strip(shown)["net_pnl"] == format.money(BY_KEY["net_pnl"].of(gross).value, signed=True)


@pytest.mark.parametrize("unit", list(ResultUnit))
def test_every_part_tells_results_in_the_chosen_unit(qtbot: QtBot, shown: Window, unit: ResultUnit):
    head = page_of(shown).head
    head.units.set_chosen(unit.value)
    head.units.chosen.emit(unit.value)
    settle(qtbot, shown)

    population = shown.session.figures.population(TradeQuery(), Terms(measure=unit.measure))
    net = BY_KEY["net_pnl"].of(population).value
    section = show_part(qtbot, shown, "figures")
    rows = {row[0]: row[1] for listed in section.lists.values() for row in listed.table().rows}
    assert rows["Net P&L"] == value_text(BY_KEY["net_pnl"], net, unit.measure)
    if unit is not ResultUnit.PERCENT:
        assert strip(shown)["net_pnl"] in rows["Net P&L"]
    shown.session.figure_wanted.emit(page_of(shown).outlook().ref("net_pnl"))
    settle(qtbot, shown)
    assert explainer(shown).pane.value.text() == rows["Net P&L"]
    show_part(qtbot, shown, "overview")
    head.units.set_chosen("money")
    head.units.chosen.emit("money")
    settle(qtbot, shown)


def test_the_dimension_is_chosen_and_kept(qtbot: QtBot, shown: Window):
    section = page_of(shown).section
    assert isinstance(section, OverviewSection)
    section.segments.chosen.emit("symbol")
    settle(qtbot, shown)

    assert section.table.shown_rows()[0][0] == "Symbol"
    assert section.table.shown_rows()[-1][0] == "All trades"
    assert shown.session.preferences.get("statistics.by", "") == "symbol"


def test_rows_sort_by_a_column_and_the_whole_stays_last(qtbot: QtBot, shown: Window):
    section = page_of(shown).section
    assert isinstance(section, OverviewSection)
    section.table.sort_by("trades", descending=False)

    counts = [int(row[1]) for row in section.table.shown_rows()[1:]]
    assert counts[:-1] == sorted(counts[:-1])
    assert counts[-1] == 40


def test_the_breakdown_goes_to_a_file_as_it_is_sorted(qtbot: QtBot, shown: Window, tmp_path: Path):
    section = page_of(shown).section
    assert isinstance(section, OverviewSection)
    section.table.sort_by("trades", descending=True)
    section.as_table.click()
    opened = section.findChild(TableWindow)
    assert opened is not None
    opened.write(tmp_path / "setups.csv")
    opened.close()

    lines = (tmp_path / "setups.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Setup,Trades,Win %")
    assert lines[-1].startswith("All trades,40,")


def explainer(window: Window) -> Explainer:
    found = window.findChildren(Explainer)
    assert found
    return found[0]


def test_a_click_on_a_figure_opens_it_and_escape_goes_back_along_the_way(
    qtbot: QtBot, shown: Window
):
    part = next(p for p in page_of(shown).strip._parts if p.shown.key == "profit_factor")
    QTest.mouseClick(part, Qt.MouseButton.LeftButton)
    settle(qtbot, shown)
    pane = explainer(shown).pane
    assert pane.isVisible()
    assert pane.value.text() == strip(shown)["profit_factor"]

    QTest.keyClick(pane.inputs, Qt.Key.Key_Return)
    settle(qtbot, shown)
    assert pane._title.text() == "Gross profit"

    QTest.keyClick(pane.parts, Qt.Key.Key_Escape)
    settle(qtbot, shown)
    assert pane._title.text() == "Profit factor"

    QTest.keyClick(pane.parts, Qt.Key.Key_Escape)
    assert not pane.isVisible()


def test_a_cell_of_the_breakdown_opens_the_figure_of_its_group(qtbot: QtBot, shown: Window):
    section = page_of(shown).section
    assert isinstance(section, OverviewSection)
    section.table.sort_by("trades", descending=True)
    section.table.choose(section.table.table.source_row(0))
    QTest.keyClick(section.table, Qt.Key.Key_Return)
    settle(qtbot, shown)

    pane = explainer(shown).pane
    assert pane._title.text() == "Trades"
    assert pane.value.text() == section.table.shown_rows()[1][1]


def test_enter_on_a_bar_of_the_spread_opens_its_trades(qtbot: QtBot, shown: Window):
    section = page_of(shown).section
    assert isinstance(section, OverviewSection)
    section.spread.put_cursor(0)
    QTest.keyClick(section.spread, Qt.Key.Key_Return)
    settle(qtbot, shown)

    pane = explainer(shown).pane
    assert pane._title.text() == "Trades"
    assert pane.value.text() == section.spread.table().rows[0][2]


def test_enter_on_the_equity_curve_opens_its_day(qtbot: QtBot, shown: Window):
    section = show_part(qtbot, shown, "equity")
    assert isinstance(section, EquitySection)
    section.chart.put_cursor(1)
    QTest.keyClick(section.chart, Qt.Key.Key_Return)
    settle(qtbot, shown)

    assert explainer(shown).pane.value.text() == section.chart.table().rows[0][2]
    show_part(qtbot, shown, "overview")


def test_a_trade_behind_a_figure_opens(qtbot: QtBot, shown: Window):
    shown.session.figure_wanted.emit(FigureRef("net_pnl", TradeQuery()))
    settle(qtbot, shown)
    pane = explainer(shown).pane

    with qtbot.waitSignal(shown.session.trade_wanted) as wanted:
        QTest.mouseClick(pane.parts, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))

    assert wanted.args == [pane.parts.part_at(0).id]
    settle(qtbot, shown)


def test_a_figure_is_copied_as_plain_digits(qtbot: QtBot, shown: Window):
    shown.session.figure_wanted.emit(FigureRef("largest_loss", TradeQuery()))
    settle(qtbot, shown)
    explainer(shown).pane.copy.click()

    assert QGuiApplication.clipboard().text().startswith("-")


def test_all_figures_open_by_a_click(qtbot: QtBot, shown: Window):
    section = show_part(qtbot, shown, "figures")
    assert isinstance(section, FiguresSection)
    listed = section.lists["Results"]

    with qtbot.waitSignal(shown.session.figure_wanted) as wanted:
        listed.opened.emit(3)

    assert wanted.args[0].key == listed.row_at(3).key
    settle(qtbot, shown)


def test_the_cross_table_follows_its_choices(qtbot: QtBot, shown: Window):
    section = show_part(qtbot, shown, "cross")
    assert isinstance(section, CrossSection)
    section.rows.set_choice("symbol")
    section.rows.chosen.emit("symbol")
    settle(qtbot, shown)

    assert {row[0] for row in section.map.table().rows} <= set(SYMBOLS)
    with qtbot.waitSignal(shown.session.figure_wanted) as wanted:
        section.map.opened.emit(0, 0)
    assert wanted.args[0].groups[0][0] == "symbol"
    settle(qtbot, shown)


def test_two_groups_are_compared_as_soon_as_the_part_is_seen(qtbot: QtBot, shown: Window):
    section = show_part(qtbot, shown, "compare")
    assert isinstance(section, CompareSection)
    qtbot.waitUntil(lambda: section.figures.table.rowCount() > 0, timeout=10_000)

    assert section.slices.count() >= 2
    assert section.first.choice != section.second.choice
    settle(qtbot, shown)


def test_paths_are_drawn_with_a_seed_and_can_be_cancelled(qtbot: QtBot, shown: Window):
    section = show_part(qtbot, shown, "equity")
    assert isinstance(section, EquitySection)
    section.fan.seed.setText("7")
    section.fan.draw()
    qtbot.waitUntil(lambda: section.fan.chart.count() > 0, timeout=10_000)
    first = section.fan.chart.table().rows
    assert "seed 7" in section.fan._note.text()

    section.fan.draw()
    section.fan.cancel()
    settle(qtbot, shown)
    assert section.fan.start.isVisible()

    section.fan.draw()
    settle(qtbot, shown)
    assert section.fan.chart.table().rows == first


def test_rules_are_kept_for_the_account_as_they_are_typed(qtbot: QtBot, shown: Window):
    section = show_part(qtbot, shown, "limits")
    assert isinstance(section, LimitsSection)
    section.presets.chosen.emit(PRESETS[0][0])
    settle(qtbot, shown)

    assert section.gauges.count() == 5
    kept = shown.session.preferences.get("limits.rules.Futures", "")
    assert TypedRules.of(kept) == PRESETS[0][1]


def test_privacy_hides_money_in_every_part(qtbot: QtBot, shown: Window):
    shown.session.commands["view.privacy"].setChecked(True)
    settle(qtbot, shown)
    section = show_part(qtbot, shown, "figures")
    assert isinstance(section, FiguresSection)

    values = {row.key: row.value for listed in section.lists.values() for row in listed._rows}
    assert values["net_pnl"] == values["expectancy"] == "•••"
    assert values["mean_r"].endswith("R")
    shown.session.commands["view.privacy"].setChecked(False)
    settle(qtbot, shown)
