"""Executions out of the deals and positions of a MetaTrader 5 report."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import Enum, auto

from fillbook.domain.cash import CashEvent
from fillbook.domain.execution import Basis, Execution, StatedPnl
from fillbook.importers.metatrader5_positions import Assignment, in_order
from fillbook.importers.metatrader5_report import Deal, Position, Report
from fillbook.importers.metatrader_cells import Closing, Reading, asset_type_of, opposite

_RUN_DIGITS = 8


class Origin(Enum):
    """Where deals come from, which decides what makes their numbers unique."""

    ACCOUNT = auto()
    HEDGING = auto()  # the report says so: an opening is named by its position
    TEST = auto()  # numbers begin at 1 in every test


def fills_of(
    report: Report, assignment: Assignment, origin: Origin, reading: Reading
) -> tuple[Execution, ...]:
    """The fills, oldest first. A report without deals gives those of its positions."""
    names = _Names(report, origin)
    if not report.deals:
        rows = [*report.positions, *report.open_positions]
        fills = [fill for row in rows for fill in _fills_of_position(row, reading)]
        return tuple(sorted(fills, key=lambda fill: (fill.executed_at, fill.sequence)))
    levels = _levels(report)
    fills = []
    for done, deal in enumerate(in_order(report.deals)):
        reading.breathe(done)
        position = assignment.positions.get(deal.number)
        fills.append(_fill(deal, position, names, levels, reading))
    if assignment.hedging:
        fills.extend(_earlier_openings(report, assignment, origin, reading))
    return tuple(sorted(fills, key=lambda fill: (fill.executed_at, fill.sequence)))


def cash_of(report: Report, events: Iterable[CashEvent], origin: Origin) -> tuple[CashEvent, ...]:
    """Balance operations, under numbers that are theirs alone."""
    if origin is not Origin.TEST:
        return tuple(events)
    run = _run(report.deals)
    return tuple(replace(event, external_id=f"{run}-{event.external_id}") for event in events)


Levels = dict[str, tuple[Decimal | None, Decimal | None]]


def _levels(report: Report) -> Levels:
    """Stop and target by position or order; a position's are the later ones."""
    levels = dict(report.levels)
    for position in (*report.positions, *report.open_positions):
        if position.stop_loss is not None or position.take_profit is not None:
            levels[position.number] = (position.stop_loss, position.take_profit)
    return levels


class _Names:
    """The identities under which fills and positions are known again."""

    def __init__(self, report: Report, origin: Origin) -> None:
        self._prefix = f"{_run(report.deals)}-" if origin is Origin.TEST else ""
        self._by_position = origin is Origin.HEDGING
        self._openings = Counter(
            deal.order for deal in report.deals if deal.closing is Closing.IN and deal.order
        )

    def position(self, number: str | None) -> str | None:
        return None if number is None else self._prefix + number

    def fill(self, deal: Deal) -> str:
        """The deal's number; an opening's is its position's, as in a report that lacks the deal."""
        opens = deal.closing is Closing.IN and self._openings[deal.order] == 1
        return f"{deal.order}:open" if self._by_position and opens else self._prefix + deal.number


def _run(deals: Iterable[Deal]) -> str:
    """A name for a test that its deals alone decide."""
    digest = hashlib.sha256()
    for deal in in_order(deals):
        facts = (deal.number, deal.at.at, deal.symbol, deal.side, deal.volume, deal.price)
        digest.update("\t".join(map(str, facts)).encode())
    return digest.hexdigest()[:_RUN_DIGITS]


def _fill(
    deal: Deal, position: str | None, names: _Names, levels: Levels, reading: Reading
) -> Execution:
    closes = deal.closing is not Closing.IN
    stop, target = (None, None) if closes else levels.get(deal.order, (None, None))
    return Execution(
        symbol=deal.symbol,
        side=deal.side,
        quantity=deal.volume,
        price=deal.price,
        executed_at=deal.at.at,
        sequence=int(deal.number),
        precision=deal.at.precision,
        commission=-deal.commission,
        other_fees=-deal.fee,
        swap=deal.swap,
        stated_pnl=StatedPnl(deal.profit, Basis.GROSS) if closes else None,
        asset_type=asset_type_of(deal.symbol, reading.options),
        external_id=names.fill(deal),
        order_id=deal.order or None,
        position_id=names.position(position),
        stop_loss=stop,
        take_profit=target,
        row=deal.row,
    )


def _earlier_openings(
    report: Report, assignment: Assignment, origin: Origin, reading: Reading
) -> Sequence[Execution]:
    """Openings before the report's first deal, as its table of positions tells them.

    What they cost is not told, so that an earlier report's word on it stands.
    """
    if origin is Origin.TEST:
        return ()
    opened = {
        assignment.positions[deal.number] for deal in report.deals if deal.closing is Closing.IN
    }
    touched = set(assignment.positions.values())
    missing = (row for row in report.positions if row.number in touched - opened)
    return [
        replace(_opening(row, reading), commission=None, other_fees=None, swap=None)
        for row in missing
    ]


def _fills_of_position(position: Position, reading: Reading) -> list[Execution]:
    opening = _opening(position, reading)
    return [opening] if position.closed is None else [opening, _closing(position, reading)]


def _opening(position: Position, reading: Reading) -> Execution:
    """The opening of a position, without costs, which its closing carries."""
    return Execution(
        symbol=position.symbol,
        side=position.side,
        quantity=position.volume,
        price=position.open_price,
        executed_at=position.opened.at,
        sequence=2 * int(position.number),
        precision=position.opened.precision,
        commission=Decimal(0),
        other_fees=Decimal(0),
        swap=Decimal(0),
        asset_type=asset_type_of(position.symbol, reading.options),
        external_id=f"{position.number}:open",
        order_id=position.number,
        position_id=position.number,
        stop_loss=position.stop_loss,
        take_profit=position.take_profit,
        row=position.row,
    )


def _closing(position: Position, reading: Reading) -> Execution:
    assert position.closed is not None
    return Execution(
        symbol=position.symbol,
        side=opposite(position.side),
        quantity=position.volume,
        price=position.close_price,
        executed_at=position.closed.at,
        sequence=2 * int(position.number) + 1,
        precision=position.closed.precision,
        commission=-position.commission,
        other_fees=-position.fee,
        swap=position.swap,
        stated_pnl=StatedPnl(position.profit, Basis.GROSS),
        asset_type=asset_type_of(position.symbol, reading.options),
        external_id=f"{position.number}:close",
        order_id=position.number,
        position_id=position.number,
        row=position.row,
    )
