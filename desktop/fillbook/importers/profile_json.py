"""Mapping profiles as JSON: read with messages that name the key, and written back."""

import json
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fillbook.domain.errors import Refused
from fillbook.importers.cells import CellError
from fillbook.importers.profile import FIELDS, VALUE_WORDS, Profile, RowKind, SkipRule, Source
from fillbook.importers.timestamps import EPOCH_MILLIS, EPOCH_SECONDS, compile_format

_KEYS = ("name", "kind", "encoding", "delimiter", "header_row", "decimal", "thousands",
         "time_formats", "timezone", "columns", "values", "constants", "skip")  # fmt: skip


def profile_at(path: Path) -> Profile:
    """The profile in a file.

    Raises:
        Refused: it cannot be read or is no profile.
    """
    try:
        return parse_profile(path.read_text("utf-8-sig"))
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise Refused(f"{path.name} cannot be read: {reason}.", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{path.name} is not written in UTF-8.", "Save it as UTF-8.") from error


def parse_profile(text: str) -> Profile:
    """The profile in a JSON text.

    Raises:
        Refused: it is no profile; the message names the key.
    """
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refused("The mapping profile is not valid JSON.", str(error)) from error
    keys = _object(document, "its braces", _KEYS)
    kind = _word(keys.get("kind", "executions"), "kind", tuple(RowKind))
    columns = _object(keys.get("columns"), "columns", FIELDS[RowKind(kind)])
    constants = _object(keys.get("constants") or {}, "constants", FIELDS[RowKind(kind)])
    profile = Profile(
        name=_text(keys.get("name"), "name"),
        kind=RowKind(kind),
        columns={name: _source(value, f"columns.{name}") for name, value in columns.items()},
        encoding=_optional_text(keys.get("encoding"), "encoding"),
        delimiter=_delimiter(keys.get("delimiter")),
        header_row=_header_row(keys.get("header_row")),
        decimal=_mark(keys.get("decimal"), "decimal", (".", ",")),
        thousands=_mark(
            keys.get("thousands"), "thousands", ("", ".", ",", " ", "'", "’", "\u00a0")
        ),
        time_formats=_time_formats(keys.get("time_formats")),
        timezone=_timezone(keys.get("timezone")),
        values=_values(keys.get("values") or {}),
        constants={name: _constant(value, name) for name, value in constants.items()},
        skip=_skip_rules(keys.get("skip") or []),
    )
    if profile.decimal is not None and profile.decimal == profile.thousands:
        raise _refused("thousands", "differs from “decimal”")
    if profile.missing:
        raise Refused(
            f"The mapping profile gives no {', '.join(profile.missing)}.",
            "Name a column for each under “columns”, or a value under “constants”.",
        )
    return profile


def profile_json(profile: Profile) -> str:
    """The profile as JSON; ``parse_profile`` gives the same profile back."""
    document = {
        "name": profile.name,
        "kind": profile.kind.value,
        "encoding": profile.encoding,
        "delimiter": profile.delimiter,
        "header_row": profile.header_row,
        "decimal": profile.decimal,
        "thousands": profile.thousands,
        "time_formats": profile.time_formats,
        "timezone": profile.timezone,
        "columns": dict(profile.columns),
        "values": {name: dict(words) for name, words in profile.values.items()},
        "constants": dict(profile.constants),
        "skip": [
            {"column": rule.column, "not_in" if rule.keep_these else "in": rule.words}
            for rule in profile.skip
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _refused(key: str, expected: str) -> Refused:
    return Refused(
        f"The mapping profile's “{key}” is not understood.", f"Make sure that it {expected}."
    )


def _object(value: object, key: str, known: Iterable[str]) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _refused(key, "is an object in braces")
    known = tuple(known)
    for name in value:
        if name not in known:
            raise Refused(
                f"The mapping profile has an unknown key “{name}” in {key}.",
                f"Known are {', '.join(known)}.",
            )
    return value


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _refused(key, "is a text")
    return value


def _optional_text(value: object, key: str) -> str | None:
    return None if value is None else _text(value, key)


def _word(value: object, key: str, known: Iterable[str]) -> str:
    known = tuple(known)
    if not isinstance(value, str) or value not in known:
        raise _refused(key, f"is one of {', '.join(known)}")
    return value


def _mark(value: object, key: str, marks: tuple[str, ...]) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or value not in marks:
        raise _refused(key, "is one of " + ", ".join(f"“{mark}”" for mark in marks) + " or null")
    return value


def _delimiter(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) != 1 or value in '\r\n"':
        raise _refused("delimiter", "is one character, or null")
    return value


def _header_row(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _refused("header_row", "is the number of a line, 0 for none, or null")
    return value


def _source(value: object, key: str) -> Source:
    if isinstance(value, list):
        parts = tuple(_column(part, key) for part in value)
        if not parts:
            raise _refused(key, "names at least one column")
        return parts
    return _column(value, key)


def _column(value: object, key: str) -> str | int:
    if isinstance(value, bool) or not isinstance(value, str | int) or value in ("", 0):
        raise _refused(key, "is a header, a number from 1 on, or a list of them")
    if isinstance(value, int) and value < 1:
        raise _refused(key, "counts columns from 1")
    return value


def _time_formats(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not value:
        raise _refused("time_formats", 'is a list such as ["%d.%m.%Y %H:%M:%S"], or null')
    formats = tuple(_text(item, "time_formats") for item in value)
    for time_format in formats:
        if time_format in (EPOCH_SECONDS, EPOCH_MILLIS):
            continue
        try:
            compile_format(time_format)
        except CellError as error:
            raise Refused(
                f"The mapping profile's “time_formats” is not understood: {error}.",
                "Write it with %Y, %m, %d, %H, %M and %S.",
            ) from error
        if "%" not in time_format:
            raise _refused("time_formats", "is written with %Y, %m, %d, %H, %M and %S")
    return formats


def _timezone(value: object) -> str | None:
    name = _optional_text(value, "timezone")
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _refused("timezone", "is a zone such as Europe/Berlin, or null") from error
    return name


def _constant(value: object, name: str) -> str:
    key = f"constants.{name}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if name in VALUE_WORDS:
        return _word(value, key, VALUE_WORDS[name])
    return _text(value, key)


def _words(value: object, key: str) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
        raise _refused(key, "is a list of words")
    return tuple(listed)


def _values(value: object) -> dict[str, dict[str, tuple[str, ...]]]:
    fields = _object(value, "values", VALUE_WORDS)
    return {
        name: {
            word: _words(written, f"values.{name}.{word}")
            for word, written in _object(words, f"values.{name}", VALUE_WORDS[name]).items()
        }
        for name, words in fields.items()
    }


def _skip_rules(value: object) -> tuple[SkipRule, ...]:
    if not isinstance(value, list):
        raise _refused("skip", "is a list of rules")
    return tuple(_skip_rule(rule) for rule in value)


def _skip_rule(value: object) -> SkipRule:
    rule = _object(value, "skip", ("column", "in", "not_in"))
    if ("in" in rule) == ("not_in" in rule):
        raise _refused("skip", "has either “in” or “not_in”")
    keep = "not_in" in rule
    words = _words(rule["not_in" if keep else "in"], "skip.not_in" if keep else "skip.in")
    return SkipRule(_column(rule.get("column"), "skip.column"), words, keep)
