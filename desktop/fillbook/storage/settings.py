"""Choices that belong to the library: zones of files, and mapping profiles of CSVs."""

from fillbook.domain.errors import NotFound
from fillbook.storage.database import Connection
from fillbook.storage.history import Transaction
from fillbook.storage.playbook import name_key


def file_zone(connection: Connection, account_id: str, format_id: str) -> str | None:
    """The zone in which this account's files of a format were read last."""
    row = connection.execute(
        "SELECT value FROM setting WHERE id = ?", (_zone_key(account_id, format_id),)
    ).fetchone()
    return None if row is None else row[0]


def remember_file_zone(tx: Transaction, account_id: str, format_id: str, zone: str) -> None:
    """Offer this zone for the next file of the account and format."""
    key = _zone_key(account_id, format_id)
    tx.connection.execute(
        "INSERT INTO setting (id, created_at, updated_hlc) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (key, tx.at, tx.hlc),
    )
    tx.update("setting", key, {"value": zone})


def profiles(connection: Connection) -> tuple[str, ...]:
    """Names of the mapping profiles, in alphabetical order."""
    rows = connection.execute(
        "SELECT name FROM mapping_profile WHERE deleted_hlc IS NULL ORDER BY name_key"
    )
    return tuple(name for (name,) in rows)


def profile(connection: Connection, name: str) -> str:
    """The profile of this name, as JSON.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(
        "SELECT profile FROM mapping_profile WHERE name_key = ? AND deleted_hlc IS NULL",
        (name_key(name),),
    ).fetchone()
    if row is None:
        known = ", ".join(profiles(connection)) or "none yet"
        raise NotFound(f'There is no mapping profile "{name}".', f"Known: {known}.")
    return str(row[0])


def profile_for_header(connection: Connection, header_hash: str) -> str | None:
    """The profile that last read a file with this header, as JSON."""
    row = connection.execute(
        "SELECT profile FROM mapping_profile WHERE header_hash = ? AND deleted_hlc IS NULL"
        " ORDER BY updated_hlc DESC",
        (header_hash,),
    ).fetchone()
    return None if row is None else str(row[0])


def save_profile(tx: Transaction, name: str, header_hash: str | None, json_text: str) -> None:
    """Keep a profile under its name, in place of an older one."""
    values = {"name": " ".join(name.split()), "header_hash": header_hash, "profile": json_text}
    row = tx.connection.execute(
        "SELECT id FROM mapping_profile WHERE name_key = ?", (name_key(name),)
    ).fetchone()
    if row is None:
        tx.insert("mapping_profile", values | {"name_key": name_key(name)})
    else:
        tx.revive("mapping_profile", row[0])
        tx.update("mapping_profile", row[0], values)


def _zone_key(account_id: str, format_id: str) -> str:
    return f"file_zone:{account_id}:{format_id}"
