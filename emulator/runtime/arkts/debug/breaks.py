"""Where the code of the app stops by itself: a ``debugger`` statement before a statement of the user's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
import tree_sitter
import tree_sitter_javascript

from ....source import SourcePosition
from ..program import CompiledModule, Program
from ..source_map import SourceMap
from .maps import shifted

STATEMENT = "debugger; "
_HOLDERS = ("program", "statement_block")
"""Where one more statement changes nothing."""

_SKIPPED = ("comment", "function_declaration", "generator_function_declaration", "empty_statement")
"""Nothing of these runs where it stands."""


class Break(msgspec.Struct, frozen=True):
    """``position`` in the user's file; ``line`` and ``column`` from 0, in UTF-8 bytes, in the compiled module."""

    module: str
    position: SourcePosition
    line: int
    column: int


def line_break(program: Program, module_id: str, line: int) -> Break | None:
    """The first statement that is written on ``line`` of the user's file, or after it; None behind the last one."""
    module = next((module for module in program.modules if module.id == module_id), None)
    if module is None:
        return None
    found = [stop for stop in _statements(module, _parsed(module)) if stop.position.line >= line]
    return min(found, key=lambda stop: (stop.position.line, stop.line, stop.column), default=None)


def callback_break(program: Program, names: Sequence[str]) -> tuple[Break, ...]:
    """The first statements of the methods ``names``: those of the extension's own module, else of any."""
    own = [module for module in program.modules if module.id == program.entry]
    for modules in (own, program.modules):
        found = tuple(stop for module in modules for stop in _callbacks(module, names))
        if found:
            return found
    return ()


def with_breaks(program: Program, breaks: Sequence[Break]) -> Program:
    """``program`` with a stop at each of ``breaks``; places in the user's files stay what they were."""
    modules = tuple(
        _with_breaks(module, [stop for stop in breaks if stop.module == module.id]) for module in program.modules
    )
    return msgspec.structs.replace(program, modules=modules)


def _with_breaks(module: CompiledModule, breaks: Sequence[Break]) -> CompiledModule:
    if not breaks:
        return module
    lines = module.code.split("\n")
    told: dict[str, Any] = msgspec.json.decode(module.source_map)
    mappings = str(told["mappings"])
    # From the right, so that what comes in does not move the places that are still to come.
    for line, column in sorted({(stop.line, stop.column) for stop in breaks}, reverse=True):
        before = lines[line].encode()[:column].decode()
        lines[line] = before + STATEMENT + lines[line][len(before) :]
        mappings = shifted(mappings, line, _utf16_length(before), len(STATEMENT))
    code = "\n".join(lines)
    return msgspec.structs.replace(
        module,
        code=code,
        digest=hashlib.sha256(code.encode()).hexdigest(),
        source_map=msgspec.json.encode({**told, "mappings": mappings}).decode(),
    )


def _callbacks(module: CompiledModule, names: Sequence[str]) -> Iterator[Break]:
    for node in _nodes(_parsed(module)):
        body = node.child_by_field_name("body")
        if body is not None and body.type == "statement_block" and _method_name(node) in names:
            first = next(_statements(module, body), None)
            if first is not None:
                yield first


def _method_name(node: tree_sitter.Node) -> str:
    """Of a method, or of a function that is assigned to a member or is the value of a field."""
    if node.type == "method_definition":
        return _text(node.child_by_field_name("name"))
    holder = node.parent
    if node.type not in ("arrow_function", "function_expression") or holder is None:
        return ""
    if holder.type == "field_definition":
        return _text(holder.child_by_field_name("property"))
    if holder.type == "assignment_expression":
        left = holder.child_by_field_name("left")
        return _text(left.child_by_field_name("property")) if left is not None else ""
    return ""


def _statements(module: CompiledModule, below: tree_sitter.Node) -> Iterator[Break]:
    """Those of the user's own, in the order of the code; what the compiler added has no place in the user's file."""
    source_map = SourceMap(module.source_map)
    lines = module.code.split("\n")
    for node in _nodes(below):
        if node.type in _SKIPPED or node.parent is None or node.parent.type not in _HOLDERS or not node.is_named:
            continue
        line, column = node.start_point
        if node.text is not None and node.text.startswith((b'"use ', b"'use ")):
            continue
        generated = _utf16_length(lines[line].encode()[:column].decode())
        place = source_map.lookup(line + 1, generated + 1)
        if place is not None:
            yield Break(module.id, SourcePosition(module.id, *place), line, column)


def _nodes(top: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    waiting = [top]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))


def _parsed(module: CompiledModule) -> tree_sitter.Node:
    return _parser().parse(module.code.encode()).root_node


@cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_javascript.language()))


def _text(node: tree_sitter.Node | None) -> str:
    return node.text.decode() if node is not None and node.text is not None else ""


def _utf16_length(text: str) -> int:
    """Columns of source maps count UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
