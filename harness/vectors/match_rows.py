"""Rows of match.jsonl: excludes against paths, path texts, version names."""

from __future__ import annotations

from typing import Any

from ...emulator.backup import paths
from ...emulator.backup.config import is_special_version, is_upgrade_version
from ...emulator.backup.report_file import percent_encode
from ...emulator.backup.selection.excludes import is_excluded, prepare_excludes
from .rows import Row, recorded, text_of


def replay(row: Row) -> dict[str, Any]:
    given = row["in"]
    if given["op"] == "match":
        return _match(given)
    if given["op"] == "version":
        version = text_of(given["version"])
        return {
            "SpecialVersionForCloneAndCloud": is_special_version(version),
            "WasFromSpecialVersion": is_upgrade_version(version),
        }
    return _path(text_of(given["path"]))


def _match(given: Row) -> dict[str, Any]:
    excludes = [text_of(exclude) for exclude in given["excludes"]]
    candidates = [text_of(path) for path in given["paths"]]
    prepared = prepare_excludes(excludes)
    return {
        "predeal": [recorded(exclude) for exclude in prepared],
        "raw": [is_excluded(excludes, path) for path in candidates],
        "afterPredeal": [is_excluded(prepared, path) for path in candidates],
    }


def _path(path: str) -> dict[str, Any]:
    try:
        public = paths.public_path_of_media_view(path)
    except IndexError:
        return {"__throw__": "std::out_of_range"}
    return {
        "AddTrailingSlash": recorded(paths.with_one_delimiter(path)),
        "ConvertMediaSandboxToPublic": recorded(public),
        "Encode": recorded(percent_encode(path)),
        "GetAnonyPath": recorded(paths.anonymous_path(path)),
        "IsAncoFile": paths.is_android_file_name(path),
        "IsFilePathValid": paths.is_valid_path(path),
        "IsPublicFilePath": paths.is_public_path(path),
        "IsSandboxAncoPath": paths.is_android_path(path),
        "ParseMappingDir": [recorded(part) for part in paths.split_mapped_include(path)],
        "PathAddDelimiter": recorded(paths.with_delimiter(path)),
        "RemoveTrailingSlash": recorded(paths.without_delimiters(path)),
    }
