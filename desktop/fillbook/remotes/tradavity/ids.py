"""Tradavity's ids: text here, numbers there."""


def as_sent(number: str) -> int | str:
    """An id as the number that Tradavity counts with."""
    return int(number) if number.isascii() and number.isdigit() else number
