"""Tradavity's public API, one method an endpoint. It decides nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from fillbook.remotes import json_text, multipart
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.origin import Route
from fillbook.remotes.record import Record
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradavity import answers

BASE_URL = "https://app.tradavity.com/api/v1"
PAGE = 200
TIMEOUT_S = 45.0
"""A request that meets its twin under one key is held for up to 30 s."""

ROUTES = (
    Route("GET", "/me"),
    Route("GET", "/accounts"),
    Route("GET", "/autosync/connections"),
    Route("GET", "/emotions"),
    Route("GET", "/strategies"),
    Route("GET", "/strategies/*"),
    Route("GET", "/tags"),
    Route("POST", "/tags"),
    Route("GET", "/tag-categories"),
    Route("POST", "/tag-categories"),
    Route("GET", "/trades"),
    Route("POST", "/trades"),
    Route("GET", "/trades/*"),
    Route("PATCH", "/trades/*"),
    Route("DELETE", "/trades/*"),
    Route("PUT", "/trades/*/executions"),
    Route("PUT", "/trades/*/tags"),
    Route("PUT", "/trades/*/confirmations"),
    Route("GET", "/trades/*/screenshots/*"),
    Route("POST", "/trades/*/screenshots"),
    Route("DELETE", "/trades/*/screenshots/*"),
)
"""All that is ever asked there."""

Body = Mapping[str, object]


class Client:
    """Requests under one key, and the data of their answers."""

    def __init__(self, key: Secret) -> None:
        self._authorization = Secret(f"Bearer {key.reveal()}")

    def authorised(self, request: Request) -> Request:
        """The request with the key's header."""
        headers = (*request.headers, ("Authorization", self._authorization))
        return replace(request, headers=headers, timeout_s=TIMEOUT_S)

    def me(self) -> Operation[tuple[Record, Record]]:
        """Whose key it is, and what the answer says beside it."""
        answer = yield from self._ask("GET", "/me")
        return answers.payload(answer), answers.meta(answer)

    def accounts(self) -> Operation[list[object]]:
        query = (("include_archived", "true"),)
        return answers.rows((yield from self._get("/accounts", query)), "accounts")

    def broker_connections(self) -> Operation[list[object]]:
        """Connections by which Tradavity itself fetches trades."""
        return answers.rows((yield from self._get("/autosync/connections")), "connections")

    def trades(
        self,
        cursor: str | None,
        first: date | None = None,
        last: date | None = None,
        symbol: str | None = None,
        account: str | None = None,
    ) -> Operation[tuple[list[object], str | None]]:
        """One page of rows, newest first, and the cursor of the next."""
        given = {
            "limit": str(PAGE),
            "cursor": cursor,
            "from": first and first.isoformat(),
            "to": last and last.isoformat(),
            "symbol": symbol,
            "account_id": account,
        }
        query = tuple((name, value) for name, value in given.items() if value)
        answer = yield from self._ask("GET", "/trades", query)
        rows = answers.rows(answers.payload(answer), "trades")
        return rows, answers.meta(answer).text("next_cursor")

    def trade(self, number: str) -> Operation[tuple[Record, bytes]]:
        """A trade's detail, and the answer as received."""
        answer = yield from self._ask("GET", f"/trades/{number}")
        return answers.trade(answers.payload(answer)), answer.body

    def create_request(self, body: Body) -> Request:
        """The request that creates a trade."""
        return self._request("POST", "/trades", body=body)

    def change(self, number: str, body: Body) -> Operation[None]:
        """Change fields of a trade."""
        yield from self._send("PATCH", f"/trades/{number}", body)

    def archive(self, number: str) -> Operation[None]:
        """Archive one trade, and no copy of it."""
        yield from self._ask("DELETE", f"/trades/{number}", entity="trade")

    def put_executions(self, number: str, body: Body) -> Operation[None]:
        yield from self._send("PUT", f"/trades/{number}/executions", body, "fills")

    def put_tags(self, number: str, ids: list[object]) -> Operation[None]:
        yield from self._send("PUT", f"/trades/{number}/tags", {"tag_ids": ids}, "tags")

    def put_confirmations(self, number: str, entries: list[Body]) -> Operation[None]:
        body = {"confirmations": entries}
        yield from self._send("PUT", f"/trades/{number}/confirmations", body, "confirmations")

    def picture(self, number: str, image: str) -> Operation[Answer]:
        """A picture's bytes, by the documented path and never by ``download_url``."""
        return (yield from self._ask("GET", f"/trades/{number}/screenshots/{image}"))

    def upload_request(
        self, number: str, fields: list[tuple[str, str]], file: multipart.FormFile, boundary: str
    ) -> Request:
        """The request that hangs a picture on a trade."""
        request = Request(
            method="POST",
            path=f"/trades/{number}/screenshots",
            body=multipart.form(fields, file, boundary),
            content_type=multipart.content_type(boundary),
            entity="screenshot",
        )
        return self.authorised(request)

    def archive_screenshot(self, number: str, image: str) -> Operation[None]:
        path = f"/trades/{number}/screenshots/{image}"
        yield from self._ask("DELETE", path, entity="screenshot")

    def tags(self) -> Operation[list[object]]:
        return answers.rows((yield from self._get("/tags")), "tags")

    def tag_categories(self) -> Operation[list[object]]:
        data = yield from self._get("/tag-categories")
        return answers.rows(data, "tag_categories", "categories")

    def create_tag(self, name: str, category: object) -> Operation[Record]:
        body = {"category_id": category, "name": name}
        data = yield from self._send("POST", "/tags", body, "tag")
        return data.record("tag") or data

    def create_tag_category(self, name: str) -> Operation[Record]:
        data = yield from self._send("POST", "/tag-categories", {"name": name}, "tag_category")
        return data.record("tag_category") or data.record("category") or data

    def strategies(self) -> Operation[list[object]]:
        return answers.rows((yield from self._get("/strategies")), "strategies")

    def strategy(self, strategy: str) -> Operation[Record]:
        """A strategy with its setups and their confirmations."""
        data = yield from self._get(f"/strategies/{strategy}")
        return data.record("strategy") or data

    def emotions(self) -> Operation[list[object]]:
        return answers.rows((yield from self._get("/emotions")), "emotions")

    def _get(self, path: str, query: tuple[tuple[str, str], ...] = ()) -> Operation[Record]:
        return answers.payload((yield from self._ask("GET", path, query)))

    def _send(self, method: str, path: str, body: Body, entity: str = "trade") -> Operation[Record]:
        answer = yield from self._ask(method, path, body=body, entity=entity)
        return answers.payload(answer)

    def _ask(
        self,
        method: str,
        path: str,
        query: tuple[tuple[str, str], ...] = (),
        body: Body | None = None,
        entity: str = "trade",
    ) -> Operation[Answer]:
        request = self._request(method, path, query, body, entity)
        answer = yield request
        return answers.checked(request, answer)

    def _request(
        self,
        method: str,
        path: str,
        query: tuple[tuple[str, str], ...] = (),
        body: Body | None = None,
        entity: str = "trade",
    ) -> Request:
        request = Request(
            method=method,
            path=path,
            query=query,
            body=None if body is None else json_text.written(body),
            content_type=None if body is None else "application/json",
            entity=entity,
        )
        return self.authorised(request)
