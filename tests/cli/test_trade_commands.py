from pathlib import Path

import pytest

from cli_run import PIXEL, PROFILE, Run


def test_trades_come_newest_first_with_exact_figures(three_trades: Run):
    trades = three_trades("trades", "--json").document

    assert [trade["symbol"] for trade in trades] == ["AAPL", "MSFT", "AAPL"]
    first = trades[-1]
    assert first["net_pnl"] == "98"
    assert first["fees"] == "2"
    assert first["opened_at"] == "2024-05-01T14:00:00Z"
    assert first["status"] == "closed"
    assert first["stop_loss"] is None
    assert first["tags"] == []


def test_an_open_trade_without_an_exit_has_no_pnl(three_trades: Run):
    (trade,) = three_trades("trades", "--status", "open", "--json").document

    assert trade["net_pnl"] is None
    assert trade["closed_at"] is None


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (("--symbol", "aapl"), 2),
        (("--symbol", "AAPL", "--symbol", "MSFT"), 3),
        (("--symbol", "AAPL", "--direction", "short"), 0),
        (("--outcome", "win"), 1),
        (("--outcome", "win", "--outcome", "loss"), 2),
        (("--from", "2024-05-02"), 2),
        (("--from", "2024-05-02", "--to", "2024-05-02"), 1),
        (("--account", "main"), 3),
        (("--tag", "nothing has it"), 0),
        (("--text", "msf"), 1),
        (("--limit", "1"), 1),
        (("--limit", "0"), 0),
    ],
)
def test_filters_hold_together_and_values_are_alternatives(
    three_trades: Run, filters: tuple[str, ...], count: int
):
    assert len(three_trades("trades", *filters, "--json").document) == count


def test_an_unknown_account_is_refused(three_trades: Run):
    answer = three_trades("trades", "--account", "Other", "--json")

    assert answer.code == 3
    assert "account add" in answer.document["error"]["next"]


def test_an_impossible_day_is_wrong_usage(three_trades: Run):
    assert three_trades("trades", "--from", "yesterday").code == 2


def test_full_trades_are_what_show_gives(three_trades: Run):
    full = three_trades("trades", "--full", "--json").document
    shown = three_trades("show", "1", "--json").document

    assert full[-1] == shown
    assert [fill["external_id"] for fill in shown["executions"]] == ["f1", "f2"]
    assert shown["executions"][0]["fees"] == "1"
    assert shown["notes"] == {
        "thought_process": None, "mistakes": None, "lessons": None, "general": None
    }  # fmt: skip
    assert shown["links"] == []


def test_a_trade_that_is_not_there_is_refused(three_trades: Run):
    assert three_trades("show", "99").code == 3


def test_the_readable_table_shows_brackets_as_they_are(three_trades: Run):
    three_trades("edit", "1", "tags+=[red]")

    assert "[red]" in three_trades("trades").out
    assert "[red]" in three_trades("show", "1").out


def test_edits_of_many_keys_are_one_change(three_trades: Run):
    answer = three_trades(
        "edit", "1", "grade=A", "notes.general=Waited = won", "tags+=early bird", "tags+=gap",
        "reviewed=true", "stop_loss=95", "--json",
    )  # fmt: skip

    trade = answer.document
    assert answer.code == 0
    assert trade["grade"] == "A"
    assert trade["notes"]["general"] == "Waited = won"
    assert trade["tags"] == ["early bird", "gap"]
    assert trade["reviewed"] is True
    assert trade["initial_stop"] == "95"
    assert trade["initial_risk"] == "50"
    assert trade["r_multiple"] == "1.96"

    three_trades("undo")

    undone = three_trades("show", "1", "--json").document
    assert undone["grade"] is None
    assert undone["tags"] == []
    assert undone["initial_risk"] is None


