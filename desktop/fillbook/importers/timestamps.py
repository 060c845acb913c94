"""Instants out of cells: a wall time, the zone it was written in, and how fine it is."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from fillbook.domain.execution import Precision
from fillbook.importers.cells import CellError, shown

EPOCH_SECONDS = "epoch_s"
EPOCH_MILLIS = "epoch_ms"

_MONTH_NAMES = (
    "jan gen ene janv januar january",
    "feb fev fév févr februar february",
    "mar mär mars märz march mrz",
    "apr avr abr april avril",
    "may mai mag maj",
    "jun juin giu june juni",
    "jul juil lug july juli",
    "aug ago août aoû august",
    "sep sept set september",
    "oct okt out ott october oktober",
    "nov november",
    "dec dez dic déc december dezember",
)
MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
"""Months by their names in the languages that brokers write."""

_DIRECTIVES = {
    "Y": r"(?P<Y>\d{4})", "y": r"(?P<y>\d{2})", "m": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})",
    "b": r"(?P<b>[^\W\d_]{3,9})\.?", "B": r"(?P<b>[^\W\d_]{3,9})\.?",
    "H": r"(?P<H>\d{1,2})", "I": r"(?P<I>\d{1,2})", "M": r"(?P<M>\d{2})", "S": r"(?P<S>\d{2})",
    "f": r"(?P<f>\d{1,9})", "p": r"(?P<p>[AaPp])\.?[Mm]\.?",
    "z": r"(?P<z>Z|[Zz]ulu|UTC|GMT|[+-]\d{2}:?\d{2}(?::?\d{2})?|[+-]\d{2})",
    "A": r"[^\W\d_]+\.?", "a": r"[^\W\d_]+\.?", "Z": r"[A-Z]{2,5}", "%": "%",
}  # fmt: skip
_EARLIEST, _LATEST = 1970, 2200
_HOUR_TAIL = "%H:%M:%S"
_WITHIN_HOUR = {f"{s // 60:02}:{s % 60:02}": timedelta(seconds=s) for s in range(3600)}


@dataclass(frozen=True, slots=True)
class Moment:
    """A cell's time in UTC, with what is needed to write it as it stood there."""

    at: datetime
    precision: Precision
    utc_offset_minutes: int | None = None  # None: the cell names no offset


class Clock:
    """Turns the wall times of one zone into UTC and remembers the doubtful ones.

    A time that the clocks skipped is read as if they had not been moved yet; a time that
    they showed twice is read as the first of the two.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.skipped = 0
        self.repeated = 0
        self._days: dict[int, timedelta | None] = {}

    def utc(self, wall: datetime) -> datetime:
        """The instant at which this zone's clocks showed a naive time."""
        offset = self.steady_offset(wall)
        if offset is None:
            offset, doubt = self._offset(wall)
            self.skipped += doubt == "skipped"
            self.repeated += doubt == "repeated"
        try:
            return (wall - offset).replace(tzinfo=UTC)
        except OverflowError as error:
            raise CellError("the time is out of range") from error

    def steady_offset(self, wall: datetime) -> timedelta | None:
        """The offset of a day on which the clocks are not changed; None on others."""
        day = wall.toordinal()
        if day not in self._days:
            start = wall.replace(hour=0, minute=0, second=0, microsecond=0)
            ends = self._offset(start), self._offset(start.replace(hour=23, minute=59, second=59))
            self._days[day] = ends[0][0] if ends[0] == ends[1] and not ends[0][1] else None
        return self._days[day]

    def _offset(self, wall: datetime) -> tuple[timedelta, str]:
        first = wall.replace(tzinfo=self.zone).utcoffset() or timedelta()
        second = wall.replace(tzinfo=self.zone, fold=1).utcoffset() or timedelta()
        if first == second:
            return first, ""
        return first, "repeated" if first > second else "skipped"

    def warnings(self) -> tuple[str, ...]:
        """What the user should know about times around a change of the clocks."""
        said = []
        if self.repeated:
            said.append(
                f"{_times(self.repeated)} in the hour that clocks in {self.zone.key} show twice; "
                "read as the first."
            )
        if self.skipped:
            said.append(
                f"{_times(self.skipped)} in an hour that clocks in {self.zone.key} skip; "
                "the file may be in another zone."
            )
        return tuple(said)


def _times(count: int) -> str:
    return "1 time falls" if count == 1 else f"{count} times fall"


