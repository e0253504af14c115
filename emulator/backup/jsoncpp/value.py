"""What a parsed JSON value is, and the two questions jsoncpp answers differently from Python.

null, booleans, numbers, strings, arrays and objects are None, bool, int or float, str, list and dict. Text that is
not UTF-8 travels in a str as surrogate escapes, so its bytes survive.
"""

from __future__ import annotations

from typing import TypeAlias, Union

JsonValue: TypeAlias = Union[bool, int, float, str, "list[JsonValue]", "dict[str, JsonValue]", None]
JsonObject: TypeAlias = "dict[str, JsonValue]"


class JsonLogicError(Exception):
    """jsoncpp's LogicError: a member was asked of something that has no members.

    The framework does not expect it: whoever called it fails as a whole (``ext_backup.cpp:OnConnect`` gives no remote
    object, so such an app cannot be backed up).
    """


def is_member(value: JsonValue, name: str) -> bool:
    """``Value::isMember``: null has no members; every other non-object raises JsonLogicError."""
    if value is None:
        return False
    if not isinstance(value, dict):
        raise JsonLogicError("in Json::Value::find(begin, end): requires objectValue or nullValue")
    return name in value


def is_empty(value: JsonValue) -> bool:
    """``Value::empty``: true for null, ``[]`` and ``{}`` only; the empty string is not empty."""
    return value is None or (isinstance(value, (list, dict)) and not value)
