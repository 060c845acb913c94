"""Tradervue's public API, one method an endpoint. It decides nothing."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from fillbook.remotes import diary, json_text
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.origin import Route
from fillbook.remotes.record import Record
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradervue import answers

BASE_URL = "https://app.tradervue.com/api/v1"
PAGE = 100

ROUTES = (
    Route("GET", "/trades"),
    Route("POST", "/trades"),
    Route("GET", "/trades/*"),
    Route("PUT", "/trades/*"),
    Route("DELETE", "/trades/*"),
    Route("GET", "/trades/*/executions"),
    Route("GET", "/trades/*/comments"),
    Route("GET", "/imports"),
    Route("POST", "/imports"),
    Route("GET", "/journal"),
    Route("POST", "/journal"),
    Route("GET", "/journal/*"),
    Route("PUT", "/journal/*"),
    Route("GET", "/notes"),
)
"""All that is ever asked there."""

Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks, and in which program."""

    username: str
    password: Secret
    user_agent: str
    user_id: str | None = None  # whom an organization's administrator acts for

    def authorization(self) -> Secret:
        """The header of Basic authentication."""
        pair = f"{self.username}:{self.password.reveal()}".encode()
        return Secret(f"Basic {base64.b64encode(pair).decode()}")


class Client:
    """Requests under one login, and what their answers carry."""

    def __init__(self, login: Login) -> None:
        acting = () if login.user_id is None else (("Tradervue-UserId", login.user_id),)
        self._headers: tuple[tuple[str, str | Secret], ...] = (
            ("User-Agent", login.user_agent),
            *acting,
            ("Authorization", login.authorization()),
        )

    def authorised(self, request: Request) -> Request:
        """The request with the login, the program's name and whom it acts for."""
        return replace(request, headers=(*request.headers, *self._headers))

    def trades(
        self,
        page: int,
        count: int = PAGE,
        *,
        symbol: str | None = None,
        first: date | None = None,
        last: date | None = None,
        tag: str | None = None,
    ) -> Operation[list[object]]:
        """One page of trades, newest opening first."""
        given = {
            "count": str(count),
            "page": str(page),
            "symbol": symbol,
            "startdate": first and f"{first:%m/%d/%Y}",
            "enddate": last and f"{last:%m/%d/%Y}",
            "ortags": tag,
        }
        query = tuple((name, value) for name, value in given.items() if value)
        return answers.rows((yield from self._ask("GET", "/trades", query)), "trades")

    def trade(self, number: str) -> Operation[Record]:
        """A trade's detail."""
        return answers.payload((yield from self._ask("GET", f"/trades/{number}")))

    def executions(self, number: str) -> Operation[list[object]]:
        """A trade's fills, oldest first."""
        answer = yield from self._ask("GET", f"/trades/{number}/executions")
        return answers.rows(answer, "executions")

    def comments(self, number: str) -> Operation[list[object]]:
        """What others said of a trade."""
        answer = yield from self._ask("GET", f"/trades/{number}/comments")
        return answers.rows(answer, "comments")

    def create_request(self, body: Body) -> Request:
        """The request that creates a trade without fills."""
        return self._request("POST", "/trades", body=body)

    def import_request(self, body: Body) -> Request:
        """The request that queues fills."""
        return self._request("POST", answers.IMPORTS, body=body)

    def import_status(self) -> Operation[Answer]:
        """What the last import is doing. A result can be read once."""
        return (yield from self._ask("GET", answers.IMPORTS))

    def change(self, number: str, body: Body) -> Operation[None]:
        """Change notes, tags, risk; what is left out stays."""
        yield from self._ask("PUT", f"/trades/{number}", body=body)

    def delete(self, number: str) -> Operation[None]:
        """Delete a trade for good, with its fills and comments."""
        yield from self._ask("DELETE", f"/trades/{number}")

    def days(self, page: int, day: date | None = None) -> Operation[list[object]]:
        """One page of the diary, newest day first, or what it has of one day."""
        asked = () if day is None else (("d", f"{day:%m/%d/%Y}"),)
        query = (("count", str(PAGE)), ("page", str(page)), *asked)
        answer = yield from self._ask("GET", "/journal", query)
        return answers.rows(answer, "journal_entries")

    def day(self, number: str) -> Operation[Record]:
        """A day's entry."""
        return answers.payload((yield from self._ask("GET", f"/journal/{number}")))

    def day_request(self, body: Body) -> Request:
        """The request that begins a day's entry."""
        return replace(self._request("POST", "/journal", body=body), entity=diary.ENTITY)

    def change_day(self, number: str, body: Body) -> Operation[None]:
        """Replace the words of a day."""
        request = self._request("PUT", f"/journal/{number}", body=body)
        request = replace(request, entity=diary.ENTITY)
        answers.checked(request, (yield request))

    def notes(self, page: int) -> Operation[list[object]]:
        """One page of the free notes, newest change first."""
        query = (("count", str(PAGE)), ("page", str(page)))
        return answers.rows((yield from self._ask("GET", "/notes", query)), "journal_notes")

    def _ask(
        self,
        method: str,
        path: str,
        query: tuple[tuple[str, str], ...] = (),
        body: Body | None = None,
    ) -> Operation[Answer]:
        request = self._request(method, path, query, body)
        answer = yield request
        return answers.checked(request, answer)

    def _request(
        self,
        method: str,
        path: str,
        query: tuple[tuple[str, str], ...] = (),
        body: Body | None = None,
    ) -> Request:
        request = Request(
            method=method,
            path=path,
            query=query,
            body=None if body is None else json_text.written(body),
            content_type=None if method == "GET" else "application/json",
        )
        return self.authorised(request)
