"""The schema of a store whose values are JSON: what a schema may say, what a value must be, which change is allowed.

Source: distributeddatamgr_kv_store libs/distributeddb common/src/schema_object.cpp, schema_utils.cpp (limits in
schema_constant.cpp), value_object.cpp. Nothing here tells the app why: its number for all of these is -1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, cast

import msgspec

LONGEST_SCHEMA, LONGEST_DEFAULT, LARGEST_SKIP = 524288, 4096, 4194302
DEEPEST, MOST_FIELDS, MOST_INDEXES = 4, 256, 32
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}", re.ASCII)
ATTRIBUTE = re.compile(
    r"\s*([A-Za-z0-9'+-][A-Za-z0-9'+\s-]*?)\s*"
    r"(?:,\s*(?:(NOT NULL)\s*(?:,\s*DEFAULT\s+([A-Za-z0-9'+-].*))?|DEFAULT\s+([A-Za-z0-9'+-].*)))?",
    re.ASCII | re.DOTALL,
)
WHOLE_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]*)", re.ASCII)
DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)", re.ASCII)
ARRAY, EMPTY_OBJECT, OBJECT = "ARRAY", "EMPTY_OBJECT", "OBJECT"
FITTING = {"INTEGER": ("INTEGER",), "LONG": ("INTEGER", "LONG"), "DOUBLE": ("INTEGER", "LONG", "DOUBLE")}
"""The numbers in a value that a field of each type takes."""

FieldPath = tuple[str, ...]


class InvalidSchema(Exception):
    """The text is no schema, or not one that this database can change to."""


class UnfitValue(Exception):
    """The value does not keep to the schema."""


class Field(msgspec.Struct, frozen=True):
    """One field. Fields with ``kind`` ARRAY, EMPTY_OBJECT or OBJECT have neither constraint nor default."""

    kind: str
    not_null: bool = False
    has_default: bool = False
    default: object = None

    @property
    def queryable(self) -> bool:
        return self.kind not in (ARRAY, EMPTY_OBJECT, OBJECT)


class Schema(msgspec.Struct, frozen=True):
    """``text`` is the schema as it is kept in the database."""

    text: str
    strict: bool
    skip: int
    fields: dict[FieldPath, Field]
    indexes: dict[FieldPath, tuple[FieldPath, ...]]

    def amended(self, value: bytes) -> bytes:
        """``value`` with the defaults of the fields that it lacks. Raises UnfitValue."""
        if len(value) <= self.skip:
            raise UnfitValue("nothing follows the bytes to skip")
        content = parsed(value[self.skip :])
        if content is None:
            raise UnfitValue("not a JSON object")
        changed = [self._completed(content, path, field) for path, field in self._checked(content)]
        return value[: self.skip] + written(content).encode() if any(changed) else value

    def upgraded_by(self, new: Schema) -> bool:
        """Whether the values must be checked anew for ``new``. Raises InvalidSchema for one that does not go with
        this one."""
        if self.strict != new.strict or self.skip != new.skip:
            raise InvalidSchema("another mode or another number of bytes to skip")
        added = {path: field for path, field in new.fields.items() if path not in self.fields}
        if any(path not in new.fields for path in self.fields) or (added and self.strict):
            raise InvalidSchema("fields went, or came in strict mode")
        if any(field.not_null and not field.has_default for field in added.values()):
            raise InvalidSchema("a new field is neither nullable nor has it a default")
        for path, field in self.fields.items():
            if field != new.fields[path] and (field.kind, new.fields[path].kind) != (EMPTY_OBJECT, OBJECT):
                raise InvalidSchema("a field has changed")
        return bool(added)

    def _checked(self, content: Mapping[str, object]) -> Iterator[tuple[FieldPath, Field]]:
        """The fields that ``content`` lacks. Raises UnfitValue."""
        for path, field in self.fields.items():
            parent = _at(content, path[:-1])
            if parent is _ABSENT or not isinstance(parent, dict) or path[-1] not in parent:
                if parent is not _ABSENT and not isinstance(parent, dict):
                    raise UnfitValue("an object was expected")
                if field.not_null and not field.has_default:
                    raise UnfitValue("a field is missing")
                yield path, field
            else:
                _check(field, cast("dict[str, object]", parent)[path[-1]])
        if self.strict:
            self._check_names(content, ())

    def _check_names(self, content: Mapping[str, object], path: FieldPath) -> None:
        for name, value in content.items():
            field = self.fields.get((*path, name))
            if field is None:
                raise UnfitValue("a field is not in the schema")
            if field.kind == OBJECT and isinstance(value, dict):
                self._check_names(cast("dict[str, object]", value), (*path, name))

    @staticmethod
    def _completed(content: dict[str, Any], path: FieldPath, field: Field) -> bool:
        if not field.has_default:
            return False
        for name in path[:-1]:
            content = content.setdefault(name, {})
        content[path[-1]] = field.default
        return True


class _Absent:
    pass


_ABSENT = _Absent()


def parsed(text: bytes | str) -> dict[str, Any] | None:
    """The JSON object in ``text``, None for anything else."""
    try:
        content = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", content) if isinstance(content, dict) else None


def written(content: object) -> str:
    """As jsoncpp writes it: no blanks, names in order, ASCII only."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def parse_schema(text: str) -> Schema:
    """Raises InvalidSchema."""
    content = parsed(text) if len(text.encode()) <= LONGEST_SCHEMA else None
    if content is None:
        raise InvalidSchema("not a JSON object")
    known = {"SCHEMA_VERSION", "SCHEMA_MODE", "SCHEMA_DEFINE", "SCHEMA_INDEXES", "SCHEMA_SKIPSIZE"}
    version, mode, define = (content.get(f"SCHEMA_{name}") for name in ("VERSION", "MODE", "DEFINE"))
    indexes, skip = content.get("SCHEMA_INDEXES", []), content.get("SCHEMA_SKIPSIZE", 0)
    fine = (
        content.keys() <= known
        and isinstance(version, str)
        and version.strip() == "1.0"
        and isinstance(mode, str)
        and mode.strip() in ("STRICT", "COMPATIBLE")
        and isinstance(define, dict)
        and define != {}
        and isinstance(indexes, list)
        and type(skip) is int
        and 0 <= skip <= LARGEST_SKIP
    )
    if not fine:
        raise InvalidSchema("a part is missing, unknown or not of its type")
    fields = dict(_fields(cast("dict[str, object]", define), ()))
    if len(fields) > MOST_FIELDS:
        raise InvalidSchema("too many fields")
    return Schema(
        written(content),
        cast("str", mode).strip() == "STRICT",
        cast("int", skip),
        fields,
        _indexes(cast("list[object]", indexes), fields),
    )


