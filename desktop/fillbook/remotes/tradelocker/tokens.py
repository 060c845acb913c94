"""The two tokens of a login, and when they have to be renewed."""

import json
from base64 import urlsafe_b64decode
from binascii import Error
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fillbook.remotes import json_text
from fillbook.remotes.effects import TOKEN, Answer, Operation, Request
from fillbook.remotes.errors import NotSent, Unreadable
from fillbook.remotes.record import Record
from fillbook.remotes.retry_after import server_date
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradelocker import answers
from fillbook.remotes.tradelocker.allow_list import LOGIN, REFRESH, permitted

RENEWED_AT = 0.8
"""The part of its life after which an access token is renewed."""

_TAKEN = (200, 201)
_NOT_TAKEN = (400, 401, 403, 404)


@dataclass(frozen=True, slots=True)
class Login:
    """Who logs in, and at which broker's server."""

    email: str
    password: Secret | None  # None: it is not known here, and tokens must do
    server: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the broker gave to be let in by."""

    access: Secret
    renew_at: float  # by a clock that never goes back; endless where its life is not known


class Session:
    """The login of one connection: one pair of tokens that all its operations share.

    Args:
        monotonic: Seconds of a clock that nobody can put back.
    """

    def __init__(self, login: Login, monotonic: Callable[[], float]) -> None:
        self._login = login
        self._monotonic = monotonic
        self._tokens: Tokens | None = None
        self._refresh: Secret | None = None
        self._is_asking = False

    @property
    def refresh_token(self) -> Secret | None:
        """What the next pair is asked for with; None: the password."""
        return self._refresh

    def resume(self, refresh_token: Secret) -> None:
        """Ask for the next pair with a refresh token of an earlier session."""
        self._refresh = refresh_token

    def authorised(self, request: Request) -> Operation[Answer]:
        """The answer to a request under a living token.

        After a 401 the token is renewed once and the request repeated once: whatever comes
        then is the answer.
        """
        tokens = yield from self._living()
        answer = yield _under(request, tokens)
        if not _refuses_token(request, answer):
            return answer
        tokens = yield from self._after(tokens)
        return (yield _under(request, tokens))

    def _living(self) -> Operation[Tokens]:
        """The tokens; new ones where they are due and nobody is asking for them yet."""
        tokens = self._tokens
        if tokens is None:
            return (yield from self._alone(self._renewed()))
        if self._monotonic() < tokens.renew_at or self._is_asking:
            return tokens
        return (yield from self._alone(self._renewed()))

    def _after(self, refused: Tokens) -> Operation[Tokens]:
        """The tokens after some were refused; another operation may have renewed them."""
        if self._tokens is not None and self._tokens is not refused:
            return self._tokens
        return (yield from self._alone(self._renewed()))

    def _alone(self, asking: Operation[Tokens]) -> Operation[Tokens]:
        """Ask for tokens while nobody else does."""
        if self._is_asking:
            asking.close()
            raise NotSent(f"{answers.TITLE} is being logged in to.", "Try again in a moment.")
        self._is_asking = True
        try:
            self._tokens = yield from asking
        finally:
            self._is_asking = False
        return self._tokens

    def _renewed(self) -> Operation[Tokens]:
        """New tokens for the refresh token; for the password where that is not taken."""
        if self._refresh is None:
            return (yield from self._log_in())
        body = {"refreshToken": self._refresh.reveal()}
        answer = yield _asking(REFRESH.path, body)
        if answer.status in _TAKEN:
            return self._read(answer)
        if answer.status not in _NOT_TAKEN:
            answers.body_of(answer)
        self._tokens = self._refresh = None
        return (yield from self._log_in())

    def _log_in(self) -> Operation[Tokens]:
        login = self._login
        if login.password is None:
            raise answers.password_wanted()
        body = {
            "email": login.email,
            "password": login.password.reveal(),
            "server": login.server,
        }
        answer = yield _asking(LOGIN.path, body)
        if answer.status in _NOT_TAKEN:
            raise answers.login_refused(answer)
        return self._read(answer)

    def _read(self, answer: Answer) -> Tokens:
        body = answers.body_of(answer)
        access, refresh = body.text("accessToken"), body.text("refreshToken")
        if access is None or refresh is None:
            raise Unreadable(f"{answers.TITLE} gave no token.", status=answer.status)
        life_s = _life_s(access, body, answer)
        renew_at = float("inf") if life_s is None else self._monotonic() + RENEWED_AT * life_s
        self._refresh = Secret(refresh)
        return Tokens(Secret(access), renew_at)


def _refuses_token(request: Request, answer: Answer) -> bool:
    """Whether an answer may mean that the token is dead: beside /trade it is told by a 400."""
    return answer.status == 401 or (answer.status == 400 and request.path.startswith("/auth/"))


def _under(request: Request, tokens: Tokens) -> Request:
    bearer = Secret(f"Bearer {tokens.access.reveal()}")
    headers = (*request.headers, ("Authorization", bearer))
    return permitted(
        Request(
            method=request.method,
            path=request.path,
            query=request.query,
            headers=headers,
            lane=request.lane,
        )
    )


def _asking(path: str, body: Mapping[str, object]) -> Request:
    """A request for tokens. Its body is a secret as a whole."""
    return permitted(
        Request(
            method="POST",
            path=path,
            body=Secret(json_text.written(body).decode()),
            content_type="application/json",
            entity=TOKEN,
        )
    )


def _life_s(access: str, body: Record, answer: Answer) -> float | None:
    """How long an access token lives: by its own claims, which need no clock of ours."""
    claims = _claims(access)
    begins, ends = claims.get("iat"), claims.get("exp")
    if isinstance(begins, int) and isinstance(ends, int) and ends > begins:
        return float(ends - begins)
    expires, now = _instant(body), server_date(answer)
    if expires is None or now is None or expires <= now:
        return None
    return (expires - now).total_seconds()


def _instant(body: Record) -> datetime | None:
    try:
        return body.instant("expireDate")
    except Unreadable:
        return None


def _claims(token: str) -> Mapping[str, object]:
    """What a JWT says of itself; nothing where it is none."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        claims = json.loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, Error, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}
