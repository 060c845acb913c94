"""What the page of connections shows, as one frozen state. Knows no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from fillbook.domain.connection import Connection, ConnectionState
from fillbook.domain.link import Conflict, ConflictKind, Link, RunLog
from fillbook.domain.remote_trade import Value
from fillbook.gui import format
from fillbook.remotes.diary import ENTITY as DAY
from fillbook.remotes.remote import Capability, Remote
from fillbook.storage.library import Library
from fillbook.sync.greeting import Greeting
from fillbook.sync.waiting import to_send

_TONES = {
    ConnectionState.IN_SYNC: "ok",
    ConnectionState.PARKED: "warn",
    ConnectionState.WAITING: "warn",
    ConnectionState.PAUSED: "warn",
    ConnectionState.OFFLINE: "bad",
    ConnectionState.REFUSED: "bad",
}
_WORDS = {
    ConnectionState.IN_SYNC: "in sync",
    ConnectionState.PARKED: "goes on later by itself",
    ConnectionState.WAITING: "waits for you",
    ConnectionState.PAUSED: "paused",
    ConnectionState.OFFLINE: "cannot be reached",
    ConnectionState.REFUSED: "refused: look at the key",
}
_QUESTIONS = {
    ConflictKind.FIELD: "changed on both sides since the last sync",
    ConflictKind.BRAKE: "Much would change at once",
    ConflictKind.RESTORED: "The library was put back",
    ConflictKind.IDENTITY: "Another journal answers",
    ConflictKind.MATCH: "Are these two one trade?",
    ConflictKind.GONE: "It is gone there",
    ConflictKind.RECREATE: "Its facts cannot be changed there",
    ConflictKind.REMOTE_DELETE: "Deleted here, and changed there",
    ConflictKind.DUPLICATE: "It seems to be there twice",
}
_CHOICES = {
    "mine": "Keep mine",
    "theirs": "Take theirs",
    "both": "Keep both",
    "go_on": "Go on",
    "stop": "Leave all as it is",
    "accept": "That is right",
    "refuse": "Stop here",
    "same": "The same trade",
    "different": "Two trades",
    "keep": "Keep it here alone",
    "delete_here": "Delete it here too",
    "create_again": "Create it again there",
    "archive_and_recreate": "Archive it there and create it anew",
    "leave": "Leave it",
    "delete": "Delete it there",
    "merge": "Remove the second one there",
}
_LOOKED_BACK = 12
_NOTES = "notes."
_REVIEW = frozenset(
    {
        "grade", "setup", "strategy", "emotion", "bias", "confidence", "setup_quality",
        "market_condition", "trading_session", "relative_volume", "exit_type", "news",
        "notes.thought_process", "notes.mistakes", "notes.lessons", "notes.general", "tags",
        "stop_loss", "take_profit", "initial_risk", "fills", "confirmations", "screenshots",
        "notes_of_days",
    }
)  # fmt: skip
"""All that a trade and its day may carry here."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One connection in the list."""

    id: str
    name: str
    kind: str
    tone: str  # a state token: ok, warn, bad
    words: str
    when: str  # of the last success
    waits: int
    is_paused: bool


@dataclass(frozen=True, slots=True)
class Question:
    """Something that waits for an answer."""

    conflict: Conflict
    title: str
    note: str
    trade_id: str | None
    trade: str  # in words
    before: str | None  # None: there is no such side
    mine: str | None
    theirs: str | None
    choices: tuple[tuple[str, str], ...]  # choice, and how it is called


@dataclass(frozen=True, slots=True)
class Detail:
    """The chosen connection."""

    standing: Standing
    connection: Connection
    line: str
    questions: tuple[Question, ...]
    unsent: tuple[tuple[str, ...], ...]  # trade, what, why, until
    unsent_trades: tuple[str, ...]
    log: tuple[tuple[str, ...], ...]  # when, outcome, what
    holds: tuple[str, ...]  # what the service keeps of a trade
    stays: tuple[str, ...]  # what it has no place for


@dataclass(frozen=True, slots=True)
class State:
    """Everything that the page shows."""

    standings: tuple[Standing, ...] = ()
    detail: Detail | None = None


def read(library: Library, chosen: str | None, running: frozenset[str], zone: str) -> State:
    """The state of all connections, and of the chosen one or the first."""
    connections = library.connections()
    standings = tuple(_standing(library, each, running, zone) for each in connections)
    if not connections:
        return State()
    place = next((n for n, each in enumerate(connections) if each.id == chosen), 0)
    return State(standings, _detail(library, connections[place], standings[place], zone))


def lights(library: Library) -> tuple[tuple[str, str, int], ...]:
    """Each connection's state token, its name with its state, and how much waits."""
    found = (_standing(library, each, frozenset(), "UTC") for each in library.connections())
    return tuple((each.tone, f"{each.name} {each.words}", each.waits) for each in found)


def told(greeting: Greeting) -> tuple[tuple[str, ...], ...]:
    """What a service says of itself, a row a question."""
    rows: list[tuple[str, ...]] = []
    identity = greeting.identity
    if identity is not None:
        rows.append(("Who answers", identity.words))
        if identity.scopes:
            rows.append(("The key may", ", ".join(sorted(identity.scopes))))
        if identity.lacks:
            rows.append(("It lacks", ", ".join(identity.lacks)))
    if greeting.accounts:
        rows.append(("Accounts", ", ".join(one.name for one in greeting.accounts)))
    if greeting.fields:
        rows.append(("A trade has", ", ".join(greeting.fields)))
    rows += [(found.question, found.answer) for found in greeting.findings.answers]
    for part in greeting.findings.shown:
        rows += [
            (part.title, ", ".join(f"{name} {value}" for name, value in row.items()))
            for row in part.rows
        ]
    return tuple(rows)


