"""Which trades are meant: the one filter of lists, charts, figures and exports."""

from dataclasses import dataclass
from datetime import date

from fillbook.domain.execution import Direction
from fillbook.domain.trade import Outcome, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeQuery:
    """Values of one filter are alternatives; different filters hold together.

    Words are compared whole and without regard to case. An empty filter lets all pass.
    """

    first_day: date | None = None  # trading day of the last closing fill; open: of the opening
    last_day: date | None = None  # included
    accounts: tuple[str, ...] = ()  # names
    symbols: tuple[str, ...] = ()
    directions: tuple[Direction, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    statuses: tuple[Status, ...] = ()
    tags: tuple[str, ...] = ()
    setups: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    text: str = ""  # each word, as a prefix, occurs in notes, tags, symbol or labels
    reviewed: bool | None = None
