"""Reads ``ohos-backup.toml`` and tells whatever is wrong in it by line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import cast, get_args, get_origin, get_type_hints

import msgspec

from ...emulator.errors import OhosBackupError
from ...emulator.source import SourcePosition
from .checks import problem_of
from .model import SETTINGS_FILE, ProjectSettings
from .positions import KeyPath, position_in

MEND = (
    "It may hold profile, [[data]] (name with folder, generator, sql or preferences), [expect] (survive, may_change, "
    'notices), [policy] (on_restore = "merge" or "replace", downgrade = "refused" or "handled", '
    "migrates_old_generation, old_package), [[waiver]] (id, reason, expires, owner), [migration] (from, reader, data), "
    "[[old_generation]] (name with folder, sql or preferences, becomes), [secrets] (values, files), [native] with "
    "stand-ins for what is not emulated, and [app] for an extension written in Python. "
    "'ohos-backup init' writes one with every key explained."
)
_AFFIX = re.compile(r" \(at (line \d+, column \d+|end of document)\)$| - at `[^`]*`$")
_UNKNOWN = re.compile(r"contains unknown field `([^`]+)`")
_TYPES = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_KINDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "date": "a date",
}
_WRITTEN = "Write a text in quotes, a list in [ ], a table in { }, a date as 2030-12-31."
_NATIVE_TYPES = (datetime, date, time)


class BadSettings(OhosBackupError):
    code = "E-SETTINGS"


def project_settings(root: Path) -> ProjectSettings:
    """The settings in folder ``root``; the defaults without a file. Raises BadSettings with what is wrong."""
    path = root / SETTINGS_FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ProjectSettings()
    except OSError as error:
        raise BadSettings(f"cannot be read: {error.strerror}", where=SourcePosition(str(path))) from error
    text = content.decode("utf-8", "replace")
    try:
        plain: object = msgspec.toml.decode(content)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        where = SourcePosition(str(path), line)
        raise BadSettings("the file is not UTF-8", where=where, mend="Save it as UTF-8.") from error
    except msgspec.DecodeError as error:
        raise BadSettings(
            _AFFIX.sub("", str(error)), where=_syntax_position(path, text, error), mend=_WRITTEN
        ) from error
    try:
        settings = msgspec.convert(plain, ProjectSettings, builtin_types=_NATIVE_TYPES, str_keys=True)
    except msgspec.ValidationError as error:
        found = _deepest(plain, ProjectSettings, ())
        place, message, wanted = found or ((), str(error), ProjectSettings)
        raise _misfit(position_in(path, text, place), _AFFIX.sub("", message), wanted) from error
    problem = problem_of(settings)
    if problem is not None:
        raise BadSettings(problem.message, where=position_in(path, text, problem.place), mend=problem.mend)
    return settings


def _misfit(where: SourcePosition, message: str, wanted: object) -> BadSettings:
    """A value that is none of ``wanted``, in words for a reader who knows TOML and not the types of Python."""
    unknown = _UNKNOWN.search(message)
    if unknown and isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        keys = [field.encode_name for field in msgspec.structs.fields(wanted)]
        near = get_close_matches(unknown[1], keys, n=1)
        mend = f"Did you mean {near[0]}?" if near else f"The keys here are {', '.join(keys)}."
        return BadSettings(f"there is no key '{unknown[1]}' here", where=where, mend=mend)
    types = _TYPES.fullmatch(message)
    if types:
        kinds = [_KINDS.get(name, name) for name in types[1].split(" | ") if name != "null"]
        given = _KINDS.get(types[2], types[2])
        return BadSettings(f"expected: {' / '.join(kinds)}; given: {given}", where=where, mend=_WRITTEN)
    return BadSettings(message, where=where, mend=MEND)


def _syntax_position(path: Path, text: str, error: Exception) -> SourcePosition:
    told = re.search(r"at line (\d+), column (\d+)", str(error))
    if told:
        return SourcePosition(str(path), int(told[1]), int(told[2]))
    return SourcePosition(str(path), max(text.count("\n"), 1))


def _deepest(value: object, wanted: object, place: KeyPath) -> tuple[KeyPath, str, object] | None:
    """Where ``value`` is not what ``wanted`` says, as deep as that can be told, why, and what is wanted there.

    None when it fits."""
    try:
        msgspec.convert(value, wanted, builtin_types=_NATIVE_TYPES, str_keys=True)
    except msgspec.ValidationError as error:
        for step, part, of_type in _parts(value, wanted):
            found = _deepest(part, of_type, (*place, step))
            if found is not None:
                return found
        unknown = _UNKNOWN.search(str(error))
        return (*place, unknown[1]) if unknown else place, str(error), wanted
    return None


def _parts(value: object, wanted: object) -> Iterator[tuple[str | int, object, object]]:
    """The members or elements of ``value`` with their types."""
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct) and isinstance(value, Mapping):
        types = get_type_hints(wanted)
        for field in msgspec.structs.fields(wanted):
            if field.encode_name in value:
                yield field.encode_name, cast("Mapping[str, object]", value)[field.encode_name], types[field.name]
        return
    arguments = get_args(wanted)
    if get_origin(wanted) is tuple and isinstance(value, list):
        for index, element in enumerate(cast("list[object]", value)):
            yield index, element, arguments[0]
    elif get_origin(wanted) is dict and isinstance(value, Mapping):
        for key, element in cast("Mapping[str, object]", value).items():
            yield key, element, arguments[1]
