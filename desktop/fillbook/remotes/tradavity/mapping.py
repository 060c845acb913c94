"""Tradavity's trades as ours: its rows and details decoded. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from fillbook.domain.execution import Direction
from fillbook.domain.instrument import AssetType
from fillbook.domain.remote_trade import Facts, RemoteImage, RemoteRow, RemoteTrade, Value
from fillbook.domain.review import Confirmation
from fillbook.domain.trade import Role
from fillbook.remotes import canonical, json_text
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.tradavity import answers, fills, words
from fillbook.remotes.tradavity.fills import Fill
from fillbook.remotes.tradavity.words import CHOICES, CONFIRMATION, FILLS, PRICES, TEXTS

_SHOWN = ("protocol_responses", "asset_config")
_CONFIRMATION_IDS = ("confirmation_id", "id")
_CONFIRMATION_SENT = ("confirmation_id", "was_present", "notes")


def row(record: Record, accounts: Mapping[str, str]) -> RemoteRow:
    """A trade of a listing.

    Args:
        accounts: Account names, ignoring case, to ids.
    """
    account = record.fields.get("account")
    if isinstance(account, dict):
        name = Record(account).text("name")
        account_id = Record(account).required_id("id", "account_id")
    else:
        name = record.text("account")
        account_id = record.id("account_id") or accounts.get((name or "").casefold(), name or "")
    return RemoteRow(
        id=record.required_id("trade_number"),
        hash=canonical.fingerprint(record.fields),
        facts=_facts(record, ()),
        account=account_id or None,
        account_name=name,
    )


def trade(record: Record, names: Mapping[str, str], body: bytes = b"") -> RemoteTrade:
    """A trade's detail.

    Args:
        names: Confirmation ids to names, for details that do not name them.
        body: The answer as received.
    """
    account = record.record("account") or Record({})
    executions = record.records("executions")
    read = None if executions is None else fills.of_records(executions)
    facts = _facts(record, read or ())
    confirmations = _confirmations(record, names)
    images = record.records("screenshots")
    return RemoteTrade(
        id=record.required_id("trade_number"),
        facts=facts,
        fields=_plain_fields(record) | _sets(record, read) | confirmations,
        account=account.id("id"),
        account_name=account.text("name"),
        fills=None if read is None else fills.remote_fills(read, facts.direction),
        images=None if images is None else tuple(_image(image) for image in images),
        is_archived=answers.is_archived(record),
        copy_of=record.id("source_trade_number") if record.flag("is_copy") else None,
        is_copy_source=record.flag("is_copy_source"),
        whole=frozenset({CONFIRMATION}) if _names_all_confirmations(record, names) else frozenset(),
        stamp=record.text("updated_at"),
        extras=_extras(record),
        body=body,
    )


def is_confirmation(key: str) -> bool:
    return key.startswith(CONFIRMATION)


def confirmation_id(entry: Record) -> str:
    return entry.required_id(*_CONFIRMATION_IDS)


def unnamed_ids(record: Record) -> tuple[str, ...]:
    """Ids of the confirmations that a detail delivers without a name."""
    return tuple(
        confirmation_id(entry)
        for entry in record.records("confirmations") or ()
        if entry.text("name") is None
    )


def named_confirmations(record: Record, names: Mapping[str, str]) -> dict[str, Record]:
    """A detail's confirmations by name; of two with one name the first."""
    found: dict[str, Record] = {}
    for entry in record.records("confirmations") or ():
        name = _confirmation_name(entry, names)
        if name is not None:
            found.setdefault(name, entry)
    return found


def unnamed_confirmations(
    record: Record, names: Mapping[str, str]
) -> tuple[dict[str, object], ...]:
    """Entries that have no name here, as they are sent back so that they stay."""
    named = named_confirmations(record, names).values()
    return tuple(
        {key: entry.fields[key] for key in _CONFIRMATION_SENT if key in entry}
        for entry in record.records("confirmations") or ()
        if all(entry.fields is not known.fields for known in named)
    )


def tag_ids(record: Record) -> dict[str, str]:
    """The ids of a detail's tags, by name ignoring case."""
    return {
        _tag_name(entry).casefold(): entry.required_id("tag_id", "id")
        for entry in record.records("tags") or ()
    }


def _plain_fields(record: Record) -> dict[str, Value]:
    """The fields of one value each that were delivered."""
    found: dict[str, Value] = {}
    for key, (name, _) in CHOICES.items():
        if name in record:
            found[key] = words.from_theirs(key, record.text(name))
    for key, name in TEXTS.items():
        if name in record:
            found[key] = record.text(name)
    for key, name in PRICES.items():
        if name in record:
            price = record.number(name)
            found[key] = canonical.amount(price) if price and price > 0 else None
    for key in ("strategy", "setup"):
        if key in record:
            found[key] = _name(record.fields[key])
    if "emotional_state" in record:
        found["emotion"] = words.emotion(record.text("emotional_state"))
    if "confidence_level" in record:
        level = record.whole("confidence_level")
        found["confidence"] = None if level is None else str(level)
    return found


