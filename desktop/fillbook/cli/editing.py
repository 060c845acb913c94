"""``edit``, ``attach``, ``delete`` and ``undo``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from fillbook.cli.documents import (
    change_document,
    full_document,
    screenshot_document,
    trade_document,
    undone_document,
)
from fillbook.cli.request import DONE, WAITS, plural, request_of
from fillbook.cli.trades import show_trade
from fillbook.domain.change import Change, Undone

_MANY = ("tags+", "tags-")
_CHANGES_SHOWN = 50

TradeReference = Annotated[str, typer.Argument(metavar="TRADE", help="Its number or id.")]


def edit(
    context: typer.Context,
    trade: TradeReference,
    pairs: Annotated[
        list[str], typer.Argument(metavar="KEY=VALUE...", help='notes.general="...", tags+=late')
    ],
) -> None:
    """Change fields of a trade, all of them or none."""
    edits = _edits(pairs)
    request = request_of(context)
    with request.writing() as library:
        trade_id = library.trade(trade).trade.id
        library.edit((trade_id,), edits)
        detail = library.trade(trade_id)
        document = full_document(detail, library)
    request.answer(document, lambda console: show_trade(console, detail))


def attach(
    context: typer.Context,
    trade: TradeReference,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="PNG, JPEG, WebP ...")],
    label: Annotated[str, typer.Option(help="Words under the picture.")] = "",
) -> None:
    """Add screenshots to a trade, all of them or none."""
    request = request_of(context)
    with request.writing() as library:
        pictures, _ = library.attach(library.trade(trade).trade.id, files, label)
    request.answer(
        [screenshot_document(picture) for picture in pictures],
        lambda console: console.print(f"{plural(len(pictures), 'screenshot')} added."),
    )


def delete(context: typer.Context, trade: TradeReference) -> None:
    """Move a trade to the bin; `fillbook undo` brings it back."""
    request = request_of(context)
    with request.writing() as library:
        known = library.trade(trade).trade
        library.delete((known.id,))
    request.answer(
        trade_document(known),
        lambda console: console.print(
            f"{known.symbol} #{known.number} is in the bin. fillbook undo brings it back."
        ),
    )


def undo(
    context: typer.Context,
    change: Annotated[
        str | None, typer.Argument(metavar="[CHANGE]", help="Its id; the newest if not named.")
    ] = None,
    show_list: Annotated[bool, typer.Option("--list", help="List what can be undone.")] = False,
) -> int:
    """Take back a change. Repeated, it walks back."""
    request = request_of(context)
    if show_list:
        with request.reading() as library:
            changes = library.changes(_CHANGES_SHOWN)
        documents = [change_document(each) for each in changes]
        request.answer(documents, lambda console: _show_changes(console, changes))
        return DONE
    with request.writing() as library:
        undone = library.undo(change)
    request.answer(undone_document(undone), lambda console: _show_undone(console, undone))
    return WAITS if undone is not None and undone.skipped else DONE


def _edits(pairs: Sequence[str]) -> dict[str, object]:
    """KEY=VALUE pairs as the library takes them; only tags may be named more than once."""
    edits: dict[str, object] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"{pair!r} is not of the form KEY=VALUE.")
        if key in _MANY:
            former = edits.get(key, ())
            assert isinstance(former, tuple)
            edits[key] = (*former, value)
        elif key in edits:
            raise typer.BadParameter(f"{key} is given twice.")
        else:
            edits[key] = value
    return edits


def _show_changes(console: Console, changes: Sequence[Change]) -> None:
    table = Table(box=None, header_style="dim")
    for heading in ("Time (UTC)", "By", "Change", "Id", ""):
        table.add_column(heading)
    for change in changes:
        table.add_row(
            f"{change.at:%Y-%m-%d %H:%M:%S}", change.origin, change.title, change.id,
            "undone" if change.undone else "",
        )  # fmt: skip
    console.print(table)


def _show_undone(console: Console, undone: Undone | None) -> None:
    if undone is None:
        console.print("Nothing is left to undo.")
        return
    console.print(f"Undone: {undone.change.title}")
    for left in undone.skipped:
        console.print(f"Left alone, it has changed since: {left}")
