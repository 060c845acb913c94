"""TradeJournal's public API, one method an endpoint. It decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from fillbook.remotes import json_text
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.errors import Unreadable
from fillbook.remotes.origin import Route
from fillbook.remotes.record import Record
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradejournal import answers

BASE_URL = "https://groupresearch.net/api/v1"
PER_PAGE = 100

ROUTES = (
    Route("GET", "/trades"),
    Route("POST", "/trades"),
    Route("GET", "/stats"),
    Route("GET", "/leaderboard"),
)
"""All that is ever asked there."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page as the server numbers it."""

    rows: list[object]
    page: int
    last_page: int
    per_page: int
    total: int


class Client:
    """Requests under one token, and what their answers carry."""

    def __init__(self, token: Secret) -> None:
        self._authorization = Secret(f"Bearer {token.reveal()}")

    def authorised(self, request: Request) -> Request:
        """The request with the token's header, and the word that keeps HTML away."""
        headers = (("Accept", "application/json"), ("Authorization", self._authorization))
        return replace(request, headers=(*request.headers, *headers))

    def trades(
        self,
        page: int,
        per_page: int,
        first: date | None = None,
        last: date | None = None,
        instrument: str | None = None,
    ) -> Operation[Listed]:
        """One page of trades."""
        given = {
            "per_page": str(per_page),
            "page": str(page),
            "from": first and first.isoformat(),
            "to": last and last.isoformat(),
            "instrument": instrument,
        }
        query = tuple((name, value) for name, value in given.items() if value)
        return _listed((yield from self._get("/trades", query)))

    def trades_answer(
        self, per_page: int, first: date | None, last: date | None
    ) -> Operation[Answer]:
        """The first page as received."""
        given = {
            "per_page": str(per_page),
            "from": first and first.isoformat(),
            "to": last and last.isoformat(),
        }
        query = tuple((name, value) for name, value in given.items() if value)
        return (yield from self._get("/trades", query))

    def create_request(self, body: Mapping[str, object]) -> Request:
        """The request that creates a trade."""
        request = Request(
            method="POST",
            path="/trades",
            body=json_text.written(body),
            content_type="application/json",
        )
        return self.authorised(request)

    def stats(self) -> Operation[Record]:
        """The journal's own figures."""
        return Record.of(answers.value((yield from self._get("/stats"))), "The answer")

    def leaderboard(self) -> Operation[list[object]]:
        """Other people's results, as received."""
        rows = answers.value((yield from self._get("/leaderboard")))
        if not isinstance(rows, list):
            raise Unreadable(f"{answers.TITLE}'s leaderboard is no list.")
        return rows

    def _get(self, path: str, query: tuple[tuple[str, str], ...] = ()) -> Operation[Answer]:
        request = Request(
            method="GET", path=path, query=query, headers=(("Content-Type", "application/json"),)
        )
        answer = yield self.authorised(request)
        return answers.checked(answer)


def _whole(record: Record, key: str) -> int:
    found = record.whole(key)
    if found is None:
        raise Unreadable(f'{answers.TITLE} does not say "{key}".')
    return found


def _listed(answer: Answer) -> Listed:
    record = Record.of(answers.value(answer), "The answer")
    rows = record.fields.get("data")
    if not isinstance(rows, list):
        raise Unreadable(f"{answers.TITLE}'s answer holds no list.", status=answer.status)
    return Listed(
        rows=rows,
        page=_whole(record, "current_page"),
        last_page=_whole(record, "last_page"),
        per_page=_whole(record, "per_page"),
        total=_whole(record, "total"),
    )
