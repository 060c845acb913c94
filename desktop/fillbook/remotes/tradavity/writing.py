"""Changing a trade at Tradavity: one step, then a look at what is stored now."""

from collections.abc import Iterable, Mapping

from fillbook.domain.remote_trade import Fields, RemoteTrade, Value
from fillbook.domain.review import Confirmation
from fillbook.remotes import json_text
from fillbook.remotes.effects import Operation
from fillbook.remotes.errors import Refusal, RefusedThere, Unreadable
from fillbook.remotes.record import Record
from fillbook.remotes.remote import Step
from fillbook.remotes.tradavity import answers, fields, fills, mapping
from fillbook.remotes.tradavity.catalogues import Catalogues, Strategy
from fillbook.remotes.tradavity.client import Body, Client
from fillbook.remotes.tradavity.ids import as_sent
from fillbook.remotes.tradavity.words import CONFIRMATION, FILLS


class Writing:
    """Steps of a write. What is agreed upon is always read back: a PUT only echoes its body."""

    def __init__(self, client: Client, catalogues: Catalogues) -> None:
        self._client = client
        self._catalogues = catalogues

    def read(self, number: str) -> Operation[RemoteTrade]:
        """A trade as it is there now, its confirmations by name."""
        record, body = yield from self._client.trade(number)
        yield from self._catalogues.name_confirmations(mapping.unnamed_ids(record))
        return self.decoded(record, body)

    def decoded(self, record: Record, body: bytes) -> RemoteTrade:
        """A detail that is at hand."""
        return mapping.trade(record, self._catalogues.confirmation_names, body)

    def of_new_trade(self, values: Fields, account: str) -> Operation[dict[str, object]]:
        """What of a review goes with a new trade; what cannot go is left for a later write."""
        refused = fields.unsendable(values)
        sent = {key: value for key, value in values.items() if value and key not in refused}
        names: dict[str, object] = {}
        emotion = sent.pop("emotion", None)
        if emotion:
            spelled = yield from self._catalogues.emotion(str(emotion))
            names |= {"emotional_state": spelled} if spelled else {}
        found = yield from self._strategy_if_allowed(_word(sent.get("strategy")))
        if found is not None and found.is_sure_to_suit(account):
            setup = found.setup(str(sent.get("setup") or ""))
            names["strategy_id"] = as_sent(found.id)
            names |= {"setup_id": as_sent(setup.id)} if setup else {}
        return fields.patch(sent) | names

    def _strategy_if_allowed(self, name: str | None) -> Operation[Strategy | None]:
        if name is None:
            return None
        try:
            return (yield from self._catalogues.strategy(name))
        except RefusedThere as refused:
            if refused.refusal is not Refusal.FORBIDDEN:
                raise
            return None

    def write(self, step: Step, wanted: Fields, current: RemoteTrade) -> Operation[RemoteTrade]:
        """Write a step's fields, and read back."""
        assert current.id is not None
        if step.name == "fills":
            body = fills.body(wanted.get(FILLS) or ())
            yield from self._client.put_executions(current.id, body)
        elif step.name == "tags":
            yield from self._put_tags(current, tuple(wanted.get("tags") or ()))
        elif step.name == "confirmations":
            yield from self._put_confirmations(step, wanted, current)
        else:
            yield from self._patch(step, wanted, current)
        return (yield from self.read(current.id))

    def _put_tags(self, current: RemoteTrade, names: tuple[str, ...]) -> Operation[None]:
        assert current.id is not None
        known = mapping.tag_ids(_detail(current))
        try:
            ids = yield from self._tag_ids(names, known)
            yield from self._client.put_tags(current.id, ids)
        except RefusedThere as refused:
            if "tags" not in refused.fields:
                raise
            self._catalogues.forget()
            ids = yield from self._tag_ids(names, {})
            yield from self._client.put_tags(current.id, ids)

    def _tag_ids(self, names: tuple[str, ...], known: Mapping[str, str]) -> Operation[list[object]]:
        """Each tag's id: the one on the trade, else the catalogue's, which may be new."""
        ids: list[object] = []
        for name in names:
            number = known.get(name.casefold()) or (yield from self._catalogues.tag_id(name))
            if as_sent(number) not in ids:
                ids.append(as_sent(number))
        return ids

    def _put_confirmations(
        self, step: Step, wanted: Fields, current: RemoteTrade
    ) -> Operation[None]:
        assert current.id is not None
        detail = _detail(current)
        names = self._catalogues.confirmation_names
        present = mapping.named_confirmations(detail, names)
        entries: list[Body] = [*mapping.unnamed_confirmations(detail, names)]
        refused = {}
        for key, value in wanted.items():
            if not value or not key.startswith(CONFIRMATION):
                continue
            name = key.removeprefix(CONFIRMATION)
            number = yield from self._confirmation_id(name, present.get(name), wanted)
            answer = Confirmation.answered(name, str(value))
            if number is None or answer is None:
                refused[key] = "its strategies have no such confirmation there"
            else:
                entries.append(_entry(number, answer))
        if refused:
            raise _refused({key: why for key, why in refused.items() if key in step.fields})
        try:
            yield from self._client.put_confirmations(current.id, entries)
        except RefusedThere:
            self._catalogues.forget()
            raise

    def _confirmation_id(
        self, name: str, present: Record | None, wanted: Fields
    ) -> Operation[str | None]:
        if present is not None:
            return mapping.confirmation_id(present)
        strategy, setup = wanted.get("strategy"), wanted.get("setup")
        return (yield from self._catalogues.confirmation(name, _word(strategy), _word(setup)))

    def _patch(self, step: Step, wanted: Fields, current: RemoteTrade) -> Operation[None]:
        """Change fields of one value each."""
        assert current.id is not None
        changed = {key: wanted.get(key) for key in step.fields}
        refused: dict[str, str] = {}
        body = fields.patch(changed)
        if changed.get("emotion"):
            word = str(changed["emotion"])
            body["emotional_state"] = yield from self._catalogues.emotion(word)
            if body["emotional_state"] is None:
                refused["emotion"] = f'it does not know "{word}": add it on the website'
        if changed.keys() & {"strategy", "setup"}:
            body |= yield from self._strategy(changed, wanted, current, refused)
        if refused:
            raise _refused(refused)
        try:
            yield from self._client.change(current.id, body)
        except RefusedThere as refusal:
            self._catalogues.forget()
            if refusal.fields.keys() == {"setup"} and "setup" not in changed:
                raise _about(refusal, {"strategy"}) from refusal  # it was sent along with it
            raise

    def _strategy(
        self,
        changed: Fields,
        wanted: Fields,
        current: RemoteTrade,
        refused: dict[str, str],
    ) -> Operation[Body]:
        """The ids of a strategy and its setup. A setup goes with its strategy, or is cleared."""
        name, setup_name = _word(wanted.get("strategy")), _word(wanted.get("setup"))
        cleared: Body = {"setup_id": None} if current.fields.get("setup") else {}
        if name is None:
            if changed.get("setup"):
                refused["setup"] = "a setup belongs to a strategy there: choose the strategy too"
            return {"strategy_id": None, **cleared}
        both = changed.keys() & {"strategy", "setup"}
        try:
            found = yield from self._catalogues.strategy(name)
        except RefusedThere as error:
            raise _about(error, both) from error
        if found is None or not found.suits(current.account):
            where = "has no such strategy" if found is None else "keeps it for another account"
            refused.update(dict.fromkeys(both, where))
            return {}
        setup = found.setup(setup_name or "")
        if setup is None and changed.get("setup"):
            refused["setup"] = f'its strategy "{found.name}" has no such setup there'
        belonging = {"setup_id": as_sent(setup.id)} if setup else cleared
        return {"strategy_id": as_sent(found.id), **belonging}


