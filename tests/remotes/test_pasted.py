import pytest

from fillbook.domain.errors import Refused
from fillbook.remotes.pasted import pasted_key, typed_password


@pytest.mark.parametrize(
    "text",
    [
        "tv_4f9a-77",
        "  tv_4f9a-77\r\n",
        '"tv_4f9a-77"',
        "'tv_4f9a-77'\n",
        "“tv_4f9a-77”",
        "Bearer tv_4f9a-77",
        'bearer  "tv_4f9a-77"',
        "Token tv_4f9a-77",
        "\ufefftv_4f9a-77",
    ],
)
def test_what_came_along_with_a_key_is_left_out(text: str):
    assert pasted_key(text).reveal() == "tv_4f9a-77"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        '""',
        "Bearer ",
        "tv_4f9a 77",
        "tv_4f9a\n77",
        "tv_4f9à77",
        "tv\u200b4f9a",
        "k\x00y",
    ],
)
def test_what_cannot_be_a_key_is_refused_and_not_repeated(text: str):
    with pytest.raises(Refused) as caught:
        pasted_key(text)

    assert "4f9" not in str(caught.value)


def test_a_password_keeps_its_spaces_and_quotes():
    assert typed_password(' "open  sésame" \r\n').reveal() == ' "open  sésame" '


@pytest.mark.parametrize("text", ["", "\n", "two\nlines", "a\ttab", "x" * 20_000])
def test_what_cannot_be_a_password_is_refused(text: str):
    with pytest.raises(Refused):
        typed_password(text)
