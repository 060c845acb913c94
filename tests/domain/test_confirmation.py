import pytest

from fillbook.domain.review import Confirmation


@pytest.mark.parametrize(
    ("answer", "confirmation"),
    [
        ("yes", Confirmation("Volume", True)),
        ("no", Confirmation("Volume", False)),
        ("No: thin tape", Confirmation("Volume", False, "thin tape")),
        ("yes: at 09:35: late", Confirmation("Volume", True, "at 09:35: late")),
    ],
)
def test_an_answer_states_a_confirmation(answer: str, confirmation: Confirmation):
    assert Confirmation.answered("Volume", answer) == confirmation
    assert Confirmation.answered("Volume", confirmation.answer) == confirmation


def test_other_words_state_none():
    assert Confirmation.answered("Volume", "perhaps") is None
