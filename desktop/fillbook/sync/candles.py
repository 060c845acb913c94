"""Fetching price bars around trades from their broker, so that charts work offline."""

from datetime import datetime, timedelta

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
    days = int(run.connection.option("bars_days", "0"))
    if not days or run.preview:
        return
    moment = yield from now()
    stream = f"bars:{remote}"
    cursor = yield from look(lambda store: store.cursor(run.connection.id, stream))
    kept = None if cursor is None else cursor.cursor
    traded = yield from look(lambda store: _traded(store, local, moment))
    since = moment - timedelta(days=days)
    chunks = bar_plan.plan(traded, bar_plan.fetched_of(kept), since, moment)[:A_RUN]
    for number, chunk in enumerate(chunks):
        yield from tell(f"fetching prices of {chunk.symbol}", number, len(chunks))
        kept = yield from _fetch(run, broker, remote, chunk, Cursor(cursor=kept, started_at=moment))


def _fetch(run: Run, broker: Broker, remote: str, chunk: Chunk, before: Cursor) -> Flow[str]:
    """Fetch and keep one piece; what was fetched by now."""
    bars = yield from converse(run, broker.bars(remote, chunk))
    series = bar_plan.series(chunk.symbol, chunk.resolution, bars)
    fetched = bar_plan.with_fetched(before.cursor, chunk)

    def keep(store: SyncStore) -> None:
        if series.bars:
            store.add_bars(series)
        after = Cursor(cursor=fetched, started_at=before.started_at)
        store.put_cursor(run.connection.id, f"bars:{remote}", after)

    yield from transact(keep, f"prices of {chunk.symbol}")
    return fetched


def _traded(store: SyncReader, account_id: str, moment: datetime) -> list[Traded]:
    return [
        Traded(symbol, Span(opened, closed or moment))
        for symbol, opened, closed in store.traded(account_id)
    ]
