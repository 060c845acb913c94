"""The filters that ``trades`` and ``stats`` share."""

from dataclasses import fields
from datetime import date, datetime
from typing import Annotated

import typer

from fillbook.domain.execution import Direction
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade import Outcome, Status
from fillbook.storage.library import Library

_DAY = ["%Y-%m-%d"]

From = Annotated[
    datetime | None, typer.Option("--from", formats=_DAY, help="First trading day, included.")
]
To = Annotated[
    datetime | None, typer.Option("--to", formats=_DAY, help="Last trading day, included.")
]
Accounts = Annotated[list[str] | None, typer.Option("--account", help="Account.")]
Symbols = Annotated[list[str] | None, typer.Option("--symbol", help="Symbol.")]
Directions = Annotated[list[Direction] | None, typer.Option("--direction")]
Outcomes = Annotated[list[Outcome] | None, typer.Option("--outcome")]
Statuses = Annotated[list[Status] | None, typer.Option("--status")]
Tags = Annotated[list[str] | None, typer.Option("--tag")]
Setups = Annotated[list[str] | None, typer.Option("--setup")]
Strategies = Annotated[list[str] | None, typer.Option("--strategy")]
Grades = Annotated[list[str] | None, typer.Option("--grade")]
Text = Annotated[
    str, typer.Option("--text", help="Words in notes, tags, symbol or screenshot labels.")
]


def query_of(
    library: Library,
    *,
    first: datetime | None,
    last: datetime | None,
    account: list[str] | None,
    symbol: list[str] | None,
    direction: list[Direction] | None,
    outcome: list[Outcome] | None,
    status: list[Status] | None,
    tag: list[str] | None,
    setup: list[str] | None,
    strategy: list[str] | None,
    grade: list[str] | None,
    text: str,
) -> TradeQuery:
    """The query that the filters mean.

    Raises:
        NotFound: an account is not in the library.
    """
    return TradeQuery(
        first_day=_day(first),
        last_day=_day(last),
        accounts=tuple(library.account(name).name for name in account or ()),
        symbols=tuple(symbol or ()),
        directions=tuple(direction or ()),
        outcomes=tuple(outcome or ()),
        statuses=tuple(status or ()),
        tags=tuple(tag or ()),
        setups=tuple(setup or ()),
        strategies=tuple(strategy or ()),
        grades=tuple(grade or ()),
        text=text,
    )


def filters_document(query: TradeQuery) -> dict[str, object]:
    """The filters that are in force, by their names; empty where there are none."""
    found: dict[str, object] = {}
    for field in fields(query):
        value = getattr(query, field.name)
        if isinstance(value, tuple):
            value = [str(each) for each in value]
        elif isinstance(value, date):
            value = value.isoformat()
        if value not in ([], "", None):
            found[field.name] = value
    return found


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
