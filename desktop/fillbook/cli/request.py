"""What every command is asked with, and how it answers."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from typer import Context

from fillbook.domain.errors import NotFound
from fillbook.storage.library import Library

DONE, FAULT, WRONG_USAGE, REFUSED, WAITS, UNREACHED = 0, 1, 2, 3, 4, 5
"""Exit codes: done, a bug of ours, wrong usage, refused, something waits, a remote is away."""

_FILE_WIDTH = 200


@dataclass(frozen=True, slots=True)
class Request:
    """The library that is meant, and the form of the answer."""

    folder: Path
    as_json: bool

    def answer(self, document: object, show: Callable[[Console], None]) -> None:
        """Print one JSON document, or let it be shown to a person."""
        if self.as_json:
            print_document(document)
        else:
            show(person_console())

    @contextmanager
    def reading(self) -> Iterator[Library]:
        """The library, for a command that changes nothing; another process may write it."""
        try:
            library = Library.open(self.folder, writing=False)
        except NotFound:
            library = Library.open(self.folder)
        with library:
            yield library

    @contextmanager
    def writing(self) -> Iterator[Library]:
        """The library, made on first use, for a command that writes."""
        with Library.open(self.folder) as library:
            library.prepare()
            yield library


def request_of(context: Context) -> Request:
    """What the command line said before and after the command."""
    request = context.obj
    assert isinstance(request, Request)
    return request


def person_console() -> Console:
    """Prints words as they are: a bracket in a note is no markup. A file has room for all."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _FILE_WIDTH
    return console


def print_document(document: object) -> None:
    """Print JSON in UTF-8, whatever the terminal's encoding is.

    A broken character of a file name becomes an escape, which is good JSON too.
    """
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the standard error while work lasts, when that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(title, total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report


def plural(count: int, noun: str) -> str:
    """``1 trade``, ``2 trades``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(words: Sequence[str]) -> str:
    return ", ".join(words) if words else "–"
