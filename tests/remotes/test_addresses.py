import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.domain.errors import Refused
from fillbook.remotes.addresses import canonical_base_url, is_loopback

VENDOR = "https://journal.example/api/v1"


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("https://app.example.org/api/v1", "https://app.example.org/api/v1"),
        ("https://app.example.org", "https://app.example.org/api/v1"),
        (" HTTPS://App.Example.ORG:443//api/v1/ ", "https://app.example.org/api/v1"),
        ("app.example.org", "https://app.example.org/api/v1"),
        ("https://app.example.org/API/v1", "https://app.example.org/API/v1"),
        ("https://proxy.example.org/journal", "https://proxy.example.org/journal/api/v1"),
        ("https://bücher.example", "https://xn--bcher-kva.example/api/v1"),
        ("https://app.example.org.:8443", "https://app.example.org:8443/api/v1"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v1"),
        ("http://localhost", "http://localhost/api/v1"),
        ("http://[::1]:80/", "http://[::1]/api/v1"),
    ],
)
def test_an_address_comes_with_or_without_the_usual_ending(typed: str, used: str):
    assert canonical_base_url(typed, VENDOR) == used


def test_a_vendor_may_have_another_ending_or_none():
    broker = "https://demo.example/backend-api"

    assert canonical_base_url("https://live.example", broker) == "https://live.example/backend-api"
    assert canonical_base_url("https://live.example/", "https://x.example") == (
        "https://live.example"
    )


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "empty"),
        ("http://app.example.org", "in the open"),
        ("http://10.0.0.8", "in the open"),
        ("http://127.0.0.1.example.org", "in the open"),
        ("ftp://app.example.org", "https://"),
        ("https://ann:secret@app.example.org", "passwords"),
        ("https://app.example.org/api/v1?key=1", "after ?"),
        ("https://app.example.org#top", "after ?"),
        ("https://app.example.org/?", "after ?"),
        ("https://app.example.org/../api/v1", "path"),
        ("https://app.example.org/%2e%2e/api", "path"),
        ("https://app.exa mple.org", "spaces"),
        ("https://app.example.org\\@evil.example", "backslash"),
        ("https://", "no computer"),
        ("https://:8443/", "no computer"),
        ("https://app..example.org", "no computer"),
        ("https://app.example.org:99999", "no address"),
        ("https://app.example.org:0", "no computer"),
        ("https://[::1", "no address"),
        ("https://[v1.x]", "no address"),
        ("https://app.example.org\x00", "cannot be seen"),
    ],
)
def test_what_is_no_safe_address_is_refused_in_words(typed: str, says: str):
    with pytest.raises(Refused) as caught:
        canonical_base_url(typed, VENDOR)

    assert says in caught.value.title
    assert "secret" not in str(caught.value)


@given(st.text(max_size=60).map(lambda tail: f"https://app.example.org/{tail}") | st.text())
def test_whatever_is_typed_is_refused_or_comes_out_the_same_twice(typed: str):
    try:
        used = canonical_base_url(typed, VENDOR)
    except Refused:
        return

    assert canonical_base_url(used, VENDOR) == used
    assert used.endswith("/api/v1") or used.casefold().endswith("/api/v1")


def test_only_this_computer_is_loopback():
    assert is_loopback("http://127.0.0.1:8080/api/v1")
    assert is_loopback("http://[::1]/api/v1")
    assert not is_loopback("https://app.example.org/api/v1")
    assert not is_loopback("https://localhost.example.org")
