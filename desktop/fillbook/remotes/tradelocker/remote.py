"""TradeLocker as the sync engine sees it: a source of fills, and nothing that it writes to."""

from collections.abc import Sequence
from datetime import UTC, datetime

from fillbook.domain.bar import Bar
from fillbook.domain.errors import Refused
from fillbook.domain.execution import Execution
from fillbook.domain.instrument import symbol_key
from fillbook.domain.remote_trade import Facts, Fields, RemoteRow, RemoteTrade
from fillbook.domain.trade import StopChange, TradeDetail
from fillbook.remotes.bar_plan import Chunk
from fillbook.remotes.broker import BrokerNews, OpenPosition, Worth
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.errors import Refusal, RefusedThere
from fillbook.remotes.narrow import WithoutChanges
from fillbook.remotes.pasted import typed_password
from fillbook.remotes.remote import (
    Capability,
    Identity,
    Page,
    RemoteAccount,
    Settings,
    Window,
)
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradelocker import answers, reading
from fillbook.remotes.tradelocker.client import DEMO_URL, LIVE_URL, NO_LIMITS_YET, Client
from fillbook.remotes.tradelocker.reading import Catalogue
from fillbook.remotes.tradelocker.rebuild import Rebuilt, Told, rebuild
from fillbook.remotes.tradelocker.records import TradingAccount
from fillbook.remotes.tradelocker.tokens import Login
from fillbook.remotes.tradelocker.windows import BEGINS, resume_at

__all__ = ["DEMO_URL", "LIVE_URL", "TradeLocker"]


