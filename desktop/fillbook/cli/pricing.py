"""``bars``: the prices that excursions are read from."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from fillbook.cli.accounts import zone_of
from fillbook.cli.documents import instant
from fillbook.cli.request import request_of
from fillbook.domain.contents import StoredSeries
from fillbook.importers.bars_csv import read_bars
from fillbook.importers.importer import ReadOptions, SourceFile

bars = typer.Typer(help="Price bars: import them, list them.", no_args_is_help=True)


@bars.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A CSV file of bars.")],
    symbol: Annotated[str, typer.Option(help="What the bars are of.")],
    timezone: Annotated[str, typer.Option(help="Zone of its times.")] = "UTC",
) -> None:
    """Keep the bars of a file; where others are at the same instants, these hold."""
    request = request_of(context)
    read = read_bars(SourceFile.at(file), ReadOptions(zone=zone_of(timezone)), symbol)
    with request.writing() as library:
        library.add_bars(read.series)
        found = library.bar_series()
    request.answer([_document(each) for each in found], lambda console: _show(console, found))


@bars.command("list")
def list_(context: typer.Context) -> None:
    """List the symbols and resolutions of which there are bars."""
    request = request_of(context)
    with request.reading() as library:
        found = library.bar_series()
    request.answer([_document(each) for each in found], lambda console: _show(console, found))


def _document(series: StoredSeries) -> dict[str, object]:
    return {
        "symbol": series.symbol,
        "resolution_s": series.resolution_s,
        "count": series.count,
        "first": instant(series.first),
        "last": instant(series.last),
    }


def _show(console: Console, found: tuple[StoredSeries, ...]) -> None:
    table = Table(box=None, header_style="dim")
    for heading in ("Symbol", "Resolution", "First", "Last", "Bars"):
        table.add_column(heading, justify="right" if heading == "Bars" else "left")
    for each in found:
        table.add_row(
            each.symbol, f"{each.resolution_s} s", f"{each.first:%Y-%m-%d %H:%M}",
            f"{each.last:%Y-%m-%d %H:%M}", f"{each.count:,}",
        )  # fmt: skip
    console.print(table)
    console.print(f"{len(found)} series", style="dim")
