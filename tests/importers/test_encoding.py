from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.domain.errors import FillbookError, UnreadableFile
from fillbook.importers.encoding import decode, decode_head

RUSSIAN = "Сделка;Время;Тип;Объём;Символ;Цена\n" * 30


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Größe,1".encode(), "utf-8"),
        ("Größe,1".encode("utf-8-sig"), "utf-8"),
        (b"\xff\xfe" + "Größe,1".encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + "Größe,1".encode("utf-16-be"), "utf-16-be"),
        ("Größe,1".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_unicode_is_told_by_its_bytes(content, encoding):
    decoded = decode(content)

    assert (decoded.text, decoded.encoding) == ("Größe,1", encoding)


def test_a_declared_encoding_is_believed():
    text = f'<meta charset="windows-1251"><td>{RUSSIAN}'

    assert decode(text.encode("cp1251")).text == text


def test_an_old_code_page_is_told_by_its_letters():
    assert decode(RUSSIAN.encode("cp1251")).text == RUSSIAN


def test_a_named_encoding_that_does_not_fit_is_refused():
    with pytest.raises(UnreadableFile, match="not written in utf-8"):
        decode("Größe".encode("cp1252"), "utf-8")


def test_a_picture_is_no_text():
    with pytest.raises(UnreadableFile, match="no text"):
        decode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)


def test_a_head_ends_where_a_line_ends():
    assert decode_head(("é" * 9 + "\n").encode() * 5, 50) == ("é" * 9 + "\n") * 2


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(content):
    with suppress(FillbookError):
        assert isinstance(decode(content).text, str)
