"""Rows of compare.jsonl: which files an incremental backup sends."""

from __future__ import annotations

from typing import Any

from ...emulator.backup.compare import name_big_files, plan_incremental
from .report_rows import describe_record
from .row_view import RowView
from .rows import Row, build_tree, bytes_of, recorded


def replay(row: Row) -> dict[str, Any]:
    given = row["in"]
    view = RowView(int(given.get("uid", 0)), int(given.get("gid", 0)), 0o002)
    build_tree(view, given["tree"])
    plan = plan_incremental(view, bytes_of(given["local"]), bytes_of(given["cloud"]))
    try:
        names: Any = {
            recorded(name): {"flag": True, "path": recorded(file.path), "st_size": file.status.size}
            for name, file in name_big_files(view, plan.big).items()
        }
    except OSError:
        names = {"__throw__": "int"}
    return {
        "FillFileInfos": 0,
        "all": [describe_record(record) for record in plan.all],
        "small": [describe_record(record) for record in plan.small],
        "big": [describe_record(record) for record in plan.big],
        "bigNames": names,
    }
