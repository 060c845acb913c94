"""An import as a whole: the files' fills, and the trades that they make."""

from collections.abc import Callable, Sequence

from fillbook.domain.account import Account
from fillbook.domain.errors import Cancelled, Refused
from fillbook.domain.importing import FileImport, ImportPreview
from fillbook.domain.statement import Statement, zone_key
from fillbook.storage import consequences, imports, settings, trades
from fillbook.storage.history import Transaction
from fillbook.storage.trade_writing import Written

Hooks = tuple[Callable[[int, int], None], Callable[[], bool]]
"""Told how many fills of how many are stored, and asked whether to stop."""

_UNWATCHED: Hooks = (lambda done, total: None, lambda: False)


def title(statements: Sequence[Statement]) -> str:
    """The import in words, for the undo list."""
    if len(statements) == 1:
        return f"import of {statements[0].file}"
    return f"import of {len(statements)} files"


def save(
    tx: Transaction, account: Account, statements: Sequence[Statement], hooks: Hooks = _UNWATCHED
) -> tuple[tuple[FileImport, ...], Written]:
    """Store several files of one account, and derive their trades.

    Raises:
        Cancelled: the user stopped it.
        Refused: a file is in another currency than the account, or a fill cannot have happened.
    """
    for statement in statements:
        _check_currency(account, statement)
    total = sum(len(statement.executions) for statement in statements)
    saved = imports.save(tx, account, statements, lambda done: _tell(hooks, done, total))
    records = [("execution", fill) for fill in saved.touched]
    records += [("instrument", instrument) for instrument in saved.instruments]
    written = consequences.follow(tx, records)
    if not tx.is_empty:
        for statement in statements:
            key = zone_key(statement.format, statement.profile)
            settings.remember_file_zone(tx, account.id, key, statement.timezone)
    return tuple(saved.files), written


def preview(tx: Transaction, account: Account, statements: Sequence[Statement]) -> ImportPreview:
    """What saving would do; the caller throws the transaction away."""
    files, written = save(tx, account, statements)
    created = trades.read(tx.connection, written.created)
    return ImportPreview(
        files=files,
        created=tuple(sorted(created, key=lambda trade: trade.number)),
        changed=trades.read(tx.connection, written.changed),
    )


def _check_currency(account: Account, statement: Statement) -> None:
    stated = statement.currency
    if stated is not None and stated != account.currency:
        raise Refused(
            f"{statement.file} is in {stated}, and the account {account.name} in "
            f"{account.currency}.",
            f"Choose an account in {stated}, or make one: "
            f"fillbook account add NAME --currency {stated}.",
        )


def _tell(hooks: Hooks, done: int, total: int) -> None:
    progress, cancelled = hooks
    if cancelled():
        raise Cancelled("The import was cancelled.", "Nothing was saved.")
    progress(done, total)
