"""Looking a whole library over, in words that a trader can read."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from fillbook.storage.database import Connection, DatabaseError
from fillbook.storage.folder import LibraryFolder

_SHOWN = 20


def problems(
    connection: Connection, folder: LibraryFolder, progress: Callable[[int, int], None]
) -> tuple[str, ...]:
    """Everything that does not hold; nothing is well."""
    looks = (_file, _references, _pictures, _links, _log, _trades)
    found: list[str] = []
    for done, look in enumerate(looks):
        progress(done, len(looks))
        try:
            found += look(connection, folder)
        except DatabaseError as error:
            found.append(f"The journal file is damaged: {error}.")
            break
    progress(len(looks), len(looks))
    return tuple(found)


def _file(connection: Connection, folder: LibraryFolder) -> Iterator[str]:
    for (verdict,) in connection.execute(f"PRAGMA integrity_check({_SHOWN})"):
        if verdict != "ok":
            yield f"The journal file is damaged: {verdict}."


def _references(connection: Connection, folder: LibraryFolder) -> Iterator[str]:
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(_SHOWN):
        yield f"A row of {table} names a {parent} that does not exist."


def _pictures(connection: Connection, folder: LibraryFolder) -> Iterator[str]:
    for sha256, size in connection.execute(
        "SELECT sha256, size_bytes FROM blob WHERE state = 'present' ORDER BY sha256"
    ):
        file = folder.screenshots / sha256
        if not file.is_file():
            yield f"The screenshot {sha256[:12]} is missing."
        elif file.stat().st_size != size or sha256_of(file) != sha256:
            yield f"The screenshot {sha256[:12]} is damaged."


def _links(connection: Connection, folder: LibraryFolder) -> Iterator[str]:
    (count,) = connection.execute(
        "SELECT count(*) FROM link LEFT JOIN base_snapshot b ON b.link_id = link.id"
        " WHERE link.state = 'linked' AND link.entity = 'trade' AND b.link_id IS NULL"
    ).fetchone()
    if count:
        links = "1 link has" if count == 1 else f"{count} links have"
        yield f"{links} no base to compare with."


def _log(connection: Connection, folder: LibraryFolder) -> Iterator[str]:
    for device, first, last, count in connection.execute(
        "SELECT device_id, min(device_seq), max(device_seq), count(*) FROM change_log GROUP BY 1"
    ):
        if first != 1 or last != count:
            yield f"The change log of device {device[-12:]} has gaps: {count} of {last} rows."
    (behind,) = connection.execute(
        "SELECT device_seq <> (SELECT coalesce(max(device_seq), 0) FROM change_log l"
        " WHERE l.device_id = m.device_id) FROM library_meta m"
    ).fetchone()
    if behind:
        yield "The change log does not end where the library says."


def _trades(connection: Connection, folder: LibraryFolder) -> Iterator[str]:
    from fillbook.storage.derivation import differences

    yield from differences(connection)


def sha256_of(file: Path) -> str:
    """The hash of a file's content."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