class TradeLocker(WithoutChanges):
    """One login at one broker. It can never move money: no such request can be made."""

    kind = "tradelocker"
    title = answers.TITLE
    capabilities = frozenset({Capability.EXECUTIONS, Capability.IDENTITY, Capability.ACCOUNTS})
    limits = NO_LIMITS_YET
    holds: frozenset[str] = frozenset()
    write_only: frozenset[str] = frozenset()

    def __init__(self, settings: Settings, secret: Secret) -> None:
        email, server = (settings.username or "").strip(), (settings.server or "").strip()
        if not email or not server:
            raise Refused(
                f"{answers.TITLE} needs an e-mail address and the name of a server.",
                "Give both as you enter them on its website: --username and --server.",
            )
        password = typed_password(secret.reveal()) if secret else None
        self._login = Login(email, password, server)
        self._client = Client(self._login)
        self._accounts: dict[str, TradingAccount] = {}
        self._catalogues: dict[str, Catalogue] = {}

    def resume(self, token: Secret) -> None:
        """Log in with a refresh token that was given before."""
        self._client.session.resume(token)

    def token(self) -> Secret | None:
        """The newest refresh token; None where none is taken any more."""
        return self._client.session.refresh_token

    def identify(self) -> Operation[Identity]:
        """Whose login it is. Accounts may be added to it; the oldest one stays."""
        self._client.forget_config()
        accounts = yield from self._listed()
        email, server = self._login.email.casefold(), self._login.server.casefold()
        oldest = min((account.id for account in accounts), key=_age, default="")
        return Identity(
            pin=f"{email} {server} {oldest}",
            words=f"{self._login.email} at {self._login.server}",
        )

    def accounts(self) -> Operation[tuple[RemoteAccount, ...]]:
        if not self._accounts:
            yield from self._listed()
        return tuple(
            RemoteAccount(
                id=account.id,
                name=account.name,
                currency=account.currency,
                number=account.number,
                is_archived=(account.status or "ACTIVE").upper() != "ACTIVE",
            )
            for account in self._accounts.values()
        )

    def news(
        self, account: str, resume: str | None, known: Sequence[Execution], moment: datetime
    ) -> Operation[BrokerNews]:
        trading = yield from self._account(account)
        self._client.take_bad_rows()
        config = yield from self._client.config(trading)
        self.limits = config.limits
        start = BEGINS if resume is None else datetime.fromisoformat(resume).astimezone(UTC)
        rebuilt, told = yield from self._rebuilt(trading, start, known, moment)
        if rebuilt.odd and start > BEGINS:  # an opening before the window: look at all there is
            rebuilt, told = yield from self._rebuilt(trading, BEGINS, known, moment)
        unread = (*self._client.take_bad_rows(), *map(_crowded, told.crowded))
        is_whole = not rebuilt.odd and not unread
        return BrokerNews(
            fills=rebuilt.fills,
            resume=(resume_at(moment, told.pending) if is_whole else start).isoformat(),
            stops={
                position: tuple(StopChange(stop.since, stop.price) for stop in levels.stops)
                for position, levels in rebuilt.levels.items()
                if levels.stops
            },
            remarks=(*unread, *_remarks(rebuilt)),
        )

    def worth(self, account: str) -> Operation[Worth]:
        trading = yield from self._account(account)
        return (yield from self._client.state(trading))

    def open_positions(self, account: str) -> Operation[tuple[OpenPosition, ...]]:
        trading = yield from self._account(account)
        catalogue = self._catalogues.setdefault(account, Catalogue())
        return (yield from reading.open_positions(self._client, trading, catalogue))

    def bars(self, account: str, chunk: Chunk) -> Operation[tuple[Bar, ...]]:
        trading = yield from self._account(account)
        catalogue = self._catalogues.setdefault(account, Catalogue())
        listed = yield from reading.listed_instruments(self._client, trading, catalogue)
        wanted = symbol_key(chunk.symbol)
        found = next((one for one in listed.values() if symbol_key(one.name) == wanted), None)
        if found is None:
            return ()

        def ask(route: str) -> Operation[tuple[Bar, ...]]:
            word, span = chunk.resolution.word, chunk.span
            return self._client.history(trading, found.id, route, word, span.start, span.end)

        return (yield from reading.by_working_route(catalogue, found, ask))

    def listing(self, cursor: str | None, window: Window | None = None) -> Operation[Page]:
        """A broker keeps no trades."""
        yield from ()
        return Page(rows=())

    def whole(self, row: RemoteRow) -> RemoteTrade | None:
        raise AssertionError("it lists no trades")

    def translate(self, trade: TradeDetail) -> Fields:
        return {}

    def edits(self, fields: Fields, trade: TradeDetail | None) -> dict[str, object]:
        return {}

    def facts(self, trade: TradeDetail) -> Facts:
        raise AssertionError("it lists no trades")

    def lacking(self, trade: TradeDetail) -> tuple[str, ...]:
        return ("a broker keeps no journal",)

    def window(self, trade: TradeDetail) -> Window:
        raise AssertionError("it lists no trades")

    def creation(self, trade: TradeDetail, marker: str | None) -> Operation[Request]:
        raise AssertionError("nothing is created at a broker")

    def created(self, answer: Answer) -> RemoteTrade | str | None:
        raise AssertionError("nothing is created at a broker")

    def authorised(self, request: Request) -> Request:
        raise AssertionError("nothing that was stored is sent to a broker")

    def checked(self, request: Request, answer: Answer) -> Answer:
        return answers.checked(answer)

    def _rebuilt(
        self, account: TradingAccount, start: datetime, known: Sequence[Execution], moment: datetime
    ) -> Operation[tuple[Rebuilt, Told]]:
        catalogue = self._catalogues.setdefault(account.id, Catalogue())
        orders = {fill.order_id for fill in known}
        told = yield from reading.tell(self._client, account, catalogue, start, moment, orders)
        return rebuild(told, known), told

    def _listed(self) -> Operation[tuple[TradingAccount, ...]]:
        accounts = yield from self._client.all_accounts()
        self._accounts = {account.id: account for account in accounts}
        return accounts

    def _account(self, id_: str) -> Operation[TradingAccount]:
        if id_ not in self._accounts:
            yield from self._listed()
        if id_ not in self._accounts:
            raise RefusedThere(
                Refusal.FORBIDDEN,
                f"The login has no account {id_} any more.",
                "Map its accounts anew under Connections.",
                status=200,
            )
        return self._accounts[id_]


def _age(id_: str) -> tuple[int, str]:
    """Account ids are numbers that rise; another kind of id counts by its letters."""
    return (int(id_), id_) if id_.isdecimal() else (0, id_)


def _crowded(moment: datetime) -> str:
    return f"More orders ended at {moment:%Y-%m-%d %H:%M:%S} UTC than the broker lists."


def _remarks(rebuilt: Rebuilt) -> Sequence[str]:
    """What does not add up. Orders of which nothing was filled are as they should be."""
    odd = [f"Position {id_} is not what its fills add up to." for id_ in rebuilt.odd]
    unfilled = "nothing of it was filled"
    left = [
        f"Order {id_} was left out: {reason}."
        for id_, reason in rebuilt.left_out
        if unfilled not in reason
    ]
    return (*odd, *left)
