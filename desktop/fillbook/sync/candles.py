"""Fetching price bars around trades from their broker, so that charts work offline."""

from datetime import datetime, timedelta

from fillbook.domain.connection import Connection
from fillbook.domain.link import Cursor
from fillbook.remotes import bar_plan
from fillbook.remotes.bar_plan import Chunk, Span, Traded
from fillbook.remotes.broker import Broker
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.effects import Flow, look, now, tell, transact
from fillbook.sync.run import Run
from fillbook.sync.sending import converse

A_RUN = 60
"""Requests for bars in one run of an account; the rest follows in the next ones."""


def fetch_bars(run: Run, broker: Broker, local: str, remote: str) -> Flow[None]:
    """Fetch what bars are lacking, the latest first. Each piece is kept at once."""
    if run.preview:
        return
    moment = yield from now()
    kept, chunks = yield from look(
        lambda store: _lacking(store, run.connection, local, remote, moment)
    )
    chunks = chunks[:A_RUN]
    for number, chunk in enumerate(chunks):
        yield from tell(f"fetching prices of {chunk.symbol}", number, len(chunks))
        kept = yield from _fetch(run, broker, remote, chunk, Cursor(cursor=kept, started_at=moment))


def lacking_bars(store: SyncReader, connection: Connection, moment: datetime) -> int:
    """How many requests for bars of its mapped accounts are still to be sent."""
    mapped = ((local, remote) for local, remote in connection.accounts.items() if remote)
    return sum(
        len(_lacking(store, connection, local, remote, moment)[1]) for local, remote in mapped
    )


def bars_days(connection: Connection) -> int:
    """How many days back bars are wanted; 0: none are."""
    return int(connection.option("bars_days", "0"))


def _lacking(
    store: SyncReader, connection: Connection, local: str, remote: str, moment: datetime
) -> tuple[str | None, tuple[Chunk, ...]]:
    """What was fetched, as it is kept, and what is still to be."""
    cursor = store.cursor(connection.id, _stream(remote))
    kept = None if cursor is None else cursor.cursor
    days = bars_days(connection)
    if not days:
        return kept, ()
    since = moment - timedelta(days=days)
    traded = _traded(store, local, moment)
    return kept, bar_plan.plan(traded, bar_plan.fetched_of(kept), since, moment)


def _stream(remote: str) -> str:
    return f"bars:{remote}"


def _fetch(run: Run, broker: Broker, remote: str, chunk: Chunk, before: Cursor) -> Flow[str]:
    """Fetch and keep one piece; what was fetched by now."""
    bars = yield from converse(run, broker.bars(remote, chunk))
    series = bar_plan.series(chunk.symbol, chunk.resolution, bars)
    fetched = bar_plan.with_fetched(before.cursor, chunk)

    def keep(store: SyncStore) -> None:
        if series.bars:
            store.add_bars(series)
        after = Cursor(cursor=fetched, started_at=before.started_at)
        store.put_cursor(run.connection.id, _stream(remote), after)

    yield from transact(keep, f"prices of {chunk.symbol}")
    return fetched


def _traded(store: SyncReader, account_id: str, moment: datetime) -> list[Traded]:
    return [
        Traded(symbol, Span(opened, closed or moment))
        for symbol, opened, closed in store.traded(account_id)
    ]
