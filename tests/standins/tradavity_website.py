"""Tradavity's website: what its user and its own broker sync do there, behind the API's back."""

from datetime import timedelta
from typing import Any

from standins.clock import Clock
from standins.ledger import API, VENDOR, WEBSITE, Entry, Ledger
from standins.tradavity_book import Book
from standins.tradavity_switches import Switches


class Website:
    """One user's journal, and who did what to it."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self.clock = clock
        self.switches = switches
        self.book = Book(switches)
        self.ledger = Ledger()
        self.user = {"user_id": 1, "email": "ann@example.org", "name": "Ann"}
        self.zone = "UTC"
        self.requests = 0
        self.cursors_refused = False

    def website_edits(self, number: int, **fields: Any) -> None:
        """The user edits fields, by their names in a PATCH."""
        self.book.patch(self.book.trades[number], fields, self.clock.now())
        self._note(WEBSITE, "changed", "trade", number)

    def website_writes(self, number: int, **fields: Any) -> None:
        """The website stores values that the API would not take."""
        self.book.trades[number] |= fields | {"updated_at": self.clock.now()}
        self._note(WEBSITE, "changed", "trade", number)

    def website_adds(self, fills: dict[str, Any] | None = None, **fields: Any) -> int:
        """The user types a trade, by the names of a POST."""
        trade = self.book.create({"account_id": 7} | fields, self.clock.now())
        if fills is not None:
            self.book.put_executions(trade, fills, self.clock.now())
        self._note(WEBSITE, "created", "trade", trade["trade_number"])
        return int(trade["trade_number"])

    def vendor_imports(self, fills: dict[str, Any], **fields: Any) -> int:
        """The vendor's own sync brings in a trade."""
        number = self.website_adds(fills, **fields)
        self._note(VENDOR, "created", "trade", number)
        return number

    def website_archives(self, *numbers: int) -> None:
        for number in numbers:
            self.book.trades[number]["archived_at"] = self.clock.now()
            self._note(WEBSITE, "deleted", "trade", number)

    def website_restores(self, number: int) -> None:
        self.book.trades[number]["archived_at"] = None

    def website_tags(self, number: int, *names: str) -> None:
        """The user sets a trade's tags by name."""
        trade = self.book.trades[number]
        trade["tags"] = [self._tag(name) for name in names]
        trade["updated_at"] = self.clock.now()

    def website_copies(self, number: int, account: int) -> int:
        """A copy of a trade in another account."""
        return int(self.book.copied(self.book.trades[number], account)["trade_number"])

    def website_connects(self, account: int | None = None) -> int:
        """The user lets the vendor fetch a broker's trades."""
        number = self.book.next_id()
        connection = {"connection_id": number, "account_id": account, "status": "active"}
        self.book.connections[number] = connection
        return number

    def live_trades(self) -> list[dict[str, Any]]:
        """Trades that are not archived, oldest first."""
        return [trade for trade in self.book.trades.values() if trade["archived_at"] is None]

    def retire(self) -> None:
        """Archive what the free plan does not keep."""
        if not self.switches.retires_old or self.switches.tier != "free":
            return
        now = self.clock.now()
        for trade in self.live_trades():
            shots = trade["screenshots"]
            shots[:] = [s for s in shots if now - s["stored_at"] < timedelta(days=183)]
            if now - trade["created_at"] >= timedelta(days=730):
                trade["archived_at"] = now
                self._note(VENDOR, "deleted", "trade", trade["trade_number"])

    def refuses_cursor(self) -> bool:
        """Whether the next cursor counts as spent, once."""
        refused, self.cursors_refused = self.cursors_refused, False
        return refused

    def note_request(self, did: str, what: str, number: object) -> None:
        """Write down what the present request did."""
        self._note(API, did, what, number)

    def _note(self, who: str, did: str, what: str, number: object) -> None:
        request = self.requests if who == API else None
        self.ledger.note(Entry(self.clock.now(), who, did, what, str(number), request))

    def _tag(self, name: str) -> int:
        for tag in self.book.tags.values():
            if tag["name"].casefold() == name.casefold():
                return int(tag["tag_id"])
        category = next(iter(self.book.categories), None) or self.book.add_category("Mine")
        return int(self.book.add_tag(name, category)["tag_id"])
