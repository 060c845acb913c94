import pytest

from fillbook.importers import vocabulary
from fillbook.importers.proposal import propose_profile
from fillbook.importers.vocabulary import BUY, HEADERS, LONG, SELL, SHORT, normalised
from import_sources import a_file


def test_every_word_is_listed_in_the_form_in_which_it_is_looked_up():
    lists = [*HEADERS.values(), BUY, SELL, LONG, SHORT, vocabulary.NO_TRADE, vocabulary.FILLED,
             vocabulary.UNFILLED]  # fmt: skip

    assert [word for words in lists for word in words if normalised(word) != word] == []


def test_no_word_buys_and_sells():
    assert set(BUY).isdisjoint(SELL)
    assert set(LONG).isdisjoint(SHORT)


def test_case_accents_and_marks_do_not_tell_words_apart():
    assert normalised(" Börsen-Gebühr (€) ") == normalised("borsen gebuhr")


@pytest.mark.parametrize(
    "text",
    [
        "Datum;Zeit;Wertpapier;Kauf/Verkauf;Stück;Kurs\n04.03.2024;10:00;SAP;Kauf;10;161,5\n",
        "Fecha;Hora;Símbolo;Operación;Cantidad;Precio\n13/04/2024;10:00;SAN;Compra;10;161,5\n",
        "Время;Инструмент;Сделка;Количество;Цена\n04.03.2024 10:00;ГАЗП;Покупка;10;161,5\n",
        "日時,銘柄,売買,数量,価格\n2024/03/04 10:00,トヨタ,買,100,2500\n",
        "时间,代码,方向,数量,价格\n2024-03-04 10:00,螺纹钢,买入,1,3800\n",
    ],
)
def test_a_table_in_its_own_language_needs_no_mapping(text):
    assert propose_profile(a_file(text)).doubts == ()
