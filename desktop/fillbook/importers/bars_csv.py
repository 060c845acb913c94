"""Price bars out of CSV files, in the shapes that charts and data vendors write."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from fillbook.domain.bar import Bar, BarSeries
from fillbook.domain.errors import UnreadableFile
from fillbook.domain.statement import LeftOut
from fillbook.importers.cells import CellError
from fillbook.importers.csv_rows import Row
from fillbook.importers.csv_table import filled_rows
from fillbook.importers.encoding import decode
from fillbook.importers.importer import ReadOptions, SourceFile
from fillbook.importers.numbers import NumberStyle, detect_style, parse_number, parse_optional
from fillbook.importers.time_formats import AmbiguousDates, detect_time_formats, looks_like_time
from fillbook.importers.timestamps import Clock, TimeReader
from fillbook.importers.vocabulary import normalised

CHECK_EVERY = 1000
DAY_S = 86_400
MONTH_S = 30 * DAY_S

_HEADERS = {
    "open": ("open", "o", "first", "bidopen", "eroffnung", "ouverture"),
    "high": ("high", "h", "max", "bidhigh", "hoch", "haut"),
    "low": ("low", "l", "min", "bidlow", "tief", "bas"),
    "close": ("close", "c", "last", "price", "bidclose", "schluss", "cloture"),
    "volume": ("volume", "vol", "tickvol", "tick volume", "v", "volumen"),
    "stamp": ("date", "time", "timestamp", "datetime", "date time", "open time", "gmt time",
              "local time", "datum", "dtyyyymmdd", "time utc", "unix", "open timestamp", ""),
    "clock": ("time", "hour", "uhrzeit", "heure"),
}  # fmt: skip
_PRICES = ("open", "high", "low", "close")
_FROM_CHART = re.compile(r"[A-Z_]+_([A-Z0-9!.]+), ")
_SYMBOL = re.compile(r"[A-Za-z0-9!^.&/]+")
_PERIOD = re.compile(r"(?<=[A-Za-z]{6})(1|5|15|30|60|240|1440)$|[._](csv|txt)$")


@dataclass(frozen=True, slots=True)
class BarsFile:
    """Bars that were read from one file. Nothing of it is saved yet."""

    file: str
    zone: str  # in which its times were read
    series: BarSeries
    skipped: tuple[LeftOut, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the parts of a bar stand."""

    places: dict[str, int]
    first_row: int  # index of the first row of bars

    def stamp(self, cells: Sequence[str]) -> str:
        clock = self.places.get("clock")
        day = self.cell(cells, "stamp")
        return f"{day} {cells[clock].strip()}" if clock is not None and clock < len(cells) else day

    def cell(self, cells: Sequence[str], name: str) -> str:
        place = self.places.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""


def read_bars(source: SourceFile, options: ReadOptions, symbol: str | None = None) -> BarsFile:
    """The bars in a file, oldest first; its name gives the symbol where none is named.

    Raises:
        UnreadableFile: it is no table of bars, or no row of it can be read.
        Cancelled: the user stopped it.
    """
    rows = filled_rows(decode(source.content).text)
    layout = _layout(rows)
    if layout is None:
        raise UnreadableFile(
            f"{source.name} holds no price bars.",
            "It needs a time and the columns open, high, low and close.",
        )
    body = rows[layout.first_row :]
    clock = Clock(options.zone)
    formats, order_warning = _formats(source, layout, body, Clock(options.zone))
    times = TimeReader(formats, clock)
    style = _number_style(layout, body)
    bars: dict[datetime, Bar] = {}
    skipped: list[LeftOut] = []
    for done, (line, cells) in enumerate(body):
        if done % CHECK_EVERY == 0:
            options.checkpoint(done, len(body))
        try:
            bar = _bar(layout, cells, times, style)
        except CellError as error:
            skipped.append(LeftOut(line, str(error)))
            continue
        if bar.starts_at in bars:
            skipped.append(LeftOut(line, "a second bar at the same time"))
        else:
            bars[bar.starts_at] = bar
    options.checkpoint(len(body), len(body))
    if not bars:
        reason = f" Row {skipped[0].row}: {skipped[0].reason}." if skipped else ""
        raise UnreadableFile(f"{source.name}: no bar can be read.{reason}", "Export it again.")
    ordered = tuple(sorted(map(_widened, bars.values()), key=lambda bar: bar.starts_at))
    widened = sum(bar is not bars[bar.starts_at] for bar in ordered)
    series = BarSeries(symbol or symbol_in(source.name), resolution_s(ordered), ordered)
    warnings = [order_warning] if order_warning else []
    if widened:
        warnings.append(
            f"{widened} bars open or close outside their low and high, which were widened."
        )
    return BarsFile(
        source.name, clock.zone.key, series, tuple(skipped), (*warnings, *clock.warnings())
    )


