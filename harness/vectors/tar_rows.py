"""Rows of tar.jsonl: what the packer writes, byte by byte."""

from __future__ import annotations

import hashlib
from typing import Any

from ...emulator.backup.packing.packer import Packer, TarNotWritable
from ...emulator.backup.packing.tar import PackProblem
from ...emulator.backup.paths import anonymous_path
from ...emulator.backup.selection.scan import SmallFile
from .row_view import RowView
from .rows import Row, build_tree, inflate, recorded, text_of, tree_entries


def replay(row: Row) -> dict[str, Any]:
    given = row["in"]
    view = RowView(int(given.get("uid", 0)), int(given.get("gid", 0)), 0o002)
    build_tree(view, given["tree"])
    if isinstance(given["tree"], dict):
        view.make_directory("/data/storage/el2/base/.backup/backup")
    _set_what_the_packer_saw(view, given.get("lstat", {}))
    packer = Packer(view, whole=bool(given["reset"]))
    calls = [_call(packer, call, given["tree"]) for call in given["calls"]]
    files = [_describe_file(view, expected) for expected in row["out"]["files"]]
    return {"calls": calls, "files": files}


def _set_what_the_packer_saw(view: RowView, seen: Row) -> None:
    uid, view.uid = view.uid, 0
    for path, status in seen.items():
        mtime_ns = int(status["st_mtime"]) * 1_000_000_000
        if int(status["st_mode"]) & 61440 != 40960:
            view.set_times(path, mtime_ns, mtime_ns)
        if int(status["st_mode"]) & 0o170000 == 0o040000:
            view.directory_sizes[path.rstrip("/")] = int(status["st_size"])
    view.uid = uid


def _call(packer: Packer, call: Row, tree: Any) -> dict[str, Any]:
    small = "small" in call
    items = call["small" if small else "files"]
    if isinstance(items, dict):
        items = [entry["p"] for entry in tree_entries(tree) if entry["t"] == "f"]
    files = [
        SmallFile(text_of(item["path"]), 0, text_of(item["restorePath"])) if small else SmallFile(text_of(item), 0)
        for item in items
    ]
    try:
        tars, problems = packer.pack(files, text_of(call["tarName"]), text_of(call["pkPath"]))
    except TarNotWritable:
        thrown = {"__throw__": "OHOS::FileManagement::Backup::BError"}
        return {"ret": thrown, "GetTarFileSize": 0, "reports": [], "tarMap": {}}
    return {
        "ret": bool(tars),
        "GetTarFileSize": packer.last_size,
        "reports": [_describe_problem(problem, small) for problem in problems],
        "tarMap": {
            recorded(name): {"flag": False, "path": recorded(tar.path), "st_size": tar.status.size}
            for name, tar in sorted(tars.items())
        },
    }


def _describe_problem(problem: PackProblem, small: bool) -> Row:
    message = (
        f"add file fail, path={problem.path}, restorePath={problem.restore_path}"
        if small
        else anonymous_path(problem.path)
    )
    return {"err": problem.error, "msg": recorded(message)}


def _describe_file(view: RowView, expected: Row) -> Row:
    """What lies at a recorded path. The recorded bytes are compressed by another program: compare what they hold."""
    path = text_of(expected["path"])
    content = view.read_file(path)
    described: Row = {
        "path": expected["path"],
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    if "zlib_b64" in expected:
        recorded_content = inflate(str(expected["zlib_b64"]))
        described["zlib_b64"] = expected["zlib_b64"] if recorded_content == content else "(other bytes)"
    return described