def parse_path(text: str) -> FieldPath | None:
    """The path of names that ``$.a.b`` or ``a.b`` stands for, None for what is no path."""
    trimmed = text.strip(" ")
    names = tuple(trimmed.removeprefix("$.").split("."))
    fine = len(names) <= DEEPEST and all(NAME.fullmatch(name) for name in names)
    return names if fine else None


def value_at(content: Mapping[str, object], path: FieldPath) -> object:
    """The value of a field, None without it."""
    found = _at(content, path)
    return None if found is _ABSENT else found


def _at(content: object, path: FieldPath) -> object:
    for name in path:
        if not isinstance(content, dict):
            return _ABSENT
        content = cast("dict[str, object]", content).get(name, _ABSENT)
    return content


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _check(field: Field, value: object) -> None:
    kind = _kind(value)
    if value is None:
        fits = not field.not_null
    elif kind == OBJECT:
        fits = field.kind in (OBJECT, EMPTY_OBJECT)
    else:
        fits = kind in FITTING.get(field.kind, (field.kind,))
    if not fits:
        raise UnfitValue("a field has another type")


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "BOOL"
    if isinstance(value, int):
        if -(1 << 31) <= value < 1 << 31:
            return "INTEGER"
        return "LONG" if -(1 << 63) <= value < 1 << 63 else "DOUBLE"
    for kind, name in ((float, "DOUBLE"), (str, "STRING"), (list, ARRAY), (dict, OBJECT)):
        if isinstance(value, kind):
            return name
    return "NULL"


def _fields(define: Mapping[str, object], path: FieldPath) -> Iterator[tuple[FieldPath, Field]]:
    for name, meaning in define.items():
        if not NAME.fullmatch(name):
            raise InvalidSchema("a name is not allowed")
        here = (*path, name)
        if isinstance(meaning, str):
            yield here, _attribute(meaning)
        elif meaning == []:
            yield here, Field(ARRAY)
        elif meaning == {}:
            yield here, Field(EMPTY_OBJECT)
        elif isinstance(meaning, dict) and len(here) < DEEPEST:
            yield here, Field(OBJECT)
            yield from _fields(cast("dict[str, object]", meaning), here)
        else:
            raise InvalidSchema("a field is described by something else")


def _attribute(text: str) -> Field:
    found = ATTRIBUTE.fullmatch(text)
    if not found:
        raise InvalidSchema("a field's description cannot be read")
    kind, not_null, default = found[1], found[2] is not None, found[3] or found[4]
    if kind not in ("BOOL", "INTEGER", "LONG", "DOUBLE", "STRING"):
        raise InvalidSchema("a field's type is unknown")
    if default is None:
        return Field(kind, not_null)
    default = default.strip(" ")
    if default == "null":
        if not_null:
            raise InvalidSchema("a default of null for a field that is not null")
        return Field(kind)
    return Field(kind, not_null, has_default=True, default=_default(kind, default))


def _default(kind: str, text: str) -> object:
    if kind == "BOOL" and text in ("true", "false"):
        return text == "true"
    if kind in ("INTEGER", "LONG") and WHOLE_NUMBER.fullmatch(text):
        most = 1 << (31 if kind == "INTEGER" else 63)
        if -most <= int(text) < most:
            return int(text)
    if kind == "DOUBLE" and DECIMAL.fullmatch(text):
        return float(text)
    if kind == "STRING" and len(text) > 1 and text[0] == text[-1] == "'" and len(text.encode()) <= LONGEST_DEFAULT + 2:
        return text[1:-1]
    raise InvalidSchema("a default does not fit its field")


def _indexes(given: list[object], fields: Mapping[FieldPath, Field]) -> dict[FieldPath, tuple[FieldPath, ...]]:
    if len(given) > MOST_INDEXES:
        raise InvalidSchema("too many indexes")
    indexes: dict[FieldPath, tuple[FieldPath, ...]] = {}
    for each in given:
        names = cast("list[object]", each) if isinstance(each, list) else [each]
        paths = tuple(parse_path(name) if isinstance(name, str) else None for name in names)
        if not paths or len(set(paths)) < len(paths) or paths[0] in indexes:
            raise InvalidSchema("an index is empty or there twice")
        for path in paths:
            if path is None or path not in fields or not fields[path].queryable:
                raise InvalidSchema("an index is of a field that cannot be searched")
        known = cast("tuple[FieldPath, ...]", paths)
        indexes[known[0]] = known
    return indexes
