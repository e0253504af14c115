"""Report files (``.rp``) and the service's file list: one record a line, fields apart by ``;``.

Source: utils/src/b_json/b_report_entity.cpp, b_filesystem/b_file.cpp:WriteFile,
interfaces/common/src/sandbox_helper.cpp:Encode, Decode.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

FIRST_LINE = "version=1.0&attrNum=8"
REPORT_COLUMNS = "path;mode;dir;size;mtime;hash;usertar;encodeFlag"
"""What the extension writes over its columns; the reader only counts them."""
LIST_COLUMNS = "path;mode;dir;size;mtime;hash;isIncremental;encodeFlag"
"""What the service writes over its columns."""

_CHUNK = 4096
_OLD_COLUMN_COUNT = 7
_PLAIN = re.compile(rb"[A-Za-z0-9/\-_.!~*()']")
_INTEGER = re.compile(r"[ \t\n\v\f\r]*([+-]?[0-9]+)")
_HEX_NUMBER = re.compile(rb"[ \t\n\v\f\r]*([+-]?)(?:0[xX](?=[0-9a-fA-F]))?([0-9a-fA-F]*)")


class ReportRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One file or folder. ``path`` has no leading ``/`` when it was read; ``mode`` is the decimal text as it stood;
    ``mtime`` in seconds; ``hash`` is SHA-256 in upper case or ``""``; ``user_tar`` is 0 or 1."""

    path: str
    mode: str = ""
    is_directory: bool = False
    size: int = 0
    mtime: int = 0
    hash: str = ""
    is_incremental: bool = False
    user_tar: int = 0
    encoded: bool = False


def write_report(records: Iterable[ReportRecord]) -> bytes:
    """The bytes of a report file as the extension writes it (column 7 is usertar)."""
    lines = [FIRST_LINE, REPORT_COLUMNS]
    lines += [_line(record, record.user_tar) for record in records]
    return _to_bytes(lines)


def write_file_list(records: Iterable[ReportRecord]) -> bytes:
    """The bytes of the list that the service gives to an incremental backup (column 7 is isIncremental)."""
    lines = [FIRST_LINE, LIST_COLUMNS]
    lines += [_line(record, int(record.is_incremental)) for record in records]
    return _to_bytes(lines)


def read_report(content: bytes) -> dict[str, ReportRecord]:
    """The records of a report file by their path; the first of equal paths wins. Lines that do not fit are left out.

    The first two lines are passed over whatever they say, but a record needs as many fields as the second one, and
    at least seven. Empty lines are passed over everywhere.
    """
    reader = _LineReader()
    for line in content.split(b"\n"):
        reader.line(line)
    return reader.records


def read_report_in_chunks(content: bytes) -> Iterator[dict[str, ReportRecord]]:
    """The records as GetStorageReportInfos hands them out: those that end in each 4096 bytes, then the unfinished
    last line. A path seen again in a later chunk comes again."""
    reader = _LineReader()
    unfinished = b""
    for start in range(0, len(content), _CHUNK):
        *lines, unfinished = (unfinished + content[start : start + _CHUNK]).split(b"\n")
        for line in lines:
            reader.line(line)
        yield reader.records
        reader.records = {}
    if unfinished:
        reader.line(unfinished)
        yield reader.records


def single_path(content: bytes) -> str | None:
    """The path that a big file's report gives to it: only when it holds exactly one record."""
    records = read_report(content)
    return next(iter(records)) if len(records) == 1 else None


def percent_encode(text: str) -> str:
    """Every byte but letters, digits and ``/-_.!~*()'`` as ``%XX``."""
    raw = text.encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if _PLAIN.match(raw[at : at + 1]) else f"%{byte:02X}" for at, byte in enumerate(raw))


def percent_decode(text: str) -> str:
    """Undo ``percent_encode``. What follows a ``%`` is read like a C number: ``%zz`` is a NUL, ``%4`` at the end 4."""
    first, *others = text.encode("utf-8", "surrogateescape").split(b"%")
    if not others:
        return text
    parts = [first]
    pending = b"".join(b"%" + other for other in others)
    at = 0
    while at < len(pending):
        if pending[at] != ord("%"):
            parts.append(pending[at : at + 1])
            at += 1
            continue
        parts.append(bytes((_c_hex(pending[at + 1 : at + 3]),)))
        at += 3
    return b"".join(parts).decode("utf-8", "surrogateescape")


def needs_encoding(path: str) -> bool:
    """Whether the service encodes ``path`` in its list: it would break a line or a field."""
    return "\n" in path or ";" in path


class _LineReader:
    def __init__(self) -> None:
        self.records: dict[str, ReportRecord] = {}
        self._lines_seen = 0
        self._columns = 0

    def line(self, raw: bytes) -> None:
        if not raw:
            return
        text = raw.decode("utf-8", "surrogateescape")
        fields = _fields(text.removesuffix("\r"))
        if self._lines_seen < 2:
            self._lines_seen += 1
            self._columns = len(fields)
            return
        if len(fields) == self._columns and len(fields) >= _OLD_COLUMN_COUNT:
            record = _record(fields)
            self.records.setdefault(record.path, record)


def _fields(line: str) -> list[str]:
    return line.split(";") if line else []


def _record(fields: list[str]) -> ReportRecord:
    encoded = len(fields) > _OLD_COLUMN_COUNT and fields[7] == "1"
    path = fields[0].removeprefix("/")
    return ReportRecord(
        path=percent_decode(path) if encoded else path,
        mode=fields[1],
        is_directory=fields[2] == "1",
        size=_c_integer(fields[3]),
        mtime=_c_integer(fields[4]),
        hash=fields[5],
        is_incremental=fields[6] == "1",
        encoded=encoded,
    )


def _c_integer(text: str) -> int:
    """``istream >> off_t``: blanks, a sign, digits; 0 without digits, the limit when there are too many."""
    match = _INTEGER.match(text)
    number = int(match.group(1)) if match else 0
    return max(-(2**63), min(number, 2**63 - 1))


def _c_hex(text: bytes) -> int:
    match = _HEX_NUMBER.match(text)
    if match is None or not match.group(2):
        return 0
    number = int(match.group(2), 16)
    return (-number if match.group(1) == b"-" else number) & 0xFF


def _line(record: ReportRecord, column_seven: int) -> str:
    path = percent_encode(record.path) if record.encoded else record.path
    return (
        f"{path};{record.mode};{int(record.is_directory)};{record.size};{record.mtime};{record.hash}"
        f";{column_seven};{int(record.encoded)}"
    )


def _to_bytes(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
