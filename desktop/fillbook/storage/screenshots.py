"""Pictures on trades: the file by its hash first, then the rows that name it.

A row without a file cannot come about; a file without a row is garbage, swept after a week.
"""

import hashlib
import json
import os
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from fillbook.domain.errors import NotFound, Refused
from fillbook.domain.image import ImageSource, NamedBytes
from fillbook.storage.database import Connection
from fillbook.storage.folder import sync_folder
from fillbook.storage.history import Transaction
from fillbook.storage.picture import Picture, read_picture

MAX_BYTES = 100 * 1024 * 1024
_CHUNK = 1024 * 1024
_GARBAGE_AFTER_S = 7 * 24 * 3600
_MAX_LABEL = 200


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture whose file is in place."""

    sha256: str
    size_bytes: int
    picture: Picture


def check(source: ImageSource) -> Picture:
    """What the picture is.

    Raises:
        Refused: it cannot be read, or is nothing that the journal keeps.
    """
    with _opened(source) as file:
        return read_picture(_name(source), file)


def store(folder: Path, source: ImageSource, picture: Picture) -> StoredPicture:
    """Put a file into the folder under its hash, so that a power loss leaves all or nothing."""
    digest, size = hashlib.sha256(), 0
    handle, making = tempfile.mkstemp(dir=folder, prefix="making-")
    try:
        with os.fdopen(handle, "wb") as target, _opened(source) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        Path(making).replace(folder / digest.hexdigest())
    except BaseException:
        Path(making).unlink(missing_ok=True)
        raise
    sync_folder(folder)
    return StoredPicture(digest.hexdigest(), size, picture)


def attach(
    tx: Transaction, trade_id: str, pictures: Sequence[StoredPicture], label: str
) -> tuple[str, ...]:
    """Hang stored pictures on a trade, after those it has; their ids."""
    tx.connection.executemany(
        "INSERT INTO blob (sha256, size_bytes, mime_type, width, height, state, created_at)"
        " VALUES (?, ?, ?, ?, ?, 'present', ?)"
        " ON CONFLICT (sha256) DO UPDATE SET state = 'present'",
        (
            (kept.sha256, kept.size_bytes, picture.mime_type, picture.width, picture.height, tx.at)
            for kept in pictures
            if (picture := kept.picture)
        ),
    )
    (position,) = tx.connection.execute(
        "SELECT coalesce(max(position), -1) FROM screenshot WHERE trade_id = ?", (trade_id,)
    ).fetchone()
    tx.touch_trade(trade_id)
    return tuple(
        tx.insert(
            "screenshot",
            {
                "trade_id": trade_id,
                "sha256": kept.sha256,
                "label": clean_label(label),
                "position": place,
            },
        )
        for place, kept in enumerate(pictures, position + 1)
    )


def set_label(tx: Transaction, screenshot_id: str, label: str) -> None:
    """Name a picture."""
    (trade,) = trades_of(tx.connection, [screenshot_id])
    if tx.update("screenshot", screenshot_id, {"label": clean_label(label)}):
        tx.touch_trade(trade)


def order(tx: Transaction, trade_id: str, ids: Sequence[str]) -> None:
    """Bring a trade's pictures into this order."""
    for position, screenshot in enumerate(ids):
        if tx.update("screenshot", screenshot, {"position": position}):
            tx.touch_trade(trade_id)


def delete(tx: Transaction, ids: Sequence[str]) -> None:
    """Take pictures off their trades; the files stay for an undo."""
    owners = trades_of(tx.connection, ids)
    if tx.update_all("screenshot", ids, {"deleted_hlc": tx.hlc}):
        tx.trades.update(owners)


def trades_of(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    """The trades that these pictures hang on.

    Raises:
        NotFound: one of them is not in the library.
    """
    rows = connection.execute(
        "SELECT p.trade_id FROM json_each(?) w JOIN screenshot p ON p.id = w.value",
        (json.dumps(list(ids)),),
    ).fetchall()
    if len(rows) != len(ids):
        raise NotFound("There is no such screenshot.", "It may be deleted already.")
    return frozenset(trade for (trade,) in rows)


def sweep(connection: Connection, folder: Path) -> None:
    """Remove week-old files that no row ever named."""
    named = {sha256 for (sha256,) in connection.execute("SELECT sha256 FROM blob")}
    limit = time.time() - _GARBAGE_AFTER_S
    for file in folder.iterdir():
        if file.name not in named and file.is_file() and file.stat().st_mtime < limit:
            file.unlink()


def clean_label(label: str) -> str:
    """A label in one line, without signs that cannot be seen."""
    spaced = "".join(" " if sign in "\r\n\t" else sign for sign in label)
    shown = "".join(sign for sign in spaced if unicodedata.category(sign) not in ("Cc", "Cf"))
    return unicodedata.normalize("NFC", shown).strip()[:_MAX_LABEL]


def _name(source: ImageSource) -> str:
    return clean_label(source.name) or "The picture"


def _opened(source: ImageSource) -> BinaryIO:
    if isinstance(source, NamedBytes):
        _judge_size(source, len(source.content))
        return BytesIO(source.content)
    try:
        _judge_size(source, source.stat().st_size)
        return source.open("rb")
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise Refused(f"{_name(source)} cannot be read: {reason}.", "Check the file.") from error


def _judge_size(source: ImageSource, size_bytes: int) -> None:
    if size_bytes > MAX_BYTES:
        raise Refused(f"{_name(source)} is larger than 100 MB.", "Save it smaller.")
