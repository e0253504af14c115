"""Reading fields of a configuration object: a wrong type is an error at its place, never a guess."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from ..errors import OhosBackupError
from ..source import SourcePosition
from .json5 import JsonKind, JsonValue, parse_json5

T = TypeVar("T")

_ARTICLED: dict[str, str] = {
    "object": "an object",
    "array": "an array",
    "string": "a string",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


class WrongField(OhosBackupError):
    """A field is missing or has a type with which the project cannot be loaded."""

    code = "E-STAGE-FIELD"


class UnreadableFile(OhosBackupError):
    """The operating system does not let a file of the project be read."""

    code = "E-STAGE-UNREADABLE"


class Declared(msgspec.Struct, Generic[T], frozen=True):
    """Something that stands in a configuration file, and where it stands."""

    value: T
    position: SourcePosition


def read_bytes(path: Path, name: str) -> bytes:
    """The content of ``path``; ``name`` is what errors call it. Raises UnreadableFile."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise UnreadableFile(
            f"cannot be read: {problem.strerror}", where=SourcePosition(name), mend="Check the file's permissions."
        ) from None


def read_object(path: Path, name: str) -> JsonValue:
    """The JSON5 object in ``path``. Raises UnreadableFile, BrokenJson5, BrokenEncoding, WrongField."""
    value = parse_json5(read_bytes(path, name), name)
    if value.kind != "object":
        raise WrongField(f"the file must hold an object, not {_ARTICLED[value.kind]}", where=value.position)
    return value


def optional(parent: JsonValue, name: str, kind: JsonKind) -> JsonValue | None:
    """The member ``name`` when it is there and not null. Raises WrongField when it is not of ``kind``."""
    value = parent.members.get(name)
    if value is None or value.kind == "null":
        return None
    if value.kind != kind:
        raise WrongField(
            f"'{name}' must be {_ARTICLED[kind]}, not {_ARTICLED[value.kind]}",
            where=value.position,
            mend=f"Write {_ARTICLED[kind]} there.",
        )
    return value


def required(parent: JsonValue, name: str, kind: JsonKind) -> JsonValue:
    """The member ``name``. Raises WrongField when it is missing or not of ``kind``."""
    value = optional(parent, name, kind)
    if value is None:
        raise WrongField(
            f"'{name}' is missing", where=parent.position, mend=f"Add '{name}', {_ARTICLED[kind]}, to this object."
        )
    return value


def optional_text(parent: JsonValue, *names: str) -> Declared[str] | None:
    """The string member that is called by the first of ``names`` that exists (older spellings come later)."""
    for name in names:
        value = optional(parent, name, "string")
        if value is not None:
            return Declared(str(value.scalar), value.position)
    return None


def required_text(parent: JsonValue, name: str) -> Declared[str]:
    value = required(parent, name, "string")
    return Declared(str(value.scalar), value.position)


def objects_in(parent: JsonValue, name: str) -> tuple[JsonValue, ...]:
    """The objects in the array member ``name``; nothing when it is absent. Raises WrongField."""
    array = optional(parent, name, "array")
    if array is None:
        return ()
    for item in array.items:
        if item.kind != "object":
            raise WrongField(f"'{name}' must hold objects, not {_ARTICLED[item.kind]}", where=item.position)
    return array.items