class TimeReader:
    """Reads cells of given ``strptime`` formats, one zone, into moments."""

    def __init__(self, formats: Sequence[str], clock: Clock) -> None:
        """Raises: CellError: a format holds a directive that is not known."""
        self.clock = clock
        self._readers = [
            (_reader(form, clock), form.endswith(_HOUR_TAIL) and "%p" not in form)
            for form in formats
        ]
        self._hours: dict[str, datetime] = {}  # UTC starts of hours by the text before "MM:SS"

    def read(self, text: str) -> Moment:
        """The moment in a cell.

        Raises:
            CellError: the cell has none of the formats, or names a day that does not exist.
        """
        hour = self._hours.get(text[:-5])
        within = _WITHIN_HOUR.get(text[-5:])
        if hour is not None and within is not None:
            return Moment(hour + within, Precision.SECOND)
        stripped = text.strip()
        for reader, names_hour in self._readers:
            moment = reader(stripped)
            if moment is not None:
                if names_hour:
                    self._remember_hour(stripped, moment.at)
                return moment
        raise CellError(f"{shown(text)} is not a date and time of the expected form")

    def _remember_hour(self, text: str, at: datetime) -> None:
        """Let the other times of an hour be read by looking it up, on days without a change."""
        start = at - _WITHIN_HOUR[text[-5:]]
        wall = start.astimezone(self.clock.zone).replace(tzinfo=None)
        if self.clock.steady_offset(wall) is not None:
            self._hours[text[:-5]] = start


def _reader(time_format: str, clock: Clock) -> Callable[[str], Moment | None]:
    if time_format in (EPOCH_SECONDS, EPOCH_MILLIS):
        return _read_epoch_s if time_format == EPOCH_SECONDS else _read_epoch_ms
    pattern = compile_format(time_format)
    precision = _precision(time_format)

    def read(text: str) -> Moment | None:
        found = pattern.fullmatch(text)
        return None if found is None else _moment(found.groupdict(), text, precision, clock)

    return read


def compile_format(time_format: str) -> re.Pattern[str]:
    """A ``strptime`` format as a pattern; months may be written in several languages.

    Raises:
        CellError: the format holds a directive that is not known, or one of them twice.
    """
    parts = re.split(r"%(.)", time_format)
    pattern = ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            pattern += re.escape(part).replace(r"\ ", r"\s+")
        elif part in _DIRECTIVES:
            pattern += _DIRECTIVES[part]
        else:
            raise CellError(f"“%{part}” is no part of a time format")
    try:
        return re.compile(pattern, re.ASCII if pattern.isascii() and "b>" not in pattern else 0)
    except re.error as error:
        raise CellError(f"the time format {shown(time_format)} names a part twice") from error


def _precision(time_format: str) -> Precision:
    for directive, precision in (("%f", Precision.MILLI), ("%S", Precision.SECOND)):
        if directive in time_format:
            return precision
    return Precision.MINUTE if "%M" in time_format else Precision.DAY


def _moment(part: dict[str, str | None], text: str, precision: Precision, clock: Clock) -> Moment:
    try:
        wall = datetime(  # noqa: DTZ001 - the zone is applied below
            _year(part),
            _month(part, text),
            int(part.get("d") or 1),
            _hour(part),
            int(part.get("M") or 0),
            int(part.get("S") or 0),
            int(f"{part.get('f') or 0:0<6}"[:6]),
        )
    except ValueError as error:
        raise CellError(f"{shown(text)} is not a possible date and time") from error
    if not _EARLIEST <= wall.year <= _LATEST:
        raise CellError(f"{shown(text)} lies outside any market's history")
    if len(part.get("f") or "") > 3:
        precision = Precision.MICRO
    offset = part.get("z")
    if offset is None:
        return Moment(clock.utc(wall), precision)
    minutes = _offset_minutes(offset)
    zone = timezone(timedelta(minutes=minutes))
    return Moment(wall.replace(tzinfo=zone).astimezone(UTC), precision, minutes)


def _year(part: dict[str, str | None]) -> int:
    if part.get("Y"):
        return int(part["Y"] or 0)
    short = int(part.get("y") or 0)  # POSIX: 69 to 99 are of the last century
    return short + (1900 if short >= 69 else 2000)


def _month(part: dict[str, str | None], text: str) -> int:
    name = part.get("b")
    if name is None:
        return int(part.get("m") or 1)
    month = MONTHS.get(name.casefold()) or MONTHS.get(name.casefold()[:3])
    if month is None:
        raise CellError(f"{shown(text)} names no month that is known")
    return month


def _hour(part: dict[str, str | None]) -> int:
    half = part.get("p")
    if half is None:
        return int(part.get("H") or part.get("I") or 0)
    hour = int(part.get("I") or part.get("H") or 0)
    if hour > 12:  # "15:30 PM" means what it says
        return hour
    return hour % 12 + (12 if half in "Pp" else 0)


def _offset_minutes(offset: str) -> int:
    if offset[0] not in "+-":
        return 0
    digits = offset[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:4] or 0)
    if minutes > 18 * 60:
        raise CellError(f"{shown(offset)} is no offset from UTC")
    return -minutes if offset[0] == "-" else minutes


def _read_epoch_s(text: str) -> Moment | None:
    whole, _, fraction = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and 9 <= len(whole) <= 10):
        return None
    micros = int(f"{fraction:0<6}"[:6]) if fraction.isdigit() and fraction.isascii() else 0
    at = datetime.fromtimestamp(int(whole), UTC) + timedelta(microseconds=micros)
    return Moment(at, Precision.MICRO if fraction else Precision.SECOND, 0)


def _read_epoch_ms(text: str) -> Moment | None:
    if not (text.isascii() and text.isdigit() and 12 <= len(text) <= 13):
        return None
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(text))
    return Moment(at, Precision.MILLI, 0)
