"""Holding the conversation that an operation wants, with a server made for the test."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from fillbook.remotes import json_text
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.errors import RemoteError

T = TypeVar("T")

Reply = bytes | tuple[int, bytes] | RemoteError


@dataclass
class Script:
    """Answers by method and path; a list of them is given out one after the other."""

    replies: Mapping[str, Reply | list[Reply]]
    asked: list[Request] = field(default_factory=list)

    def __call__(self, request: Request) -> Answer | RemoteError:
        self.asked.append(request)
        reply = self.replies[f"{request.method} {request.path}"]
        if isinstance(reply, list):
            reply = reply.pop(0)
        if isinstance(reply, RemoteError):
            return reply
        status, body = reply if isinstance(reply, tuple) else (200, reply)
        return Answer(status=status, headers={}, body=body)

    @property
    def lines(self) -> list[str]:
        """What was asked, a line each."""
        return [f"{request.method} {request.path}" for request in self.asked]

    def body(self, line: str) -> object:
        """What the last request of a kind carried."""
        sent = [request for request in self.asked if f"{request.method} {request.path}" == line]
        assert isinstance(sent[-1].body, bytes)
        return json_text.parse(sent[-1].body)


def hold(operation: Operation[T], server: Callable[[Request], Answer | RemoteError]) -> T:
    """The operation's result, after all that it wanted to ask."""
    try:
        request = next(operation)
        while True:
            reply = server(request)
            if isinstance(reply, RemoteError):
                request = operation.throw(reply)
            else:
                request = operation.send(reply)
    except StopIteration as end:
        result: T = end.value
        return result
