"""Links, intents and conflicts as rows. Their JSON is canonical: equal values, equal texts."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from fillbook.domain.connection import Connection, ConnectionState
from fillbook.domain.link import (
    Agreed,
    Conflict,
    ConflictKind,
    Cursor,
    Intent,
    IntentState,
    Link,
    LinkState,
    Parked,
)
from fillbook.domain.remote_trade import Fields, Value
from fillbook.storage.values import instant, microseconds, optional_instant

CONNECTION = (
    "id", "name", "kind", "base_url", "username", "server", "accounts", "options", "identity",
    "state", "message", "last_success", "breaker", "limiter", "paused",
)  # fmt: skip
LINK = (
    "id", "connection_id", "entity", "local_id", "remote_id", "state", "synced_rev",
    "remote_hash", "verified_at", "sent", "parked", "remarks", "trading_day_zone",
)  # fmt: skip
INTENT = (
    "id", "connection_id", "entity", "local_id", "verb", "state", "idempotency_key", "body",
    "content_type", "known", "known_count", "fingerprint", "first_sent_at", "last_sent_at",
    "server_date", "attempts", "probes", "not_before", "sent_rev", "sent_fields",
)  # fmt: skip
CONFLICT = (
    "id", "connection_id", "link_id", "trade_id", "remote_id", "kind", "field", "base", "mine",
    "theirs", "choices", "seen_at", "resolution",
)  # fmt: skip


def written(value: object) -> str:
    """Canonical JSON: no spaces, keys in order."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def connection_of(row: Iterable[Any]) -> Connection:
    """A connection from its columns."""
    values = dict(zip(CONNECTION, row, strict=True))
    return Connection(
        **{key: values[key] for key in CONNECTION[:6]},
        accounts=json.loads(values["accounts"]),
        options=json.loads(values["options"]),
        identity=values["identity"],
        state=ConnectionState(values["state"]),
        message=values["message"],
        last_success=optional_instant(values["last_success"]),
        breaker=values["breaker"],
        limiter=values["limiter"],
        paused=bool(values["paused"]),
    )


def link_of(row: Iterable[Any], fields: str | None) -> Link:
    """A link from its columns and its base."""
    (
        id_, connection, entity, local, remote, state, rev, hash_, verified, sent, parked, remarks,
        zone,
    ) = row  # fmt: skip
    return Link(
        id=id_, connection_id=connection, entity=entity, local_id=local, remote_id=remote,
        state=LinkState(state), synced_rev=rev, base=None if fields is None else base_of(fields),
        remote_hash=hash_, verified_at=optional_instant(verified), sent=fields_of(sent),
        parked=tuple(_parked(entry) for entry in json.loads(parked)),
        remarks=tuple((kind, text) for kind, text in json.loads(remarks)), trading_day_zone=zone,
    )  # fmt: skip


def link_row(link: Link) -> tuple[object, ...]:
    """A link's columns."""
    return (
        link.id, link.connection_id, link.entity, link.local_id, link.remote_id, link.state.value,
        link.synced_rev, link.remote_hash, _stamp(link.verified_at), written(_plain(link.sent)),
        written([_parked_json(entry) for entry in link.parked]),
        written([list(remark) for remark in link.remarks]), link.trading_day_zone,
    )  # fmt: skip


def base_text(base: Mapping[str, Agreed]) -> str:
    """A merge base as JSON."""
    return written(
        {key: [_json(agreed.mine), _json(agreed.theirs)] for key, agreed in base.items()}
    )


def base_of(text: str) -> dict[str, Agreed]:
    """A merge base from its JSON."""
    return {
        key: Agreed(_value(mine), _value(theirs))
        for key, (mine, theirs) in json.loads(text).items()
    }


def intent_of(row: Iterable[Any]) -> Intent:
    """An intent from its columns."""
    (
        id_, connection, entity, local, verb, state, key, body, content_type, known, count,
        fingerprint, first, last, server_date, attempts, probes, not_before, rev, fields,
    ) = row  # fmt: skip
    return Intent(
        id=id_, connection_id=connection, entity=entity, local_id=local, verb=verb,
        state=IntentState(state), key=key, body=bytes(body or b""), content_type=content_type,
        known=tuple(json.loads(known)), known_count=count, fingerprint=fingerprint,
        first_sent_at=optional_instant(first), last_sent_at=optional_instant(last),
        server_date=optional_instant(server_date), attempts=attempts, probes=probes,
        not_before=optional_instant(not_before), sent_rev=rev, sent_fields=fields_of(fields),
    )  # fmt: skip


def intent_row(intent: Intent) -> tuple[object, ...]:
    """An intent's columns."""
    return (
        intent.id, intent.connection_id, intent.entity, intent.local_id, intent.verb,
        intent.state.value, intent.key, intent.body, intent.content_type,
        written(list(intent.known)), intent.known_count, intent.fingerprint,
        _stamp(intent.first_sent_at), _stamp(intent.last_sent_at), _stamp(intent.server_date),
        intent.attempts, intent.probes, _stamp(intent.not_before), intent.sent_rev,
        written(_plain(intent.sent_fields)),
    )  # fmt: skip


def conflict_of(row: Iterable[Any]) -> Conflict:
    """A conflict from its columns."""
    (
        id_, connection, link, trade, remote, kind, field, base, mine, theirs, choices, seen_at,
        resolution,
    ) = row  # fmt: skip
    return Conflict(
        id=id_, connection_id=connection, link_id=link, trade_id=trade, remote_id=remote,
        kind=ConflictKind(kind), field=field, base=_value(json.loads(base)),
        mine=_value(json.loads(mine)), theirs=_value(json.loads(theirs)),
        choices=tuple(json.loads(choices)), seen_at=instant(seen_at), resolution=resolution,
    )  # fmt: skip


def conflict_row(conflict: Conflict) -> tuple[object, ...]:
    """A conflict's columns."""
    return (
        conflict.id, conflict.connection_id, conflict.link_id, conflict.trade_id,
        conflict.remote_id, conflict.kind.value, conflict.field, written(_json(conflict.base)),
        written(_json(conflict.mine)), written(_json(conflict.theirs)),
        written(list(conflict.choices)), microseconds(conflict.seen_at), conflict.resolution,
    )  # fmt: skip


def cursor_of(row: Iterable[Any]) -> Cursor:
    """A cursor from its columns."""
    cursor, epoch, pages, complete, started_at = row
    return Cursor(
        cursor=cursor,
        epoch=epoch,
        pages=pages,
        complete=bool(complete),
        started_at=instant(started_at),
    )


def fields_of(text: str) -> Fields:
    """Field values from their JSON."""
    return {key: _value(value) for key, value in json.loads(text).items()}


def _plain(fields: Fields) -> dict[str, object]:
    return {key: _json(value) for key, value in fields.items()}


def _json(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


def _value(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(str(word) for word in value)
    assert value is None or isinstance(value, str)
    return value


def _parked(entry: Mapping[str, Any]) -> Parked:
    until = entry.get("until")
    return Parked(
        operation=entry["operation"],
        reason=entry["reason"],
        field=entry.get("field"),
        until=None if until is None else instant(until),
        rev=entry["rev"],
        plan=entry.get("plan"),
    )


def _parked_json(entry: Parked) -> dict[str, object]:
    told = {
        "operation": entry.operation,
        "reason": entry.reason,
        "field": entry.field,
        "until": _stamp(entry.until),
        "rev": entry.rev,
        "plan": entry.plan,
    }
    return {key: value for key, value in told.items() if value is not None}


def _stamp(moment: datetime | None) -> int | None:
    return None if moment is None else microseconds(moment)
