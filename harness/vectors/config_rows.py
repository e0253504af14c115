"""Rows of config.jsonl: a configuration text and every getter's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...emulator.backup.config import (
    BackupConfig,
    UnusableConfig,
    allows_restore,
    is_upgrade_version,
    parse_backup_config,
)
from ...emulator.backup.jsoncpp import JsonValue, write_compact
from .rows import Row, recorded, text_of

_LOGIC_ERROR = {"__throw__": "Json::LogicError"}
_RUNTIME_ERROR = {"__throw__": "Json::RuntimeError"}


def replay(row: Row) -> dict[str, Any]:
    given = row["in"]
    try:
        config = parse_backup_config(text_of(given["json"]))
    except UnusableConfig:
        return _RUNTIME_ERROR
    version = text_of(given.get("appVersion", ""))
    answers: dict[str, Any] = {
        "root": recorded(write_compact(config.root)),
        "rootType": type_name(config.root),
        "includes": _or_throw(lambda: list(map(recorded, config.includes))),
        "excludes": _or_throw(lambda: list(map(recorded, config.excludes))),
        "allowToBackupRestore": _or_throw(lambda: config.allow_to_backup_restore),
        "fullBackupOnly": _or_throw(lambda: config.full_backup_only),
        "restoreDeps": _or_throw(lambda: recorded(config.restore_deps)),
        "supportScene": _or_throw(lambda: recorded(config.support_scene)),
        "backupScene": _or_throw(lambda: recorded(config.backup_scene)),
        "requireCompatibility": _or_throw(lambda: config.require_compatibility),
        "hasOptionDir": _or_throw(lambda: config.has_option_dir),
        "extraInfo": _or_throw(lambda: _extra_info(config)),
        "compatibleDirMapping": {name: recorded(path) for name, path in config.compatible_dir_mapping.items()},
        "AllowToBackupRestore_ext": _or_throw(lambda: allows_restore(config, version) or is_upgrade_version(version)),
        "UseFullBackupOnly_ext": _or_throw(lambda: config.full_backup_only),
    }
    if "optionDirQueries" in given:
        answers["optionDir"] = [
            _or_throw(lambda scene=scene, name=name: list(map(recorded, config.option_dir(text_of(scene), name))))
            for scene, name in given["optionDirQueries"]
        ]
    return answers


def type_name(value: JsonValue) -> str:
    """jsoncpp's name of the type of ``value``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int):
        return "int" if value < 2**63 else "uint"
    if isinstance(value, float):
        return "real"
    return "array" if isinstance(value, list) else "object"


def _extra_info(config: BackupConfig) -> dict[str, Any]:
    value = config.extra_info
    return {"text": recorded(write_compact(value)), "type": type_name(value)}


def _or_throw(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except UnusableConfig:
        return _LOGIC_ERROR
