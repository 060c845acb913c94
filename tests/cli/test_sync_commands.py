"""Connections from the command line, against a service on a real socket."""

import io
from collections.abc import Callable, Iterator

import pytest

from cli_run import Answer, Run
from fillbook.domain.money import canonical
from fillbook.remotes.credentials import Credentials
from standins.clock import Clock, WallClock
from standins.serving import serving
from standins.tradavity import Tradavity
from standins.tradavity_switches import Switches
from standins.tradelocker import EMAIL, PASSWORD, SERVER, TradeLocker
from standins.tradelocker_switches import Switches as TheBrokers

KEY = "tvty_command_line"
Connect = Callable[..., Answer]


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without a keyring, whatever this one has."""
    monkeypatch.setattr(Credentials.__init__, "__defaults__", (lambda: None,))


@pytest.fixture
def service() -> Iterator[tuple[Tradavity, str]]:
    stand_in = Tradavity(WallClock(), Switches(limited=False), key=KEY)
    with serving(stand_in) as url:
        yield stand_in, url


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts lines on the standard input."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


@pytest.fixture
def connect(
    three_trades: Run, service: tuple[Tradavity, str], typed: Callable[[str], None]
) -> Connect:
    """Connects the journal of three trades; further words as they are given."""

    def run(*words: str, key: str = KEY, account: str | None = "Main=Main") -> Answer:
        typed(f"{key}\n")
        mapping = ("--account", account) if account else ()
        return three_trades(
            "connect", "tradavity", "--name", "tv", "--base-url", service[1], *mapping, *words,
            "--json",
        )  # fmt: skip

    return run


@pytest.fixture
def sync(three_trades: Run, typed: Callable[[str], None]) -> Callable[..., Answer]:
    def run(*words: str, key: str = KEY) -> Answer:
        typed(f"{key}\n")
        return three_trades("sync", "tv", *words, "--json")

    return run


def test_a_connection_tells_all_but_its_secret(connect: Connect):
    made = connect("--option", "settle_s=0")

    assert made.code == 0
    assert made.document["accounts"] == {"Main": "7"}
    assert made.document["options"] == {"settle_s": "0"}
    assert "not stored" in made.document["message"]
    assert KEY not in made.out + made.err


def test_a_wrong_key_saves_nothing(connect: Connect, three_trades: Run):
    refused = connect(key="tvty_wrong")

    assert refused.code == 3
    assert refused.document["error"]["exit"] == 3
    assert three_trades("connections", "--json").document == []


def test_a_service_that_is_away_saves_nothing(three_trades: Run, typed: Callable[[str], None]):
    typed(f"{KEY}\n")

    away = three_trades(
        "connect", "tradavity", "--name", "tv", "--base-url", "http://127.0.0.1:9", "--json"
    )

    assert away.code == 5
    assert three_trades("connections", "--json").document == []


def test_an_unknown_option_is_wrong_usage(connect: Connect):
    assert connect("--option", "colour=red").code == 2


def test_an_account_that_one_side_lacks_is_refused(connect: Connect):
    assert connect(account="Other=Main").code == 3
    assert connect(account="Main=Other").code == 3
    assert connect(account=None).code == 3


def test_accounts_of_two_currencies_do_not_meet(connect: Connect, service: tuple[Tradavity, str]):
    service[0].book.accounts[7]["currency"] = "EUR"

    assert connect().code == 3


def test_an_old_name_refuses_another_journal(connect: Connect, service: tuple[Tradavity, str]):
    connect()
    service[0].user["user_id"] = 2

    assert connect().code == 3


def test_http_in_the_open_is_refused(three_trades: Run, typed: Callable[[str], None]):
    typed(f"{KEY}\n")

    assert three_trades(
        "connect", "tradavity", "--name", "tv", "--base-url", "http://journal.example.org"
    ).code == 3  # fmt: skip


def test_a_sync_creates_closed_trades_and_names_the_open_one(
    connect: Connect, sync: Callable[..., Answer], service: tuple[Tradavity, str]
):
    connect()

    done = sync()

    (report,) = done.document["connections"]
    assert done.code == 4
    assert report["state"] == "waiting"
    assert report["pushed"]["created"] == 2
    assert [entry["reason"] for entry in report["parked"]] == ["still open"]
    assert report["parked"][0]["until"] is None
    assert len(service[0].live_trades()) == 2


def test_a_trade_that_is_kept_out_leaves_the_connection_in_sync(
    connect: Connect, sync: Callable[..., Answer], three_trades: Run
):
    connect()
    three_trades("edit", "3", "exclude+=tv")

    assert sync().code == 0

    again = sync()
    (report,) = again.document["connections"]
    assert again.code == 0
    assert report["writes"] == 0
    assert report["requests"] <= 4


def test_a_preview_writes_nothing_anywhere(
    connect: Connect, sync: Callable[..., Answer], three_trades: Run, service: tuple[Tradavity, str]
):
    connect()
    before = three_trades("connections", "--json").document

    seen = sync("--preview")

    assert seen.document["preview"] is True
    assert [entry["operation"] for entry in seen.document["planned"]] == ["create", "create"]
    assert seen.document["planned_requests"] > 0
    assert service[0].live_trades() == []
    assert three_trades("connections", "--json").document == before


def test_a_clash_is_listed_and_answered(
    connect: Connect, sync: Callable[..., Answer], three_trades: Run, service: tuple[Tradavity, str]
):
    connect()
    sync()
    three_trades("edit", "1", "news=ours")
    link = three_trades("show", "1", "--json").document["links"][0]
    assert (link["connection"], link["state"]) == ("tv", "linked")
    service[0].website_edits(int(link["remote_id"]), news_events="theirs")
    assert sync().code == 4
    (asked,) = three_trades("conflicts", "--json").document
    assert (asked["kind"], asked["field"], asked["mine"], asked["theirs"]) == (
        "field", "news", "ours", "theirs",
    )  # fmt: skip

    assert three_trades("resolve", asked["id"], "later").code == 3
    assert three_trades("resolve", asked["id"], "mine").code == 0
    sync()

    assert service[0].book.trades[int(link["remote_id"])]["news_events"] == "ours"
    assert three_trades("conflicts", "--json").document == []


def test_both_is_no_answer_to_a_grade(
    connect: Connect, sync: Callable[..., Answer], three_trades: Run, service: tuple[Tradavity, str]
):
    connect()
    sync()
    three_trades("edit", "1", "grade=A")
    link = three_trades("show", "1", "--json").document["links"][0]
    service[0].website_edits(int(link["remote_id"]), trade_quality_grade="C")
    sync()
    (asked,) = three_trades("conflicts", "--json").document

    assert asked["choices"] == ["mine", "theirs"]
    assert three_trades("resolve", asked["id"], "both").code == 3


def test_without_a_key_the_connection_is_refused(
    connect: Connect, three_trades: Run, typed: Callable[[str], None]
):
    connect()
    typed("")

    done = three_trades("sync", "tv", "--json")

    assert done.code == 4
    assert done.document["connections"][0]["state"] == "refused"


def test_an_unknown_connection_exits_3(three_trades: Run):
    assert three_trades("sync", "nobody", "--json").code == 3


def test_a_probe_changes_and_keeps_nothing(connect: Connect, three_trades: Run):
    told = connect("--probe")

    assert told.code == 0
    assert told.document["identity"].startswith("ann@example.org")
    assert three_trades("connections", "--json").document == []


def test_a_brokers_balances_are_told_with_whether_the_day_agrees(
    three_trades: Run, typed: Callable[[str], None]
):
    broker = TradeLocker(Clock(), TheBrokers(unlimited=True))
    with serving(broker) as url:
        typed(f"{PASSWORD}\n")
        made = three_trades(
            "connect", "tradelocker", "--name", "tl", "--base-url", f"{url}/backend-api",
            "--username", EMAIL, "--server", SERVER, "--account", "Main=1", "--json",
        )  # fmt: skip
        typed(f"{PASSWORD}\n")
        synced = three_trades("sync", "tl", "--json")
        listed = three_trades("connections", "--json")

    assert (made.code, synced.code) == (0, 0)
    (first,) = made.document["balances"]
    assert first == {"account": "Main", "answered": None, "control": None}
    (balance,) = synced.document["connections"][0]["balances"]
    assert balance["balance"] == canonical(broker.account(1).balance)
    assert balance["control"] is None
    assert listed.document[0]["balances"] == [balance]
