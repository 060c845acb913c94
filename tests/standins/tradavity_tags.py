"""Tags and their categories at Tradavity."""

import re

from standins.tradavity_call import Call, Refused, Reply, Routes, named
from standins.tradavity_fields import Invalid
from standins.tradavity_shelf import Missing, found, require_free
from standins.wire import Answered

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def _tags(call: Call) -> Reply:
    category = call.query("category_id")
    listed = [tag for tag in call.book.tags.values() if category in (None, str(tag["category_id"]))]
    return Reply({"tags": listed})


def _add_tag(call: Call) -> Reply:
    body = call.body
    name, category = named(body, 100), body.get("category_id")
    if category not in call.book.categories:
        raise Invalid(fields={"category_id": "is unknown"})
    tag = call.book.add_tag(name, category, _color(body.get("color", "#3b82f6")))
    call.note("created", "tag", tag["tag_id"])
    return Reply({"tag": tag}, status=201)


def _change_tag(call: Call) -> Reply:
    tag, body = found(call.book.tags, call.number), call.body
    if "name" in body:
        require_free(named(body, 100), call.book.tags.values(), tag)
        tag["name"] = body["name"]
    if "category_id" in body:
        if body["category_id"] not in call.book.categories:
            raise Invalid(fields={"category_id": "is unknown"})
        tag["category_id"] = body["category_id"]
    if "color" in body:
        tag["color"] = _color(body["color"])
    call.note("changed", "tag", call.number)
    return Reply({"tag": tag})


def _drop_tag(call: Call) -> Answered:
    found(call.book.tags, call.number)
    del call.book.tags[call.number]
    for trade in call.book.trades.values():
        trade["tags"] = [tag for tag in trade["tags"] if tag != call.number]
    call.note("deleted", "tag", call.number)
    return Answered(204, {}, b"")


def _color(value: object) -> str:
    if not isinstance(value, str) or not _COLOR.fullmatch(value):
        raise Invalid(fields={"color": "must be #RRGGBB"})
    return value


def _categories(call: Call) -> Reply:
    listed = [{"category_id": n, "name": name} for n, name in call.book.categories.items()]
    return Reply({"tag_categories": listed})


def _add_category(call: Call) -> Reply:
    name = named(call.body, 50)
    number = call.book.add_category(name)
    call.note("created", "tag_category", number)
    return Reply({"tag_category": {"category_id": number, "name": name}}, status=201)


def _change_category(call: Call) -> Reply:
    name = named(call.body, 50)
    others = [{"name": known} for n, known in call.book.categories.items() if n != call.number]
    _require_category(call)
    require_free(name, others)
    call.book.categories[call.number] = name
    call.note("changed", "tag_category", call.number)
    return Reply({"tag_category": {"category_id": call.number, "name": name}})


def _drop_category(call: Call) -> Answered:
    _require_category(call)
    if any(tag["category_id"] == call.number for tag in call.book.tags.values()):
        raise Refused(409, "category_has_tags")
    del call.book.categories[call.number]
    call.note("deleted", "tag_category", call.number)
    return Answered(204, {}, b"")


def _require_category(call: Call) -> None:
    if call.number not in call.book.categories:
        raise Missing


TAGS: Routes = {
    ("GET", "tags"): ("read:tags", _tags),
    ("POST", "tags"): ("write:tags", _add_tag),
    ("PATCH", "tags", "*"): ("write:tags", _change_tag),
    ("DELETE", "tags", "*"): ("write:tags", _drop_tag),
    ("GET", "tag-categories"): ("read:tags", _categories),
    ("POST", "tag-categories"): ("write:tags", _add_category),
    ("PATCH", "tag-categories", "*"): ("write:tags", _change_category),
    ("DELETE", "tag-categories", "*"): ("write:tags", _drop_category),
}
