"""What brokers said of accounts last, and whether a day agrees with them."""

from dataclasses import dataclass
from datetime import date, datetime

from fillbook.domain.account_state import AccountState
from fillbook.domain.balance_control import BalanceControl, Verdict
from fillbook.domain.connection import Connection
from fillbook.remotes.catalogue import remote_spec
from fillbook.storage.library import Library
from fillbook.sync.account_worth import worth_stream

AGREEMENT = {
    Verdict.AGREES: "The day agrees with the broker",
    Verdict.EXPLAINED: "The day agrees with the broker once its own fees are counted",
    Verdict.DIFFERS: "The day differs from the broker",
    Verdict.UNKNOWN: "Whether the day agrees with the broker is not known",
}
NOT_YET = "Whether the day agrees with the broker is known once it has told two balances"


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """An account as its broker saw it last."""

    account_id: str
    state: AccountState | None  # None: the broker has not said yet
    answered: datetime | None  # when it spoke last
    control: BalanceControl | None  # of the newest day; None: two balances are not known yet


def balances(library: Library, connection: Connection) -> tuple[Balance, ...]:
    """The mapped accounts of a connection as their broker saw them last."""
    if not remote_spec(connection.kind).is_broker:
        return ()
    return tuple(_balance(library, connection, account) for account in connection.accounts)


def day_control(library: Library, account_id: str, day: date) -> BalanceControl | None:
    """The control total of an account's day; None where its broker did not speak."""
    spoke = [
        answered
        for each in library.connections()
        if account_id in each.accounts and (answered := _answered(library, each, account_id))
    ]
    return library.balance_control(account_id, day, max(spoke, default=None))


def _balance(library: Library, connection: Connection, account_id: str) -> Balance:
    answered = _answered(library, connection, account_id)
    states = library.account_states(account_id)
    return Balance(
        account_id=account_id,
        state=states[-1] if states else None,
        answered=answered,
        control=library.balance_control(account_id, answered=answered),
    )


def _answered(library: Library, connection: Connection, account_id: str) -> datetime | None:
    stream = worth_stream(connection.accounts[account_id] or "")
    cursor = library.look(lambda store: store.cursor(connection.id, stream))
    return None if cursor is None else cursor.started_at
