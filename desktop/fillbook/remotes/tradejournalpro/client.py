"""TradeJournalPro's public API, one method an endpoint. It decides nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from fillbook.remotes import json_text
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.origin import Route
from fillbook.remotes.record import Record
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradejournalpro import answers

BASE_URL = "https://tradejournalpro.net/api/v1"
MAX_LIMIT = 500

ROUTES = (
    Route("GET", "/me"),
    Route("GET", "/trades"),
    Route("POST", "/trades"),
    Route("GET", "/signals"),
    Route("GET", "/accounts"),
)
"""All that is ever asked there."""


class Client:
    """Requests under one key, and what their answers carry."""

    def __init__(self, key: Secret) -> None:
        self._authorization = Secret(f"Bearer {key.reveal()}")

    def authorised(self, request: Request) -> Request:
        """The request with the key's header."""
        headers = (*request.headers, ("Authorization", self._authorization))
        return replace(request, headers=headers)

    def me(self) -> Operation[Record]:
        """Whose key it is."""
        answer = yield from self._get("/me")
        return Record.of(answers.payload(answer, "user"), "The answer")

    def trades(
        self, first: date | None = None, last: date | None = None, pair: str | None = None
    ) -> Operation[list[object]]:
        """The newest rows of a window, at most ``MAX_LIMIT``."""
        return answers.rows((yield from self.trades_answer(first, last, pair)), "trades")

    def trades_answer(
        self, first: date | None = None, last: date | None = None, pair: str | None = None
    ) -> Operation[Answer]:
        """The same as received."""
        given = {
            "limit": str(MAX_LIMIT),
            "from": first and first.isoformat(),
            "to": last and last.isoformat(),
            "pair": pair,
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

    def signals(self) -> Operation[list[object]]:
        """The newest signals that the vendor parsed for the user."""
        query = (("limit", str(MAX_LIMIT)),)
        return answers.rows((yield from self._get("/signals", query)), "signals")

    def accounts(self) -> Operation[list[object]]:
        """The broker accounts that the user connected there."""
        return answers.rows((yield from self._get("/accounts")), "accounts")

    def _get(self, path: str, query: tuple[tuple[str, str], ...] = ()) -> Operation[Answer]:
        request = Request(method="GET", path=path, query=query)
        answer = yield self.authorised(request)
        return answers.checked(answer)
