"""A key or a password, without what came along when it was pasted."""

from fillbook.domain.errors import Refused
from fillbook.remotes.secret import Secret

LONGEST = 16_384
_SCHEMES = ("bearer", "token")
_QUOTES = ('""', "''", "``", "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}")
_COPY_AGAIN = "Copy it again from the website."


def pasted_key(text: str) -> Secret:
    """An API key: one word of visible ASCII.

    Raises:
        Refused: what is left cannot be a key. No message repeats it.
    """
    key = _unquoted(text.strip().removeprefix("\N{BYTE ORDER MARK}").strip())
    scheme, _, rest = key.partition(" ")
    if scheme.casefold() in _SCHEMES:
        key = _unquoted(rest.strip())
    if not key:
        raise Refused("The key is empty.", _COPY_AGAIN)
    if any(character.isspace() for character in key):
        raise Refused("There is a space or a line break within the key.", _COPY_AGAIN)
    if not key.isascii() or not key.isprintable():
        raise Refused("The key holds a character that no key has.", _COPY_AGAIN)
    return _of_bearable_length(key)


def typed_password(text: str) -> Secret:
    """A password as it was typed, without the end of its line: spaces may belong to it.

    Raises:
        Refused: it is empty or of several lines. No message repeats it.
    """
    password = text.removeprefix("\N{BYTE ORDER MARK}").rstrip("\r\n")
    if not password:
        raise Refused("The password is empty.", "Enter the one of the website.")
    if any(character < " " or character == "\x7f" for character in password):
        raise Refused("There is a line break or a tab within the password.", "Type it anew.")
    return _of_bearable_length(password)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] + text[-1] in _QUOTES:
        return text[1:-1].strip()
    return text


def _of_bearable_length(text: str) -> Secret:
    if len(text) > LONGEST:
        raise Refused("That is far too long for a key or a password.", _COPY_AGAIN)
    return Secret(text)
