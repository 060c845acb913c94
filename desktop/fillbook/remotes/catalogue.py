"""Every remote that Fillbook knows, in the order in which they are shown."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from fillbook.domain.errors import NotFound
from fillbook.remotes.origin import Route
from fillbook.remotes.pasted import pasted_key, typed_password
from fillbook.remotes.remote import MakeRemote
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradavity import client as tradavity
from fillbook.remotes.tradavity.remote import Tradavity
from fillbook.remotes.tradejournal import client as tradejournal
from fillbook.remotes.tradejournal.remote import TradeJournal
from fillbook.remotes.tradejournalpro import client as tradejournalpro
from fillbook.remotes.tradejournalpro.remote import TradeJournalPro
from fillbook.remotes.tradelocker import allow_list
from fillbook.remotes.tradelocker.remote import DEMO_URL, LIVE_URL, TradeLocker
from fillbook.remotes.tradervue import client as tradervue
from fillbook.remotes.tradervue.remote import Tradervue


class Login(StrEnum):
    """What somebody must enter to be let in."""

    KEY = "key"  # an API key alone
    PASSWORD = "password"  # a user name and a password
    SERVER = "server"  # an e-mail address, a password, and the name of a server


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteSpec:
    """A remote before anybody is connected to it."""

    kind: str
    title: str
    default_url: str  # its API's ending included
    login: Login
    make: MakeRemote
    routes: tuple[Route, ...]
    """All that is ever asked there: nothing else leaves this computer."""
    environments: tuple[tuple[str, str], ...] = ()
    """Addresses of its separate environments, each with its name, where it has several."""
    is_broker: bool = False  # it delivers fills; nothing is ever written or traded there

    def cleaned(self, typed: str) -> Secret:
        """The key or password that somebody entered; Refused where it can be none."""
        clean: Callable[[str], Secret] = pasted_key if self.login is Login.KEY else typed_password
        return clean(typed)


REMOTES = (
    RemoteSpec(
        kind=Tradavity.kind,
        title=Tradavity.title,
        default_url=tradavity.BASE_URL,
        login=Login.KEY,
        make=Tradavity,
        routes=tradavity.ROUTES,
    ),
    RemoteSpec(
        kind=Tradervue.kind,
        title=Tradervue.title,
        default_url=tradervue.BASE_URL,
        login=Login.PASSWORD,
        make=Tradervue,
        routes=tradervue.ROUTES,
    ),
    RemoteSpec(
        kind=TradeJournalPro.kind,
        title=TradeJournalPro.title,
        default_url=tradejournalpro.BASE_URL,
        login=Login.KEY,
        make=TradeJournalPro,
        routes=tradejournalpro.ROUTES,
    ),
    RemoteSpec(
        kind=TradeJournal.kind,
        title=TradeJournal.title,
        default_url=tradejournal.BASE_URL,
        login=Login.KEY,
        make=TradeJournal,
        routes=tradejournal.ROUTES,
    ),
    RemoteSpec(
        kind=TradeLocker.kind,
        title=TradeLocker.title,
        default_url=LIVE_URL,
        login=Login.SERVER,
        make=TradeLocker,
        routes=allow_list.ROUTES,
        environments=((LIVE_URL, "Live"), (DEMO_URL, "Demo")),
        is_broker=True,
    ),
)


def remote_spec(kind: str) -> RemoteSpec:
    """The remote of a kind.

    Raises:
        NotFound: there is none.
    """
    for spec in REMOTES:
        if spec.kind == kind:
            return spec
    kinds = ", ".join(spec.kind for spec in REMOTES)
    raise NotFound(f'There is no remote of the kind "{kind}".', f"There are: {kinds}.")
