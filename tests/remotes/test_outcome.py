import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.remotes.outcome import Outcome, is_redirect, outcome

REFUSED = (400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 422, 424, 429)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_documented_yes_is_applied(status: int):
    assert outcome(status) is Outcome.APPLIED


@pytest.mark.parametrize("status", REFUSED)
def test_a_documented_no_is_refused(status: int):
    assert outcome(status) is Outcome.REFUSED


@given(st.integers(100, 999).filter(lambda status: status not in (200, 201, 202, 204, *REFUSED)))
def test_any_other_status_leaves_it_unknown(status: int):
    assert outcome(status) is Outcome.UNKNOWN


def test_what_points_elsewhere_is_a_redirect():
    assert [status for status in (200, 299, 301, 308, 304, 400) if is_redirect(status)] == [
        301,
        308,
        304,
    ]
