"""Which figure is meant: its key, and the trades that it is about."""

from dataclasses import dataclass

from fillbook.domain.query import TradeQuery
from fillbook.gui.units import Reach
from fillbook.statistics.terms import Terms

NET = Terms()


@dataclass(frozen=True, slots=True)
class FigureRef:
    """A figure somewhere on a page, told so that any other place can ask for it again."""

    key: str  # of the catalogue
    query: TradeQuery
    terms: Terms = NET
    groups: tuple[tuple[str, str | None], ...] = ()  # dimension and the value in it
    reach: Reach | None = None  # of the results; None is all
