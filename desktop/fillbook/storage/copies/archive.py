"""A library in one ZIP: a list of its files with their hashes first, then the files."""

import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from fillbook.domain.errors import FillbookError, UnreadableFile
from fillbook.storage.folder import sync_folder
from fillbook.storage.integrity import sha256_of

MANIFEST = "manifest.json"
DATABASE = "journal.db"
JSON = "library.json"
CSV = "trades.csv"
SCREENSHOTS = "screenshots/"
_FORMAT = "fillbook-archive"
_CHUNK = 1024 * 1024


def write_archive(target: Path, files: Mapping[str, Path]) -> None:
    """Write files under their names, verified by reading them back before the ZIP has its name."""
    hashes = {name: {"sha256": sha256_of(file), "size": file.stat().st_size}
              for name, file in files.items()}  # fmt: skip
    with making(target) as path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
            archive.writestr(MANIFEST, json.dumps({"format": _FORMAT, "files": hashes}, indent=1))
            for name, file in files.items():
                packed = name.startswith(SCREENSHOTS)  # pictures are compressed already
                kind = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
                archive.write(file, name, kind)
        with opened(path) as archive:
            for name in archive.names:
                archive.verify(name)


class Archive:
    """A ZIP of ours that is open for reading. Only names that its list has are read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        manifest = json.loads(archive.read(MANIFEST))
        if manifest.get("format") != _FORMAT:
            raise ValueError("not an archive of ours")
        self._files: dict[str, dict[str, object]] = manifest["files"]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._files)

    def verify(self, name: str) -> None:
        """Read a file and compare it with the list."""
        self._copy(name, io.BytesIO(), keep=False)

    def extract(self, name: str, target: Path) -> None:
        """Write a file to a path, compared with the list."""
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            self._copy(name, file, keep=True)

    def _copy(self, name: str, target: IO[bytes], *, keep: bool) -> None:
        listed, digest, size = self._files[name], hashlib.sha256(), 0
        limit = listed["size"]
        assert isinstance(limit, int)
        with self._archive.open(name) as source:
            while (chunk := source.read(_CHUNK)) and size <= limit:
                digest.update(chunk)
                size += len(chunk)
                if keep:
                    target.write(chunk)
        if size != limit or digest.hexdigest() != listed["sha256"]:
            raise UnreadableFile(f"{name} in the archive is damaged.", "Take another backup.")


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """A ZIP of ours.

    Raises:
        UnreadableFile: it is none, or it is damaged.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            yield Archive(archive)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise UnreadableFile(
            f"{file.name} is no backup or export of Fillbook.", "Choose another file."
        ) from error


@contextmanager
def making(target: Path) -> Iterator[Path]:
    """A path to write to; the file gets its name only when it is whole."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    except OSError as error:
        raise cannot_write(target, error) from error
    os.close(handle)
    path = Path(name)
    try:
        yield path
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        path.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise cannot_write(target, error) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def cannot_write(target: Path, error: OSError) -> FillbookError:
    """A failed write in words."""
    reason = (error.strerror or "it cannot be made").lower()
    return FillbookError(f"{target.name} cannot be written: {reason}.", "Choose another place.")
