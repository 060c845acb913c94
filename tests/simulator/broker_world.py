"""A library, a broker and the line between them, in one process."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from builders import an_account
from fillbook.domain.account import NewAccount
from fillbook.domain.connection import NewConnection
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.remote import Settings
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradelocker.remote import TradeLocker as Remote
from fillbook.storage.library import Library
from fillbook.sync.cycle import Asked, reconcile
from fillbook.sync.report import Report
from simulator.chance import Chance
from simulator.driver import CrashPlan, Driver
from standins.faults import FaultPlan, Faulty
from standins.tradelocker import EMAIL, PASSWORD, SERVER, TradeLocker

NAME = "locker"


class BrokerWorld:
    """One login with two accounts, here and there."""

    def __init__(self, folder: Path, server: TradeLocker, password: str = PASSWORD) -> None:
        self.server = server
        self.plan = FaultPlan()
        self.line = Faulty(server, self.plan)
        self.password = password
        self.library = Library.open(folder)
        self.accounts = {
            number: self._add(an_account(f"Account {number}", currency=broker.currency))
            for number, broker in ((one.number, one) for one in server.accounts.values())
        }
        self.connect(*self.accounts)
        self.requests: list[str] = []

    def _add(self, asked: NewAccount) -> str:
        account, _ = self.library.add_account(asked)
        return account.id

    def connect(self, *numbers: int) -> None:
        """Map these accounts."""
        asked = NewConnection(
            name=NAME,
            kind="tradelocker",
            base_url="https://demo.tradelocker.com/backend-api",
            username=EMAIL,
            server=SERVER,
            accounts={self.accounts[number]: self.server.account(number).id for number in numbers},
        )
        self.library.sync(lambda store: store.add_connection(asked, None))

    def options(self, **changed: str) -> None:
        """Change the connection's options."""
        connection = self.library.connection(NAME)
        options = {**connection.options, **changed}
        self.library.sync(lambda store: store.put_connection(replace(connection, options=options)))

    def sync(
        self, *, full: bool = False, preview: bool = False, crash: CrashPlan | None = None
    ) -> Report:
        """One run, by a program that was just started."""
        connection = self.library.connection(NAME)
        settings = Settings(
            base_url=connection.base_url,
            username=connection.username,
            server=connection.server,
            accounts=connection.accounts,
        )
        driver = Driver(
            self.library,
            self.line.exchange,
            self.server.clock,
            Chance(0),
            connection_id=connection.id,
            origin=f"remote:{connection.name}",
            base_path="/backend-api",
            crash=crash,
        )
        asked = Asked(manual=True, full=full, preview=preview)
        report = driver.run(reconcile(connection, Remote(settings, Secret(self.password)), asked))
        self.requests = driver.trace.lines
        return report

    def trades(self) -> list[TradeDetail]:
        """All trades of the library, the newest first."""
        return [self.library.trade(row.id) for row in self.library.newest(1000)]

    def fills(self, number: int) -> dict[tuple[str, ...], Decimal]:
        """Quantity by order and position of an account, as the library has them."""
        found = {}
        for detail in self.trades():
            if detail.trade.account_id == self.accounts[number]:
                for leg in detail.legs:
                    fill = leg.execution.fill
                    key = (fill.order_id, fill.position_id, fill.side.value)
                    found[key] = found.get(key, 0) + leg.quantity
        return found

    def truth(self, number: int) -> dict[tuple[str, ...], Decimal]:
        """The same, as the broker has them."""
        found = {}
        for deal in self.server.account(number).deals:
            key = (str(deal.order_id), str(deal.position_id), deal.side)
            found[key] = found.get(key, 0) + deal.qty
        return found
