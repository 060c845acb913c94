"""From the words of a command line to an exit code."""

import logging
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import typer

from fillbook.cli.accounts import accounts
from fillbook.cli.connecting import connect, connections
from fillbook.cli.editing import attach, delete, edit, undo
from fillbook.cli.exchanging import rates
from fillbook.cli.figures import stats
from fillbook.cli.importing import formats, import_files
from fillbook.cli.keeping import backup, check, demo, export, restore, version
from fillbook.cli.pricing import bars
from fillbook.cli.request import (
    DONE,
    FAULT,
    REFUSED,
    UNREACHED,
    WRONG_USAGE,
    Request,
    print_document,
)
from fillbook.cli.syncing import conflicts, resolve, sync
from fillbook.cli.trades import show, trades
from fillbook.domain.errors import FillbookError, UnknownKey
from fillbook.places import default_library
from fillbook.remotes.errors import NotSent, Unclear

_LIBRARY_OPTION = "--library"
_JSON_OPTION = "--json"

_HELP = """A trading journal for the desktop.

Without a command, the window opens; `fillbook --demo` opens it on a throw-away demo journal.

--library DIR names another library than the usual one, as FILLBOOK_LIBRARY in the environment
does. --json prints one JSON document and nothing else. Both may stand anywhere.
"""

app = typer.Typer(
    name="fillbook", help=_HELP, add_completion=False, pretty_exceptions_enable=False,
    rich_markup_mode=None, no_args_is_help=True,
)  # fmt: skip
app.add_typer(accounts, name="account")
app.add_typer(bars, name="bars")
app.add_typer(rates, name="rates")
for name, command in (
    ("import", import_files),
    ("formats", formats),
    ("trades", trades),
    ("show", show),
    ("stats", stats),
    ("edit", edit),
    ("attach", attach),
    ("delete", delete),
    ("undo", undo),
    ("connect", connect),
    ("connections", connections),
    ("sync", sync),
    ("conflicts", conflicts),
    ("resolve", resolve),
    ("export", export),
    ("backup", backup),
    ("restore", restore),
    ("check", check),
    ("demo", demo),
    ("version", version),
):
    app.command(name)(command)


def main(arguments: Sequence[str]) -> int:
    """Run a command; the exit code."""
    rest, folder, as_json = _taken_apart(arguments)
    request = Request(folder or default_library(), as_json)
    try:
        code = app(args=rest, prog_name="fillbook", standalone_mode=False, obj=request)
        return code if isinstance(code, int) else DONE
    except UnknownKey as error:
        return _failed(request, error.title, error.next_step, WRONG_USAGE)
    except (NotSent, Unclear) as error:
        return _failed(request, error.title, error.next_step, UNREACHED)
    except FillbookError as error:
        return _failed(request, error.title, error.next_step, REFUSED)
    except typer.TyperException as error:
        return _failed(request, error.format_message(), "See fillbook --help.", WRONG_USAGE)
    except BrokenPipeError:  # whoever read the answer has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (KeyboardInterrupt, typer.Abort):
        return _failed(request, "Stopped.", "Nothing was saved.", REFUSED)
    except Exception:  # the end of the thread: what comes here is a fault of ours
        return _our_fault(request)


def _taken_apart(arguments: Sequence[str]) -> tuple[list[str], Path | None, bool]:
    """The command's own words, the library and whether JSON is wanted."""
    rest: list[str] = []
    folder: Path | None = None
    as_json = False
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == _JSON_OPTION:
            as_json = True
        elif word == _LIBRARY_OPTION and (named := next(words, None)) is not None:
            folder = Path(named).expanduser()
        elif word.startswith(f"{_LIBRARY_OPTION}="):
            folder = Path(word.partition("=")[2]).expanduser()
        else:
            rest.append(word)
    return rest, folder, as_json


def _failed(request: Request, title: str, next_step: str, code: int) -> int:
    print(f"{title}\n{next_step}".strip(), file=sys.stderr)
    if request.as_json:
        print_document({"error": {"title": title, "next": next_step or None, "exit": code}})
    return code


def _our_fault(request: Request) -> int:
    """Keep the traceback in the library's log, or in the program's where that cannot be."""
    text = traceback.format_exc()
    line = text.strip().splitlines()[-1]
    log = request.folder / "logs" / "fillbook.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as lines:
            lines.write(f"{datetime.now(UTC).isoformat()} {' '.join(sys.argv[1:2])}\n{text}\n")
    except OSError:
        logging.getLogger(__name__).error(text)
        return _failed(request, f"A fault of Fillbook: {line}", "", FAULT)
    return _failed(request, f"A fault of Fillbook: {line} (details in {log})", "", FAULT)
