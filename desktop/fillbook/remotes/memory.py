"""What a remote learned in one run and needs in the next."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class Remembering(Protocol):
    """A remote that reads catalogues which hardly ever change."""

    def memory(self) -> bytes:
        """What it knows by now; empty: nothing."""
        ...

    def recall(self, memory: bytes) -> None:
        """Know again what an earlier run knew."""
        ...
