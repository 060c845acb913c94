"""A stand-in at the other end of a remote's operations, without any socket."""

from collections.abc import Callable

from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import NotSent, RemoteError, Unclear
from fillbook.remotes.secret import Secret
from standins.faults import AnswerLost, Faulty, NotDelivered
from standins.wire import Asked, StandIn

API = "/api/v1"


def at(stand_in: StandIn | Faulty, api: str = API) -> Callable[[Request], Answer | RemoteError]:
    """What a stand-in makes of the requests of an operation."""
    faulty = stand_in if isinstance(stand_in, Faulty) else Faulty(stand_in)

    def answer(request: Request) -> Answer | RemoteError:
        try:
            found = faulty.exchange(asked(request, api))
        except NotDelivered:
            return NotSent("refused")
        except AnswerLost:
            return Unclear("no answer")
        return Answer(status=found.status, headers=dict(found.headers), body=found.body)

    return answer


def asked(request: Request, api: str = API) -> Asked:
    """A request as it reaches a server."""
    headers = {name.lower(): _plain(value) for name, value in request.headers}
    if request.content_type is not None:
        headers["content-type"] = request.content_type
    body = request.body.reveal().encode() if isinstance(request.body, Secret) else request.body
    return Asked(request.method, f"{api}{request.path}", request.query, headers, body or b"")


def _plain(value: str | Secret) -> str:
    return value.reveal() if isinstance(value, Secret) else value
