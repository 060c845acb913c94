"""What every table of the library has in common."""

from datetime import datetime
from typing import Any

from sqlmodel import SQLModel

from fillbook.storage.columns import instant, integer, text

STRICT: dict[str, Any] = {"sqlite_strict": True}


class Record(SQLModel):
    """A row with an identity of its own, known on every device."""

    id: str = text(primary_key=True)  # UUIDv7
    created_at: datetime = instant()


class Synced(Record):
    """A row of user data. ``rev`` rises with every change; a trigger sees to it."""

    rev: int = integer(sa_column_kwargs={"server_default": "1"})
    updated_hlc: int = integer()  # hybrid logical clock of the last change
    deleted_hlc: int | None = integer(default=None)  # in the bin since
    owner_id: str = text(default="me", sa_column_kwargs={"server_default": "me"})
