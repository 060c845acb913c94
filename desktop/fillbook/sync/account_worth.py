"""Keeping what a broker says of an account's balance and of its day, once a run."""

from datetime import datetime, timedelta

from fillbook.domain.account_state import AccountState
from fillbook.domain.link import Cursor
from fillbook.remotes.broker import Broker
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.effects import Flow, now, transact
from fillbook.sync.run import Run
from fillbook.sync.sending import converse

_STOPS_THE_RUN = frozenset({Refusal.CREDENTIALS, Refusal.RATE})

_CLOCKS_DIFFER = timedelta(seconds=2)
_END_OF_A_SECOND = timedelta(microseconds=999_999)
"""Its clock is told in whole seconds."""


def worth_stream(remote: str) -> str:
    """The name under which the moment of the last answer is kept."""
    return f"worth:{remote}"


def keep_worth(run: Run, broker: Broker, local: str, remote: str) -> Flow[None]:
    """Add to an account's series; fills go on where a broker does not say what it is worth."""
    if run.preview:
        return
    try:
        worth = yield from converse(run, broker.worth(remote))
    except RefusedThere as refused:
        if refused.refusal in _STOPS_THE_RUN:
            raise
        return
    except Unclear:
        return
    moment = _at_the_broker((yield from now()), run.server_date)
    state = AccountState(
        account_id=local,
        source=run.connection.name,
        at=moment,
        balance=worth.balance,
        equity=worth.equity,
        today_gross=worth.today_gross,
        today_net=worth.today_net,
        today_fees=worth.today_fees,
        today_trades=worth.today_trades,
    )

    def keep(store: SyncStore) -> None:
        store.put_account_state(state)
        answered = Cursor(cursor=None, complete=True, started_at=moment)
        store.put_cursor(run.connection.id, worth_stream(remote), answered)

    yield from transact(keep)


def _at_the_broker(moment: datetime, stated: datetime | None) -> datetime:
    """When the broker answered, by its own clock where ours is wrong: fills are dated by it."""
    if stated is None or stated.tzinfo is None or abs(moment - stated) <= _CLOCKS_DIFFER:
        return moment
    return stated + _END_OF_A_SECOND
