"""What leaves the window: reports with or without money, and tables."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from fillbook.domain.errors import FillbookError
from fillbook.domain.query import TradeQuery
from fillbook.gui import format, theme
from fillbook.gui.charts.drawing import Table
from fillbook.gui.charts.table_window import TableWindow
from fillbook.gui.figures.source import FigureSource
from fillbook.gui.report.content import Report, report
from fillbook.gui.report.html import html
from fillbook.gui.report.tables import plain, write_table
from fillbook.gui.report.writing import write
from fillbook.gui.theme import Mode
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.terms import Terms
from fillbook.storage.library import Library
from random_journal import fill_library

TABLE = Table(
    ("Word", "Net", "Win %", "R"),
    [("=SUM(A1)", "−1,234.50", "54.5\N{NO-BREAK SPACE}%", "+1.20\N{NO-BREAK SPACE}R"),
     ("Fade", "+7.00", "–", "")],
)  # fmt: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FigureSource]:
    with Library.open(tmp_path_factory.mktemp("report") / "library") as library:
        library.prepare()
        fill_library(library, 40)
        ids = library.columns().ids
        library.edit(ids[:3], {"setup": "<b>Bold & fast</b>"})
        yield FigureSource(library)


def made(source: FigureSource, *, money: bool, query: TradeQuery | None = None) -> Report:
    now = datetime(2026, 4, 1, tzinfo=UTC)
    return report(source, query or TradeQuery(), Terms(), money=money, now=now)


class Page(HTMLParser):
    """The words of a page, and what it would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fetched: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in ("src", "href") and not (value or "").startswith("data:"):
                self.fetched.append(f"{tag} {value}")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())


def test_a_web_page_holds_everything_and_fetches_nothing(qtbot: QtBot, source: FigureSource):
    page = Page(html(made(source, money=True)))

    net = BY_KEY["net_pnl"].of(source.population(TradeQuery())).value
    assert format.money(net, signed=True) in page.words
    assert page.fetched == []
    assert "script" not in page.tags
    assert page.tags >= {"img", "table"}


def test_words_of_the_journal_stay_words(qtbot: QtBot, source: FigureSource):
    page = Page(html(made(source, money=True)))

    assert "<b>Bold & fast</b>" in page.words


def test_without_money_no_amount_is_told(qtbot: QtBot, source: FigureSource):
    content = made(source, money=False)
    page = Page(html(content))

    population = source.population(TradeQuery())
    for key in ("net_pnl", "gross_profit", "gross_loss", "fees", "max_drawdown"):
        value = BY_KEY[key].of(population).value
        assert value is not None
        assert not any(f"{abs(value):,.2f}" == word.lstrip("+−") for word in page.words), key
    assert "Net" not in page.words
    assert any(word.endswith("without money") for word in page.words)


def test_a_pdf_has_the_figures_on_its_pages(qtbot: QtBot, source: FigureSource, tmp_path: Path):
    theme.apply(Mode.DARK)
    write(made(source, money=True), tmp_path / "report.pdf")

    document = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    text = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    corner = document[0].render(scale=1).to_numpy()[2, 2]
    assert "Trading report" in text
    assert "Profit factor" in text
    assert corner.tolist()[:3] == [255, 255, 255]
    assert theme.is_dark()
    theme.apply(Mode.LIGHT)


def test_a_report_of_nothing_says_so(qtbot: QtBot, source: FigureSource, tmp_path: Path):
    content = made(source, money=True, query=TradeQuery(symbols=("nothing",)))
    write(content, tmp_path / "report.pdf")
    write(content, tmp_path / "report.html")

    assert content.lines[0] == "no closed trade, 0 closed trades"
    assert "Filter: symbol:nothing" in content.lines
    assert (tmp_path / "report.pdf").stat().st_size > 1000


def test_a_folder_that_is_not_there_is_said(qtbot: QtBot, source: FigureSource, tmp_path: Path):
    with pytest.raises(FillbookError):
        write(made(source, money=True), tmp_path / "none" / "report.html")


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("−1,234.50", "-1234.50"),
        ("+7.00", "7.00"),
        ("54.5\N{NO-BREAK SPACE}%", "54.5%"),
        ("+1.20\N{NO-BREAK SPACE}R", "1.20"),
        ("–", ""),
        ("2 h 5 min", "2 h 5 min"),
        ("A+", "A+"),
    ],
)
def test_a_cell_is_written_as_spreadsheets_read_it(shown: str, written: str):
    assert plain(shown) == written


def test_a_table_goes_to_csv(tmp_path: Path):
    write_table("Setups", TABLE, tmp_path / "table.csv")

    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[1] == ["=SUM(A1)", "-1234.50", "54.5%", "1.20"]


def test_a_table_goes_to_a_workbook_as_numbers(tmp_path: Path):
    write_table("Net: by [setup]", TABLE, tmp_path / "table.xlsx")

    sheet = CalamineWorkbook.from_path(tmp_path / "table.xlsx").get_sheet_by_index(0)
    assert sheet.to_python()[1] == ["=SUM(A1)", -1234.5, 0.545, 1.2]


def test_the_window_of_a_table_says_what_went_wrong(qtbot: QtBot, tmp_path: Path):
    window = TableWindow("Setups", TABLE)
    qtbot.addWidget(window)
    window.show()

    window.write(tmp_path / "none" / "table.csv")
    assert window._band.isVisible()

    window.write(tmp_path / "table.csv")
    assert not window._band.isVisible()
