"""Rows of full.jsonl: a whole full backup."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ...emulator.backup.compatibility import parse_backup_ex_answer
from ...emulator.backup.config import UnusableConfig, parse_backup_config
from ...emulator.backup.framework_error import FrameworkThrew
from ...emulator.backup.packing.full import ExtensionMemory, FullBackup, SentFile
from ...emulator.backup.packing.tar import PackingNeverEnds
from ...emulator.backup.paths import anonymous_path, byte_order
from ...emulator.backup.selection.scan import ScanThrew
from ...emulator.staging import BELOW_BASE
from .row_view import NOW_NS, RowView
from .rows import Row, build_tree, recorded, text_of

_BLOCK = 512
_THROWN = ((ScanThrew, "std::__fs::filesystem::filesystem_error"), (UnusableConfig, "Json::LogicError"))


def replay(row: Row) -> dict[str, Any]:
    given = row["in"]
    view = RowView(0, 0, 0o002)
    build_tree(view, given["tree"])
    uid, gid = int(given.get("uid", 0)), int(given.get("gid", 0))
    home = BELOW_BASE.homes[0].path
    if view.exists(home):
        # The device gives the app its working folder, whoever the app is.
        view.change_owner(home, uid, gid)
    view.uid, view.gid = uid, gid
    backup = FullBackup(
        view,
        parse_backup_config(text_of(given["config"])),
        ExtensionMemory(view),
        scene=text_of(given.get("backupScene", "")),
        enabled=parse_backup_ex_answer(text_of(given.get("onBackupExRet", ""))).enabled_directories,
        without_tar=bool(given.get("supportWithoutTar")),
    )
    try:
        total = backup.scan()
    except FrameworkThrew as error:
        return {
            "ScanAllDirs_ret": {
                "__throw__": next((name for kind, name in _THROWN if isinstance(error.__cause__, kind)), "BError")
            },
            "hasEl3OrEl4": backup.reads_el3_or_el4,
            "left_in_backup_dir": view.list_directory(BELOW_BASE.outgoing),
            "tars": [],
            "totalSize": 0,
        }
    try:
        problems = backup.pack()
    except PackingNeverEnds:
        return {"__signal__": 14}
    tars = [_describe_tar(view, name, bool(given.get("big"))) for name in view.list_directory(BELOW_BASE.outgoing)]
    sent = list(backup.deliver())
    index = backup.index()
    return {
        "ScanAllDirs_ret": 0,
        "hasEl3OrEl4": backup.reads_el3_or_el4,
        "totalSize": total,
        "scanSizes": {"big": backup.scanned.big_size, "small": backup.scanned.small_size},
        "DoPacket": 0,
        "reports": [{"err": problem.error, "msg": recorded(anonymous_path(problem.path))} for problem in problems],
        "tars": tars,
        "DoBackupTaskCore": 0,
        "allFiles": len(backup.entries),
        "sent_sorted": sorted((_describe_sent(file, backup, given) for file in sent), key=_sent_order),
        "manage_entries_sorted": _manage_entries(index),
        "manage_first_line": _first_line(index, text_of(row["out"]["manage_first_line"])),
        "left_in_backup_dir": view.list_directory(BELOW_BASE.outgoing),
    }


def _describe_tar(view: RowView, name: str, big: bool) -> Row:
    content = view.read_file(BELOW_BASE.outgoing + name)
    members = _members(content)
    described: Row = {"name": recorded(name), "size": len(content), "count": len(members)}
    if not big:
        described["members"] = sorted(members, key=lambda member: byte_order(text_of(member["name"])))
    return described


def _members(content: bytes) -> list[Row]:
    """The members of one of our own tars, read as plainly as it was written."""
    members: list[Row] = []
    at = 0
    long_name = b""
    while content[at : at + 1] not in (b"", b"\0"):
        header = content[at : at + _BLOCK]
        kind = header[156:157].decode("latin-1")
        size = int(header[124:135], 8) if kind in "0L" else 0
        data = content[at + _BLOCK : at + _BLOCK + size]
        at += _BLOCK + -(-size // _BLOCK) * _BLOCK
        if kind == "L":
            long_name = data.rstrip(b"\0")
            continue
        name = long_name or header[:100].rstrip(b"\0")
        long_name = b""
        member: Row = {
            "name": recorded(name.decode("utf-8", "surrogateescape")),
            "type": kind,
            "mode": header[100:107].decode(),
            "size": "dir" if kind == "5" else int(header[124:135], 8),
        }
        if kind == "0":
            member["sha256"] = hashlib.sha256(data).hexdigest()
        members.append(member)
    return members


def _describe_sent(file: SentFile, backup: FullBackup, given: Row) -> Row:
    without_tar = bool(given.get("supportWithoutTar"))
    described: Row = {
        "call": "AppFileReadys" if without_tar else "AppFileReady",
        "err": file.error,
        "name": recorded(file.name),
    }
    if without_tar:
        described["name_json"] = {
            "path": recorded(file.path),
            "st_mode": file.status.mode,
            "st_atim": _time(file.status.atime_ns),
            "st_mtim": _time(file.status.mtime_ns),
        }
    return described


def _sent_order(sent: Row) -> str:
    return json.dumps(sent["name"])


def _time(nanoseconds: int) -> Any:
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    return "now" if nanoseconds == NOW_NS else {"tv_nsec": rest, "tv_sec": seconds}


def _first_line(index: bytes, expected: str) -> str:
    """The beginning of the first line. The device's directory order chose another file to be the first: then the
    line of that file is meant."""
    first, *others = index.decode().split("\n")
    lines = [first, *(f"[{line[1:]}" for line in others if line.startswith(","))]
    return next((line[:60] for line in lines if line[:60] == expected), first[:60])


def _manage_entries(index: bytes) -> list[Row]:
    entries: list[Row] = json.loads(index)
    for entry in entries:
        status = entry["information"]["stat"]
        for name in ("st_atim", "st_mtim"):
            if name in status and status[name]["tv_sec"] * 1_000_000_000 == NOW_NS:
                status[name] = "now"
    return sorted(entries, key=lambda entry: byte_order(str(entry["information"]["path"])))
