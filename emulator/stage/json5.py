"""JSON5 text as values that know their place: the one wrapper around the parsing libraries (decision 0002).

JSON5 is a subset of JavaScript's expressions, so tree-sitter's JavaScript grammar gives the tree with positions;
what JSON5 does not have is refused while the tree is turned into values. Only for a text that is refused the slower
``json5`` package is asked, because it says best what is wrong and where.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NoReturn

import json5
import msgspec
import tree_sitter
import tree_sitter_javascript

from ..errors import OhosBackupError
from ..source import SourcePosition

JsonKind = Literal["object", "array", "string", "number", "boolean", "null"]
JsonScalar = str | int | float | bool | None

_NOTHING: Mapping[str, JsonValue] = MappingProxyType({})
_MAXIMUM_DEPTH = 200
_MAXIMUM_EXPLAINED = 200_000
"""Bytes above which a broken file is no longer read a second time by the slower parser."""

_NUMBER = re.compile(
    rb"(0[xX][0-9a-fA-F]+)|((?:0|[1-9][0-9]*))|(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
)
_CONSTANTS: dict[str, tuple[JsonKind, JsonScalar]] = {
    "true": ("boolean", True),
    "false": ("boolean", False),
    "null": ("null", None),
}
_MEND = "Mend the syntax there: a comma, quote or bracket may be missing or too many."
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}
_LINE_CONTINUATIONS = frozenset({"\n", "\r", "\r\n", "\u2028", "\u2029"})


class BrokenJson5(OhosBackupError):
    """The text is not JSON5."""

    code = "E-STAGE-JSON5"


class BrokenEncoding(OhosBackupError):
    """The file is not UTF-8."""

    code = "E-STAGE-ENCODING"


class JsonValue(msgspec.Struct, frozen=True, kw_only=True):
    """One value: ``scalar`` for a string, number, boolean or null; ``items`` of an array; ``members`` of an object.

    A key that stands twice in an object has its last value, as in the build (docs: app-configuration-file.md).
    ``key_position`` is the place of the key that the value is given to, None outside an object.
    """

    kind: JsonKind
    position: SourcePosition
    key_position: SourcePosition | None = None
    scalar: JsonScalar = None
    items: tuple[JsonValue, ...] = ()
    members: Mapping[str, JsonValue] = _NOTHING

    def plain(self) -> object:
        """The value as ``json.loads`` would give it."""
        if self.kind == "object":
            return {name: member.plain() for name, member in self.members.items()}
        if self.kind == "array":
            return [item.plain() for item in self.items]
        return self.scalar


def parse_json5(content: bytes, file: str) -> JsonValue:
    """The value that ``content`` holds. ``file`` is the name that positions and errors carry.

    Raises BrokenJson5 or BrokenEncoding.
    """
    content = content.removeprefix(b"\xef\xbb\xbf")
    text = _decode(content, file)
    if not text.strip():
        raise BrokenJson5("the file is empty", where=SourcePosition(file, 1, 1), mend="Write a JSON5 object into it.")
    # The line break ends a last line comment; both additions lie outside every line and column but the first's.
    tree = tree_sitter.Parser(_javascript()).parse(b"(" + content + b"\n)")
    reader = _Reader(content, text, file)
    if tree.root_node.has_error:
        reader.refuse(_first_error(tree.root_node))
    return reader.root(tree.root_node)


@functools.cache
def _javascript() -> tree_sitter.Language:
    return tree_sitter.Language(tree_sitter_javascript.language())


def _decode(content: bytes, file: str) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BrokenEncoding("the file is UTF-16", where=SourcePosition(file, 1, 1), mend="Save it as UTF-8.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = content[: problem.start].decode("utf-8")
        raise BrokenEncoding(
            f"byte 0x{content[problem.start]:02x} is not UTF-8",
            where=_position_after(before, file),
            mend="Save the file as UTF-8.",
        ) from None


def _position_after(before: str, file: str) -> SourcePosition:
    return SourcePosition(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _first_error(node: tree_sitter.Node) -> tree_sitter.Node:
    """The first node in the text that the grammar could not place, or had to invent."""
    for child in node.children:
        if child.is_error or child.is_missing:
            return child
        if child.has_error:
            return _first_error(child)
    return node


class _Reader:
    """Turns the syntax tree of one file into values."""

    def __init__(self, content: bytes, text: str, file: str) -> None:
        self._content = content
        self._text = text
        self._file = file
        self._lines = content.split(b"\n")

    def root(self, program: tree_sitter.Node) -> JsonValue:
        statements = _significant(program)
        if len(statements) != 1 or statements[0].type != "expression_statement":
            self.refuse(statements[1] if len(statements) > 1 else program)
        (wrapped,) = statements[0].named_children[:1]
        inner = _significant(wrapped)
        if wrapped.type != "parenthesized_expression" or [child.type for child in inner[::2]] != ["(", ")"]:
            self.refuse(wrapped)
        return self._value(inner[1], None, 0)

    def refuse(self, node: tree_sitter.Node) -> NoReturn:
        """Raise BrokenJson5 for a text that is not JSON5; ``node`` is where the tree shows it."""
        where, what = self._position(node), "this is not JSON5"
        if len(self._content) <= _MAXIMUM_EXPLAINED:
            try:
                _, problem, offset = json5.parse(self._text)
            except RecursionError:
                problem, offset = None, 0
            if problem:
                where = _position_after(self._text[:offset], self._file)
                said = re.fullmatch(r"<string>:\d+ (.*) at column \d+", problem, re.DOTALL)
                what = _lower_first(said[1] if said else problem).replace('"\n"', "end of the line")
        raise BrokenJson5(what, where=where, mend=_MEND)

    def _position(self, node: tree_sitter.Node) -> SourcePosition:
        row, byte_column = node.start_point
        if row == 0:
            byte_column -= 1  # the opening parenthesis
        if row >= len(self._lines):
            return _position_after(self._text, self._file)
        return SourcePosition(self._file, row + 1, len(self._lines[row][: max(byte_column, 0)].decode("utf-8")) + 1)

    def _source(self, node: tree_sitter.Node) -> bytes:
        return self._content[node.start_byte - 1 : node.end_byte - 1]

    def _value(self, node: tree_sitter.Node, key: SourcePosition | None, depth: int) -> JsonValue:
        if depth > _MAXIMUM_DEPTH:
            raise BrokenJson5(
                f"values are nested more than {_MAXIMUM_DEPTH} deep",
                where=self._position(node),
                mend="No stage-model file needs that; check how this one was generated.",
            )
        position = self._position(node)
        if node.type == "object":
            return JsonValue(kind="object", position=position, key_position=key, members=self._members(node, depth))
        if node.type == "array":
            items = tuple(self._value(child, None, depth + 1) for child in self._separated(node))
            return JsonValue(kind="array", position=position, key_position=key, items=items)
        if node.type == "string":
            return JsonValue(kind="string", position=position, key_position=key, scalar=self._string(node))
        if node.type in _CONSTANTS:
            kind, scalar = _CONSTANTS[node.type]
            return JsonValue(kind=kind, position=position, key_position=key, scalar=scalar)
        return JsonValue(kind="number", position=position, key_position=key, scalar=self._number(node))

    def _members(self, node: tree_sitter.Node, depth: int) -> Mapping[str, JsonValue]:
        members: dict[str, JsonValue] = {}
        for pair in self._separated(node):
            if pair.type != "pair":
                self.refuse(pair)
            name, colon, value = self._three(pair)
            if colon.type != ":" or name.type not in ("property_identifier", "string"):
                self.refuse(name)
            text = self._string(name) if name.type == "string" else self._source(name).decode("utf-8")
            members[text] = self._value(value, self._position(name), depth + 1)
        return MappingProxyType(members)

    def _three(self, pair: tree_sitter.Node) -> tuple[tree_sitter.Node, tree_sitter.Node, tree_sitter.Node]:
        parts = _significant(pair)
        if len(parts) != 3:
            self.refuse(pair)
        return parts[0], parts[1], parts[2]

    def _separated(self, node: tree_sitter.Node) -> list[tree_sitter.Node]:
        """The children between the brackets; exactly one comma between two, at most one after the last."""
        children = _significant(node)[1:-1]
        for index, child in enumerate(children):
            if (child.type == ",") == (index % 2 == 1):
                continue
            if child.type == ",":
                raise BrokenJson5('unexpected ","', where=self._position(child), mend=_MEND)
            self.refuse(child)
        return children[::2]

    def _string(self, node: tree_sitter.Node) -> str:
        parts: list[str] = []
        end = node.start_byte + 1
        for child in node.children[1:-1]:
            if child.start_byte != end:
                self.refuse(child)  # the grammar passes over a line break that no backslash precedes
            end = child.end_byte
            text = self._source(child).decode("utf-8")
            parts.append(_unescape(text) if child.type == "escape_sequence" else text)
        if end != node.end_byte - 1:
            self.refuse(node)
        # A pair of \u escapes spells one character outside the basic plane.
        return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _number(self, node: tree_sitter.Node) -> int | float:
        if node.type == "unary_expression" and len(node.children) == 2 and node.children[0].type in ("-", "+"):
            operand = node.children[1]
            if operand.type == "unary_expression":
                self.refuse(operand)
            number = self._number(operand)
            return -number if node.children[0].type == "-" else number
        source = self._source(node)
        if source in (b"Infinity", b"NaN"):
            return float(source)
        match = _NUMBER.fullmatch(source) if node.type == "number" else None
        if match is None:
            self.refuse(node)
        if match[1] or match[2]:
            return int(source, 16 if match[1] else 10)
        return float(source)


def _significant(node: tree_sitter.Node) -> list[tree_sitter.Node]:
    return [child for child in node.children if child.type != "comment"]


def _unescape(sequence: str) -> str:
    body = sequence[1:]
    if body in _LINE_CONTINUATIONS:
        return ""
    if len(body) > 1 and body[0] in "xu":
        return chr(int(body[1:].strip("{}"), 16))
    return _ESCAPES.get(body, body)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
