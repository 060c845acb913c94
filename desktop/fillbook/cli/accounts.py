"""``account add`` and ``account list``."""

import re
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.console import Console
from rich.table import Table

from fillbook.cli.documents import account_document
from fillbook.cli.request import request_of
from fillbook.domain.account import Account, Matching, NewAccount
from fillbook.domain.errors import Refused
from fillbook.domain.instrument import AssetType
from fillbook.domain.money import canonical

accounts = typer.Typer(help="Accounts: add one, list them.", no_args_is_help=True)


@accounts.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="As you call it.")],
    currency: Annotated[str, typer.Option(help="Three letters: USD, EUR.")],
    timezone: Annotated[str, typer.Option(help="Zone of its days: America/New_York.")] = "UTC",
    day_ends: Annotated[str, typer.Option(help="Time at which a day is over: 17:00.")] = "00:00",
    starting_balance: Annotated[str | None, typer.Option(help="10000")] = None,
    asset_type: Annotated[
        AssetType, typer.Option(help="What is traded, where a file does not say.")
    ] = AssetType.STOCKS,
    matching: Annotated[
        Matching, typer.Option(help="How an exit finds its entries.")
    ] = Matching.FIFO,
) -> None:
    """Make an account."""
    request = request_of(context)
    draft = NewAccount(
        name=name,
        currency=currency_of(currency),
        timezone=zone_of(timezone).key,
        day_ends=time_of(day_ends),
        starting_balance=None if starting_balance is None else _amount(starting_balance),
        asset_type=asset_type,
        matching=matching,
    )
    with request.writing() as library:
        account, _ = library.add_account(draft)
    request.answer(account_document(account), lambda console: _show(console, (account,)))


@accounts.command("list")
def list_(context: typer.Context) -> None:
    """List the accounts."""
    request = request_of(context)
    with request.reading() as library:
        found = library.accounts()
    request.answer([account_document(each) for each in found], lambda out: _show(out, found))


def zone_of(name: str) -> ZoneInfo:
    """A zone by its IANA name.

    Raises:
        Refused: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused(
            f"There is no time zone {name}.", "Name one as Europe/Berlin or Etc/GMT-2."
        ) from error


def currency_of(text: str) -> str:
    """A currency's three letters.

    Raises:
        Refused: it is none.
    """
    if not re.fullmatch(r"[A-Za-z]{3,5}", text):
        raise Refused(f"{text} is no currency.", "Name it by its letters, as USD.")
    return text.upper()


def time_of(text: str) -> time:
    """A wall time.

    Raises:
        Refused: it is none.
    """
    if not re.fullmatch(r"[0-2]?\d:[0-5]\d", text):
        raise Refused(f"{text} is no time of the day.", "Write it as 17:00.")
    try:
        return time.fromisoformat(text.zfill(len("00:00")))
    except ValueError as error:
        raise Refused(f"{text} is no time of the day.", "Write it as 17:00.") from error


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise Refused(f"{text} is no amount.", "Write it in plain digits, as 10000.50.") from error
    if not amount.is_finite():
        raise Refused(f"{text} is no amount.", "Write it in plain digits, as 10000.50.")
    return amount


def _show(console: Console, found: tuple[Account, ...]) -> None:
    table = Table(box=None, header_style="dim")
    for heading in ("Account", "Currency", "Trades", "Zone", "Day ends", "Starting balance"):
        table.add_column(heading, justify="right" if heading == "Starting balance" else "left")
    for account in found:
        balance = account.starting_balance
        table.add_row(
            account.name, account.currency, account.asset_type.value, account.timezone,
            f"{account.day_ends:%H:%M}", "–" if balance is None else canonical(balance),
        )  # fmt: skip
    console.print(table if found else "No account yet. Make one: fillbook account add NAME ...")
