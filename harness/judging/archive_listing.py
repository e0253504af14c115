"""What an archive carries, file by file, for reports; a damaged one is told as far as it can be read."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import Any

import msgspec

from ...emulator.backup.archive import Archive
from ...emulator.backup.naming import MANAGE_FILE_NAME
from ...reports.model import ArchivedEntry
from ..timeline import printable


def archived_entries(archive: Archive) -> Iterator[ArchivedEntry]:
    """In the archive's order, without directories and the index. A part that cannot be read has the path ``""``."""
    index = _index(archive.manage_text)
    for part, file in archive.files.items():
        if part == MANAGE_FILE_NAME:
            continue
        row = index.get(part)
        if part.endswith(".tar") and not (row and row.is_user_tar):
            yield from _members(part, file.content)
        else:
            yield _entry(row.information.path if row else "", part, len(file.content))


class _Information(msgspec.Struct, frozen=True):
    path: str = ""


class _Row(msgspec.Struct, frozen=True, rename="camel"):
    """What the index says of one part."""

    file_name: str
    information: _Information = _Information()
    is_user_tar: bool = False


def _index(text: str) -> dict[str, _Row]:
    """Rows that make no sense are left out: a restore is also tried with damaged ones."""
    try:
        rows = msgspec.json.decode(text, type=list[Any])
    except msgspec.DecodeError:
        return {}
    found: dict[str, _Row] = {}
    for row in rows:
        try:
            read = msgspec.convert(row, _Row, strict=False)
        except msgspec.ValidationError:
            continue
        found[read.file_name] = read
    return found


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
