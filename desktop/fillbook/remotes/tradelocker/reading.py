"""What has to be read of an account before its fills can be rebuilt."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from fillbook.remotes.broker import OpenPosition
from fillbook.remotes.effects import Operation
from fillbook.remotes.errors import Refusal, RefusedThere
from fillbook.remotes.tradelocker import mapping
from fillbook.remotes.tradelocker.client import Client
from fillbook.remotes.tradelocker.mapping import Contract, contract
from fillbook.remotes.tradelocker.market import Instrument, InstrumentDetail
from fillbook.remotes.tradelocker.rebuild import Told
from fillbook.remotes.tradelocker.records import TradingAccount
from fillbook.remotes.tradelocker.windows import final_orders

T = TypeVar("T", covariant=True)


class _ByRoute(Protocol[T]):
    def __call__(self, route: str) -> Operation[T]: ...


@dataclass(slots=True)
class Catalogue:
    """What an account can trade, and which way each price is asked for."""

    listed: dict[str, Instrument] | None = None
    contracts: dict[str, Contract] = field(default_factory=dict)
    routes: dict[str, str] = field(default_factory=dict)  # INFO routes that answered


def tell(
    client: Client,
    account: TradingAccount,
    catalogue: Catalogue,
    start: datetime,
    now: datetime,
    known: Container[str | None] = (),
) -> Operation[Told]:
    """All that the broker tells of an account since an instant.

    The orders come after the fills and before the positions: an order that ends meanwhile is
    met once more in the next reading, never missed.

    Args:
        known: Ids of orders of which fills came before: what was traded is known, too.
    """
    deals = yield from client.executions(account)
    pending = yield from client.orders(account)
    found = yield from final_orders(client, account, start, now)
    positions = yield from client.positions(account)
    met = {one.instrument_id for one in found.orders if one.filled and one.id not in known}
    met |= {deal.instrument_id for deal in deals if deal.order_id not in known}
    contracts = yield from _contracts(client, account, catalogue, met)
    return Told(
        final=found.orders,
        pending=pending,
        deals=deals,
        positions=positions,
        contracts=contracts,
        crowded=found.crowded,
    )


def open_positions(
    client: Client, account: TradingAccount, catalogue: Catalogue
) -> Operation[tuple[OpenPosition, ...]]:
    """What is open, with the levels of its pending stop and target."""
    positions = yield from client.positions(account)
    if not positions:
        return ()
    orders = yield from client.orders(account)
    listed = yield from listed_instruments(client, account, catalogue)
    pending = {order.id: order for order in orders}
    found = [mapping.open_position(one, listed, pending) for one in positions]
    return tuple(sorted(found, key=_age))


def by_working_route(
    catalogue: Catalogue, instrument: Instrument, ask: _ByRoute[T]
) -> Operation[T]:
    """The answer of the first of an instrument's INFO routes that works: some do not.

    Raises:
        RefusedThere: none does.
    """
    known = catalogue.routes.get(instrument.id)
    routes = instrument.info_routes if known is None else (known,)
    refused = None
    for route in routes:
        try:
            found = yield from ask(route)
        except RefusedThere as error:
            if error.refusal not in (Refusal.INVALID, Refusal.NOT_FOUND):
                raise
            refused = error
            continue
        catalogue.routes[instrument.id] = route
        return found
    raise refused or RefusedThere(
        Refusal.NOT_FOUND, f"{instrument.name} has no prices at the broker.", status=404
    )


def listed_instruments(
    client: Client, account: TradingAccount, catalogue: Catalogue
) -> Operation[dict[str, Instrument]]:
    """The instruments of an account by id, read once."""
    if catalogue.listed is None:
        found = yield from client.instruments(account)
        catalogue.listed = {one.id: one for one in found}
    return catalogue.listed


def _age(position: OpenPosition) -> tuple[bool, datetime, str]:
    """The oldest first; one whose age is not told comes last."""
    opened = position.opened_at
    return (opened is None, opened or datetime.min.replace(tzinfo=UTC), position.id)


def _contracts(
    client: Client, account: TradingAccount, catalogue: Catalogue, ids: Iterable[str]
) -> Operation[dict[str, Contract]]:
    """What was traded; the broker may not list all of it any more."""
    for id_ in sorted(set(ids) - catalogue.contracts.keys()):
        listed = yield from listed_instruments(client, account, catalogue)
        instrument = listed.get(id_)
        if instrument is not None:
            detail = yield from _detail(client, account, catalogue, instrument)
            catalogue.contracts[id_] = contract(instrument, detail, account.currency)
    return dict(catalogue.contracts)


def _detail(
    client: Client, account: TradingAccount, catalogue: Catalogue, instrument: Instrument
) -> Operation[InstrumentDetail | None]:
    def ask(route: str) -> Operation[InstrumentDetail]:
        return client.instrument_detail(account, instrument.id, route)

    try:
        return (yield from by_working_route(catalogue, instrument, ask))
    except RefusedThere as refused:
        if refused.refusal not in (Refusal.INVALID, Refusal.NOT_FOUND):
            raise
        return None
