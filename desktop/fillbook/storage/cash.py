"""Cash events: deposits and charges that a file states, each kept once."""

from collections.abc import Iterable
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

from fillbook.domain.cash import CashEvent, CashKind
from fillbook.storage.database import Connection
from fillbook.storage.history import Transaction
from fillbook.storage.values import instant, microseconds, plain_digits

_INSERT = """
INSERT INTO cash_event (id, account_id, identity, kind, amount, at, external_id, comment,
    batch_id, row, created_at, updated_hlc)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (account_id, identity) DO UPDATE
    SET deleted_hlc = NULL, batch_id = excluded.batch_id, row = excluded.row,
        rev = rev + 1, updated_hlc = excluded.updated_hlc
    WHERE deleted_hlc IS NOT NULL
"""


class StoredCashEvent(NamedTuple):
    """A cash event and the account whose balance it moves."""

    account_id: str
    event: CashEvent


def insert_batch(
    tx: Transaction, account_id: str, batch_id: str, events: Iterable[CashEvent]
) -> int:
    """Keep the events that the account does not have yet; how many those were."""
    return tx.connection.executemany(
        _INSERT,
        (
            (
                tx.new_id(),
                account_id,
                identity,
                event.kind.value,
                plain_digits(event.amount),
                microseconds(event.at),
                event.external_id,
                event.comment,
                batch_id,
                event.row,
                tx.at,
                tx.hlc,
            )
            for event, identity in identified(events)
        ),
    ).rowcount


def identified(events: Iterable[CashEvent]) -> Iterable[tuple[CashEvent, str]]:
    """Each event with its identity: the broker's id, else its content and which equal one it is."""
    met: dict[str, int] = {}
    for event in events:
        if event.external_id is not None:
            yield event, f"id:{event.external_id}"
            continue
        content = f"{event.kind}\n{plain_digits(event.amount)}\n{microseconds(event.at)}"
        digest = blake2b(content.encode(), digest_size=16).hexdigest()
        ordinal = met.get(digest, 0)
        met[digest] = ordinal + 1
        yield event, f"{digest}:{ordinal}"


def known(connection: Connection, account_id: str) -> frozenset[str]:
    """The identities of the account's events."""
    rows = connection.execute(
        "SELECT identity FROM cash_event WHERE account_id = ? AND deleted_hlc IS NULL",
        (account_id,),
    )
    return frozenset(identity for (identity,) in rows)


def read_all(connection: Connection) -> tuple[StoredCashEvent, ...]:
    """All events, oldest first."""
    rows = connection.execute(
        "SELECT account_id, kind, amount, at, external_id, comment, row FROM cash_event"
        " WHERE deleted_hlc IS NULL ORDER BY at, account_id, identity"
    )
    return tuple(
        StoredCashEvent(
            account,
            CashEvent(
                kind=CashKind(kind),
                amount=Decimal(amount),
                at=instant(at),
                external_id=external_id,
                comment=comment,
                row=row,
            ),
        )
        for account, kind, amount, at, external_id, comment, row in rows
    )
