"""How a request to a remote can fail, told apart by what must follow."""

from collections.abc import Mapping
from enum import StrEnum

from fillbook.domain.errors import FillbookError


class RemoteError(FillbookError):
    """A remote did not do what it was asked."""


class NotSent(RemoteError):
    """No byte reached the remote: nothing can have happened there."""


class Unclear(RemoteError):
    """The request left, and nothing readable says what became of it."""

    def __init__(self, title: str, next_step: str = "", *, status: int | None = None) -> None:
        super().__init__(title, next_step)
        self.status = status


class Unreadable(Unclear):
    """A read brought something other than what the route promises."""


class Refusal(StrEnum):
    """Why a remote said no."""

    CREDENTIALS = "credentials"  # key or password: the connection stops until the user acts
    FORBIDDEN = "forbidden"  # this capability is off
    NOT_FOUND = "not_found"
    INVALID = "invalid"  # the body, for good
    RATE = "rate"  # wait
    PLAN = "plan"  # a limit of the plan: parked, not retried on a timer
    PAYMENT = "payment"  # writes need another plan
    KEY_CONFLICT = "key_conflict"  # an idempotency key met another body
    NAME_TAKEN = "name_taken"
    TOO_LARGE = "too_large"
    BUSY = "busy"  # the vendor's own import is running


class RefusedThere(RemoteError):
    """A documented, readable no: final for this body."""

    def __init__(
        self,
        refusal: Refusal,
        title: str,
        next_step: str = "",
        *,
        status: int,
        code: str | None = None,
        fields: Mapping[str, str] | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(title, next_step)
        self.refusal = refusal
        self.status = status
        self.code = code
        self.fields = dict(fields or {})  # the remote's own field names, and why
        self.retry_after_s = retry_after_s
