"""Trades that a query meant and no figure counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from fillbook.statistics.columns import Table
from fillbook.statistics.integers import Indices


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A trade that was meant and not counted."""

    trade: str  # id
    number: int
    reason: str


def exclusions(table: Table, rows: Indices) -> Iterator[Exclusion]:
    """Each of the rows with its reason."""
    source = table.source
    for row in rows.tolist():
        yield Exclusion(source.ids[row], source.number[row], _reason(table, row))


def excluded_as(table: Table, rows: Indices, reason: str) -> Iterator[Exclusion]:
    """Each of the rows with one reason for all."""
    source = table.source
    for row in rows.tolist():
        yield Exclusion(source.ids[row], source.number[row], reason)


def _reason(table: Table, row: int) -> str:
    account = table.source.accounts[table.account[row]]
    if not table.is_executed[row]:
        return "a plan or a missed trade"
    if table.is_archived[row]:
        return "archived"
    if not account.counted:
        return f"account {account.name} is not counted"
    return table.unmeasured.get(row, "its P&L is not known")
