"""To which position each deal of a MetaTrader 5 report belongs, on accounts that hedge.

On such an account a position bears the number of the order that opened it. A report does not
say which position a closing deal closes: its table of positions does for positions closed at
once, and volume and profit do for most of the others. What stays open to doubt closes the
oldest, and is counted. On a netting account deals need no position: they net.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from fillbook.domain.execution import Side
from fillbook.importers.metatrader5_report import Deal, Position, Report
from fillbook.importers.metatrader_cells import Closing, Reading, opposite

_ROUNDED = 0.011  # a profit is printed in cents
_DRIFT = 0.02  # rates between a profit's currency and the account's move
_KEPT_WORTHS = 50

_CloseKey = tuple[object, ...]


@dataclass(slots=True)
class _Open:
    """A position while it is open."""

    number: str
    price: Decimal
    left: Decimal


@dataclass(slots=True)
class Assignment:
    """The position of each deal by the deal's number; empty on a netting account."""

    hedging: bool
    positions: dict[str, str] = field(default_factory=dict)
    guessed: int = 0  # closing deals that fitted several positions
    unopened: list[Deal] = field(default_factory=list)  # they close what the file never opened


def assign(report: Report, hedging: bool | None, reading: Reading) -> Assignment:
    """The position of each deal.

    Args:
        hedging: What the head of the report says of the account; None where it is silent.
    """
    deals = in_order(report.deals)
    if hedging is None:
        hedging = _looks_hedging(deals, report, reading)
    if not hedging:
        return Assignment(False, unopened=_unopened_when_netting(deals))
    book = _Book(report)
    for done, deal in enumerate(deals):
        reading.breathe(done)
        book.take(deal)
    return book.assignment


def in_order(deals: Iterable[Deal]) -> list[Deal]:
    """Deals oldest first, whichever way the report sorts them."""
    return sorted(deals, key=lambda deal: (deal.at.at, int(deal.number)))


def _looks_hedging(deals: Sequence[Deal], report: Report, reading: Reading) -> bool:
    """Whether deals can only be, or most likely are, those of an account that hedges."""
    kinds = {deal.closing for deal in deals}
    if Closing.FLIP in kinds:
        return False
    if Closing.BY in kinds:
        return True
    numbers = {position.number for position in (*report.positions, *report.open_positions)}
    opened = {deal.order for deal in deals if deal.closing is Closing.IN}
    if report.positions and not opened <= numbers and not report.open_positions:
        return _opens_against(deals)
    return _closes_one_at_a_time(deals, reading)


def _opens_against(deals: Sequence[Deal]) -> bool:
    """Whether a deal opens against what is open, which on a netting account would close."""
    net: dict[str, Decimal] = defaultdict(Decimal)
    for deal in deals:
        change = deal.volume if deal.side is Side.BUY else -deal.volume
        if deal.closing is Closing.IN and net[deal.symbol] * change < 0:
            return True
        net[deal.symbol] += change
    return False


def _closes_one_at_a_time(deals: Sequence[Deal], reading: Reading) -> bool:
    """Whether every closing deal fits into a single position that is open."""
    book = _Book(Report())
    for done, deal in enumerate(deals):
        reading.breathe(done)
        book.take(deal)
    return not book.too_large


def _unopened_when_netting(deals: Sequence[Deal]) -> list[Deal]:
    """Closing deals that close more than the file has opened."""
    net: dict[str, Decimal] = defaultdict(Decimal)
    found = []
    for deal in deals:
        change = deal.volume if deal.side is Side.BUY else -deal.volume
        if deal.closing is Closing.OUT and abs(net[deal.symbol] + change) > abs(net[deal.symbol]):
            found.append(deal)
            continue
        net[deal.symbol] += change
    return found


