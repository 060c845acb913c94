import pytest

from fillbook.domain.errors import UnreadableFile
from fillbook.importers.importer import SourceFile
from fillbook.importers.profile import RowKind, SkipRule, header_hash
from fillbook.importers.proposal import propose_profile
from import_sources import a_file
from shared_data import shared_data


def test_columns_are_guessed_in_several_languages():
    text = (
        "Date d'operation;Symbole;Sens;Quantité;Cours;Frais\n"
        "15/01/2024;AI;Achat;25;172,50;0,99\n20/01/2024;AI;Vente;25;182,10;0,99\n"
    )

    proposal = propose_profile(a_file(text))

    assert proposal.profile.columns == {
        "symbol": "Symbole", "side": "Sens", "quantity": "Quantité", "price": "Cours",
        "executed_at": "Date d'operation", "fees": "Frais",
    }  # fmt: skip
    assert proposal.is_certain


def test_date_and_clock_in_two_columns_belong_together():
    text = "Date,Time,Symbol,Side,Qty,Price\n2024-03-04,10:00:00,ES,Buy,1,5000\n"

    assert propose_profile(a_file(text)).profile.columns["executed_at"] == ("Date", "Time")


def test_whole_trades_are_told_from_fills():
    text = (
        "Symbol,Type,Qty,Entry time,Exit time,Entry price,Exit price,Profit\n"
        "ES,Long,1,2024-03-04 10:00,2024-03-04 11:00,5000,5001,50\n"
    )

    proposal = propose_profile(a_file(text))

    assert proposal.profile.kind is RowKind.ROUND_TRIPS
    assert proposal.is_certain


def test_an_unknown_word_for_a_side_is_a_doubt_that_names_its_cell():
    text = "Time,Symbol,Side,Qty,Price\n2024-03-04 10:00:00,ES,Hausse,1,5000\n"

    proposal = propose_profile(a_file(text))

    assert proposal.doubts == ("row 2, Side: what “Hausse” means is not known",)


def test_amounts_in_several_currencies_are_a_doubt():
    text = (
        "Time,Symbol,Side,Qty,Price,Currency\n"
        "2024-03-04 10:00:00,AAPL,Buy,1,5,USD\n2024-03-04 10:01:00,SAP,Buy,1,4,EUR\n"
    )

    assert propose_profile(a_file(text)).doubts == ("amounts are in several currencies: EUR, USD",)


def test_a_status_column_is_turned_into_a_rule():
    text = (
        "Time,Symbol,Side,Qty,Price,Status\n"
        "2024-03-04 10:00:00,ES,Buy,1,5000,Filled\n2024-03-04 10:01:00,ES,Buy,1,4999,Cancelled\n"
    )

    proposal = propose_profile(a_file(text))

    assert proposal.profile.skip == (SkipRule("Status", ("Filled",), keep_these=True),)


def test_what_is_no_table_is_refused():
    with pytest.raises(UnreadableFile):
        propose_profile(a_file("just a line"))


def test_a_header_is_known_again_whatever_its_case():
    assert header_hash(["Symbol", "B/S"]) == header_hash([" symbol ", "b s"])
    assert header_hash(["Symbol", "B/S"]) != header_hash(["B/S", "Symbol"])


@pytest.mark.parametrize(
    "name",
    ["xtb.csv", "degiro.csv", "disnat-fr.csv", "schwab.csv", "investimental.csv",
     "cointracking.csv", "binance-history.csv", "rotki-generic-trades.csv",
     "wealthfolio-edge-cases.csv"],
)  # fmt: skip
def test_an_awkward_sample_is_never_read_without_asking(name):
    proposal = propose_profile(SourceFile.at(shared_data(f"csv/{name}")))

    assert not proposal.is_certain
    assert proposal.sample
