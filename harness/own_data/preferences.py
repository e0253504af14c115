"""A preferences store from a table of keys, in the format that the emulated device reads."""

from __future__ import annotations

import json
from typing import cast

import msgspec

from ...emulator.modules.preferences.files import DATABASE_SUFFIX, FILE_MODE
from ...emulator.modules.preferences.gskv import HEADER
from ...emulator.modules.preferences.xml import Value, rendered
from ...emulator.source import SourcePosition
from ..data.data_set import SeedFile, UnusableDataSet
from ..settings import PreferencesPart
from ..settings.sandbox_paths import absolute


def preferences_file(part: PreferencesPart, where: SourcePosition) -> SeedFile:
    """The store's file. Raises UnusableDataSet for a value that no store can hold."""
    values = {key: _value(key, value, where) for key, value in part.values.items()}
    path = absolute(part.store)
    if part.storage == "xml":
        return SeedFile(path=path, content=rendered(values), mode=FILE_MODE)
    return SeedFile(path=path + DATABASE_SUFFIX, content=HEADER + msgspec.json.encode(values), mode=FILE_MODE)


def _value(key: str, value: object, where: SourcePosition) -> Value:
    """A number of ArkTS is a double, whether or not it has a fraction."""
    if isinstance(value, bool):
        return Value("bool", value)
    if isinstance(value, int | float):
        return Value("double", float(value))
    if isinstance(value, str):
        return Value("string", value)
    if isinstance(value, dict):
        return Value("object", json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    items = cast("list[object]", value) if isinstance(value, list) else []
    if items and all(isinstance(item, bool) for item in items):
        return Value("boolArray", items)
    if items and all(isinstance(item, str) for item in items):
        return Value("stringArray", items)
    numbers = [float(item) for item in items if isinstance(item, int | float) and not isinstance(item, bool)]
    if items and len(numbers) == len(items):
        return Value("doubleArray", numbers)
    raise UnusableDataSet(
        f"the key '{key}' holds a value that no preferences store takes",
        where=where,
        mend="Give a text, a number, true or false, a list of one of these, or a table.",
    )
