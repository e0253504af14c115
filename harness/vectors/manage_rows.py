"""Rows of manage.jsonl: writing the index in every flow, and reading it."""

from __future__ import annotations

from typing import Any

from ...emulator.backup import manifest
from ...emulator.backup.jsoncpp import JsonLogicError, parse_json
from ...emulator.backup.paths import byte_order
from ...emulator.filesystem.api import FileStat
from .row_view import RowView
from .rows import Row, build_tree, bytes_of, recorded, text_of

_LOGIC_ERROR = {"__throw__": "Json::LogicError"}


def replay(row: Row) -> dict[str, Any]:
    given = row["in"]
    if given["op"] == "read":
        return _read(bytes_of(given["text"]))
    if "preexisting" in given and not _may_be_replaced(bytes_of(given["preexisting"])):
        return {"text": "", "readback": _read(b""), "write": _LOGIC_ERROR}
    view = RowView()
    build_tree(view, [{"p": path, "t": "f"} for path in row.get("existing", ())])
    text = _write(view, given)
    return {"text": text.decode(), "readback": _read(text), "write": 0}


def _write(view: RowView, given: Row) -> bytes:
    entries: list[Row] = list(given["entries"])
    without_tar = bool(given.get("supportWithoutTar"))
    operation = str(given["op"])
    if operation.startswith(("write_map", "write_clone")):
        unique = {text_of(entry["fileName"]): entry for entry in reversed(entries)}
        entries = [unique[name] for name in sorted(unique, key=byte_order)]
    if operation == "write_clone":
        return manifest.write_document(
            manifest.ManageEntry(
                name=text_of(entry["fileName"]),
                path=text_of(entry["path"]),
                size=status.size,
                mode=status.mode,
                atime=divmod(status.atime_ns, 1_000_000_000),
                mtime=divmod(status.mtime_ns, 1_000_000_000),
                is_big_file=bool(entry["isBigFile"]),
                is_user_tar=bool(entry["isUserTar"]),
            )
            for entry in entries
            for status in (_status(entry["stat"]),)
        )
    without_tar = without_tar and operation in ("write_map_wt", "write_files_wt", "append_files")
    if operation.startswith("write_map"):
        return manifest.write_document(
            (
                manifest.entry_of_incremental_file(
                    view,
                    text_of(entry["fileName"]),
                    text_of(entry["path"]),
                    _status(entry["stat"]),
                    by_itself=bool(entry["isBeforeTar"]),
                    without_tar=without_tar,
                )
                for entry in entries
            ),
            without_tar=without_tar,
            replaces_array=given.get("preexisting", "").startswith("["),
        )
    sent = [
        manifest.entry_of_sent_file(
            view,
            text_of(entry["fileName"]),
            text_of(entry["path"]),
            _status(entry["stat"]),
            is_big_file=bool(entry["isBigFile"]),
            restore_path=text_of(entry.get("restorePath", "")),
            android=bool(entry.get("isAncoFile")),
            without_tar=without_tar,
        )
        for entry in entries
    ]
    if operation == "append_files":
        return manifest.write_lines(sent, without_tar=without_tar)
    return manifest.write_document(sent, without_tar=without_tar)


def _may_be_replaced(existing: bytes) -> bool:
    """Whether the index writer can clear what an old file parsed to: only null and arrays."""
    value = parse_json(existing)[1]
    return value is None or isinstance(value, list)


def _status(given: Row) -> FileStat:
    atime = int(given.get("atime", 0)) * 1_000_000_000 + int(given.get("atime_ns", 0))
    mtime = int(given.get("mtime", 0)) * 1_000_000_000 + int(given.get("mtime_ns", 0))
    return FileStat(
        inode=0,
        mode=int(given["st_mode"]),
        links=1,
        uid=0,
        gid=0,
        size=int(given["st_size"]),
        atime_ns=atime,
        mtime_ns=mtime,
        ctime_ns=mtime,
    )


def _read(content: bytes) -> dict[str, Any]:
    try:
        infos: Any = [describe_entry(entry) for entry in manifest.read_entries(content)]
    except JsonLogicError:
        infos = _LOGIC_ERROR
    return {"GetExtManage": [recorded(name) for name in manifest.read_names(content)], "GetExtManageInfo": infos}


def describe_entry(entry: manifest.ManageEntry) -> Row:
    (atime, atime_ns), (mtime, mtime_ns) = entry.atime, entry.mtime
    return {
        "hashName": recorded(entry.name),
        "fileName": recorded(entry.path),
        "st_size": entry.size,
        "st_mode": entry.mode,
        "atime": atime,
        "atime_ns": atime_ns,
        "mtime": mtime,
        "mtime_ns": mtime_ns,
        "isBigFile": entry.is_big_file,
        "isUserTar": entry.is_user_tar,
    }
