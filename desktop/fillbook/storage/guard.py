"""Noticing that a library was put back or copied: a number that only ever rises.

``generation`` is raised in the database at each opening for writing, then mirrored beside
it and in this device's register. A database that is behind its mirrors was restored; one
whose register names another, still existing folder is a copy.
"""

import json
import os
import threading
from pathlib import Path

from fillbook import __version__, places
from fillbook.storage.database import SQLITE_VERSION, Connection, immediate
from fillbook.storage.folder import LibraryFolder
from fillbook.storage.meta import Meta, read_meta

_REGISTER = "libraries.json"


def raise_generation(connection: Connection, folder: LibraryFolder) -> Meta:
    """Raise the generation; what the library said of itself before."""
    found = read_meta(connection)
    register = _read(_register_file())
    known = register.get(found.epoch)
    mirrored = max(_generation(_read(folder.sidecar).get(found.epoch)), _generation(known))
    generation = max(found.generation, mirrored) + 1
    with immediate(connection):
        connection.execute(
            "UPDATE library_meta SET generation = ?, restored = coalesce(restored, ?),"
            " clean_shutdown = 0, app_version = ?, sqlite_version = ?",
            (
                generation,
                _suspicion(found, folder, mirrored, known),
                __version__,
                SQLITE_VERSION,
            ),
        )
    entry = {"folder": str(folder.path.absolute()), "generation": generation}
    write_whole(folder.sidecar, json.dumps({found.epoch: entry}))
    write_whole(_register_file(), json.dumps(register | {found.epoch: entry}, indent=1))
    return found


def write_whole(file: Path, text: str) -> None:
    """Write a small file so that nobody ever reads half of it."""
    making = file.with_name(f"{file.name}.{os.getpid()}-{threading.get_ident()}.making")
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    making.replace(file)


def _suspicion(found: Meta, folder: LibraryFolder, mirrored: int, known: object) -> str | None:
    if found.generation < mirrored:
        return "restored"
    if isinstance(known, dict):
        home = Path(str(known.get("folder")))
        if home != folder.path.absolute() and LibraryFolder(home).database.exists():
            return "copied"
    return None


def _generation(entry: object) -> int:
    generation = entry.get("generation") if isinstance(entry, dict) else None
    return generation if isinstance(generation, int) else 0


def _register_file() -> Path:
    return places.state_folder() / _REGISTER


def _read(file: Path) -> dict[str, object]:
    """What a mirror says; a damaged or missing one says nothing."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
