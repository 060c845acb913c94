"""The cash sections of thinkorswim: what fills cost, and money that moved without them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from fillbook.domain.cash import CashEvent, CashKind
from fillbook.domain.execution import Execution
from fillbook.domain.money import share
from fillbook.domain.statement import LeftOut
from fillbook.importers.cells import CellError
from fillbook.importers.numbers import is_nothing, parse_number
from fillbook.importers.thinkorswim_trades import TIME_FORMATS, Order, TradeSection, parse_price
from fillbook.importers.timestamps import Clock, TimeReader

_SECTIONS = {
    "cash balance": ("DATE", "TIME", "AMOUNT"),
    "futures statements": ("Exec Date", "Exec Time", "Amount"),
    "forex statements": ("Date", "Time", "Amount(USD)"),
    "crypto statements": ("Date", "Time", "Amount"),
}
"""The section's names of date, time and amount."""

_TRADE = re.compile(
    r"\b(?:BOT|SOLD)\s+(?P<qty>[+-]?[\d,.]+)\s+(?P<what>.+?)\s*@\s*(?P<price>[\d.,'-]+)"
)
_KINDS = (
    ("DIVIDEND", CashKind.DIVIDEND),
    ("INTEREST", CashKind.INTEREST),
    ("FEE", CashKind.FEE),
    ("DEPOSIT", CashKind.DEPOSIT),
    ("FUNDING RECEIVED", CashKind.DEPOSIT),
    ("WIRE IN", CashKind.DEPOSIT),
    ("WITHDRAW", CashKind.WITHDRAWAL),
    ("DISBURSEMENT", CashKind.WITHDRAWAL),
    ("WIRE OUT", CashKind.WITHDRAWAL),
)
_REMOVAL = ("REMOV", "EXPIRATION", "ASSIGN", "EXERCISE")


@dataclass(frozen=True, slots=True)
class CashSection:
    """What the cash sections add to the fills."""

    orders: tuple[Order, ...]  # with their costs
    events: tuple[CashEvent, ...]
    ignored: tuple[LeftOut, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _CashRow:
    line: int
    at: datetime
    kind: str
    reference: str
    description: str
    misc_fees: Decimal
    commission: Decimal
    amount: Decimal | None


def read_cash(
    sections: Mapping[str, TradeSection], orders: Sequence[Order], clock: Clock
) -> CashSection:
    """The costs of the fills and the cash events.

    A trade's row is found by its time, quantity, price and symbol; costs of a spread are
    shared among its legs by quantity. Costs are negative in the file.
    """
    rows, ignored = _cash_rows(sections, clock)
    unpaid: dict[datetime, list[int]] = {}
    for place, order in enumerate(orders):
        unpaid.setdefault(order.executed_at, []).append(place)
    priced = list(orders)
    events: list[CashEvent] = []
    unmatched = 0
    for row in rows:
        found = _TRADE.search(row.description)
        if row.kind == "TRD":
            if found is None:
                continue  # a fund, without its price: the fill stands in the trade history
            candidates = unpaid.get(row.at, [])
            index = _matching(orders, candidates, found)
            if index is None:
                unmatched += bool(row.misc_fees or row.commission)
            else:
                candidates.remove(index)
                priced[index] = _with_costs(orders[index], row)
        elif row.kind == "EXP" or (
            any(word in row.description.upper() for word in _REMOVAL) and not row.amount
        ):
            ignored.append(LeftOut(row.line, f"position removed: {row.description}"))
        elif row.amount:
            events.append(_event(row))
    warnings = []
    if unmatched:
        warnings.append(f"Costs of {unmatched} trades in the cash balance belong to no fill.")
    removed = sum(out.reason.startswith("position removed") for out in ignored)
    if removed:
        warnings.append(
            f"{removed} positions expired, were assigned or exercised: the file gives no fill "
            "for that, so they stay open until you add it."
        )
    return CashSection(tuple(priced), tuple(events), tuple(ignored), tuple(warnings))


def _cash_rows(
    sections: Mapping[str, TradeSection], clock: Clock
) -> tuple[list[_CashRow], list[LeftOut]]:
    times = TimeReader(TIME_FORMATS, clock)
    rows: list[_CashRow] = []
    ignored: list[LeftOut] = []
    for title, (date, time, amount) in _SECTIONS.items():
        if title not in sections:
            continue
        section = sections[title]
        for line, cells in section.rows:
            kind = section.cell(cells, "Type").upper()
            if kind in ("", "BAL"):
                continue  # totals and balances carried forward
            try:
                stamp = f"{section.cell(cells, date)} {section.cell(cells, time)}"
                at = times.read(stamp).at
                row = _CashRow(
                    line=line,
                    at=at,
                    kind=kind,
                    reference=section.cell(cells, "Ref #").strip('="'),
                    description=section.cell(cells, "Description"),
                    misc_fees=_amount(section.cell(cells, "Misc Fees")),
                    commission=_amount(section.cell(cells, "Commissions & Fees")),
                    amount=_amount(section.cell(cells, amount)),
                )
            except CellError as error:
                ignored.append(LeftOut(line, f"cash row: {error}"))
                continue
            rows.append(row)
    return rows, ignored


def _amount(text: str) -> Decimal:
    return Decimal(0) if is_nothing(text) else parse_number(text)


def _matching(
    orders: Sequence[Order], candidates: Sequence[int], trade: re.Match[str]
) -> int | None:
    """The order of that instant with the quantity, symbol and best the price of a trade's row."""
    words = trade["what"].upper().split()
    try:
        quantity = abs(parse_number(trade["qty"]))
    except CellError:
        return None
    fitting = [
        index
        for index in candidates
        if orders[index].fills[0].quantity == quantity
        and _names(words, orders[index].fills[0].symbol)
    ]
    exact = [index for index in fitting if _has_price(orders[index], trade["price"])]
    return next(iter(exact or fitting), None)


def _names(words: Sequence[str], symbol: str) -> bool:
    """Whether a description names a symbol, with or without its exchange: ``/ESZ21:XCME``."""
    underlying = symbol.upper().split(" ")[0]
    return any(
        word == underlying or word.split(":")[0] == underlying.split(":")[0] for word in words
    )


def _has_price(order: Order, text: str) -> bool:
    try:
        price = parse_price(text, order.fills[0].symbol)
    except CellError:
        return False
    return price in (order.net_price, order.fills[0].price)


def _with_costs(order: Order, row: _CashRow) -> Order:
    legs = order.fills
    whole = sum((leg.quantity for leg in legs), Decimal(0))
    shared: list[Execution] = []
    commission_left, fees_left = -row.commission, -row.misc_fees
    for number, leg in enumerate(legs, 1):
        last = number == len(legs)
        commission = commission_left if last else share(-row.commission, leg.quantity, whole)
        fees = fees_left if last else share(-row.misc_fees, leg.quantity, whole)
        commission_left -= commission
        fees_left -= fees
        reference = row.reference if len(legs) == 1 else f"{row.reference}:{number}"
        shared.append(
            replace(
                leg,
                commission=commission,
                other_fees=fees,
                external_id=reference if row.reference else None,
            )
        )
    return replace(order, fills=tuple(shared))


def _event(row: _CashRow) -> CashEvent:
    amount = row.amount or Decimal(0)
    text = row.description.upper()
    kind = next((kind for word, kind in _KINDS if word in text), CashKind.OTHER)
    return CashEvent(
        kind=kind,
        amount=amount,
        at=row.at,
        external_id=row.reference or None,
        comment=row.description,
        row=row.line,
    )
