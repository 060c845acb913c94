import pytest

from fillbook.remotes.effects import Answer
from fillbook.remotes.retry_after import LONGEST_S, retry_after_s

NOON = "Mon, 09 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("stated", "wait_s"),
    [
        ("4", 4),
        ("0", 0),
        (" 17 ", 17),
        ("1000000000", LONGEST_S),
        ("9" * 400, LONGEST_S),
        ("Mon, 09 Mar 2026 12:00:30 GMT", 30),
        ("Tue, 09 Mar 2027 12:00:00 GMT", LONGEST_S),
        ("Mon, 09 Mar 2026 11:00:00 GMT", None),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_wait_is_seconds_or_a_date(stated: str, wait_s: float | None):
    answer = Answer(status=429, headers={"retry-after": stated, "date": NOON}, body=b"")

    assert retry_after_s(answer) == wait_s


def test_a_date_needs_the_servers_clock():
    answer = Answer(status=429, headers={"retry-after": NOON}, body=b"")

    assert retry_after_s(answer) is None
