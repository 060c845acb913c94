"""Our client and the stand-in of its broker, in one room."""

from datetime import datetime
from typing import Any

from conversation import hold
from fillbook.domain.execution import Execution
from fillbook.remotes.effects import Operation, Request
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradelocker import reading
from fillbook.remotes.tradelocker.client import Client
from fillbook.remotes.tradelocker.reading import Catalogue
from fillbook.remotes.tradelocker.rebuild import Rebuilt, Told, rebuild
from fillbook.remotes.tradelocker.tokens import Login
from fillbook.remotes.tradelocker.windows import BEGINS
from standins.clock import Clock
from standins.faults import Faulty
from standins.tradelocker import EMAIL, PASSWORD, SERVER, TradeLocker
from standins.tradelocker_switches import Switches
from talking import at

API = "/backend-api"


def a_broker(**switches: Any) -> TradeLocker:
    """A broker that keeps no limits, unless they are what a test is about."""
    return TradeLocker(Clock(), Switches(**({"unlimited": True} | switches)))


class Talk:
    """A client that is logged in at a stand-in."""

    def __init__(self, broker: TradeLocker, line: Faulty | None = None, **login: str) -> None:
        self.server = broker
        self.asked: list[Request] = []
        self.catalogues: dict[str, Catalogue] = {}
        self._line = at(line or broker, API)
        given = {"email": EMAIL, "password": PASSWORD, "server": SERVER} | login
        password = Secret(given["password"])
        self.client = Client(
            Login(given["email"], password, given["server"]),
            lambda: broker.clock.now().timestamp(),
        )

    def hold(self, operation: Operation[Any]) -> Any:
        def answer(request: Request) -> Any:
            self.asked.append(request)
            return self._line(request)

        return hold(operation, answer)

    def account(self, number: int = 1) -> Any:
        accounts = self.hold(self.client.all_accounts())
        return next(one for one in accounts if one.number == str(number))

    def told(self, number: int = 1, start: datetime = BEGINS) -> Told:
        """All that the broker tells of an account."""
        account, now = self.account(number), self.server.clock.now()
        catalogue = self.catalogues.setdefault(account.id, Catalogue())
        told: Told = self.hold(reading.tell(self.client, account, catalogue, start, now))
        return told

    def rebuilt(self, number: int = 1, stored: tuple[Execution, ...] = ()) -> Rebuilt:
        return rebuild(self.told(number), stored)

    @property
    def lines(self) -> list[str]:
        """What was asked, a line each."""
        return [f"{request.method} {request.path}" for request in self.asked]
