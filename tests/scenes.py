"""A trader's library and a Tradavity journal, with the words in which scenarios are told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from builders import a_fill, an_account, fills_of
from fillbook.domain.execution import Execution
from fillbook.domain.image import NamedBytes
from fillbook.domain.link import Conflict, Link
from fillbook.domain.trade import TradeDetail
from fillbook.sync.resolving import resolve
from pictures import png
from simulator.world import World
from standins.faults import Fault, FaultKind, on


class Scene(World):
    """One trader and one journal."""

    def traded(self, *fills: str, edits: Mapping[str, object] | None = None, **fields: Any) -> str:
        """The id of a trade that the trader made, and what was said of it."""
        known = {row.id for row in self.library.newest(10_000)}
        given = {"fees": "0.5"} | fields
        self.library.add_executions(self.account, fills_of(*(fills or ("2@10", "-2@15")), **given))
        (made,) = {row.id for row in self.library.newest(10_000)} - known
        if edits:
            self.edit(made, **edits)
        return made

    def edit(self, trade_id: str, **edits: object) -> None:
        """The trader edits a trade here; two underscores are a dot."""
        keys = {key.replace("__", "."): value for key, value in edits.items()}
        self.library.edit([trade_id], keys)

    def hang(self, trade_id: str, label: str, content: bytes | None = None) -> str:
        """The trader hangs a picture on a trade; its id."""
        source = NamedBytes(f"{label}.png", content or png(4, 4))
        (shot,), _ = self.library.attach(trade_id, [source], label)
        return shot.id

    def closes(self, trade_id: str, text: str) -> None:
        """The trader's last fill of a trade, ten minutes after the first."""
        quantity, price = text.split("@")
        symbol = self.ours(trade_id).trade.symbol
        fill = a_fill(quantity, price, symbol=symbol, minute=10, sequence=10, fees="0.5")
        self.library.add_executions(self.account, [fill])

    @staticmethod
    def with_price(fill: Execution, price: int) -> Execution:
        return replace(fill, price=Decimal(price))

    def ours(self, trade_id: str) -> TradeDetail:
        trade = self.library.look(lambda store: store.trade(trade_id))
        assert trade is not None
        return trade

    def said(self, trade_id: str, key: str) -> object:
        """A field here, in Tradavity's words."""
        return self.remote().translate(self.ours(trade_id)).get(key)

    def link(self, trade_id: str) -> Link:
        link = self.library.look(lambda store: store.link(self.connection.id, trade_id))
        assert link is not None
        return link

    def number(self, trade_id: str) -> int:
        """The trade's number there."""
        return int(self.link(trade_id).remote_id or 0)

    def theirs(self, trade_id: str) -> dict[str, Any]:
        """The trade there, as it is stored."""
        return self.server.book.trades[self.number(trade_id)]

    def pulled(self) -> list[str]:
        """Ids of all trades here, newest first."""
        return [row.id for row in self.library.newest(10_000)]

    def questions(self) -> tuple[Conflict, ...]:
        return self.library.conflicts()

    def answer_to(self, asked: Conflict, choice: str) -> None:
        """The trader answers one question."""
        self.library.sync(lambda store: resolve(store, self.remote(), asked, choice))

    def to_the_wall(self) -> timedelta:
        """How far the clock of the scene is from the one that the library writes by."""
        return datetime.now(UTC) - self.clock.now()

    def fails(self, method: str, path: str, kind: FaultKind, *, nth: int = 0, **given: Any) -> None:
        """Let the n-th such request from now on meet a fault."""
        self.plan.on(on(method, path), Fault(kind=kind, **given), nth=nth)

    def map_account(self, name: str, remote_id: str) -> str:
        """A second account here, mapped to a new one there; its id."""
        account, _ = self.library.add_account(an_account(name, timezone="UTC"))
        self.server.book.accounts[int(remote_id)] = {
            "account_id": int(remote_id),
            "name": name,
            "currency": "USD",
            "archived": False,
        }
        connection = self.connection
        accounts = {**connection.accounts, account.id: remote_id}
        changed = replace(connection, accounts=accounts)
        self.library.sync(lambda store: store.put_connection(changed))
        return account.id

    def cuts(self, method: str, path: str, kind: FaultKind = FaultKind.APPLIED_THEN_RESET) -> None:
        """Let every such request meet a fault until the line is mended."""
        for nth in range(50):
            self.fails(method, path, kind, nth=nth)

    def mends(self) -> None:
        self.plan.by_match.clear()

    def lines(self) -> list[str]:
        """What the last run asked, with the status of each answer."""
        return self.trace.lines

    def writes(self) -> list[str]:
        return [line for line in self.trace.lines if not line.startswith("GET ")]

    def calm(self, cycles: int = 3) -> None:
        """Nothing more is written on either side."""
        for _ in range(cycles):
            before = self.library.revision()
            report = self.sync()
            assert report.writes == 0, self.writes()
            assert self.library.revision() == before
            self.clock.advance(300)

    def one_each(self) -> None:
        """Every trade here is linked, and the journal holds each exactly once."""
        linked = {self.number(trade) for trade in self.pulled()}
        assert sorted(linked) == [trade["trade_number"] for trade in self.server.live_trades()]
        assert len(linked) == len(self.pulled())
        self.server.assert_keys_sound()
