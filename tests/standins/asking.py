"""Asking a stand-in without any client of ours."""

import json
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from standins.wire import Answered, Asked, StandIn


class Caller:
    """Requests with constant headers."""

    def __init__(self, stand_in: StandIn, **headers: str) -> None:
        self.stand_in = stand_in
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def ask(self, method: str, target: str, body: object = None, **headers: str) -> Answered:
        parts = urlsplit(target)
        return self.stand_in.answer(
            Asked(
                method=method,
                path=f"/api/v1{parts.path}",
                query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
                headers=self.headers | {k.replace("_", "-"): v for k, v in headers.items()},
                body=b"" if body is None else json.dumps(body).encode(),
            )
        )

    def get(self, target: str) -> Any:
        """The JSON of a successful read."""
        answer = self.ask("GET", target)
        assert answer.status == 200, answer
        return parsed(answer)


def parsed(answer: Answered) -> Any:
    return json.loads(answer.body, parse_float=Decimal)
