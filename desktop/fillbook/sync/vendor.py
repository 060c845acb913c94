"""Leaving a trade that just ended to the vendor, where its own import may bring it in."""

from datetime import datetime, timedelta

from fillbook.domain.link import Parked
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.errors import Refusal, RefusedThere
from fillbook.remotes.remote import Capability
from fillbook.sync.effects import Flow
from fillbook.sync.run import Run
from fillbook.sync.sending import converse

VENDOR_WAIT = timedelta(seconds=1200)
"""How long a vendor's own import may take to bring in a trade by itself."""


def vendors_turn(run: Run, trade: TradeDetail, moment: datetime) -> Flow[Parked | None]:
    """The wait of a trade that just ended and that the vendor may bring in by itself."""
    closed = trade.trade.closed_at
    if closed is None or moment >= closed + VENDOR_WAIT:
        return None
    account = run.connection.accounts.get(trade.trade.account_id)
    is_fed = account in (yield from _fed_accounts(run))
    if not run.connection.allows("auto_fed", is_fed):
        return None
    return Parked("create", "waits for the journal's own import", until=closed + VENDOR_WAIT)


def _fed_accounts(run: Run) -> Flow[frozenset[str]]:
    """Remote ids of the accounts that the vendor feeds, asked once a run."""
    if run.fed_accounts is None:
        found: frozenset[str] = frozenset()
        if run.can(Capability.ACCOUNTS):
            try:
                listed = yield from converse(run, run.remote.accounts())
                found = frozenset(account.id for account in listed if account.is_auto_fed)
            except RefusedThere as refused:
                if refused.refusal is not Refusal.FORBIDDEN:
                    raise
        run.fed_accounts = found
    return run.fed_accounts
