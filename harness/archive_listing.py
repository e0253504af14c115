"""What an archive carries, file by file, for reports; a damaged one is told as far as it can be read."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from typing import Any

from ..emulator.backup.archive import Archive
from ..emulator.backup.naming import MANAGE_FILE_NAME
from ..reports.model import ArchivedEntry
from .timeline import printable


def archived_entries(archive: Archive) -> Iterator[ArchivedEntry]:
    """In the archive's order, without directories and the index. A part that cannot be read has the path ``""``."""
    index = _index(archive.manage_text)
    for part, file in archive.files.items():
        if part == MANAGE_FILE_NAME:
            continue
        entry = index.get(part, {})
        if part.endswith(".tar") and not entry.get("isUserTar"):
            yield from _members(part, file.content)
        else:
            information = entry.get("information")
            path = information.get("path", "") if isinstance(information, dict) else ""  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
            yield _entry(str(path), part, len(file.content))  # pyright: ignore[reportUnknownArgumentType]


def _index(text: str) -> dict[str, dict[str, Any]]:
    try:
        rows = json.loads(text)
    except ValueError:
        return {}
    entries: list[Any] = rows if isinstance(rows, list) else []
    return {str(row["fileName"]): row for row in entries if isinstance(row, dict) and "fileName" in row}


def _members(part: str, content: bytes) -> Iterator[ArchivedEntry]:
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as tar:
            for member in tar:
                if member.isfile():
                    yield _entry("/" + member.name.lstrip("/"), part, member.size)
    except (tarfile.TarError, ValueError, OSError):
        yield _entry("", part, len(content))


def _entry(path: str, part: str, size: int) -> ArchivedEntry:
    return ArchivedEntry(path=printable(path), part=printable(part), size=size)
