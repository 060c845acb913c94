import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.remotes.effects import Request
from fillbook.remotes.origin import Route, Trespass, checked_url, same_origin

BASE = "https://app.example.org/api/v1"
ROUTES = (Route("GET", "/trades"), Route("GET", "/trades/*"), Route("DELETE", "/trades/*"))


def asked(path: str, method: str = "GET", **more: object) -> Request:
    return Request(method=method, path=path, **more)  # type: ignore[arg-type]


def test_a_request_goes_below_the_base_address():
    request = asked("/trades", query=(("symbol", "ES & NQ"), ("from", "2026-03-09")))

    url = checked_url(BASE, request, ROUTES)

    assert url == f"{BASE}/trades?symbol=ES%20%26%20NQ&from=2026-03-09"


@pytest.mark.parametrize(
    "path",
    [
        "trades",
        "@evil.example/trades",
        "//evil.example/trades",
        "/trades/..",
        "/trades/%2e%2E",
        "/trades/.",
        "/trades/a/b",
        "/trades/",
        "/trades/4 1",
        "/trades/41?x=1",
        "/trades/41#x",
        "/trades/4\n1",
        "/trades/é",
        "/trades/%",
        "https://evil.example/trades",
        "",
    ],
)
def test_no_path_leads_away(path: str):
    with pytest.raises(Trespass):
        checked_url(BASE, asked(path), ROUTES)


def test_what_is_on_no_route_never_leaves():
    with pytest.raises(Trespass):
        checked_url(BASE, asked("/orders", "POST"), ROUTES)
    with pytest.raises(Trespass):
        checked_url(BASE, asked("/trades", "DELETE"), ROUTES)
    with pytest.raises(Trespass):
        checked_url(BASE, asked("/trades/41", "get"), ROUTES)


def test_a_delete_names_one_thing_and_nothing_more():
    with pytest.raises(Trespass):
        checked_url(BASE, asked("/trades/41", "DELETE", query=(("including_copies", "1"),)), ROUTES)


@given(st.text(max_size=40))
def test_any_path_that_passes_stays_at_its_origin(path: str):
    try:
        url = checked_url(BASE, asked(path), ROUTES)
    except Trespass:
        return

    assert same_origin(url, BASE)
    assert url.startswith(BASE + "/trades")


def test_an_origin_is_scheme_host_and_port():
    assert same_origin("https://a.example/x", "https://A.example:443/y")
    assert not same_origin("https://a.example", "http://a.example")
    assert not same_origin("https://a.example", "https://a.example:444")
    assert not same_origin("https://a.example", "https://a.example.evil")
