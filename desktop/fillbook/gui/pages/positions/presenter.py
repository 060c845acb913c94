"""What the page of open positions shows, as one frozen state. Knows no Qt."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fillbook.domain.connection import Connection, ConnectionState
from fillbook.domain.execution import Direction
from fillbook.domain.money import known_sum
from fillbook.gui import format, theme
from fillbook.remotes.broker import OpenPosition
from fillbook.remotes.catalogue import remote_spec
from fillbook.storage.library import Library
from fillbook.sync.news import Seen, Unseen
from fillbook.sync.watching import Holdings

_MISSED = 3
"""So many refreshes may fail to come before what is shown is called stale."""
_SLACK = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Broker:
    """A connection to a broker, with the names and currencies of its accounts here."""

    connection: Connection
    accounts: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a broker said last, and why it says nothing any more."""

    seen: Seen | None = None
    trouble: Unseen | None = None  # since then

    def after(self, news: Seen | Unseen) -> "Looked":
        """What is known after a look."""
        return Looked(news) if isinstance(news, Seen) else Looked(self.seen, news)


@dataclass(frozen=True, slots=True)
class AccountTable:
    """What is open in one account."""

    connection_id: str
    account_id: str
    title: str
    note: str
    rows: tuple[tuple[str, ...], ...]
    inks: tuple[str, ...]  # the colour token of each row's result
    positions: tuple[str, ...]  # the broker's id of each row's position

    @property
    def key(self) -> tuple[str, str]:
        return self.connection_id, self.account_id


@dataclass(frozen=True, slots=True)
class Standing:
    """How sure one may be of what a broker's tables show."""

    words: str
    tone: str
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class PositionsState:
    has_broker: bool
    standings: tuple[Standing, ...] = ()
    tables: tuple[AccountTable, ...] = ()


HEADERS = ("Symbol", "Side", "Lots", "Entry", "Stop", "Target", "Opened", "Unrealised")


def brokers(library: Library) -> tuple[Broker, ...]:
    """The connections that are brokers."""
    accounts = {one.id: (one.name, one.currency) for one in library.accounts()}
    return tuple(
        Broker(each, {key: accounts[key] for key in each.accounts if key in accounts})
        for each in library.connections()
        if remote_spec(each.kind).is_broker
    )


def trade_of(library: Library, account_id: str, position_id: str) -> str | None:
    """The journal's trade of a position; None where no fill of it has come in yet."""
    return library.look(lambda store: store.trade_of_position(account_id, position_id))


def state(
    known: Sequence[Broker],
    looks: Mapping[str, Looked],
    running: Collection[str],
    every_s: int,
    now: datetime,
    zone: str,
) -> PositionsState:
    """What is open at all brokers, so far as it is known.

    Args:
        running: Ids of connections that are being synced, and not asked meanwhile.
        every_s: How often they are asked; 0 is only by hand.
    """
    if not known:
        return PositionsState(has_broker=False)
    standings, tables = [], []
    for broker in known:
        looked = looks.get(broker.connection.id, Looked())
        if broker.connection.id in running:
            standing = _syncing(broker.connection.name, looked, zone)
        else:
            standing = _standing(broker.connection, looked, every_s, now, zone)
        standings.append(standing)
        for holdings in looked.seen.holdings if looked.seen is not None else ():
            tables.append(_table(broker, holdings, standing, zone))
    return PositionsState(True, tuple(standings), tuple(tables))


def _syncing(name: str, looked: Looked, zone: str) -> Standing:
    words = f"{name} is being synced"
    seen = looked.seen
    return Standing(words if seen is None else f"{words}, as of {_clock(seen.at, zone)}", "text3")


def _standing(
    connection: Connection, looked: Looked, every_s: int, now: datetime, zone: str
) -> Standing:
    name, seen, trouble = connection.name, looked.seen, looked.trouble
    since = "" if seen is None else f"stale since {format.time_or_day(seen.at, zone)}"
    if connection.paused:
        return Standing(
            f"{name} is paused, {since}" if since else f"{name} is paused", "warn", True
        )
    if trouble is not None:
        return Standing(
            f"{name}: {since}. {trouble.title}" if since else trouble.title, "bad", True
        )
    if seen is None:
        if connection.state is ConnectionState.REFUSED:
            return Standing(f"{name} lets nobody in: look under Connections.", "bad")
        return Standing(f"{name} is being asked" if every_s else f"{name}: not asked yet", "text3")
    if every_s and now - seen.at > timedelta(seconds=_MISSED * every_s) + _SLACK:
        return Standing(f"{name}: {since}", "warn", True)
    if not every_s:
        return Standing(f"{name}, as of {format.time_or_day(seen.at, zone)}", "text3")
    return Standing(f"{name}, as of {_clock(seen.at, zone)}", "ok")


def _clock(moment: datetime, zone: str) -> str:
    return f"{format.local(moment, zone):%H:%M:%S}"


def _table(broker: Broker, holdings: Holdings, standing: Standing, zone: str) -> AccountTable:
    name, currency = broker.accounts.get(holdings.account_id, ("An account", ""))
    positions = holdings.positions
    results = [position.unrealised_pnl for position in positions]
    note = format.plural(len(positions), "position", "positions")
    total = known_sum(results)
    if total is not None:
        unknown = results.count(None)
        more = f" and {unknown} unknown" if unknown else ""
        note += f", unrealised {format.money(total, signed=True)} {currency}{more}"
    return AccountTable(
        connection_id=broker.connection.id,
        account_id=holdings.account_id,
        title=name,
        note=note if positions else "Nothing is open",
        rows=tuple(_row(position, zone) for position in positions),
        inks=tuple("text3" if standing.is_stale else _ink(one) for one in positions),
        positions=tuple(position.id for position in positions),
    )


def _row(position: OpenPosition, zone: str) -> tuple[str, ...]:
    return (
        position.symbol,
        "Long" if position.direction is Direction.LONG else "Short",
        format.quantity(position.quantity),
        format.price(position.average_price),
        format.price(position.stop_loss),
        format.price(position.take_profit),
        format.moment(position.opened_at, zone),
        format.money(position.unrealised_pnl, signed=True),
    )


def _ink(position: OpenPosition) -> str:
    result = position.unrealised_pnl
    return theme.pnl_token(float(result or 0))
