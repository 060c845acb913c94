"""Files to import, made in a test."""

from zoneinfo import ZoneInfo

from fillbook.importers.importer import ReadOptions, SourceFile


def a_file(text: str | bytes, name: str = "table.csv") -> SourceFile:
    content = text.encode() if isinstance(text, str) else text
    return SourceFile(name, content)


def in_zone(zone: str = "UTC") -> ReadOptions:
    return ReadOptions(ZoneInfo(zone))
