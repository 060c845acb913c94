"""The folder of a library: which file lies where, and who may read it."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LibraryFolder:
    """The paths of one library."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "journal.db"

    @property
    def lock(self) -> Path:
        return self.path / "journal.lock"

    @property
    def sidecar(self) -> Path:
        """The generation, mirrored beside the database."""
        return self.path / "generation.json"

    @property
    def screenshots(self) -> Path:
        return self.path / "screenshots"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    def make(self) -> None:
        """Make what is missing and close the folder to other users."""
        for folder in (self.path, self.screenshots, self.backups, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if sys.platform != "win32":
            self.path.chmod(0o700)
        os.close(os.open(self.database, os.O_RDWR | os.O_CREAT, 0o600))

    def can_be_written(self) -> bool:
        """Whether the folder, or the nearest one above it that exists, can be written."""
        nearest = self.path
        while not nearest.exists():
            nearest = nearest.parent
        database = self.database
        return os.access(nearest, os.W_OK) and (
            not database.exists() or os.access(database, os.W_OK)
        )


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder survive a power loss, where the platform knows how."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
