"""Screenshots at Tradavity: metadata, bytes, upload under caps, archive."""

import struct
from typing import Any

from standins.tradavity_bodies import form_of
from standins.tradavity_call import Call, Refused, Reply, Routes
from standins.tradavity_fields import Invalid, spelled
from standins.tradavity_shelf import Missing
from standins.tradavity_shown import picture
from standins.tradavity_switches import LIMITS
from standins.wire import Answered

_MAX_BYTES = 10 * 1024 * 1024
_KINDS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"%PDF": "application/pdf"}
_EXTENSIONS = {"image/png": ("png",), "image/jpeg": ("jpg", "jpeg"), "application/pdf": ("pdf",)}


def _all(call: Call) -> Reply:
    trade = call.book.live(call.number, call.now)
    shots = call.book.source(trade)["screenshots"]
    return Reply({"screenshots": [picture(call.book, trade, shot) for shot in shots]})


def _bytes(call: Call) -> Answered:
    for known in call.book.source(call.book.live(call.number, call.now))["screenshots"]:
        if known["screenshot_id"] == call.numbers[1]:
            headers = {"content-type": known["file_type"], "cache-control": "private, max-age=300"}
            return Answered(200, headers, known["content"])
    raise Missing


def _upload(call: Call) -> Reply:
    trade = call.book.live(call.number, call.now)
    shots = call.book.source(trade)["screenshots"]
    form = form_of(call.asked)
    name, content = form["file"]
    kind = next((kind for magic, kind in _KINDS.items() if content.startswith(magic)), None)
    if kind is None or name.rpartition(".")[2].lower() not in _EXTENSIONS[kind]:
        raise Invalid(fields={"file": "must be a JPEG, PNG or PDF"})
    if len(content) > _MAX_BYTES:
        raise Refused(413, "request_too_large")
    if len(form.get("label", ("", b""))[1].decode()) > 100:
        raise Invalid(fields={"label": "must have at most 100 characters"})
    _require_room(call, len(shots), len(content))
    shot = _stored(call, content, kind, form)
    shots.append(shot)
    call.note("created", "screenshot", shot["screenshot_id"])
    saved = shot["original_size"] - shot["file_size"]
    squeezed = {"optimized": True, "savings_bytes": saved} if saved else {}
    return Reply(picture(call.book, trade, shot) | squeezed, status=201)


def _require_room(call: Call, count: int, size_bytes: int) -> None:
    cap = call.switches.pictures_per_trade or LIMITS[call.switches.tier][3]
    if count >= cap:
        raise Refused(413, "limit_reached", cap="per_trade", limit=cap)
    if call.book.stored_bytes() + size_bytes > call.switches.storage_bytes:
        raise Refused(413, "limit_reached", cap="storage")


def _stored(call: Call, content: bytes, kind: str, form: dict[str, Any]) -> dict[str, Any]:
    kept = content
    if call.switches.optimises_pictures and kind == "image/png":
        kept = content + b"\x00"  # other bytes, the same picture
    wide, high = struct.unpack(">II", content[16:24]) if _is_png(content) else (0, 0)
    return {
        "screenshot_id": call.book.next_id(),
        "file_size": len(kept),
        "original_size": len(content),
        "file_type": kind,
        "width": wide,
        "height": high,
        "label": form.get("label", ("", b""))[1].decode(),
        "sort_order": int(form.get("sort_order", ("", b"0"))[1] or 0),
        "uploaded_at": spelled(call.now),
        "stored_at": call.now,
        "content": kept,
    }


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG") and len(content) >= 24


def _drop(call: Call) -> Answered:
    source = call.book.source(call.book.live(call.number, call.now))
    kept = [known for known in source["screenshots"] if known["screenshot_id"] != call.numbers[1]]
    if len(kept) == len(source["screenshots"]):
        raise Missing
    source["screenshots"] = kept
    call.note("deleted", "screenshot", call.numbers[1])
    return Answered(204, {}, b"")


SCREENSHOTS: Routes = {
    ("GET", "trades", "*", "screenshots"): ("read:screenshots", _all),
    ("POST", "trades", "*", "screenshots"): ("write:screenshots", _upload),
    ("GET", "trades", "*", "screenshots", "*"): ("read:screenshots", _bytes),
    ("DELETE", "trades", "*", "screenshots", "*"): ("write:screenshots", _drop),
}
