"""What brokers say of accounts, as documents and in words."""

from collections.abc import Sequence

from fillbook.cli.documents import Document, instant
from fillbook.domain.account_state import AccountState
from fillbook.domain.balance_control import BalanceControl, Verdict
from fillbook.domain.connection import Connection
from fillbook.domain.money import canonical, optional_canonical
from fillbook.storage.library import Library
from fillbook.sync.balances import AGREEMENT, NOT_YET, balances


def balances_document(connection: Connection, library: Library) -> list[Document]:
    """What a broker said of its accounts last, and whether the newest day agrees."""
    names = {account.id: account.name for account in library.accounts()}
    return [
        {
            "account": names.get(each.account_id, each.account_id),
            "answered": instant(each.answered),
            **(_state_document(each.state) if each.state is not None else {}),
            "control": None if each.control is None else _control_document(each.control),
        }
        for each in balances(library, connection)
    ]


def agreements(library: Library, connection: Connection) -> Sequence[str]:
    """Whether the days of a broker's accounts agree, a line an account."""
    names = {account.id: account.name for account in library.accounts()}
    return [
        f"{names.get(each.account_id, each.account_id)}: {_agreement(each.control)}"
        for each in balances(library, connection)
    ]


def _state_document(state: AccountState) -> Document:
    return {
        "balance": canonical(state.balance),
        "equity": optional_canonical(state.equity),
        "today_gross": optional_canonical(state.today_gross),
        "today_net": optional_canonical(state.today_net),
        "today_fees": optional_canonical(state.today_fees),
        "today_trades": state.today_trades,
    }


def _control_document(control: BalanceControl) -> Document:
    """A broker's balance beside what is booked here."""
    booked = control.booked
    return {
        "verdict": control.verdict.value,
        "since": instant(control.since.at),
        "until": instant(control.until.at),
        "moved": canonical(control.moved),
        "booked": canonical(booked.total),
        "difference": optional_canonical(control.difference),
        "gross": canonical(booked.gross),
        "fees": canonical(booked.fees),
        "cash": canonical(booked.cash),
        "fills": booked.fills,
        "results_unknown": booked.results_unknown,
        "fees_unknown": booked.fees_unknown,
        "reasons": list(control.reasons),
    }


def _agreement(control: BalanceControl | None) -> str:
    if control is None:
        return f"{NOT_YET}."
    by = ""
    if control.verdict is Verdict.DIFFERS and control.difference is not None:
        by = f" by {canonical(control.difference)}"
    return " ".join((f"{AGREEMENT[control.verdict]}{by}.", *control.reasons))
