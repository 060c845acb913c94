"""Finding trades by words in their notes, tags, symbols and screenshot labels."""

import re

from fillbook.storage.database import Connection

_WORD = re.compile(r"\w+")
_FOUND = """
SELECT n.trade_id FROM note_search f JOIN note n ON n.rowid = f.rowid
    WHERE note_search MATCH :word AND n.deleted_hlc IS NULL
UNION
SELECT k.trade_id FROM tag_search f JOIN tag ON tag.rowid = f.rowid
    JOIN trade_tag k ON k.tag_id = tag.id
    WHERE tag_search MATCH :word AND k.deleted_hlc IS NULL
UNION
SELECT t.id FROM instrument_search f JOIN instrument i ON i.rowid = f.rowid
    JOIN trade t ON t.instrument_id = i.id
    WHERE instrument_search MATCH :word
UNION
SELECT p.trade_id FROM screenshot_search f JOIN screenshot p ON p.rowid = f.rowid
    WHERE screenshot_search MATCH :word AND p.deleted_hlc IS NULL
"""


def search(connection: Connection, text: str) -> frozenset[str]:
    """Ids of the trades in which every word occurs as a prefix; no words find nothing.

    Case and accents are ignored. A word with a sign inside (``6E-12``) is found as a phrase.
    """
    found: frozenset[str] | None = None
    for word in text.replace("\0", " ").split():
        if not _WORD.search(word):
            continue
        quoted = word.replace('"', '""')
        rows = connection.execute(_FOUND, {"word": f'"{quoted}"*'})
        ids = frozenset(trade for (trade,) in rows)
        found = ids if found is None else found & ids
        if not found:
            break
    return found or frozenset()
