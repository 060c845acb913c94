from datetime import UTC, datetime
from decimal import Decimal

import pytest

from fillbook.remotes.record import BadRecord, Record


def test_fields_are_read_by_what_they_should_be():
    record = Record(
        {"id": 7, "price": "1.50", "at": "2026-03-09T13:35:10Z", "is_copy": 0, "tags": [{"a": 1}]}
    )

    assert record.id("id") == "7"
    assert record.number("price") == Decimal("1.5")
    assert record.instant("at") == datetime(2026, 3, 9, 13, 35, 10, tzinfo=UTC)
    assert not record.flag("is_copy")
    assert [tag.whole("a") for tag in record.records("tags") or ()] == [1]


def test_absent_null_and_empty_are_told_apart():
    record = Record({"tags": [], "note": "", "grade": None})

    assert record.records("tags") == ()
    assert record.records("executions") is None
    assert "grade" in record
    assert "bias" not in record
    assert record.text("note") is record.text("grade") is record.text("bias") is None


def test_the_first_key_with_an_id_names_a_record():
    assert Record({"id": None, "tag_id": "12"}).required_id("id", "tag_id") == "12"
    with pytest.raises(BadRecord, match='"id" is missing'):
        Record({}).required_id("id")


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("text", {}),
        ("text", True),
        ("number", "many"),
        ("whole", "1.5"),
        ("instant", "soon"),
        ("instant", "0001-01-01T00:00:00+14:00"),
        ("record", []),
        ("records", {}),
        ("records", [1]),
    ],
)
def test_another_shape_makes_the_record_bad(method: str, value: object):
    with pytest.raises(BadRecord):
        getattr(Record({"field": value}), method)("field")
