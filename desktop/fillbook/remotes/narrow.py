"""What journals that keep less than others say where they are not able to do something.

The engine asks for a capability first, so the operations here are never reached.
"""

from fillbook.domain.remote_trade import Fields, RemoteTrade
from fillbook.domain.review import Screenshot
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.remote import Picture, RemoteAccount, Step


class WithoutPictures:
    """A journal without pictures, idempotency keys and accounts of its own."""

    title: str

    def accounts(self) -> Operation[tuple[RemoteAccount, ...]]:
        yield from ()
        return ()

    def picture(self, remote_id: str, image_id: str) -> Operation[Picture]:
        raise AssertionError("it keeps no pictures")

    def drop_picture(self, remote_id: str, image_id: str) -> Operation[None]:
        raise AssertionError("it keeps no pictures")

    def upload(self, remote_id: str, image: Screenshot, content: bytes, boundary: str) -> Request:
        raise AssertionError("it keeps no pictures")

    def uploaded(self, answer: Answer) -> str | None:
        raise AssertionError("it keeps no pictures")

    def takes(self, image: Screenshot) -> str | None:
        return f"{self.title} keeps no pictures"

    def keyed(self, request: Request, key: str) -> Request:
        raise AssertionError("it knows no idempotency keys")


class WithoutChanges(WithoutPictures):
    """A journal that is created in and listed, and in which nothing is changed."""

    def read(self, remote_id: str) -> Operation[RemoteTrade]:
        raise AssertionError("it has no detail of a trade")

    def unsendable(self, fields: Fields) -> dict[str, str]:
        return {}

    def steps(self, changed: frozenset[str]) -> tuple[Step, ...]:
        return ()

    def write(
        self, step: Step, wanted: Fields, current: RemoteTrade, trade: TradeDetail
    ) -> Operation[RemoteTrade]:
        raise AssertionError("it takes no changes")

    def remove(self, remote_id: str) -> Operation[None]:
        raise AssertionError("it deletes nothing")
