"""Whose Tradavity journal it is, what the key may do and how fast."""

from collections.abc import Iterable
from dataclasses import replace

from fillbook.remotes.record import Record
from fillbook.remotes.remote import Identity, Limits, RemoteAccount
from fillbook.remotes.tradavity import answers
from fillbook.remotes.tradavity.client import PAGE

_SHARE = 8, 10
FREE = Limits(per_minute=48, per_day=4_000, page=PAGE)
PRO = Limits(per_minute=240, per_day=40_000, page=PAGE)
"""Four fifths of what a plan allows."""

_USED = frozenset(
    {
        "read:trades", "write:trades", "read:screenshots", "write:screenshots", "read:tags",
        "write:tags", "read:strategies", "read:accounts", "read:protocols",
    }
)  # fmt: skip
"""The scopes of a key with which nothing is left out."""


def identity(data: Record, meta: Record) -> Identity:
    """Whose key it is, by the answer of ``/me``."""
    user = data.record("user") or data
    preferences = data.record("preferences") or Record({})
    name = user.text("email") or user.text("name") or user.text("username") or "a user"
    plan, scopes = _name(data, "plan"), _scopes(data)
    return Identity(
        pin=user.id("id") or user.id("user_id") or user.text("email"),
        words=f"{name}, {plan.capitalize()}" if plan else name,
        plan=" ".join((plan or "", *sorted(scopes or ()))),
        scopes=scopes,
        lacks=() if scopes is None else tuple(sorted(_USED - scopes)),
        limits=_limits(data, meta),
        zone=preferences.text("timezone"),
    )


def account(row: object) -> RemoteAccount:
    """An account of the user."""
    record = Record.of(row, "An account")
    number = record.required_id("account_id", "id")
    return RemoteAccount(
        id=number,
        name=record.text("name") or number,
        currency=record.text("currency"),
        is_archived=answers.is_archived(record),
    )


def with_feeds(
    accounts: tuple[RemoteAccount, ...], connections: Iterable[object]
) -> tuple[RemoteAccount, ...]:
    """Accounts, and whether Tradavity fetches their trades by itself.

    A connection that does not name its account may feed any of them.
    """
    live = [entry for entry in connections if isinstance(entry, dict) and _is_live(Record(entry))]
    named = {_fed_account(Record(entry)) for entry in live}
    return tuple(
        replace(account, is_auto_fed=account.id in named or None in named) for account in accounts
    )


def _is_live(connection: Record) -> bool:
    state = (connection.text("status") or "").casefold()
    switched_off = "is_active" in connection and not connection.flag("is_active")
    return not switched_off and state not in ("inactive", "disabled", "disconnected", "paused")


def _fed_account(connection: Record) -> str | None:
    account = connection.fields.get("account")
    if isinstance(account, dict):
        return Record(account).id("id")
    return connection.id("account_id")


def _scopes(data: Record) -> frozenset[str] | None:
    key = data.record("key") or Record({})
    listed = key.fields.get("scopes")
    if not isinstance(listed, list):
        return None
    return frozenset(str(scope) for scope in listed)


def _limits(data: Record, meta: Record) -> Limits:
    """The limits of the stated tier; a stated number of its own wins."""
    rate = meta.record("rate_limit") or Record({})
    tier = _name(data, "rate_tier") or rate.text("tier") or ""
    known = PRO if tier.casefold() == "pro" else FREE
    stated = rate.whole("limit")
    if stated is None or stated < 2:
        return known
    part, whole = _SHARE
    return Limits(per_minute=stated * part // whole, per_day=known.per_day, page=PAGE)


def _name(data: Record, key: str) -> str | None:
    """A word that is delivered bare, or as an object with a name."""
    value = data.fields.get(key)
    if isinstance(value, dict):
        inner = Record(value)
        return inner.text("name") or inner.text("tier") or inner.text("key")
    return data.text(key)
