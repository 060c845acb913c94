"""Records as JSON documents: decimals as plain digits, instants in UTC, unknown as null."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from fillbook.domain.account import Account
from fillbook.domain.backup import Exported
from fillbook.domain.change import Change, Undone
from fillbook.domain.connection import Connection
from fillbook.domain.execution import Precision
from fillbook.domain.importing import FileImport
from fillbook.domain.link import Conflict
from fillbook.domain.money import canonical, optional_canonical
from fillbook.domain.remote_trade import Value
from fillbook.domain.review import NoteKind, Screenshot
from fillbook.domain.statement import ControlTotal, LeftOut, Statement
from fillbook.domain.trade import HistoryEntry, Leg, Trade, TradeDetail
from fillbook.storage.library import Library
from fillbook.sync.report import Report
from fillbook.sync.waiting import to_send

Document = dict[str, object]


def instant(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with a Z; a fraction only where there is one."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _known_instant(moment: datetime | None, precision: Precision) -> str | None:
    """The instant; None where its source tells the day alone."""
    return None if precision is Precision.DAY else instant(moment)


def account_document(account: Account) -> Document:
    return {
        "id": account.id,
        "name": account.name,
        "currency": account.currency,
        "timezone": account.timezone,
        "day_ends": f"{account.day_ends:%H:%M}",
        "starting_balance": optional_canonical(account.starting_balance),
        "asset_type": account.asset_type.value,
        "matching": account.matching.value,
        "breakeven_low": canonical(account.breakeven_low),
        "breakeven_high": canonical(account.breakeven_high),
        "counted": account.counted,
        "archived": account.archived,
    }


def trade_document(trade: Trade) -> Document:
    """The short form of a trade."""
    review = trade.review
    return {
        "id": trade.id,
        "number": trade.number,
        "account": trade.account,
        "symbol": trade.symbol,
        "asset_type": trade.asset_type.value,
        "direction": trade.direction.value,
        "status": trade.status.value,
        "kind": trade.kind.value,
        "quantity": canonical(trade.quantity),
        "opened_at": _known_instant(trade.opened_at, trade.precision),
        "closed_at": _known_instant(trade.closed_at, trade.precision),
        "trading_day": None if trade.trading_day is None else trade.trading_day.isoformat(),
        "entry_price": optional_canonical(trade.entry_price),
        "exit_price": optional_canonical(trade.exit_price),
        "gross_pnl": optional_canonical(trade.gross_pnl),
        "fees": optional_canonical(trade.fees),
        "fees_unknown": trade.fees_unknown,
        "net_pnl": optional_canonical(trade.net_pnl),
        "currency": trade.currency,
        "broker_pnl": optional_canonical(trade.broker_pnl),
        "computed_pnl": optional_canonical(trade.computed_pnl),
        "multiplier": optional_canonical(trade.multiplier),
        "initial_risk": optional_canonical(trade.initial_risk),
        "r_multiple": optional_canonical(trade.r_multiple),
        "stop_loss": optional_canonical(trade.stop_loss),
        "initial_stop": optional_canonical(trade.initial_stop),
        "take_profit": optional_canonical(trade.take_profit),
        "grade": review.grade,
        "setup": review.setup,
        "strategy": review.strategy,
        "tags": list(review.tags),
        "reviewed": review.reviewed,
        "archived": trade.archived,
    }


def full_document(detail: TradeDetail, library: Library) -> Document:
    """A trade with everything that hangs on it."""
    review = detail.trade.review
    names = {connection.id: connection.name for connection in library.connections()}
    links = library.look(lambda store: store.links_of(detail.trade.id))
    extras = library.look(lambda store: store.extras(detail.trade.id))
    return trade_document(detail.trade) | {
        "executions": [leg_document(leg) for leg in detail.legs],
        "notes": {kind.value: review.notes.get(kind) for kind in NoteKind},
        "emotion": review.emotion,
        "bias": review.bias,
        "confidence": review.confidence,
        "setup_quality": review.setup_quality,
        "market_condition": review.market_condition,
        "trading_session": review.trading_session,
        "relative_volume": review.relative_volume,
        "exit_type": review.exit_type,
        "news": review.news,
        "confirmations": [
            {"name": each.name, "was_present": each.was_present, "notes": each.note or None}
            for each in detail.confirmations
        ],
        "protocol_responses": json.loads(extras.get("protocol_responses", "[]")),
        "screenshots": [screenshot_document(picture) for picture in detail.screenshots],
        "links": [
            {
                "connection": names.get(link.connection_id),
                "remote_id": link.remote_id,
                "state": link.state.value,
            }
            for link in links
        ],
        "stops": [
            {"at": instant(stop.at), "price": optional_canonical(stop.price)}
            for stop in detail.stops
        ],
        "reasons": list(detail.reasons),
        "history": [history_document(entry) for entry in detail.history],
    }


def connection_document(connection: Connection, library: Library) -> Document:
    """A connection without its secret, and what waits."""
    names = {account.id: account.name for account in library.accounts()}
    parked = library.look(lambda store: store.noted_links(connection.id))
    waiting = library.look(lambda store: store.conflicts(connection.id))
    return {
        "id": connection.id,
        "name": connection.name,
        "kind": connection.kind,
        "base_url": connection.base_url,
        "username": connection.username,
        "server": connection.server,
        "state": "paused" if connection.paused else connection.state.value,
        "last_success": instant(connection.last_success),
        "pending": to_send(library, connection),
        "conflicts": len(waiting),
        "parked": sum(len(link.parked) for link in parked),
        "accounts": {names.get(key, key): there for key, there in connection.accounts.items()},
        "options": dict(connection.options),
        "message": connection.message,
    }


def report_document(report: Report) -> Document:
    """What a run of a connection did."""
    return {
        "name": report.name,
        "kind": report.kind,
        "state": report.state.value,
        "requests": report.requests,
        "writes": report.writes,
        "pulled": {
            "created": report.pulled.created,
            "updated": report.pulled.updated,
            "gone": report.pulled.gone,
            "linked": report.pulled.linked,
        },
        "pushed": {
            "created": report.pushed.created,
            "updated": report.pushed.updated,
            "deleted": report.pushed.deleted,
            "screenshots": report.pushed.screenshots,
        },
        "conflicts": report.conflicts,
        "parked": [
            {
                "trade": entry.trade_id,
                "operation": entry.operation,
                "field": entry.field,
                "reason": entry.reason,
                "until": instant(entry.until),
            }
            for entry in report.parked
        ],
        "remarks": [
            {"trade": remark.trade_id, "kind": remark.kind, "text": remark.text}
            for remark in report.remarks
        ],
        "message": report.message,
    }


def conflict_document(conflict: Conflict, connection: str) -> Document:
    """Something that waits for the user."""
    return {
        "id": conflict.id,
        "kind": conflict.kind.value,
        "connection": connection,
        "trade": conflict.trade_id,
        "field": conflict.field,
        "base": _canonical(conflict.base),
        "mine": _canonical(conflict.mine),
        "theirs": _canonical(conflict.theirs),
        "choices": list(conflict.choices),
        "seen_at": instant(conflict.seen_at),
    }


def _canonical(value: Value) -> str | None:
    return "; ".join(value) if isinstance(value, tuple) else value


def leg_document(leg: Leg) -> Document:
    """The part of a fill that belongs to the trade: a fill that crosses zero shows up in two."""
    stored = leg.execution
    return {
        "id": stored.id,
        "side": stored.fill.side.value,
        "role": leg.role.value,
        "quantity": canonical(leg.quantity),
        "price": optional_canonical(stored.fill.price),
        "executed_at": _known_instant(stored.fill.executed_at, stored.fill.precision),
        "fees": optional_canonical(leg.fees),
        "gross_pnl": optional_canonical(leg.gross_pnl),
        "net_pnl": optional_canonical(leg.net_pnl),
        "external_id": stored.fill.external_id,
        "source": stored.source,
    }


def screenshot_document(picture: Screenshot) -> Document:
    return {
        "id": picture.id,
        "sha256": picture.sha256,
        "mime_type": picture.mime_type,
        "size_bytes": picture.size_bytes,
        "width": picture.width,
        "height": picture.height,
        "label": picture.label,
    }


def history_document(entry: HistoryEntry) -> Document:
    return {
        "change": entry.change_id,
        "at": instant(entry.at),
        "origin": entry.origin,
        "entity": entry.entity,
        "field": entry.field,
        "old": entry.old,
        "new": entry.new,
    }


def change_document(change: Change) -> Document:
    return {
        "id": change.id,
        "at": instant(change.at),
        "origin": change.origin,
        "title": change.title,
        "undone": change.undone,
    }


def undone_document(undone: Undone | None) -> Document:
    """What an undo took back; null where nothing was left to take back."""
    if undone is None:
        return {"undone": None}
    change = undone.change
    return {
        "undone": {
            "id": change.id,
            "at": instant(change.at),
            "origin": change.origin,
            "title": change.title,
            "skipped": list(undone.skipped),
        }
    }


def import_document(
    statements: Sequence[Statement], files: Sequence[FileImport], created: int, changed: int
) -> Document:
    """What an import did, or with ``--dry-run`` would do."""
    return {
        "files": [
            _file_document(statement, file)
            for statement, file in zip(statements, files, strict=True)
        ],
        "trades_created": created,
        "trades_changed": changed,
    }


def _file_document(statement: Statement, file: FileImport) -> Document:
    return {
        "file": statement.file,
        "sha256": statement.sha256,
        "format": statement.format,
        "encoding": statement.encoding,
        "timezone": statement.timezone,
        "executions_read": file.executions_read,
        "executions_new": file.executions_new,
        "executions_known": file.executions_known,
        "cash_events": file.cash_events,
        "skipped": [_left_out_document(row) for row in statement.skipped],
        "ignored": [_left_out_document(row) for row in statement.ignored],
        "control_totals": [_total_document(total) for total in statement.control_totals],
        "warnings": list(statement.warnings),
    }


def _left_out_document(left_out: LeftOut) -> Document:
    return {"row": left_out.row, "reason": left_out.reason}


def _total_document(total: ControlTotal) -> Document:
    return {
        "name": total.name,
        "stated": canonical(total.stated),
        "computed": canonical(total.computed),
        "difference": canonical(total.difference),
        "tolerance": canonical(total.tolerance),
        "agrees": total.agrees,
    }


def exported_document(exported: Exported) -> Document:
    return {
        "file": str(exported.file),
        "trades": exported.trades,
        "executions": exported.executions,
        "screenshots": exported.screenshots,
    }
