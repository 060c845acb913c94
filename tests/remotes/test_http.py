import asyncio
import gzip
import logging
import socket
import ssl
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from canary import is_leaked
from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import NotSent, RemoteError, Unclear, Unreadable
from fillbook.remotes.http import Transport
from fillbook.remotes.origin import Route, Trespass
from fillbook.remotes.secret import Secret
from raw_server import answer, hang_up, raw_server, say_nothing

CANARY = 'canary-4f9a"77'
ROUTES = (Route("GET", "/trades"), Route("POST", "/trades"))
LIST = Request(method="GET", path="/trades", timeout_s=5)
CREATE = Request(
    method="POST",
    path="/trades",
    headers=(("Authorization", Secret(f"Bearer {CANARY}")), ("Idempotency-Key", "abc")),
    body=b'{"symbol":"ES"}',
    content_type="application/json",
    timeout_s=5,
)


def exchanged(base_url: str, *requests: Request) -> list[Answer]:
    async def all_of_them() -> list[Answer]:
        transport = Transport("The journal", base_url, ROUTES)
        try:
            return [await transport.exchange(request) for request in requests]
        finally:
            await transport.close()

    return asyncio.run(all_of_them())


def failure(base_url: str, request: Request = CREATE) -> RemoteError:
    with pytest.raises(RemoteError) as caught:
        exchanged(base_url, request)
    return caught.value


def test_a_request_leaves_as_it_was_made():
    with raw_server(answer(201, b"{}", {"X-Request-Id": "r1"})) as server:
        (came,) = exchanged(server.base_url, CREATE)

    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /api/v1/trades HTTP/1.1"
    assert b"Authorization: Bearer " + CANARY.encode() in lines
    assert b"Content-Type: application/json" in lines
    assert b"Idempotency-Key: abc" in lines
    assert b"Accept-Encoding: gzip" in lines
    assert any(line.startswith(b"User-Agent: Fillbook/") for line in lines)
    assert body == b'{"symbol":"ES"}'
    assert (came.status, came.body, came.header("x-request-id")) == (201, b"{}", "r1")


def test_a_secret_body_is_sent_and_one_connection_serves_several_requests():
    login = Request(method="POST", path="/trades", body=Secret('{"password":"p"}'), timeout_s=5)
    with raw_server(answer(200, b"{}")) as server:
        exchanged(server.base_url, login, LIST)

    assert server.requests[0].endswith(b'{"password":"p"}')
    assert server.connections == 1


def test_a_packed_answer_is_unpacked():
    packed = gzip.compress(b'{"ok":true}')
    with raw_server(answer(200, packed, {"Content-Encoding": "gzip"})) as server:
        (came,) = exchanged(server.base_url, LIST)

    assert came.body == b'{"ok":true}'


def test_any_status_that_does_not_lead_away_is_an_answer():
    with raw_server(*(answer(status) for status in (204, 401, 429, 500, 503))) as server:
        came = exchanged(server.base_url, *[LIST] * 5)

    assert [one.status for one in came] == [204, 401, 429, 500, 503]


def test_where_nobody_listens_nothing_was_sent():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as unused:
        unused.bind(("127.0.0.1", 0))
        error = failure(f"http://127.0.0.1:{unused.getsockname()[1]}")

    assert isinstance(error, NotSent)


def test_a_name_that_does_not_exist_sends_nothing():
    assert isinstance(failure("https://journal.invalid"), NotSent)


def test_a_server_that_cannot_prove_who_it_is_gets_no_byte():
    with raw_server(answer(200), greeting=b"no handshake") as server:
        error = failure(server.base_url.replace("http:", "https:"))

    assert isinstance(error, NotSent)
    assert "prove who it is" in error.title
    assert CANARY.encode() not in b"".join(server.requests)


@pytest.mark.parametrize(
    ("host", "days", "trusted"),
    [("127.0.0.1", 1, False), ("127.0.0.1", -1, True), ("elsewhere.example", 1, True)],
    ids=["self_signed", "expired", "of_another_host"],
)
def test_84_a_certificate_that_does_not_hold_gets_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, days: int, trusted: bool
):
    certificate = self_signed(tmp_path, host, days)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with tls_server(certificate) as (base_url, received):
        error = failure(base_url)

    assert isinstance(error, NotSent)
    assert "prove who it is" in error.title
    assert b"".join(received) == b""


def test_84_an_authority_of_the_systems_store_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    certificate = self_signed(tmp_path, "127.0.0.1", 1)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with tls_server(certificate) as (base_url, received):
        error = failure(base_url)  # it hangs up after the request

    assert not isinstance(error, NotSent)
    assert CANARY.encode() in b"".join(received)


