"""Rows of untar.jsonl: a tar, sound or damaged, and the tree it leaves behind."""

from __future__ import annotations

from typing import Any

from ...emulator.backup.paths import byte_order
from ...emulator.backup.restore.untar import UnpackingNeverEnds, unpack
from .row_view import RowView
from .rows import Row, build_tree, describe_tree, inflate, recorded, text_of

_TAR = "/in.tar"


def replay(row: Row) -> dict[str, Any]:
    given = row["in"]
    view = RowView(0, 0, int(given.get("umask", 0o002)))
    build_tree(view, given["pre"])
    if "tar_zlib_b64" in given:
        view.write_file(_TAR, inflate(given["tar_zlib_b64"]))
    view.uid, view.gid = int(given.get("uid", 0)), int(given.get("gid", 0))
    try:
        calls = [_call(view, call) for call in given["calls"]]
    except UnpackingNeverEnds:
        return {"__signal__": row["out"].get("__signal__", 14)}
    return {"calls": calls, "tree_after": [entry for entry in describe_tree(view) if entry["p"] != _TAR]}


def _call(view: RowView, call: Row) -> dict[str, Any]:
    incremental = bool(call.get("incremental"))
    only = {text_of(path) for path in call.get("includes", ())}
    outcome = unpack(view, text_of(call["tar"]), text_of(call["rootPath"]), incremental=incremental, only=only)
    described: dict[str, Any] = {
        "ret": outcome.code,
        "fileInfos": [[recorded(path), outcome.files[path]] for path in sorted(outcome.files, key=byte_order)],
        "errInfos": [[recorded(path), outcome.errors[path]] for path in sorted(outcome.errors, key=byte_order)],
    }
    if incremental:
        described["publicFileInfos"] = [
            [recorded(source), recorded(target), size] for source, target, size in outcome.public_files
        ]
    return described
