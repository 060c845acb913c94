"""``rates``: what currencies are worth in each other."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from fillbook.cli.accounts import currency_of
from fillbook.cli.request import plural, request_of
from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.money import canonical
from fillbook.importers.importer import SourceFile
from fillbook.importers.rates_csv import read_rates
from fillbook.statistics.document import rate_document

rates = typer.Typer(help="Exchange rates: import them, list them.", no_args_is_help=True)

_SHOWN = 30


@rates.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV: Date, From, To, Rate; or one a currency.")],
    base: Annotated[
        str, typer.Option(help="Whose units the columns of currencies are told in.")
    ] = "EUR",
) -> None:
    """Keep the rates of a file, each in the place of the one that its day had."""
    request = request_of(context)
    read = read_rates(SourceFile.at(file), currency_of(base))
    with request.writing() as library:
        library.put_rates(read)
    request.answer([rate_document(each) for each in read], lambda console: _show(console, read))


@rates.command("list")
def list_(context: typer.Context) -> None:
    """List the stored rates, by currencies and day."""
    request = request_of(context)
    with request.reading() as library:
        found = library.rates()
    request.answer([rate_document(each) for each in found], lambda console: _show(console, found))


def _show(console: Console, found: tuple[ExchangeRate, ...]) -> None:
    table = Table(box=None, header_style="dim")
    for heading in ("Day", "From", "To", "Rate", "Source"):
        table.add_column(heading, justify="right" if heading == "Rate" else "left")
    for rate in found[-_SHOWN:]:
        table.add_row(
            rate.day.isoformat(), rate.base, rate.quote, canonical(rate.rate), rate.source
        )
    console.print(table)
    shown = f", the last {_SHOWN} shown" if len(found) > _SHOWN else ""
    console.print(f"{plural(len(found), 'rate')}{shown}", style="dim")
