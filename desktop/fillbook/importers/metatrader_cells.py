"""What single cells of MetaTrader's reports mean."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fillbook.domain.cash import CashEvent, CashKind
from fillbook.domain.execution import Side
from fillbook.domain.instrument import AssetType
from fillbook.domain.statement import LeftOut
from fillbook.importers.cells import CellError, shown
from fillbook.importers.importer import ReadOptions
from fillbook.importers.metatrader_tables import Row, is_integer, is_number
from fillbook.importers.numbers import parse_number
from fillbook.importers.timestamps import Clock, Moment, TimeReader

_TIMES = ("%Y.%m.%d %H:%M:%S", "%Y.%m.%d %H:%M", "%Y.%m.%d %H:%M:%S.%f")
_DATE_MARKS = str.maketrans({"-": ".", "/": ".", "T": " "})
_ROWS_BETWEEN_LOOKS = 500

_PAIR = re.compile(r"([A-Z]{3})[/_]?([A-Z]{3})(?:[^A-Z].*|[A-Z]{0,4})")
_CURRENCIES = frozenset(
    [
        "USD",
        "EUR",
        "GBP",
        "JPY",
        "CHF",
        "AUD",
        "NZD",
        "CAD",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "TRY",
        "ZAR",
        "MXN",
        "SGD",
        "HKD",
        "CNH",
        "CNY",
        "RUB",
        "ILS",
        "THB",
        "INR",
        "BRL",
        "RON",
        "KRW",
        "TWD",
        "IDR",
        "CLP",
        "COP",
        "PEN",
        "SAR",
        "AED",
        "KWD",
        "XAU",
        "XAG",
        "XPT",
        "XPD",
    ]
)


class Closing(StrEnum):
    """MetaTrader's words for what a deal does to a position."""

    IN = "in"
    OUT = "out"
    FLIP = "in/out"
    BY = "out by"


@dataclass(slots=True)
class Reading:
    """One reading of one report: its clock, and what was left out so far."""

    options: ReadOptions
    clock: Clock
    times: TimeReader
    skipped: list[LeftOut]
    ignored: list[LeftOut]
    cash: list[CashEvent]
    warnings: list[str]

    @classmethod
    def of(cls, options: ReadOptions) -> "Reading":
        clock = Clock(options.zone)
        return cls(options, clock, TimeReader(_TIMES, clock), [], [], [], [])

    def time(self, text: str) -> Moment:
        """Raises: CellError: the cell holds no time."""
        return self.times.read(text.translate(_DATE_MARKS))

    def skip(self, row: int, reason: str | CellError) -> None:
        """Name a row that should have been a fill and cannot be read."""
        self.skipped.append(LeftOut(row, str(reason)))

    def ignore(self, row: int, reason: str) -> None:
        """Name a row that is no fill."""
        self.ignored.append(LeftOut(row, reason))

    def move_cash(self, row: Row, moved: "CashMove") -> None:
        """Note money that moves without a trade; a row that cannot be read is skipped."""
        try:
            at = self.time(moved.at).at
            amount = sum(map(amount_in, moved.amounts), Decimal(0))
        except CellError as error:
            self.skip(row.number, error)
            return
        self.cash.append(
            CashEvent(
                kind=_cash_kind(moved.word, amount),
                amount=amount,
                at=at,
                external_id=moved.ticket or None,
                comment=moved.comment,
                row=row.number,
            )
        )

    def look_up(self, done: int, total: int) -> None:
        """Report progress now and then, and stop when asked to; taking rows apart was half."""
        if done % _ROWS_BETWEEN_LOOKS == 0:
            self.options.checkpoint(total + done, 2 * total)

    def breathe(self, done: int) -> None:
        """Stop when asked to, in the work that follows the rows."""
        if done % _ROWS_BETWEEN_LOOKS == 0:
            self.options.checkpoint(1, 1)

    def all_warnings(self) -> tuple[str, ...]:
        return (*self.warnings, *self.clock.warnings())


@dataclass(frozen=True, slots=True)
class CashMove:
    """The cells of a row that moves money without a trade."""

    word: str  # MetaTrader's type
    ticket: str
    at: str
    amounts: tuple[str, ...]
    comment: str


_CASH_KINDS = {
    "interest": CashKind.INTEREST,
    "dividend": CashKind.DIVIDEND,
    "dividend franked": CashKind.DIVIDEND,
    "tax": CashKind.FEE,
    "charge": CashKind.FEE,
    "correction": CashKind.OTHER,
    "bonus": CashKind.OTHER,
    "credit": CashKind.OTHER,
}


def _cash_kind(word: str, amount: Decimal) -> CashKind:
    kind = _CASH_KINDS.get(word)
    if kind is not None:
        return kind
    if "commission" in word or "fee" in word:
        return CashKind.FEE
    return CashKind.WITHDRAWAL if amount < 0 else CashKind.DEPOSIT


def side_of(word: str) -> Side | None:
    """The side that a type names; None for pending orders and everything else."""
    try:
        return Side(word.lower())
    except ValueError:
        return None


def opposite(side: Side) -> Side:
    return Side.SELL if side is Side.BUY else Side.BUY


def amount_in(text: str) -> Decimal:
    """The amount in a cell; an empty cell is zero, as the report adds it up.

    Raises:
        CellError: the cell holds something else.
    """
    return parse_number(text) if text else Decimal(0)


def number_in(text: str) -> Decimal | None:
    """The plain number in a cell; None where there is none."""
    try:
        return parse_number(text) if is_number(text) else None
    except CellError:
        return None


def volume_in(text: str) -> Decimal:
    """The volume in a cell, of ``2.03 / 2.03`` the first.

    Raises:
        CellError: it is no positive number.
    """
    volume = size_in(text)
    if not volume:
        raise CellError("the volume is zero")
    return volume


def size_in(text: str) -> Decimal:
    """The volume of a ticket, which is zero where a hedge took it all.

    Raises:
        CellError: it is no number, or negative.
    """
    size = parse_number(text.partition("/")[0].strip())
    if size < 0:
        raise CellError(f"the volume {shown(text)} is negative")
    return size


def price_in(text: str) -> Decimal:
    """The price in a cell.

    Raises:
        CellError: it holds no number.
    """
    return parse_number(text)


def level_in(text: str) -> Decimal | None:
    """A stop or a target; None where the report has none or zero.

    Raises:
        CellError: the cell holds something else.
    """
    return (parse_number(text) or None) if text else None


def ticket_in(text: str) -> str:
    """The number of an order, a deal or a position.

    Raises:
        CellError: it is no whole number.
    """
    if not is_integer(text):
        raise CellError(f"the ticket {shown(text)} is not a number")
    return text


def symbol_in(text: str) -> str:
    """Raises: CellError: the row names no symbol."""
    if not text:
        raise CellError("the row names no symbol")
    return text


def asset_type_of(symbol: str, options: ReadOptions) -> AssetType:
    """Forex for pairs of currencies and metals, else what the account trades.

    An account of shares is not taken at its word: a lot of anything here is worth what the
    broker says, and a share is worth its price. Forex is the kind whose lots nobody knows.
    """
    pair = _PAIR.fullmatch(symbol.upper())
    if pair is not None and _CURRENCIES.issuperset(pair.groups()):
        return AssetType.FOREX
    return AssetType.FOREX if options.asset_type is AssetType.STOCKS else options.asset_type
