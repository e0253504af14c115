"""One ArkTS file as a syntax tree, and the edits that an operator makes to it.

The tree is TypeScript's. What ArkTS adds (``struct``, UI blocks) comes out as error nodes; nothing inside a statement
with such a node is edited, so that an edit always is what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import tree_sitter
import tree_sitter_typescript

_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_typescript.language_typescript()))

STATEMENTS = frozenset(
    {"expression_statement", "lexical_declaration", "return_statement", "throw_statement", "if_statement"}
    | {"for_in_statement", "for_statement", "while_statement", "try_statement"}
)
FUNCTIONS = frozenset({"method_definition", "function_declaration", "arrow_function", "function_expression"})


class Edit(NamedTuple):
    """Bytes from ``start`` to ``end`` become ``replacement``."""

    start: int
    end: int
    replacement: str


class Source:
    """``text`` as a tree, with the names of its app that an operator may need."""

    def __init__(self, text: bytes, *, bundle: str = "com.example.app", module: str = "entry") -> None:
        self.text = text
        self.bundle = bundle
        self.module = module
        self.root = _PARSER.parse(text).root_node

    def of(self, node: tree_sitter.Node) -> str:
        return self.text[node.start_byte : node.end_byte].decode()

    def nodes(self, *kinds: str) -> Iterator[tree_sitter.Node]:
        """Every node of these kinds in the order of the text, outside statements that could not be parsed."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if node.type in kinds and not _in_doubt(node):
                yield node
            waiting.extend(reversed(node.children))

    def calls(self, *names: str) -> Iterator[Call]:
        """Calls of functions or methods with one of these last names; all calls when none is given."""
        for node in self.nodes("call_expression"):
            call = self.call(node)
            if call is not None and (not names or call.name in names):
                yield call

    def call(self, node: tree_sitter.Node | None) -> Call | None:
        """``a.b(c)``, also behind ``await``; None for anything else."""
        if node is not None and node.type == "await_expression":
            node = node.named_children[0]
        if node is None or node.type != "call_expression":
            return None
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or arguments is None or function.type not in ("identifier", "member_expression"):
            return None
        target = function.child_by_field_name("object")
        name = function.child_by_field_name("property") or function
        plain = [child for child in arguments.named_children if child.type != "comment"]
        return Call(node, self.of(target) if target else "", self.of(name), name, tuple(plain))

    def called_statements(self) -> Iterator[tuple[tree_sitter.Node, Call]]:
        """Statements that are nothing but a call, awaited or not."""
        for statement in self.nodes("expression_statement"):
            call = self.call(statement.named_children[0])
            if call is not None:
                yield statement, call

    def replaced(self, node: tree_sitter.Node, text: str) -> Edit:
        return Edit(node.start_byte, node.end_byte, text)

    def edited(self, edit: Edit) -> bytes:
        return self.text[: edit.start] + edit.replacement.encode() + self.text[edit.end :]


class Call(NamedTuple):
    """``node`` is the call itself; ``target`` the text before the last dot, empty for a plain function."""

    node: tree_sitter.Node
    target: str
    name: str
    name_node: tree_sitter.Node
    arguments: tuple[tree_sitter.Node, ...]


def around(node: tree_sitter.Node, *kinds: str) -> tree_sitter.Node | None:
    """The nearest node of these kinds that holds ``node``."""
    place = node.parent
    while place is not None:
        if place.type in kinds:
            return place
        place = place.parent
    return None


def within(node: tree_sitter.Node, *kinds: str, into_functions: bool = True) -> Iterator[tree_sitter.Node]:
    """Nodes of these kinds below ``node``."""
    for child in node.children:
        if child.type in kinds:
            yield child
        if into_functions or child.type not in FUNCTIONS:
            yield from within(child, *kinds, into_functions=into_functions)


def field(node: tree_sitter.Node, name: str) -> tree_sitter.Node:
    """A child that the grammar promises."""
    child = node.child_by_field_name(name)
    assert child is not None, f"{node.type} has no {name}"
    return child


def _in_doubt(node: tree_sitter.Node) -> bool:
    place: tree_sitter.Node | None = node
    while place is not None and place.type not in STATEMENTS:
        if place.type == "ERROR":
            return True
        place = place.parent
    return place is not None and place.has_error
