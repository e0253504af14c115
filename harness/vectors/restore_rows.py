"""Rows of restore.jsonl: a filled incoming folder and the tree after the restore."""

from __future__ import annotations

from typing import Any

from ...emulator.backup.config import is_special_version, parse_backup_config
from ...emulator.backup.framework_error import FrameworkThrew
from ...emulator.backup.paths import byte_order
from ...emulator.backup.restore.outcome import RestoreOutcome
from ...emulator.backup.restore.restore import restore_full, restore_incremental
from .row_view import RowView
from .rows import Row, build_tree, describe_tree, recorded, text_of

_THROWN = {"__throw__": "OHOS::FileManagement::Backup::BError"}


def replay(row: Row) -> dict[str, Any]:
    given = row["in"]
    view = RowView(0, 0, 0o002)
    build_tree(view, given["tree"])
    view.uid, view.gid = int(given.get("uid", 0)), int(given.get("gid", 0))
    config = parse_backup_config(text_of(given["config"]))
    incremental = bool(given["incremental"])
    outcome = RestoreOutcome()
    try:
        (restore_incremental if incremental else restore_full)(
            view,
            outcome,
            full_backup_only=config.full_backup_only,
            special_version=is_special_version(text_of(given.get("appVersion", ""))),
            without_tar=bool(given.get("supportWithoutTar")),
        )
        run: dict[str, Any] = {"DoIncrementalRestore" if incremental else "ExtractTarFiles_ret": outcome.code}
        if not incremental or outcome.code == 0:
            run["done"] = True
    except FrameworkThrew:
        run = _THROWN
    return {
        "run": run,
        "endFileInfos": [[recorded(path), outcome.files[path]] for path in sorted(outcome.files, key=byte_order)],
        "errFileInfos": [[recorded(path), outcome.errors[path]] for path in sorted(outcome.errors, key=byte_order)],
        "ancoMoves": [[recorded(source), recorded(target)] for source, target in outcome.public_moves],
        "tree_after": describe_tree(view),
    }
