"""Rows of report.jsonl: reading, writing and encoding report files."""

from __future__ import annotations

from typing import Any

from ...emulator.backup.paths import byte_order
from ...emulator.backup.report_file import (
    ReportRecord,
    percent_decode,
    percent_encode,
    read_report,
    read_report_in_chunks,
    single_path,
    write_report,
)
from .rows import Row, bytes_of, recorded, text_of


def replay(row: Row) -> dict[str, Any]:
    given = row["in"]
    if given["op"] == "codec":
        text = text_of(given["text"])
        encoded = percent_encode(text)
        return {
            "decode": recorded(percent_decode(text)),
            "encode": recorded(encoded),
            "roundtrip": recorded(percent_decode(encoded)),
        }
    if given["op"] == "write":
        written = write_report([record_of(entry) for entry in given["entries"]])
        return {"text": {"text": recorded(written.decode("utf-8", "surrogateescape")), "readback": _read(written)}}
    return _read(bytes_of(given["text"]))


def _read(content: bytes) -> dict[str, Any]:
    chunks = list(read_report_in_chunks(content))
    merged: dict[str, ReportRecord] = {}
    for chunk in chunks:
        for path, record in chunk.items():
            merged.setdefault(path, record)
    only = single_path(content)
    return {
        "CheckAndUpdateIfReportLineEncoded": recorded("orig/path" if only is None else only),
        "GetReportInfos": _listed(read_report(content)),
        "GetStorageReportInfos": {"calls_true": len(chunks), "infos": _listed(merged)},
    }


def record_of(entry: Row) -> ReportRecord:
    """A record as a row gives it."""
    return ReportRecord(
        path=text_of(entry.get("filePath", "")),
        mode=text_of(entry.get("mode", "")),
        is_directory=bool(entry.get("isDir", False)),
        size=int(entry.get("size", 0)),
        mtime=int(entry.get("mtime", 0)),
        hash=text_of(entry.get("hash", "")),
        is_incremental=bool(entry.get("isIncremental", False)),
        user_tar=int(entry.get("userTar", 0)),
        encoded=bool(entry.get("encodeFlag", False)),
    )


def describe_record(record: ReportRecord) -> Row:
    """A record as a row would hold it."""
    return {
        "encodeFlag": record.encoded,
        "filePath": recorded(record.path),
        "hash": recorded(record.hash),
        "isDir": record.is_directory,
        "isIncremental": record.is_incremental,
        "mode": recorded(record.mode),
        "mtime": record.mtime,
        "size": record.size,
        "userTar": record.user_tar,
    }


def _listed(records: dict[str, ReportRecord]) -> list[Row]:
    ordered = sorted(records, key=byte_order)
    return [describe_record(records[path]) | {"key": recorded(path)} for path in ordered]
