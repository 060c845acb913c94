"""The fault of a single cell: it costs its row, never the file."""


class CellError(ValueError):
    """A cell that cannot be read; the message says why, in a trader's words."""


SHOWN_LENGTH = 40


def shown(text: str) -> str:
    """A cell as a message quotes it: on one line, and not for ever."""
    plain = " ".join(text.split())
    plain = "".join(mark for mark in plain if mark.isprintable())
    return f"“{plain[:SHOWN_LENGTH]}…”" if len(plain) > SHOWN_LENGTH else f"“{plain}”"
