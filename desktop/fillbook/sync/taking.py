"""Taking in what a broker tells: the fills of each mapped account, each once."""

from collections.abc import Sequence
from typing import cast

from fillbook.domain.execution import Execution
from fillbook.domain.link import Cursor
from fillbook.remotes.broker import Broker, BrokerNews
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.account_worth import keep_worth
from fillbook.sync.candles import fetch_bars
from fillbook.sync.effects import Flow, look, now, tell, transact
from fillbook.sync.run import Run
from fillbook.sync.sending import converse


def take_fills(run: Run) -> Flow[None]:
    """Take in the news of all mapped accounts, and name the accounts that are not mapped."""
    broker = cast(Broker, run.remote)
    there = yield from converse(run, broker.accounts())
    mapped = {remote: local for local, remote in run.connection.accounts.items() if remote}
    run.foreign_accounts |= {
        account.name for account in there if account.id not in mapped and not account.is_archived
    }
    if not run.pulls:
        return
    for number, (remote, local) in enumerate(mapped.items()):
        yield from tell(f"reading {run.remote.title}", number, len(mapped))
        yield from _take_account(run, broker, local, remote)
        yield from keep_worth(run, broker, local, remote)
    for remote, local in mapped.items():
        yield from fetch_bars(run, broker, local, remote)


def _take_account(run: Run, broker: Broker, local: str, remote: str) -> Flow[None]:
    stream = f"fills:{remote}"
    before = yield from look(lambda store: store.cursor(run.connection.id, stream))
    known: Sequence[Execution] = yield from look(
        lambda store: store.broker_fills(run.connection.id, local)
    )
    resume = None if before is None or run.full else before.cursor
    moment = yield from now()
    news = yield from converse(run, broker.news(remote, resume, known, moment))
    run.oddities += news.remarks
    cursor = Cursor(cursor=news.resume, complete=True, started_at=moment)

    def take(store: SyncStore) -> tuple[int, int]:
        store.put_cursor(run.connection.id, stream, cursor)
        return _stored(store, run, local, news)

    created, changed = yield from transact(take)
    run.pulled.created += created
    run.pulled.updated += changed


def _stored(store: SyncStore, run: Run, local: str, news: BrokerNews) -> tuple[int, int]:
    """How many trades the new fills made, and how many others they changed."""
    created: Sequence[str] = ()
    changed: Sequence[str] = ()
    if news.fills:
        created, changed = store.take_fills(run.connection.id, local, news.fills)
    store.note_stops(run.connection.id, local, news.stops)
    return len(created), len(set(changed) - set(created))