@dataclass(slots=True)
class _Book:
    """What is open while the deals are taken one after another."""

    report: Report
    assignment: Assignment = field(default_factory=lambda: Assignment(True))
    too_large: bool = False
    open: dict[tuple[str, Side], dict[str, _Open]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    closes: dict[_CloseKey, list[str]] = field(default_factory=lambda: defaultdict(list))
    reserved: set[str] = field(default_factory=set)
    worths: dict[str, deque[tuple[float, float]]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=_KEPT_WORTHS))
    )  # of a lot and a point, with the profit that told it: a large one tells it finely
    rows: dict[str, Position] = field(default_factory=dict)

    def __post_init__(self) -> None:
        opened = {deal.order for deal in self.report.deals if deal.closing is Closing.IN}
        closing = {_deal_key(deal) for deal in self.report.deals if deal.closing is not Closing.IN}
        for position in self.report.positions:
            self.rows[position.number] = position
            key = _position_key(position)
            self.closes[key].append(position.number)
            if key in closing:
                self.reserved.add(position.number)
            if position.number not in opened:  # before the first deal of the report
                self.open[position.symbol, position.side][position.number] = _Open(
                    position.number, position.open_price, position.volume
                )

    def take(self, deal: Deal) -> None:
        """Open a position, or find the one that a deal closes."""
        if deal.closing is Closing.IN:
            self._add(deal)
            return
        number = self._closed_at_once(deal) or self._fitting(deal)
        if number is None:
            number = deal.number  # apart from everything else, until its opening is imported
            self.assignment.unopened.append(deal)
        self.assignment.positions[deal.number] = number
        self._reduce(deal, number)

    def _add(self, deal: Deal) -> None:
        number = deal.order or deal.number
        held = self.open[deal.symbol, deal.side]
        if number in held:  # one order, filled in several deals
            held[number].left += deal.volume
        else:
            held[number] = _Open(number, deal.price, deal.volume)
        self.assignment.positions[deal.number] = number

    def _closed_at_once(self, deal: Deal) -> str | None:
        numbers = self.closes.get(_deal_key(deal))
        return numbers.pop(0) if numbers else None

    def _fitting(self, deal: Deal) -> str | None:
        held = self.open[deal.symbol, opposite(deal.side)]
        fitting = [
            position
            for position in held.values()
            if position.left >= deal.volume
            and position.number not in self.reserved
            and self._still_open(position.number, deal)
        ]
        if not fitting:
            self.too_large = self.too_large or bool(held)
            return None
        if len(fitting) == 1:
            return fitting[0].number
        return self._likeliest(fitting, deal).number

    def _still_open(self, number: str, deal: Deal) -> bool:
        row = self.rows.get(number)
        return row is None or row.closed is None or row.closed.at >= deal.at.at

    def _likeliest(self, fitting: Sequence[_Open], deal: Deal) -> _Open:
        """The position whose profit this would be; else of equal volume; else the oldest."""
        worths = self.worths[deal.symbol]
        if worths:
            _, worth = max(worths)
            profit = float(deal.profit)
            errors = [abs(_move(position.price, deal) * worth - profit) for position in fitting]
            for allowed in (_ROUNDED, _ROUNDED + abs(profit) * _DRIFT):
                near = [p for p, error in zip(fitting, errors, strict=True) if error <= allowed]
                if len({position.price for position in near}) == 1:
                    return next((p for p in near if p.left == deal.volume), near[0])
                if near:
                    fitting = near
                    break
        self.assignment.guessed += 1
        return next((p for p in fitting if p.left == deal.volume), fitting[0])

    def _reduce(self, deal: Deal, number: str) -> None:
        held = self.open[deal.symbol, opposite(deal.side)]
        position = held.get(number)
        if position is None:
            return
        move = _move(position.price, deal)
        if move and deal.profit:
            profit = float(deal.profit)
            self.worths[deal.symbol].append((abs(profit), profit / move))
        position.left -= deal.volume
        if position.left <= 0:
            del held[number]


def _move(price: Decimal, deal: Deal) -> float:
    """Price difference times volume, positive when the closing deal gains."""
    gained = deal.price - price if deal.side is Side.SELL else price - deal.price
    return float(gained * deal.volume)


def _deal_key(deal: Deal) -> _CloseKey:
    return (deal.symbol, opposite(deal.side), deal.at.at, deal.volume, deal.price, deal.profit)


def _position_key(position: Position) -> _CloseKey:
    closed = position.closed.at if position.closed else None
    return (
        position.symbol,
        position.side,
        closed,
        position.volume,
        position.close_price,
        position.profit,
    )
