"""A command line to talk to, in this process."""

from pathlib import Path

import pytest

from cli_run import PROFILE, Answer, Run
from fillbook.cli.main import main


@pytest.fixture
def library_folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def fillbook(library_folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the test's own library."""

    def run(*words: str | Path) -> Answer:
        capsys.readouterr()
        code = main(["--library", str(library_folder), *map(str, words)])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return run


THREE_TRADES = """symbol,side,quantity,price,time,fee,id
AAPL,buy,10,100,2024-05-01 14:00:00,1,f1
AAPL,sell,10,110,2024-05-01 15:00:00,1,f2
MSFT,sell,5,50,2024-05-02 14:00:00,1,f3
MSFT,buy,5,52,2024-05-02 16:00:00,1,f4
AAPL,buy,4,120,2024-05-03 14:00:00,1,f5
"""


@pytest.fixture
def three_trades(fillbook: Run, tmp_path: Path) -> Run:
    """A command line on a journal with a win of 98, a loss of 12 and an open trade."""
    statement, profile = tmp_path / "fills.csv", tmp_path / "profile.json"
    statement.write_text(THREE_TRADES)
    profile.write_text(PROFILE)
    assert fillbook("account", "add", "Main", "--currency", "USD").code == 0
    imported = fillbook(
        "import", statement, "--account", "Main", "--map", profile, "--timezone", "UTC", "--json"
    )
    assert imported.code == 0, imported.err
    return fillbook
