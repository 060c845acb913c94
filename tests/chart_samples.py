"""What charts are shown with in tests and in the gallery: made up, the same every time."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from fillbook.gui import format
from fillbook.gui.charts.calendar_cells import DayCell, MonthSheet, WeekTotal
from fillbook.gui.charts.equity_curve import EquityCurve, Line
from fillbook.gui.charts.marks import (
    NO_CELLS,
    NO_FAN,
    NO_POINTS,
    Bar,
    Fan,
    Gauge,
    HeatCells,
    Points,
)
from fillbook.gui.charts.price_scene import Bars, FillMark, PriceScene, StopStep
from fillbook.gui.charts.slice import Slice
from fillbook.gui.figures.certainty import Certainty
from fillbook.statistics.distribution import Histogram
from fillbook.statistics.series import DayFigures
from fillbook.statistics.terms import Measure
from fillbook.statistics.uncertainty import Interval

NEW_YORK = ZoneInfo("America/New_York")
OPEN = datetime(2026, 11, 19, 9, 30, tzinfo=NEW_YORK).timestamp()
SIZES = (0, 1, 12, 600, 100_000)
FIRST = date(2026, 11, 2)


def results(trades: int) -> np.ndarray:
    """R multiples: losses near -1, gains spread out."""
    draw = np.random.default_rng(5)
    lost = draw.random(trades) < 0.46
    return np.where(lost, draw.normal(-1, 0.12, trades), np.abs(draw.normal(1.3, 0.9, trades)))


def curve(trades: int) -> EquityCurve:
    levels = np.cumsum(results(trades) * 120)
    falls = np.maximum(np.maximum.accumulate(levels), 0) - levels if trades else levels
    days = FIRST.toordinal() - trades // 3 + np.arange(trades) // 3
    trough = int(falls.argmax()) if trades and falls.max() > 0 else -1
    return EquityCurve(days, levels, falls, trough, float(falls.max(initial=0)))


def lines(trades: int) -> tuple[Line, ...]:
    """Two accounts and a market."""
    whole = curve(trades)
    if trades < 2:
        return ()
    share = whole.levels
    return (
        Line("Futures", whole.places(), share * 0.7, 0),
        Line("Forex", whole.places(), share * 0.3, 1),
        Line("MES", whole.places(), np.linspace(0, share[-1] * 0.5, trades)),
    )


def spread(trades: int) -> Histogram:
    values = results(trades)
    if not trades:
        return Histogram(np.zeros(1), np.zeros(0, dtype=np.intp), None)
    edges = np.arange(-1.5, 5.0, 0.25)
    counts = np.histogram(np.clip(values, -1.49, 4.74), edges)[0]
    return Histogram(edges, counts, float(values.mean()), open_high=True)


def bars(trades: int) -> tuple[Bar, ...]:
    """One group of a trade, three of twelve, months of six hundred, days of very many."""
    groups = {0: 0, 1: 1, 12: 3, 600: 24}.get(trades, 2600)
    draw = np.random.default_rng(3)
    found = []
    for number in range(groups):
        value, reach = draw.normal(0.15, 0.4), abs(draw.normal(0.3, 0.1))
        known = trades // max(groups, 1) >= 3
        found.append(
            Bar(
                word=f"{2024 + number // 12}-{number % 12 + 1:02}",
                value=value,
                trades=max(trades // groups, 1),
                low=value - reach if known else None,
                high=value + reach if known else None,
            )
        )
    return tuple(found)


def cells(trades: int) -> HeatCells:
    if not trades:
        return NO_CELLS
    rows = {1: 1, 12: 4}.get(trades, 24 if trades > 600 else 12)
    columns = {1: 1, 12: 3}.get(trades, 7 if trades > 600 else 5)
    draw = np.random.default_rng(9)
    counts = draw.integers(0, max(2 * trades // (rows * columns), 2), (rows, columns))
    counts[0, 0] = max(counts[0, 0], 1)
    if trades == 600:
        counts[1, 1] = 14
    means = np.where(counts > 0, draw.normal(0.15, 0.5, (rows, columns)), 0.0)
    texts = tuple(
        tuple(
            format.number(mean, 1, signed=True) if n else "" for mean, n in zip(a, b, strict=True)
        )
        for a, b in zip(means, counts, strict=True)
    )
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[:columns]
    hours = tuple(f"{hour:02}" for hour in range(rows))
    return HeatCells(hours, names, counts, np.clip(means, -1, 1), texts, "Mean R")


def points(trades: int) -> Points:
    if not trades:
        return NO_POINTS
    draw = np.random.default_rng(4)
    y = results(trades)
    x = np.sort(np.abs(draw.normal(0.5, 0.35, trades)))
    names = tuple(f"#{number} MES" for number in range(trades))
    return Points(x, y, names, "Went against by", "Result", 0.9, "9 of 10 winners")


def fan(trades: int) -> Fan:
    if not trades:
        return NO_FAN
    steps = np.unique(np.linspace(1, trades, min(trades, 200)).astype(int)).astype(float)
    middle = steps * 30
    reach = np.sqrt(steps) * 180
    taken = np.cumsum(results(trades) * 120)[steps.astype(int) - 1]
    return Fan(steps, middle - reach, middle, middle + reach, taken)


def gauges(trades: int) -> tuple[Gauge, ...]:
    if not trades:
        return ()
    return (
        Gauge("Daily loss", "640.00 left", "floor 49,360.00; 1,000.00 allowed", 0.36),
        Gauge("Maximum loss, trailing at the end of the day", "480.00 left",
              "floor 49,520.00; 2,000.00 allowed", 0.76, "warn"),
        Gauge("Maximum loss, static", "0.00 left", "breached on Tue 3 Nov 2026", 1.0, "bad"),
        Gauge("Maximum loss, trailing open profit", "at most 900.00 left",
              "the floor follows open profit, which fills do not tell", None, "text3", 0.55),
        Gauge("Maximum loss, trailing open profit", "620.00 to 900.00 left",
              "bars leave the highest open profit between two values", None, "warn", 0.55, 0.75),
        Gauge("Profit target", "1,210.00 to go", "profit +1,790.00 of 3,000.00", 0.6, "text3"),
    )  # fmt: skip


def some_bars(count: int) -> Bars:
    closes = 5850 + np.random.default_rng(3).normal(0, 2, count).cumsum()
    opens = np.concatenate((closes[:1], closes[:-1]))
    return Bars(
        OPEN + 300.0 * np.arange(count),
        opens,
        np.maximum(opens, closes) + 1,
        np.minimum(opens, closes) - 1,
        closes,
        np.full(count, 100.0),
        300,
    )


def a_scene(bars: int = 80, fills: int = 3) -> PriceScene:
    marks = tuple(
        FillMark(OPEN + 300.0 * (10 + 4 * n), 5850.0 + n, f"1 @ {5850 + n}", n == 0, n == 0)
        for n in range(fills)
    )
    return PriceScene(
        symbol="MES",
        decimals=2,
        zone=NEW_YORK,
        bars=some_bars(bars) if bars else Bars(),
        fills=marks,
        entry=5850.0,
        stop=5848.0,
        first_stop=5845.0,
        target=5862.0,
        stops=(StopStep(OPEN + 3000, 5845.0), StopStep(OPEN + 3600, 5848.0)),
    )


def scene(trades: int) -> PriceScene:
    """A trade of one fill, three or many, on few bars or many."""
    if not trades:
        return a_scene(0, 0)
    return a_scene(min(40 + trades, 3000), min(trades, 9))


def certainty(trades: int) -> Certainty | None:
    """Resamples of a mean, the narrower the more trades."""
    if trades < 2:
        return None
    spread = 3 / trades**0.5
    drawn = np.random.default_rng(8).normal(0.3, spread, 5_000)
    counts, edges = np.histogram(drawn, 36)
    low, high = np.quantile(drawn, (0.025, 0.975))
    bounds = Interval(float(low), float(high))
    return Certainty("expectancy_r", edges, counts, bounds, 0.3, Measure.R)


def slices(trades: int) -> tuple[Slice, ...]:
    words = ("Opening range breakout", "Pullback to VWAP", "Fade")[: 0 if not trades else 3]
    return tuple(
        Slice(word, place, trades // 3 + 1, 0.55, 1.4, 0.3 - 0.2 * place,
              0.1 - 0.3 * place, 0.5, 1200.0 - 800 * place)
        for place, word in enumerate(words)
    )  # fmt: skip


def day_figures(trades: int) -> tuple[DayFigures, ...]:
    values = results(min(trades, 12)) * 120
    return tuple(
        DayFigures(
            FIRST - timedelta(days=place), Decimal(f"{value:.2f}"), place % 4 + 1, value / 120
        )
        for place, value in enumerate(values.tolist())
    )


def sheet(trades: int) -> MonthSheet:
    """A month with so many trades, from its first Monday on."""
    values = results(min(trades, 20)) * 100
    largest = float(np.abs(values).max(initial=1.0))
    first = date(2026, 10, 26)
    weeks = []
    for week in range(6):
        row = []
        for weekday in range(7):
            day = first + timedelta(days=7 * week + weekday)
            place = (day - FIRST).days * 5 // 7
            if weekday > 4 or not 0 <= place < len(values):
                row.append(DayCell(day))
                continue
            value = float(values[place])
            shown = f"{value:+,.2f}".replace("-", "−")
            row.append(DayCell(day, value / largest, shown, "3 trades", "+1.2 R", place % 2 == 0))
        weeks.append(tuple(row))
    totals = tuple(
        WeekTotal(44 + n, 0.5, "+120.00" if any(c.result for c in week) else "", "9 trades",
                  tuple(c.share for c in week))
        for n, week in enumerate(weeks)
    )  # fmt: skip
    return MonthSheet(date(2026, 11, 1), "November 2026", "+310.00" if trades else "", "gain",
                      "20 trades" if trades else "", 0.4, tuple(weeks), totals)  # fmt: skip