def _detail(current: RemoteTrade) -> Record:
    """The detail of a trade as it was read just before."""
    if not current.body:
        return Record({})
    try:
        data = Record.of(json_text.parse(current.body), "The answer").record("data")
        return answers.trade(data or Record({}))
    except Unreadable:
        return Record({})


def _entry(number: str, answer: Confirmation) -> Body:
    entry: dict[str, object] = {
        "confirmation_id": as_sent(number),
        "was_present": answer.was_present,
    }
    return entry | {"notes": answer.note} if answer.note else entry


def _word(value: Value) -> str | None:
    return str(value) if value else None


def _about(refused: RefusedThere, keys: Iterable[str]) -> RefusedThere:
    """A refusal that stops only these fields."""
    return RefusedThere(
        refused.refusal,
        refused.title,
        refused.next_step,
        status=refused.status,
        code=refused.code,
        fields=dict.fromkeys(keys, refused.title),
        retry_after_s=refused.retry_after_s,
    )


def _refused(reasons: Mapping[str, str]) -> RefusedThere:
    """A no that is known before anything is sent."""
    words = "; ".join(f"{key}: {reason}" for key, reason in reasons.items())
    return RefusedThere(
        Refusal.INVALID, f"Tradavity does not take these values. {words}", status=400,
        fields=reasons,
    )  # fmt: skip
