"""Tradervue's journal entries: one a day, of which only the words can be written."""

from datetime import date

from fillbook.domain.day_note import RemoteDay
from fillbook.remotes import joined_notes
from fillbook.remotes.diary import DiaryPage
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.tradervue import answers
from fillbook.remotes.tradervue.client import PAGE, Client


class WithDiary:
    """The part of Tradervue that keeps days."""

    _client: Client

    def days(self, cursor: str | None, day: date | None = None) -> Operation[DiaryPage]:
        page = int(cursor or 1)
        listed = yield from self._client.days(page, day)
        entries, bad = [], []
        for each in listed:
            try:
                entries.append(_entry(Record.of(each, "A day")))
            except BadRecord as error:
                bad.append(f"A day of the diary: {error.title}")
        following = str(page + 1) if len(listed) >= PAGE else None
        return DiaryPage(entries=tuple(entries), cursor=following, bad_rows=tuple(bad))

    def read_day(self, remote_id: str) -> Operation[RemoteDay]:
        return _entry((yield from self._client.day(remote_id)))

    def day_text(self, text: str) -> str | None:
        return joined_notes.comparable(text)

    def day_creation(self, day: date, text: str) -> Request:
        """The words are always sent: the user's template would fill their place."""
        return self._client.day_request({"date": day.isoformat(), "notes": text})

    def day_created(self, answer: Answer) -> str | None:
        return answers.new_id(answer)

    def write_day(self, remote_id: str, text: str) -> Operation[RemoteDay]:
        yield from self._client.change_day(remote_id, {"notes": text})
        return (yield from self.read_day(remote_id))


def _entry(record: Record) -> RemoteDay:
    stated = record.text("date") or ""
    try:
        day = date.fromisoformat(stated[:10])
    except ValueError as error:
        raise BadRecord(f'"{stated}" is no day.') from error
    text = joined_notes.comparable(record.text("notes"))
    return RemoteDay(id=record.required_id("id"), day=day, text=text)
