"""Rows of onbackupex.jsonl: the text onBackupEx returned and how it divides the includes."""

from __future__ import annotations

from typing import Any

from ...emulator.backup.compatibility import parse_backup_ex_answer
from ...emulator.backup.config import parse_backup_config
from ...emulator.backup.paths import byte_order, split_mapped_include
from ...emulator.backup.selection.includes import divide_includes
from .config_rows import type_name
from .rows import Row, recorded, text_of


def replay(row: Row) -> dict[str, Any]:
    given = row["in"]
    answer = parse_backup_ex_answer(text_of(given["ret"]))
    outcome: dict[str, Any] = {
        "compatibleDirs": [recorded(name) for name in sorted(answer.enabled_directories, key=byte_order)],
        "path": recorded(answer.text("path")),
        "rootType": type_name(answer.root),
    }
    if "config" in given:
        config = parse_backup_config(text_of(given["config"]))
        ordinary, mapped = divide_includes(config.includes, config.compatible_dir_mapping, answer.enabled_directories)
        outcome["divide"] = {
            "includes": [recorded(include) for include in ordinary],
            "compatIncludes": [recorded(include) for include in mapped],
            "parsed": [[recorded(part) for part in split_mapped_include(include)] for include in mapped],
        }
    return outcome
