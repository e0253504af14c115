"""JSON as the framework reads and writes it: the dialect of jsoncpp 1.9.6 with its default settings."""

from .reader import JsonLogicError, JsonTooDeep, parse_json
from .value import JsonObject, JsonValue, is_empty, is_member
from .writer import write_compact, write_indented

__all__ = [
    "JsonLogicError",
    "JsonObject",
    "JsonTooDeep",
    "JsonValue",
    "is_empty",
    "is_member",
    "parse_json",
    "write_compact",
    "write_indented",
]
