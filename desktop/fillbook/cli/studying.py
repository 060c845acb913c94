"""What ``stats`` is asked beyond figures: two dimensions, two groups, other courses of things."""

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.console import Console

from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.dimensions import Dimension
from fillbook.statistics.document import Document
from fillbook.statistics.population import Population
from fillbook.statistics.studies import (
    comparison_document,
    cross_document,
    simulation_document,
)

Cross = Annotated[
    str | None,
    typer.Option("--cross", metavar="DIMENSION", help="A table of this one and that of --by."),
]
Compare = Annotated[
    tuple[str, str] | None,
    typer.Option("--compare", metavar="KEY KEY", help="Two groups of --by, and their difference."),
]
Simulate = Annotated[
    bool, typer.Option("--simulate", help="Other orders and draws of the same trades.")
]
Loss = Annotated[
    str | None,
    typer.Option("--loss", metavar="AMOUNT", help="With --simulate: the chance of losing so much."),
]


def studies(
    population: Population,
    by: Dimension | None,
    *,
    cross: str | None,
    compare: tuple[str, str] | None,
    simulate: bool,
    loss: str | None,
) -> Document:
    """The studies that were asked for, by their names.

    Raises:
        BadParameter: a dimension is unknown or missing, or the loss is no amount.
    """
    found: Document = {}
    if (cross or compare) and by is None:
        raise typer.BadParameter("--cross and --compare need --by.")
    if by is not None and cross is not None:
        if cross not in DIMENSIONS:
            raise typer.BadParameter(f"{cross!r} is not one of {', '.join(DIMENSIONS)}.")
        found["cross"] = cross_document(population, by, DIMENSIONS[cross])
    if by is not None and compare is not None:
        found["comparison"] = comparison_document(population, by, compare)
    if simulate:
        found["simulation"] = simulation_document(population, _loss(loss))
    elif loss is not None:
        raise typer.BadParameter("--loss needs --simulate.")
    return found


def show_studies(console: Console, found: Document, indent: int = 0) -> None:
    """Names and values for a person, what belongs together further in."""
    for name, value in found.items():
        if isinstance(value, dict):
            console.print(f"{' ' * indent}{name}", style="bold")
            show_studies(console, value, indent + 2)
        elif isinstance(value, list):
            for each in value:
                console.print(f"{' ' * indent}{', '.join(f'{k} {v}' for k, v in each.items())}")
        else:
            console.print(f"{' ' * indent}{name.replace('_', ' ')}: {value}")


def _loss(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(0)
    if not amount.is_finite() or amount <= 0:
        raise typer.BadParameter(f"{text!r} is no loss; give an amount above zero.")
    return amount
