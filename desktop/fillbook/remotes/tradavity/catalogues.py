"""Tradavity's catalogues: what stands for a name there. Read when a write needs them."""

from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from fillbook.remotes import json_text
from fillbook.remotes.effects import Operation
from fillbook.remotes.errors import Refusal, RefusedThere, Unreadable
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.tradavity.client import Client
from fillbook.remotes.tradavity.ids import as_sent

CATEGORY = "Fillbook"
"""The category in which tags are made that Tradavity does not have."""


@dataclass(frozen=True, slots=True)
class Setup:
    """A setup of a strategy; names of its confirmations, ignoring case, to ids."""

    id: str
    name: str
    confirmations: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Strategy:
    id: str
    name: str
    setups: tuple[Setup, ...] = ()
    account: str | None = None  # the one account that may use it
    group: str | None = None  # the copy group whose accounts may use it

    def suits(self, account: str | None) -> bool:
        """Whether a trade of an account may have it, as far as that is known."""
        return self.account is None or account is None or self.account == account

    def is_sure_to_suit(self, account: str) -> bool:
        """Whether nothing speaks against it for a trade of an account."""
        return self.group is None and self.suits(account)

    def setup(self, name: str) -> Setup | None:
        """The setup of a name, ignoring case."""
        return next((setup for setup in self.setups if _fold(setup.name) == _fold(name)), None)


