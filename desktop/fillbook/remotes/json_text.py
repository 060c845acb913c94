"""JSON as remotes speak it: exact numbers in, plain digits out, and bounds on both."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from fillbook.domain.money import canonical
from fillbook.remotes.errors import Unreadable

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 64
_PLAIN_DIGITS = 60  # beyond any market; a hostile exponent is not spelled out


def parse(body: bytes) -> object:
    """The value of a JSON text in UTF-8; numbers with a point are Decimal.

    Raises:
        Unreadable: not JSON, too large, too deep, a number that is none, or a key given twice.
    """
    if len(body) > MAX_BYTES:
        raise Unreadable(f"The answer is larger than {MAX_BYTES // 1024**2} MB.")
    try:
        value: object = json.loads(
            body.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except (ValueError, InvalidOperation, RecursionError) as error:
        raise Unreadable("The answer is not readable JSON.") from error
    if _is_deeper(value, MAX_DEPTH):
        raise Unreadable("The answer is nested too deeply.")
    return value


def written(value: object) -> bytes:
    """The JSON text of a value, every number in plain digits."""
    return "".join(_parts(value)).encode("utf-8", "replace")


def sorted_text(value: object) -> bytes:
    """Text that is equal for equal values, whatever the order of their keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_digits).encode()


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a key is given twice")
    return fields


def _is_deeper(value: object, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from (inner for inner in value.values() if isinstance(inner, dict | list))
    elif isinstance(value, list):
        yield from (inner for inner in value if isinstance(inner, dict | list))


def _parts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield "{"
        for number, (key, inner) in enumerate(value.items()):
            yield f"{',' if number else ''}{json.dumps(str(key), ensure_ascii=False)}:"
            yield from _parts(inner)
        yield "}"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield "["
        for number, inner in enumerate(value):
            yield "," if number else ""
            yield from _parts(inner)
        yield "]"
    elif isinstance(value, Decimal):
        yield _digits(value)
    else:
        assert not isinstance(value, float), "money is never a float"
        yield json.dumps(value, ensure_ascii=False)


def _digits(value: object) -> str:
    assert isinstance(value, Decimal)
    return canonical(value) if abs(value.adjusted()) <= _PLAIN_DIGITS else str(value)