@contextmanager
def tls_server(certificate: Path) -> Iterator[tuple[str, list[bytes]]]:
    """A server that takes one request behind a certificate and hangs up; what it received."""
    received: list[bytes] = []

    def greet(connection: socket.socket) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with suppress(OSError), context.wrap_socket(connection, server_side=True) as line:
            received.append(line.recv(65536))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=lambda: greet(listening.accept()[0]), daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}/api/v1", received
        thread.join(5)


def self_signed(folder: Path, host: str, days: int) -> Path:
    """A certificate with its key in one file, good for so many days from now."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    is_address = host[0].isdigit()
    alternative = x509.IPAddress(ip_address(host)) if is_address else x509.DNSName(host)
    names = x509.SubjectAlternativeName([alternative])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem, traditional = serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL
    file = folder / "server.pem"
    file.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, traditional, plain))
    return file


@pytest.mark.parametrize(
    "script",
    [
        hang_up,
        lambda connection: None,
        lambda connection: connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Le"),
        lambda connection: connection.sendall(answer(201, b'{"trade_number":41}')[:-3]),
        lambda connection: connection.sendall(b"<html>not HTTP</html>\r\n\r\n"),
    ],
    ids=["reset", "closed", "cut in its head", "cut in its body", "no HTTP"],
)
def test_what_breaks_after_the_first_byte_is_unclear(script: Callable[[socket.socket], None]):
    with raw_server(script) as server:
        error = failure(server.base_url)

    assert isinstance(error, Unclear)
    assert len(server.requests) == 1


def test_silence_is_unclear_after_the_requests_own_time():
    with raw_server(say_nothing) as server:
        error = failure(server.base_url, Request(method="POST", path="/trades", timeout_s=0.2))

    assert isinstance(error, Unclear)
    assert "in time" in error.title


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_and_leaves_it_unclear(status: int):
    with raw_server(answer(200)) as other:
        elsewhere = {"Location": f"{other.base_url}/trades"}
        with raw_server(answer(status, b"", elsewhere)) as server:
            error = failure(server.base_url)

    assert isinstance(error, Unclear)
    assert error.status == status
    assert other.requests == []


def test_an_answer_beyond_its_bound_is_given_up():
    bomb = gzip.compress(bytes(21 * 1024 * 1024))
    with raw_server(answer(200, bomb, {"Content-Encoding": "gzip"})) as server:
        error = failure(server.base_url, LIST)

    assert isinstance(error, Unreadable)
    assert error.status == 200


def test_no_cookie_is_kept_or_passed_on():
    with raw_server(answer(200, b"{}", {"Set-Cookie": "session=abc; Path=/"})) as server:
        first, _ = exchanged(server.base_url, LIST, LIST)

    assert first.header("set-cookie") is None
    assert b"cookie" not in server.requests[1].lower()


def test_the_environment_names_no_proxy_and_no_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
):
    with raw_server(answer(200)) as proxy, raw_server(answer(200)) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.base_url)
        monkeypatch.setenv("ALL_PROXY", proxy.base_url)
        exchanged(server.base_url, LIST)

    assert proxy.requests == []
    assert len(server.requests) == 1


def test_what_is_on_no_route_opens_no_socket():
    order = Request(method="POST", path="/orders", headers=(("X-API-Key", Secret(CANARY)),))
    with raw_server(answer(200)) as server, pytest.raises(Trespass):
        exchanged(server.base_url, order)

    assert server.connections == 0


def test_a_key_with_a_strange_character_is_not_sent_and_not_named():
    asked = Request(method="GET", path="/trades", headers=(("X-API-Key", Secret(f"{CANARY}\né")),))
    with raw_server(answer(200)) as server:
        error = failure(server.base_url, asked)

    assert isinstance(error, NotSent)
    assert server.connections == 0
    assert not is_leaked("".join(traceback.format_exception(error)).encode(), CANARY)


@pytest.mark.parametrize("script", [hang_up, answer(302), answer(401, b"no"), say_nothing])
def test_no_secret_is_in_a_log_or_an_error(
    script: bytes | Callable[[socket.socket], None], caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    request = Request(method="POST", path="/trades", headers=CREATE.headers, timeout_s=0.2)
    said = repr(request)
    with raw_server(script) as server:
        try:
            exchanged(server.base_url, request)
        except RemoteError as error:
            said += "".join(traceback.format_exception(error))
            causes = (error.__cause__, error.__context__)
        else:
            causes = (None, None)

    assert causes == (None, None)
    assert CANARY.encode() in server.requests[0]
    assert not is_leaked((said + caplog.text).encode(), CANARY)


def test_the_loggers_below_stay_silent_even_when_all_is_logged(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    with raw_server(answer(200)) as server:
        exchanged(server.base_url, CREATE)

    assert not [record for record in caplog.records if record.name.startswith("http")]