class Catalogues:
    """What was read of the catalogues so far.

    A name that is missing is looked for once more before it counts as unknown.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._tags: dict[str, str] | None = None
        self._category: str | None = None
        self._emotions: dict[str, str] | None = None
        self._strategies: tuple[Strategy, ...] | None = None
        self._missed: set[tuple[str, str]] = set()
        self.confirmation_names: dict[str, str] = {}
        self.account_ids: dict[str, str] = {}

    def forget(self) -> None:
        """Read everything again when it is needed: an id or a word was unknown there."""
        self._tags = self._emotions = self._strategies = self._category = None
        self._missed.clear()

    def memory(self) -> bytes:
        """The names that details and rows do not explain: confirmations' and accounts'."""
        if not self.confirmation_names and not self.account_ids:
            return b""
        known = {"confirmations": self.confirmation_names, "accounts": self.account_ids}
        return json_text.sorted_text(known)

    def recall(self, memory: bytes) -> None:
        """Know the names again; a damaged memory is none."""
        with suppress(Unreadable):
            known = json_text.parse(memory)
            if isinstance(known, dict):
                self.confirmation_names = _names(known.get("confirmations"))
                self.account_ids = _names(known.get("accounts"))

    def tag_id(self, name: str) -> Operation[str]:
        """The id of a tag, which is made where it is missing."""
        if self._tags is None:
            self._tags = yield from self._read_tags()
        if _fold(name) not in self._tags:
            self._tags[_fold(name)] = yield from self._made_tag(name)
        return self._tags[_fold(name)]

    def emotion(self, word: str) -> Operation[str | None]:
        """Tradavity's spelling of an emotion; None where it has no such word."""
        if self._emotions is None or self._is_new_miss("emotion", word, self._emotions):
            names = yield from self._client.emotions()
            self._emotions = {_fold(name): name for name in map(_bare_name, names) if name}
        return self._emotions.get(_fold(word))

    def strategies(self) -> Operation[tuple[Strategy, ...]]:
        """All strategies, with setups and confirmations."""
        if self._strategies is None:
            found = []
            for listed in _records((yield from self._client.strategies())):
                number = listed.required_id("strategy_id", "id")
                detail = listed
                if listed.records("setups") is None or _lacks_confirmations(listed):
                    detail = yield from self._client.strategy(number)
                found.append(self._strategy(number, listed, detail))
            self._strategies = tuple(found)
        return self._strategies

    def strategy(self, name: str) -> Operation[Strategy | None]:
        """The strategy of a name, ignoring case."""
        known = {_fold(found.name): found for found in (yield from self.strategies())}
        if self._is_new_miss("strategy", name, known):
            self._strategies = None
            known = {_fold(found.name): found for found in (yield from self.strategies())}
        return known.get(_fold(name))

    def confirmation(
        self, name: str, strategy: str | None, setup: str | None
    ) -> Operation[str | None]:
        """The id of a confirmation: of the trade's setup, else of its strategy, else of any."""
        known = yield from self.strategies()
        nearest = sorted(
            ((one, part) for one in known for part in one.setups),
            key=lambda pair: (
                strategy is None or _fold(pair[0].name) != _fold(strategy),
                setup is None or _fold(pair[1].name) != _fold(setup),
            ),
        )
        for _, part in nearest:
            if _fold(name) in part.confirmations:
                return part.confirmations[_fold(name)]
        return None

    def name_confirmations(self, numbers: Iterable[str]) -> Operation[None]:
        """Learn the names of confirmations, where the key may read strategies."""
        known = self.confirmation_names
        if not [number for number in numbers if self._is_new_miss("confirmation", number, known)]:
            return
        self._strategies = None
        try:
            yield from self.strategies()
        except RefusedThere as refused:
            if refused.refusal is not Refusal.FORBIDDEN:
                raise

    def _is_new_miss(self, catalogue: str, name: str, known: Container[str]) -> bool:
        """Whether a name is missing that was not missed before."""
        miss = (catalogue, _fold(name))
        if _fold(name) in known or miss in self._missed:
            return False
        self._missed.add(miss)
        return True

    def _strategy(self, number: str, listed: Record, detail: Record) -> Strategy:
        name = listed.text("name") or detail.text("name") or ""
        setups = tuple(self._setup(part) for part in detail.records("setups") or ())
        account, group = listed.id("account_id"), listed.id("copy_group_id")
        return Strategy(number, name, setups, account, group)

    def _setup(self, part: Record) -> Setup:
        confirmations: dict[str, str] = {}
        for entry in part.records("confirmations") or ():
            number, name = entry.required_id("confirmation_id", "id"), entry.text("name")
            if name:
                confirmations.setdefault(_fold(name), number)
                self.confirmation_names[number] = name.strip()
        return Setup(part.required_id("setup_id", "id"), part.text("name") or "", confirmations)

    def _read_tags(self) -> Operation[dict[str, str]]:
        listed = _records((yield from self._client.tags()))
        return {_fold(tag.text("name") or ""): tag.required_id("tag_id", "id") for tag in listed}

    def _made_tag(self, name: str) -> Operation[str]:
        if self._category is None:
            self._category = yield from self._own_category()
        try:
            made = yield from self._client.create_tag(name, as_sent(self._category))
        except RefusedThere as refused:
            if refused.refusal is not Refusal.NAME_TAKEN:
                raise
            return (yield from self._adopted(self._read_tags, name, refused))
        return made.required_id("tag_id", "id")

    def _own_category(self) -> Operation[str]:
        known = yield from self._read_categories()
        if _fold(CATEGORY) in known:
            return known[_fold(CATEGORY)]
        try:
            made = yield from self._client.create_tag_category(CATEGORY)
        except RefusedThere as refused:
            if refused.refusal is not Refusal.NAME_TAKEN:
                raise
            return (yield from self._adopted(self._read_categories, CATEGORY, refused))
        return made.required_id("category_id", "id")

    def _read_categories(self) -> Operation[dict[str, str]]:
        listed = _records((yield from self._client.tag_categories()))
        return {
            _fold(category.text("name") or ""): category.required_id("category_id", "id")
            for category in listed
        }

    def _adopted(
        self, read: Callable[[], Operation[dict[str, str]]], name: str, refused: RefusedThere
    ) -> Operation[str]:
        """The id of what has the name already."""
        known = yield from read()
        if _fold(name) not in known:
            raise refused
        return known[_fold(name)]


def _lacks_confirmations(listed: Record) -> bool:
    return any(part.records("confirmations") is None for part in listed.records("setups") or ())


def _records(rows: Iterable[object]) -> Iterator[Record]:
    return (Record.of(row, "A catalogue's entry") for row in rows)


def _bare_name(entry: object) -> str | None:
    """An emotion, delivered as a text or as an object."""
    if isinstance(entry, dict):
        record = Record(entry)
        return record.text("value") or record.text("name") or record.text("emotion")
    if not isinstance(entry, str):
        raise BadRecord("An emotion is not readable.")
    return entry.strip()


def _fold(name: str) -> str:
    return name.strip().casefold()


def _names(known: object) -> dict[str, str]:
    return {key: str(name) for key, name in known.items()} if isinstance(known, dict) else {}
