"""What can go wrong in a way that a trader can do something about."""


class FillbookError(Exception):
    """A fault of the world, worded for a trader: what happened, and what to do next."""

    def __init__(self, title: str, next_step: str = "") -> None:
        super().__init__(f"{title} {next_step}".strip())
        self.title = title
        self.next_step = next_step


class Refused(FillbookError):
    """A request that cannot be done as asked; nothing was changed."""


class UnknownKey(FillbookError):
    """A field name that the journal does not have."""


class NotFound(Refused):
    """Something was named that is not in the library."""


class LibraryBusy(Refused):
    """Another process writes this library."""


class LibraryReadOnly(Refused):
    """The library is open for reading alone."""


class UnreadableFile(Refused):
    """A file that cannot be read as a whole."""


class Cancelled(FillbookError):
    """The user stopped what was going on; nothing was saved."""
