"""Walking TradeJournal's pages, which shift, shrink and may be numbered in vain."""

from dataclasses import dataclass

from fillbook.remotes.tradejournal.answers import TITLE
from fillbook.remotes.tradejournal.client import PER_PAGE, Listed


@dataclass(frozen=True, slots=True)
class Place:
    """Where a listing stands: the page to ask for, and what the pages before it said."""

    page: int = 1
    per_page: int = PER_PAGE
    total: int | None = None
    rows: int = 0

    @classmethod
    def parsed(cls, cursor: str | None) -> "Place":
        """The place that a cursor states; None begins."""
        if cursor is None:
            return cls()
        page, per_page, total, rows = map(int, cursor.split("/"))
        return cls(page, per_page, total, rows)

    def text(self) -> str:
        """The cursor that states the place."""
        return f"{self.page}/{self.per_page}/{self.total}/{self.rows}"


@dataclass(frozen=True, slots=True)
class Step:
    """What comes after a page."""

    cursor: str | None
    incomplete: str | None = None


def after(place: Place, listed: Listed) -> Step:
    """Where the listing goes on after a page, and why it cannot be trusted."""
    if listed.page != place.page:
        return _stop(f"asked for page {place.page}, it gave page {listed.page}")
    if not 1 <= listed.per_page <= place.per_page or len(listed.rows) > listed.per_page:
        return _stop("it does not keep to the size of its pages")
    if place.total not in (None, listed.total):
        return _stop("trades came or went while it was read")
    rows = place.rows + len(listed.rows)
    if listed.page < listed.last_page:
        if not listed.rows:
            return _stop(f"page {listed.page} of {listed.last_page} is empty")
        following = Place(listed.page + 1, listed.per_page, listed.total, rows)
        return Step(following.text())
    if rows != listed.total:
        return _stop(f"it counts {listed.total} trades and shows {rows}")
    return Step(None)


def _stop(why: str) -> Step:
    return Step(None, f"{TITLE} did not list its trades completely: {why}.")
