"""``export``, ``backup``, ``restore``, ``check``, ``demo`` and ``version``."""

import platform
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from fillbook import __version__
from fillbook.cli.documents import exported_document
from fillbook.cli.request import DONE, WAITS, plural, progress, request_of
from fillbook.storage.library import Library

File = Annotated[Path, typer.Argument(metavar="FILE")]


def export(context: typer.Context, file: File) -> None:
    """Write .json (everything but images), .csv (trades) or .zip (everything)."""
    request = request_of(context)
    with request.reading() as library:
        exported = library.export(file.expanduser())
    request.answer(
        exported_document(exported),
        lambda console: console.print(f"{plural(exported.trades, 'trade')} in {exported.file}"),
    )


def backup(context: typer.Context, file: File) -> None:
    """Copy the whole library into one verified file."""
    request = request_of(context)
    with request.reading() as library:
        made = library.backup(file.expanduser())
    request.answer(
        {"file": str(made.file), "sha256": made.sha256},
        lambda console: console.print(f"{made.file}\nSHA-256 {made.sha256}"),
    )


def restore(context: typer.Context, file: File) -> None:
    """Bring a library back from a backup or an export; what stands there is kept aside."""
    request = request_of(context)
    restored = Library.restore(request.folder, file.expanduser())

    def show(console: Console) -> None:
        console.print(f"Restored into {restored.folder}")
        if restored.kept_aside is not None:
            console.print(f"What stood there is now in {restored.kept_aside}")
        if restored.missing_screenshots:
            console.print(f"{plural(restored.missing_screenshots, 'screenshot')} not in the file")

    request.answer(
        {
            "file": str(file.expanduser()),
            "sha256": restored.sha256,
            "library": str(restored.folder),
            "kept_aside": None if restored.kept_aside is None else str(restored.kept_aside),
            "missing_screenshots": restored.missing_screenshots,
        },
        show,
    )


def check(context: typer.Context) -> int:
    """Look the whole library over: database, links, pictures, trades against their fills."""
    request = request_of(context)
    with request.reading() as library, progress("Checking") as report:
        problems = library.check(report)

    def show(console: Console) -> None:
        for problem in problems:
            console.print(problem, style="red")
        console.print(plural(len(problems), "problem") if problems else "All is well.")

    request.answer({"ok": not problems, "problems": list(problems)}, show)
    return WAITS if problems else DONE


def demo(context: typer.Context, folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Make a demo library in a new folder."""
    from fillbook.demo.journal import make_demo

    request = request_of(context)
    with progress("Making the demo journal") as report:
        make_demo(folder.expanduser(), report)
    request.answer(
        {"library": str(folder.expanduser())},
        lambda console: console.print(f"fillbook --library {folder.expanduser()} opens it."),
    )


def version(context: typer.Context) -> None:
    """Say which versions are at work."""
    from fillbook.storage.database import SQLITE_VERSION

    versions = {
        "fillbook": __version__,
        "python": platform.python_version(),
        "qt": installed_version("PySide6-Essentials"),
        "sqlite": SQLITE_VERSION,
    }

    def show(console: Console) -> None:
        for name, value in versions.items():
            console.print(f"{name:<9}{value}")

    request_of(context).answer(versions, show)
