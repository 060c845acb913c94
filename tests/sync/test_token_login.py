"""A login by a kept token, over sockets: with and without a password beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import an_account
from canary import leaking_files
from fillbook.domain.connection import Connection, ConnectionState, NewConnection
from fillbook.remotes.catalogue import remote_spec
from fillbook.remotes.credentials import Credentials
from fillbook.remotes.remembering import is_known, keep_login, kept_login, kept_token
from fillbook.remotes.remote import Settings
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library
from fillbook.sync.greeting import greet
from fillbook.sync.report import Report
from fillbook.sync.running import run_now
from standins.clock import Clock
from standins.serving import serving
from standins.tradelocker import EMAIL, PASSWORD, SERVER, TradeLocker
from standins.tradelocker_switches import Switches


class MemoryKeyring:
    """A keyring that outlives the programs of a test."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class Desk:
    """A library that is connected to a broker over a socket, and a keyring."""

    def __init__(self, library: Library, broker: TradeLocker, url: str) -> None:
        self.library, self.broker = library, broker
        self.keyring: MemoryKeyring | None = MemoryKeyring()
        self.settings = Settings(base_url=f"{url}/backend-api", username=EMAIL, server=SERVER)
        account, _ = library.add_account(an_account("Broker", currency="USD"))
        asked = NewConnection(
            name="locker",
            kind="tradelocker",
            base_url=self.settings.base_url,
            username=EMAIL,
            server=SERVER,
            accounts={account.id: broker.account(1).id},
        )
        library.sync(lambda store: store.add_connection(asked, None))

    @property
    def connection(self) -> Connection:
        return self.library.connection("locker")

    def credentials(self) -> Credentials:
        """As a program that was just started has them."""
        return Credentials(lambda: self.keyring)

    def connect(self, *, keeps_password: bool) -> Credentials:
        """Log in as the form does; the credentials of that program."""
        credentials = self.credentials()
        password = Secret(PASSWORD)
        greeting = greet(remote_spec("tradelocker"), self.settings, password)
        keep_login(
            credentials,
            self.connection.id,
            password,
            greeting.token,
            keeps_password=keeps_password,
        )
        return credentials

    def sync(self, credentials: Credentials | None = None) -> Report:
        (report,) = run_now(self.library, credentials or self.credentials())
        return report


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    broker = TradeLocker(Clock(), Switches(unlimited=True))
    with Library.open(tmp_path / "journal") as library, serving(broker) as url:
        yield Desk(library, broker, url)


def test_the_next_program_is_let_in_by_a_token_and_keeps_the_new_one(desk: Desk):
    desk.connect(keeps_password=True)
    before = kept_token(desk.credentials(), desk.connection.id)

    reports = [desk.sync(), desk.sync()]

    assert [report.state for report in reports] == [ConnectionState.IN_SYNC] * 2
    assert (desk.broker.logins, desk.broker.refreshes) == (1, 2)
    after = kept_token(desk.credentials(), desk.connection.id)
    assert before is not None
    assert after is not None
    assert before.reveal() != after.reveal()


def test_a_token_alone_lets_in_where_no_password_may_be_kept(desk: Desk):
    desk.connect(keeps_password=False)

    report = desk.sync()

    assert report.state is ConnectionState.IN_SYNC, report.message
    assert desk.credentials().get(desk.connection.id) is None
    assert desk.keyring is not None
    assert PASSWORD not in str(desk.keyring.entries)


def test_a_refused_token_falls_back_to_the_password_that_is_kept(desk: Desk):
    desk.connect(keeps_password=True)
    desk.broker.tokens.revoke()

    report = desk.sync()

    assert report.state is ConnectionState.IN_SYNC, report.message
    assert desk.broker.logins == 2
    assert desk.sync().state is ConnectionState.IN_SYNC
    assert desk.broker.logins == 2


def test_a_refused_token_asks_where_no_password_is_kept(desk: Desk):
    desk.connect(keeps_password=False)
    desk.broker.tokens.revoke()

    report = desk.sync()

    assert report.state is ConnectionState.REFUSED
    assert "password" in str(report.message)
    assert not is_known(desk.credentials(), desk.connection.id)
    assert desk.broker.logins == 1


def test_without_a_keyring_a_token_lasts_as_long_as_the_program(desk: Desk):
    desk.keyring = None
    credentials = desk.connect(keeps_password=False)

    assert desk.sync(credentials).state is ConnectionState.IN_SYNC
    assert desk.sync(credentials).state is ConnectionState.IN_SYNC
    assert desk.sync().state is ConnectionState.REFUSED


def test_a_token_is_not_used_for_another_login(desk: Desk):
    desk.connect(keeps_password=False)
    other = Settings(base_url=desk.settings.base_url, username="bob@example.org", server=SERVER)

    secret, token = kept_login(desk.credentials(), desk.connection, other)

    assert (bool(secret), token) == (False, None)


def test_no_token_and_no_password_is_left_in_the_library(desk: Desk):
    desk.connect(keeps_password=True)
    desk.sync()
    token = kept_token(desk.credentials(), desk.connection.id)

    assert token is not None
    for secret in (PASSWORD, token.reveal()):
        assert leaking_files(desk.library.folder, secret) == []
