"""Rows of scan.jsonl: a tree, includes and excludes, and what each flow selects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...emulator.backup.naming import BigFileNames
from ...emulator.backup.paths import byte_order
from ...emulator.backup.selection.excludes import prepare_excludes
from ...emulator.backup.selection.includes import expand_includes
from ...emulator.backup.selection.scan import ScanResult, ScanThrew, scan_default_app, scan_full
from ...emulator.backup.selection.user0 import select_for_user0, user0_record
from .report_rows import describe_record
from .row_view import RowView
from .rows import Row, build_tree, recorded, text_of

_THROWN = {"__throw__": "std::__fs::filesystem::filesystem_error"}


def replay(row: Row) -> dict[str, Any]:
    given = row["in"]
    view = RowView(int(given.get("uid", 0)), int(given.get("gid", 0)), 0o002)
    build_tree(view, given["tree"])
    includes = [text_of(include) for include in given["includes"]]
    excludes = [text_of(exclude) for exclude in given["excludes"]]
    mapped = sorted({text_of(include) for include in given.get("compatIncludes", ())}, key=byte_order)
    prepared = prepare_excludes(excludes)
    roots = expand_includes(view, includes)
    names = BigFileNames()
    outcome: dict[str, Any] = {
        "ExpandPathWildcard_onlyPath": [recorded(path) for path in roots],
        "ExpandPathWildcard_all": [
            recorded(path) for path in expand_includes(view, includes, only_below_directories=False)
        ],
        "PreDealExcludes": [recorded(exclude) for exclude in prepared],
        "ScanAllDirs": _or_throw(lambda: _described(scan_full(view, roots, mapped, prepared, names=names))),
        "DefaultScanAllDirs": _or_throw(lambda: _described(scan_default_app(view, roots, prepared))),
        "GetBackupList": _or_throw(lambda: _user0(view, includes, excludes)),
    }
    if given.get("batch"):
        outcome["ScanAllDirs_withoutTar"] = _or_throw(
            lambda: _described(scan_full(view, roots, mapped, prepared, without_tar=True, names=names))
        )
    return outcome


def _described(result: ScanResult) -> dict[str, Any]:
    small = sorted(result.small, key=lambda file: byte_order(file.path))
    big = sorted(result.big, key=lambda file: byte_order(file.path))
    return {
        "errCode": 0,
        "smallFileSize": result.small_size,
        "bigFileSize": result.big_size,
        "small": [_with_restore_path({"path": recorded(f.path), "size": f.size}, f.restore_path) for f in small],
        "big": [
            _with_restore_path(
                {"name": recorded(file.name), "path": recorded(file.path), "size": file.status.size},
                file.restore_path,
            )
            for file in big
        ],
    }


def _with_restore_path(entry: Row, restore_path: str) -> Row:
    return entry | {"restorePath": recorded(restore_path)} if restore_path else entry


def _user0(view: RowView, includes: list[str], excludes: list[str]) -> dict[str, Any]:
    lists = select_for_user0(view, includes, excludes)
    small = sorted(lists.small, key=byte_order)
    big = sorted(lists.big, key=byte_order)
    small_records = [record for path in small if (record := user0_record(view, path, big=False))]
    big_records = [record for path in big if (record := user0_record(view, path, big=True))]
    return {
        "small": [recorded(path) for path in small],
        "big": [recorded(path) for path in big],
        "user0": {
            "allCount": len(small_records) + len(big_records),
            "small": [_without_directory_size(describe_record(record)) for record in small_records],
            "big": [describe_record(record) for record in big_records],
        },
    }


def _without_directory_size(entry: Row) -> Row:
    """A directory's size is the file system's own affair and is not recorded."""
    return {name: value for name, value in entry.items() if name != "size" or not entry["isDir"]}


def _or_throw(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except ScanThrew:
        return _THROWN
