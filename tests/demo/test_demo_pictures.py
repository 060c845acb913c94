from fillbook.demo.year import the_year
from fillbook.places import resources


def test_every_shipped_picture_belongs_to_a_trade_of_the_year():
    keys = {trade.key for year in the_year() for trade in year.trades}
    pictures = {file.stem for file in (resources() / "demo").glob("*.png")}

    assert len(pictures) >= 10
    assert pictures <= keys
