"""Keeping what a broker says of an account's balance and of its day, once a run."""

from fillbook.domain.account_state import AccountState
from fillbook.domain.link import Cursor
from fillbook.remotes.broker import Broker
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.effects import Flow, now, transact
from fillbook.sync.run import Run
from fillbook.sync.sending import converse

_STOPS_THE_RUN = frozenset({Refusal.CREDENTIALS, Refusal.RATE})


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
    moment = yield from now()
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
