"""``stats``."""

from collections import Counter
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from fillbook.cli.filters import (
    Accounts,
    Directions,
    From,
    Grades,
    Outcomes,
    Setups,
    Statuses,
    Strategies,
    Symbols,
    Tags,
    Text,
    To,
    filters_document,
    query_of,
)
from fillbook.cli.measuring import Breakeven, Costs, Currency, DayEnds, Unit, Zone, terms_of
from fillbook.cli.request import person_console, plural, print_document, request_of
from fillbook.cli.studying import Compare, Cross, Loss, Simulate, show_studies, studies
from fillbook.cli.watching import watched
from fillbook.domain.execution import Basis
from fillbook.statistics.breakdown import groups
from fillbook.statistics.catalogue import BY_KEY as STATISTICS
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.dimensions import Dimension
from fillbook.statistics.document import (
    Document,
    explanation_document,
    population_document,
    rows,
    statistics_document,
)
from fillbook.statistics.explanation import Explanation, explain
from fillbook.statistics.population import Population
from fillbook.statistics.populations import population
from fillbook.statistics.statistic import Figure, Statistic
from fillbook.statistics.statistic import Unit as Counted
from fillbook.statistics.terms import Measure

_GROUP_COLUMNS = tuple(
    STATISTICS[key]
    for key in ("trades", "win_rate_decided", "net_pnl", "profit_factor", "expectancy", "mean_r")
)


def stats(
    context: typer.Context,
    first: From = None,
    last: To = None,
    account: Accounts = None,
    symbol: Symbols = None,
    direction: Directions = None,
    outcome: Outcomes = None,
    status: Statuses = None,
    tag: Tags = None,
    setup: Setups = None,
    strategy: Strategies = None,
    grade: Grades = None,
    text: Text = "",
    basis: Costs = Basis.NET,
    unit: Unit = Measure.MONEY,
    currency: Currency = None,
    breakeven: Breakeven = None,
    timezone: Zone = None,
    day_ends: DayEnds = None,
    by: Annotated[
        str | None, typer.Option("--by", help=f"Split by {', '.join(DIMENSIONS)}.")
    ] = None,
    explained: Annotated[
        str | None, typer.Option("--explain", metavar="KEY", help="How one figure came about.")
    ] = None,
    cross: Cross = None,
    compare: Compare = None,
    simulate: Simulate = False,
    loss: Loss = None,
) -> None:
    """Every statistic of the trades that the filters mean."""
    dimension = _dimension(by)
    if explained is not None and explained not in STATISTICS:
        raise typer.BadParameter(f"{explained!r} is no statistic.")
    terms = terms_of(
        basis=basis, measure=unit, currency=currency, breakeven=breakeven, timezone=timezone,
        day_ends=day_ends,
    )  # fmt: skip
    request = request_of(context)
    with request.reading() as library:
        query = query_of(
            library, first=first, last=last, account=account, symbol=symbol,
            direction=direction, outcome=outcome, status=status, tag=tag, setup=setup,
            strategy=strategy, grade=grade, text=text,
        )  # fmt: skip
        hits = library.search(query.text) if query.text.strip() else None
        rates = library.rates() if terms.currency is not None else ()
        chosen = watched(library, population(library.columns(), query, hits, terms, rates))
    asked = studies(chosen, dimension, cross=cross, compare=compare, simulate=simulate, loss=loss)
    filters: Document = {"filters": filters_document(query)}
    if explained is not None:
        explanation = explain(chosen, explained)
        request.answer(
            {
                "population": population_document(chosen) | filters,
                "explanation": explanation_document(explanation),
            },
            lambda console: _show_explanation(console, explanation),
        )
    elif request.as_json:
        told: Document = {"population": population_document(chosen) | filters}
        print_document(statistics_document(chosen, dimension) | told | asked)
    elif dimension is None:
        _show(chosen)
    else:
        _show_groups(chosen, dimension)
    if not request.as_json:
        show_studies(person_console(), asked)


def _dimension(key: str | None) -> Dimension | None:
    if key is None:
        return None
    if key not in DIMENSIONS:
        raise typer.BadParameter(f"{key!r} is not one of {', '.join(DIMENSIONS)}.")
    return DIMENSIONS[key]


def _show(chosen: Population) -> None:
    console = person_console()
    table = Table(box=None, header_style="dim")
    table.add_column("Statistic")
    table.add_column("Value", justify="right")
    table.add_column("")
    for row in rows(chosen):
        figure = row.figure
        table.add_row(
            row.statistic.title, _shown(row.statistic, figure, chosen.measure), figure.reason or ""
        )
    console.print(table)
    left_out = len(chosen.left_out)
    console.print(
        f"{plural(len(chosen), 'trade')}, {len(chosen.open_rows)} open, {left_out} left out",
        style="dim",
    )


def _show_groups(chosen: Population, dimension: Dimension) -> None:
    table = Table(box=None, header_style="dim")
    table.add_column(dimension.title)
    for statistic in _GROUP_COLUMNS:
        table.add_column(statistic.title, justify="right")
    for group in groups(chosen, dimension):
        figures = (
            _shown(each, each.of(group.population), chosen.measure) for each in _GROUP_COLUMNS
        )
        table.add_row(group.key or "–", *figures)
    person_console().print(table)


def _show_explanation(console: Console, explanation: Explanation) -> None:
    statistic, measure = explanation.statistic, explanation.behind.population.measure
    console.print(f"{statistic.title}: {_shown(statistic, explanation.figure, measure)}")
    console.print(statistic.formula, style="dim")
    for each in explanation.inputs:
        console.print(f"  {each.statistic.title}: {_shown(each.statistic, each.figure, measure)}")
    reasons = Counter(left.reason for left in explanation.left_out)
    for reason, count in reasons.items():
        console.print(f"{plural(count, 'trade')} left out: {reason}", style="dim")
    table = Table(box=None, header_style="dim")
    table.add_column("Trade", justify="right")
    table.add_column(explanation.behind.counted_in.value.capitalize(), justify="right")
    for part in explanation.behind:
        table.add_row(f"#{part.number}", f"{part.value:,.2f}")
    console.print(table)


def _shown(statistic: Statistic, figure: Figure, measure: Measure) -> str:
    """A figure for a person: rounded, a share in per cent, unknown as a dash."""
    value = figure.value
    if value is None:
        return "–"
    unit = statistic.unit_in(measure)
    if unit is Counted.FRACTION:
        return f"{value * 100:.1f} %"
    if unit is Counted.SECONDS:
        return _duration(round(value))
    if unit in (Counted.COUNT, Counted.DAYS):
        return f"{value:,.4g}" if value < 100 else f"{value:,.0f}"
    return f"{value:,.2f}"


def _duration(seconds: int) -> str:
    """The two largest parts: ``2 d 5 h``, ``3 h 10 min``, ``5 min 4 s``."""
    for size, unit, rest_size, rest_unit in (
        (86_400, "d", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s"),
    ):  # fmt: skip
        if seconds >= size:
            return f"{seconds // size} {unit} {seconds % size // rest_size} {rest_unit}"
    return f"{seconds} s"