def holds_bars(source: SourceFile) -> bool:
    """Whether the content looks like price bars, whatever its name."""
    try:
        rows = filled_rows(decode(source.head[: source.head.rfind(b"\n") + 1]).text)
    except UnreadableFile:
        return False
    return _layout(rows) is not None


def symbol_in(file_name: str) -> str:
    """The symbol that a file is named after: ``EURUSD-1h.csv``, ``BATS_AAPL, 1D.csv``."""
    stem = file_name.rpartition(".")[0] or file_name
    from_chart = _FROM_CHART.match(stem)
    if from_chart:
        return from_chart.group(1)
    found = _SYMBOL.search(stem)
    return _PERIOD.sub("", found.group()).upper() if found else stem.upper()


def resolution_s(bars: Sequence[Bar]) -> int:
    """Seconds from one bar to the next, as most of them are apart; months count 30 days."""
    gaps = Counter(
        int((later.starts_at - earlier.starts_at).total_seconds())
        for earlier, later in pairwise(bars)
    )
    if not gaps:
        return DAY_S
    usual = min(gaps, key=lambda gap: (-gaps[gap], gap))
    if 28 * DAY_S - 3600 <= usual <= 31 * DAY_S + 3600:
        return MONTH_S
    days = round(usual / DAY_S)
    return days * DAY_S if days and abs(usual - days * DAY_S) <= 3600 else usual


def _layout(rows: Sequence[Row]) -> _Layout | None:
    """The places by header; by position where the first row is a bar already."""
    for index, (_, cells) in enumerate(rows[:10]):
        titles = [normalised(cell) for cell in cells]
        places: dict[str, int] = {}
        for name, words in _HEADERS.items():
            for word in words:
                if word in titles and titles.index(word) not in places.values():
                    places[name] = titles.index(word)
                    break
        if all(name in places for name in (*_PRICES, "stamp")):
            return _Layout(places, index + 1)
    cells = rows[0][1] if rows else []
    if not cells or not looks_like_time(cells[0]):
        return None
    has_clock = len(cells) > 5 and ":" in cells[1]
    names = ("stamp", "clock", *_PRICES, "volume") if has_clock else ("stamp", *_PRICES, "volume")
    if len(cells) < len(names) - 1:
        return None
    return _Layout({name: at for at, name in enumerate(names) if at < len(cells)}, 0)


def _formats(
    source: SourceFile, layout: _Layout, body: Sequence[Row], clock: Clock
) -> tuple[tuple[str, ...], str]:
    """The formats of the times, and a warning where only their neighbours told the order."""
    stamps = [layout.stamp(cells) for _, cells in body]
    try:
        return detect_time_formats(stamps), ""
    except AmbiguousDates as error:
        spans = {
            day_first: _span(detect_time_formats(stamps, day_first=day_first), stamps, clock)
            for day_first in (True, False)
        }
        if spans[True] == spans[False]:
            raise UnreadableFile(
                f"{source.name}: {error}.", "Use a longer file, or dates such as 2024-03-04."
            ) from error
        day_first = spans[True] < spans[False]
        order = "day first" if day_first else "month first"
        warning = f"Dates such as {stamps[0]} were read {order}: so the bars follow closely."
        return detect_time_formats(stamps, day_first=day_first), warning
    except CellError as error:
        raise UnreadableFile(
            f"{source.name} holds no price bars: {error}.", "Export it again."
        ) from error


def _span(formats: Sequence[str], stamps: Sequence[str], clock: Clock) -> timedelta:
    """From the first to the last bar when the times are read in these formats."""
    times = TimeReader(formats, clock)
    found = []
    for stamp in stamps:
        try:
            found.append(times.read(stamp).at)
        except CellError:
            continue  # named when the bars are read
    return max(found) - min(found) if found else timedelta.max


def _number_style(layout: _Layout, body: Sequence[Row]) -> NumberStyle:
    style = detect_style(layout.cell(cells, name) for _, cells in body for name in _PRICES)
    if style is None:
        raise UnreadableFile(
            "A comma in the prices may mark decimals or thousands.", "Export them with a point."
        )
    return style


def _bar(layout: _Layout, cells: Sequence[str], times: TimeReader, style: NumberStyle) -> Bar:
    starts_at = times.read(layout.stamp(cells)).at
    opened, high, low, close = (parse_number(layout.cell(cells, name), style) for name in _PRICES)
    if high < low:
        raise CellError("the high lies under the low")
    volume = _volume(layout.cell(cells, "volume"), style)
    return Bar(starts_at, opened, high, low, close, volume)


def _widened(bar: Bar) -> Bar:
    """The bar itself, or one whose high and low hold its open and close: vendors slip there."""
    low, high = min(bar.low, bar.open, bar.close), max(bar.high, bar.open, bar.close)
    return bar if (low, high) == (bar.low, bar.high) else replace(bar, low=low, high=high)


def _volume(text: str, style: NumberStyle) -> Decimal | None:
    """The volume; a word in its place costs no bar."""
    try:
        return parse_optional(text, style)
    except CellError:
        return None
