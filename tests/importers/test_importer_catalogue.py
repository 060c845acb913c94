import pytest

from fillbook.domain.errors import UnreadableFile
from fillbook.importers.catalogue import IMPORTERS, detect, importer
from fillbook.importers.importer import SourceFile
from import_sources import a_file
from shared_data import shared_data


def test_every_format_has_an_id_of_its_own():
    ids = [each.id for each in IMPORTERS]

    assert len(set(ids)) == len(ids)
    assert [importer(each) for each in ids] == list(IMPORTERS)


def test_a_format_that_there_is_not_is_refused_with_those_that_there_are():
    with pytest.raises(UnreadableFile) as caught:
        importer("excel")

    assert "thinkorswim" in caught.value.next_step


@pytest.mark.parametrize(
    ("name", "format_id"),
    [
        ("mt/mt4-detailed-statement-demo.htm", "mt4_html"),
        ("mt/mt4-tester-modify-gbk.htm", "mt4_tester_html"),
        ("mt/mt5-history-netting-inout-utf16.html", "mt5_html"),
        ("mt/mt5-tester-xauusd.xlsx", "mt5_tester_xlsx"),
        ("tos/2022-06-21-AccountStatement.csv", "thinkorswim"),
        ("tradingview/anandrathi-2025-09-20.csv", "tradingview"),
    ],
)
def test_a_sample_is_known_by_its_content_alone(name, format_id):
    content = shared_data(name).read_bytes()

    assert detect(SourceFile("download", content)).id == format_id


def test_a_table_that_needs_a_mapping_says_why():
    text = "Time,Symbol,Side,Qty,Price\n03/04/2024 10:00,ES,Buy,1,5000\n"

    with pytest.raises(UnreadableFile, match=r"day/month and month/day.*profile"):
        detect(a_file(text))


def test_price_bars_are_told_from_trades():
    text = "Date,Open,High,Low,Close\n2024-03-04,1,2,1,2\n"

    with pytest.raises(UnreadableFile, match="price bars and no trades"):
        detect(a_file(text))