def differing(before: str, after: str) -> Iterator[tuple[str, bool]]:
    """The words of a text, and whether each stands nowhere in the text before it."""
    old, new = _split(before), _split(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, _, _, start, end in matcher.get_opcodes():
        text = "".join(new[start:end])
        if text:
            yield text, tag != "equal"


def _split(text: str) -> list[str]:
    words: list[str] = []
    for line in text.splitlines(keepends=True):
        words += [word + " " for word in line.rstrip("\n").split(" ")]
        if line.endswith("\n"):
            words.append("\n")
    return words


def _standing(
    library: Library, connection: Connection, running: frozenset[str], zone: str
) -> Standing:
    conflicts = len(library.look(lambda store: store.conflicts(connection.id)))
    state = ConnectionState.PAUSED if connection.paused else connection.state
    words, tone = _WORDS[state], _TONES[state]
    if conflicts and state is ConnectionState.WAITING:
        words = format.plural(conflicts, "question waits", "questions wait")
    if connection.last_success is None and state is ConnectionState.IN_SYNC:
        words, tone = "not synced yet", "text3"
    if connection.id in running:
        words = "syncing"
    return Standing(
        id=connection.id,
        name=connection.name,
        kind=connection.kind,
        tone=tone,
        words=words,
        when=_when(connection.last_success, zone),
        waits=conflicts,
        is_paused=connection.paused,
    )


def _detail(library: Library, connection: Connection, standing: Standing, zone: str) -> Detail:
    from fillbook.sync.translator import translator

    conflicts = library.look(lambda store: store.conflicts(connection.id))
    noted = library.look(lambda store: store.noted_links(connection.id))
    runs = library.look(lambda store: store.runs(connection.id, _LOOKED_BACK))
    held = _held(translator(library, connection.id))
    unsent = [row for link in noted for row in _unsent(library, link, zone)]
    return Detail(
        standing=standing,
        connection=connection,
        line=_line(connection, runs, to_send(library, connection), zone),
        questions=tuple(_question(library, each) for each in conflicts),
        unsent=tuple(row for _, row in unsent),
        unsent_trades=tuple(trade for trade, _ in unsent),
        log=tuple(_log_row(run, zone) for run in runs),
        holds=tuple(sorted(map(_called, held))),
        stays=tuple(sorted(map(_called, _staying(held)))),
    )


def _held(remote: Remote) -> frozenset[str]:
    """All that a service keeps."""
    beside = {Capability.SCREENSHOTS: "screenshots", Capability.DIARY: "notes_of_days"}
    return remote.holds | {key for can, key in beside.items() if can in remote.capabilities}


def _staying(held: frozenset[str]) -> frozenset[str]:
    joined = {key for key in _REVIEW if key.startswith(_NOTES) and "notes" in held}
    return _REVIEW - held - joined


def _line(connection: Connection, runs: tuple[RunLog, ...], pending: int, zone: str) -> str:
    """How the last run went, in one line."""
    parts = []
    if connection.last_success is not None:
        parts.append(f"Synced {_when(connection.last_success, zone)}")
    if runs:
        parts.append(format.plural(runs[0].requests, "request", "requests"))
    if pending:
        parts.append(f"{format.plural(pending, 'trade', 'trades')} to send")
    line = ", ".join(parts) or "Not synced yet"
    return f"{line}. {connection.message}" if connection.message else f"{line}."


def _question(library: Library, conflict: Conflict) -> Question:
    field = _called(conflict.field or "")
    is_field = conflict.kind is ConflictKind.FIELD
    return Question(
        conflict=conflict,
        title=field if is_field else _QUESTIONS[conflict.kind],
        note=_QUESTIONS[ConflictKind.FIELD] if is_field else field,
        trade_id=conflict.trade_id,
        trade=trade_words(library, conflict.trade_id) if conflict.trade_id else "",
        before=_text(conflict.base) if is_field else None,
        mine=_text(conflict.mine) if is_field or conflict.mine else None,
        theirs=_text(conflict.theirs) if is_field or conflict.theirs else None,
        choices=tuple((choice, _CHOICES.get(choice, choice)) for choice in conflict.choices),
    )


def _unsent(library: Library, link: Link, zone: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if link.entity == DAY:
        trade, name = "", "Note of a day"
    else:
        owner = library.look(lambda store: store.trade_of_screenshot(link.local_id))
        trade = owner or link.local_id
        name = trade_words(library, trade)
    for entry in link.parked:
        until = _when(entry.until, zone) if entry.until else "until you act"
        yield trade, (name, entry.field or entry.operation, entry.reason, until)
    for kind, text in link.remarks:
        yield trade, (name, kind.replace("_", " "), text, "")


def trade_words(library: Library, trade_id: str) -> str:
    """A trade as people call it."""
    found = library.trades([trade_id])
    return f"{found[0].symbol} #{found[0].number}" if found else "a trade"


def _log_row(run: RunLog, zone: str) -> tuple[str, ...]:
    words = "; ".join(run.lines) or "nothing new"
    outcome = (run.outcome or "").replace("_", " ")
    return _when(run.started_at, zone), outcome, words


def _called(key: str) -> str:
    """A field's key in words: notes.general is "general note"."""
    name = key.removeprefix(_NOTES).replace("_", " ").replace(".", ": ")
    return f"{name} note".capitalize() if key.startswith(_NOTES) else name.capitalize()


def _text(value: Value) -> str:
    return "\n".join(value) if isinstance(value, tuple) else value or ""


def _when(moment: datetime | None, zone: str) -> str:
    return "" if moment is None else format.time_or_day(moment, zone)
