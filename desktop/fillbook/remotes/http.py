"""The line to one connection's origin. No other module knows httpx."""

import asyncio
import logging
import ssl
from collections.abc import Sequence
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
import truststore

from fillbook import __version__
from fillbook.remotes.body import Body, largest_bytes
from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import NotSent, RemoteError, Unclear
from fillbook.remotes.origin import Route, Trespass, checked_url, same_origin
from fillbook.remotes.outcome import is_redirect
from fillbook.remotes.secret import Secret

CONNECT_TIMEOUT_S = 10.0
PATIENCE = 4
"""An answer that drips is given up after so many of its request's timeouts."""

_CONNECTIONS = httpx.Limits(max_connections=4, max_keepalive_connections=1)
_BEFORE_THE_FIRST_BYTE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_KEPT = "Changes are kept and sent later."


class Transport:
    """Sends requests to one origin and brings back whole answers.

    It follows no redirect, repeats nothing, keeps no cookie, and reads no proxy or password
    from the environment.
    """

    def __init__(self, title: str, base_url: str, routes: Sequence[Route]) -> None:
        self._title = title
        self._base_url = base_url
        self._routes = tuple(routes)
        self._client = _client()

    async def exchange(self, request: Request) -> Answer:
        """The answer to a request.

        Raises:
            NotSent: no byte left.
            Unclear: some did, and no whole answer came.
            Trespass: it must never be made.
        """
        built = self._built(request)
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S + PATIENCE * request.timeout_s):
                return await self._answer(built)
        except httpx.HTTPError as error:
            failure = self._failure(error)
        except TimeoutError:
            failure = Unclear(f"{self._title} answers too slowly.", _KEPT)
        raise failure  # outside of the handler: httpx's errors carry the request and its key

    async def close(self) -> None:
        await self._client.aclose()

    def _built(self, request: Request) -> httpx.Request:
        """The request as bytes. Secrets come out once it is sure where they go."""
        url = httpx.URL(checked_url(self._base_url, request, self._routes))
        if not same_origin(str(url), self._base_url):
            raise Trespass(f"{request.method} to another origin")
        headers = [(name.encode("ascii"), _header(value)) for name, value in request.headers]
        if request.content_type is not None:
            headers.append((b"Content-Type", _header(request.content_type)))
        body = request.body
        return self._client.build_request(
            request.method,
            url,
            headers=headers,
            content=body.reveal().encode() if isinstance(body, Secret) else body,
            timeout=httpx.Timeout(request.timeout_s, connect=CONNECT_TIMEOUT_S),
        )

    async def _answer(self, built: httpx.Request) -> Answer:
        response = await self._client.send(built, stream=True)
        try:
            if is_redirect(response.status_code):
                raise Unclear(f"{self._title} points to another address, which is not followed.")
            body = await _body(response)
        except Unclear as error:
            error.status = response.status_code
            raise
        finally:
            await response.aclose()
        headers = {name: text for name, text in response.headers.items() if name != "set-cookie"}
        return Answer(status=response.status_code, headers=headers, body=body)

    def _failure(self, error: httpx.HTTPError) -> RemoteError:
        """What a failure of the line means. Its own words stay unsaid."""
        if not isinstance(error, _BEFORE_THE_FIRST_BYTE):
            if isinstance(error, httpx.TimeoutException):
                return Unclear(f"{self._title} did not answer in time.", _KEPT)
            return Unclear(f"The connection to {self._title} broke.", _KEPT)
        if _is_of_tls(error):
            return NotSent(
                f"{self._title} could not prove who it is, so nothing was sent.",
                "Check the address, this computer's clock, and programs that read encrypted lines.",
            )
        return NotSent(f"{self._title} cannot be reached.", _KEPT)


async def _body(response: httpx.Response) -> bytes:
    limit_bytes = largest_bytes(response.headers.get("content-type", ""))
    body = Body(response.headers.get("content-encoding", ""), limit_bytes)
    async for piece in response.aiter_raw():
        body.take(piece)
    return body.whole()


def _client() -> httpx.AsyncClient:
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(
        verify=_trust(),
        trust_env=False,
        follow_redirects=False,
        http2=False,
        limits=_CONNECTIONS,
        cookies=_no_cookies(),
        headers={
            "User-Agent": f"Fillbook/{__version__}",
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
        },
    )


def _trust() -> ssl.SSLContext:
    """What the system trusts, over TLS 1.2 or newer."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _no_cookies() -> CookieJar:
    """A jar that takes nothing in."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


def _header(value: str | Secret) -> bytes:
    """A header's value; NotSent, without repeating it, where none can be made of it."""
    text = value.reveal() if isinstance(value, Secret) else value
    if not text.isascii() or not text.isprintable():
        raise NotSent("A key or name holds a character that cannot be sent.", "Enter it anew.")
    return text.encode("ascii")


def _is_of_tls(error: BaseException) -> bool:
    """Whether a failure to connect came from the TLS handshake."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