def _sets(record: Record, read: tuple[Fill, ...] | None) -> dict[str, Value]:
    found: dict[str, Value] = {}
    tags = record.records("tags")
    if tags is not None:
        found["tags"] = sorted_tags(tuple(_tag_name(entry) for entry in tags))
    if read is not None:
        found[FILLS] = fills.texts(read)
    return found


def sorted_tags(names: tuple[str, ...]) -> tuple[str, ...]:
    """Tag names in canonical form: trimmed, each once whatever its case, in order."""
    known: dict[str, str] = {}
    for name in names:
        tidy = canonical.text(name).strip()
        if tidy:
            known.setdefault(tidy.casefold(), tidy)
    return tuple(known[folded] for folded in sorted(known))


def _names_all_confirmations(record: Record, names: Mapping[str, str]) -> bool:
    """Whether they were delivered, and each with a name: only then an absent one is unset."""
    delivered = record.records("confirmations") is not None
    return delivered and all(unnamed in names for unnamed in unnamed_ids(record))


def _confirmation_name(entry: Record, names: Mapping[str, str]) -> str | None:
    name = entry.text("name") or names.get(confirmation_id(entry))
    return name.strip() or None if name else None


def _confirmations(record: Record, names: Mapping[str, str]) -> dict[str, Value]:
    return {
        f"{CONFIRMATION}{name}": answer(name, entry)
        for name, entry in named_confirmations(record, names).items()
    }


def answer(name: str, entry: Record) -> str:
    """A confirmation's canonical answer."""
    present = entry.fields.get("was_present", True)
    note = (entry.text("notes") or "").strip()
    return Confirmation(name, present not in (False, 0, None, "0"), note).answer


def _facts(record: Record, read: tuple[Fill, ...]) -> Facts:
    direction = record.text("direction")
    if direction is None or direction.casefold() not in set(Direction):
        raise BadRecord('"direction" is neither long nor short.')
    symbol = record.text("symbol")
    if symbol is None:
        raise BadRecord('"symbol" is missing.')
    opened, closed = _times(record, read)
    return Facts(
        symbol=symbol,
        direction=Direction(direction.casefold()),
        asset_type=_asset_type(record.text("asset_type")),
        multiplier=record.number("multiplier"),
        quantity=record.number("quantity") or fills.total(read, Role.ENTRY) or None,
        opened_at=opened,
        closed_at=closed,
        entry_price=fills.average_price(read, Role.ENTRY),
        exit_price=fills.average_price(read, Role.EXIT),
        gross_pnl=record.number("gross_pnl"),
        fees=record.number("fees"),
        net_pnl=record.number("net_pnl"),
        currency=(record.record("account") or Record({})).text("currency")
        if isinstance(record.fields.get("account"), dict)
        else None,
        is_open=bool(read) and fills.total(read, Role.EXIT) < fills.total(read, Role.ENTRY),
    )


def _times(record: Record, read: tuple[Fill, ...]) -> tuple[datetime | None, datetime | None]:
    """When it was opened and closed: by its fills, else by its date and how long it was held."""
    dated = record.instant("trade_date")
    entries = [fill.at for fill in read if fill.role is Role.ENTRY and fill.at]
    exits = [fill.at for fill in read if fill.role is Role.EXIT and fill.at]
    opened = min(entries) if entries else dated and canonical.second(dated)
    held = record.whole("holding_time")
    if exits:
        return opened, max(exits)
    if opened is None or held is None or held < 0:
        return opened, None
    try:
        return opened, opened + timedelta(seconds=held)
    except OverflowError as error:
        raise BadRecord('"holding_time" is no time.') from error


def _asset_type(word: str | None) -> AssetType | None:
    folded = (word or "").casefold()
    return AssetType(folded) if folded in set(AssetType) else None


def _name(value: object) -> str | None:
    """The name of a strategy or setup, delivered as an object or as a bare text."""
    if isinstance(value, dict):
        return _trimmed(Record(value).text("name"))
    return _trimmed(Record({"name": value}).text("name"))


def _trimmed(name: str | None) -> str | None:
    return name.strip() or None if name else None


def _tag_name(entry: Record) -> str:
    name = entry.text("name") or entry.text("tag_name")
    if name is None:
        raise BadRecord("A tag has no name.")
    return name


def _image(record: Record) -> RemoteImage:
    kind = record.text("file_type")
    return RemoteImage(
        id=record.required_id("screenshot_id", "id"),
        label=record.text("label") or "",
        position=record.whole("sort_order") or 0,
        size_bytes=record.whole("file_size"),
        mime_type=kind if kind and "/" in kind else None,
    )


def _extras(record: Record) -> dict[str, str]:
    return {
        key: json_text.written(record.fields[key]).decode()
        for key in _SHOWN
        if record.fields.get(key)
    }