def test_an_empty_value_clears(three_trades: Run):
    three_trades("edit", "1", "grade=A", "tags=a")

    trade = three_trades("edit", "1", "grade=", "tags=", "--json").document

    assert trade["grade"] is None
    assert trade["tags"] == []


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        ("colour=red", 2),
        ("grade", 2),
        ("confidence=11", 3),
        ("bias=sideways", 3),
        ("net_pnl=5", 3),
        ("stop_loss=low", 3),
    ],
)
def test_a_wrong_edit_changes_nothing(three_trades: Run, pair: str, code: int):
    before = three_trades("show", "1", "--json").document

    answer = three_trades("edit", "1", "setup=Gap", pair)

    assert answer.code == code
    assert answer.err
    assert three_trades("show", "1", "--json").document == before


def test_a_key_given_twice_is_wrong_usage(three_trades: Run):
    assert three_trades("edit", "1", "grade=A", "grade=B").code == 2


def test_a_deleted_trade_leaves_the_list_and_undo_brings_it_back(three_trades: Run):
    three_trades("delete", "2")
    assert len(three_trades("trades", "--json").document) == 2

    answer = three_trades("undo", "--json")

    assert answer.document["undone"]["skipped"] == []
    assert len(three_trades("trades", "--json").document) == 3


def test_undo_walks_back_to_nothing(three_trades: Run):
    three_trades("edit", "1", "grade=A")
    three_trades("edit", "1", "grade=B")

    three_trades("undo")
    assert three_trades("show", "1", "--json").document["grade"] == "A"
    three_trades("undo")
    assert three_trades("show", "1", "--json").document["grade"] is None
    three_trades("undo")
    assert three_trades("trades", "--json").document == []
    while three_trades("undo", "--json").document["undone"] is not None:
        pass
    assert three_trades("undo").code == 0


def test_an_older_change_is_undone_by_its_id_and_leaves_later_ones(three_trades: Run):
    three_trades("edit", "1", "grade=A", "setup=Gap")
    three_trades("edit", "1", "grade=B")
    changes = three_trades("undo", "--list", "--json").document

    answer = three_trades("undo", changes[1]["id"], "--json")

    trade = three_trades("show", "1", "--json").document
    assert answer.code == 4
    assert len(answer.document["undone"]["skipped"]) == 1
    assert trade["grade"] == "B"
    assert trade["setup"] is None


def test_a_picture_is_attached_by_content(three_trades: Run, tmp_path: Path):
    picture = tmp_path / "chart.png"
    picture.write_bytes(PIXEL)

    answer = three_trades("attach", "1", picture, "--label", "entry", "--json")

    (screenshot,) = answer.document
    assert screenshot["mime_type"] == "image/png"
    assert (screenshot["width"], screenshot["height"]) == (1, 1)
    assert screenshot["label"] == "entry"
    assert screenshot["size_bytes"] == len(PIXEL)
    assert len(three_trades("show", "1", "--json").document["screenshots"]) == 1


def test_no_picture_is_attached_where_one_is_none(three_trades: Run, tmp_path: Path):
    picture, text = tmp_path / "chart.png", tmp_path / "words.png"
    picture.write_bytes(PIXEL)
    text.write_text("no picture")

    answer = three_trades("attach", "1", picture, text)

    assert answer.code == 3
    assert "words.png" in answer.err
    assert three_trades("show", "1", "--json").document["screenshots"] == []


def test_a_trade_of_a_day_alone_is_given_no_time(fillbook: Run, tmp_path: Path):
    statement, profile = tmp_path / "days.csv", tmp_path / "profile.json"
    statement.write_text(
        "time,symbol,side,quantity,price,fee,id\n"
        "2024-05-01,AAPL,Buy,1,10,0,a\n2024-05-01,AAPL,Sell,1,12,0,b\n"
    )
    profile.write_text(PROFILE.replace(" %H:%M:%S", ""))
    fillbook("account", "add", "Main", "--currency", "USD", "--timezone", "America/New_York")
    assert fillbook("import", statement, "--account", "Main", "--map", profile).code == 0

    trade = fillbook("show", "1", "--json").document

    assert (trade["opened_at"], trade["closed_at"]) == (None, None)
    assert trade["trading_day"] == "2024-05-01"
    assert [leg["executed_at"] for leg in trade["executions"]] == [None, None]
