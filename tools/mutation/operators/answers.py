"""Mistakes with what callbacks are told and what they answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..source import Edit, Source, around, field
from .operator import Operator

ANSWERING = ("onBackupEx", "onRestoreEx", "onProcess")
VERSION = re.compile(r"version|schema|format", re.IGNORECASE)
ORDER = ("<", "<=", ">", ">=")
ERROR_CODE = re.compile(r"(error)?code$", re.IGNORECASE)


def _answers(source: Source) -> Iterator[tuple[str, Edit]]:
    for node in source.nodes("return_statement"):
        method = around(node, "method_definition", "arrow_function", "function_declaration")
        name = method.child_by_field_name("name") if method is not None else None
        if name is not None and source.of(name) in ANSWERING and node.named_children:
            yield source.of(node.named_children[0]), source.replaced(node.named_children[0], "''")


def no_answer(source: Source) -> Iterator[Edit]:
    for _, edit in _answers(source):
        yield edit


def answer_in_words(source: Source) -> Iterator[Edit]:
    for _, edit in _answers(source):
        yield edit._replace(replacement="'ok'")


def always_success(source: Source) -> Iterator[Edit]:
    """A result object says 0 whatever happened."""
    for node in source.nodes("pair"):
        key, value = field(node, "key"), field(node, "value")
        if ERROR_CODE.search(source.of(key)) and source.of(value) != "0":
            yield source.replaced(value, "0")


def versions_as_text(source: Source) -> Iterator[Edit]:
    for node in source.nodes("binary_expression"):
        left, sign, right = (field(node, name) for name in ("left", "operator", "right"))
        if source.of(sign) in ORDER and VERSION.search(source.of(node)):
            yield source.replaced(node, f"String({source.of(left)}) {source.of(sign)} String({source.of(right)})")


def exact_version(source: Source) -> Iterator[Edit]:
    """What holds for a range of versions or names is done for one of them only."""
    for call in source.calls("startsWith", "endsWith", "includes"):
        if len(call.arguments) == 1 and call.target:
            yield source.replaced(call.node, f"({call.target} === {source.of(call.arguments[0])})")
    for node in source.nodes("binary_expression"):
        sign = field(node, "operator")
        if source.of(sign) in (">=", "<=") and VERSION.search(source.of(node)):
            yield source.replaced(sign, "===")


def ask_past_the_end(source: Source) -> Iterator[Edit]:
    """A part of the version's name is taken to be there."""
    for node in source.nodes("subscript_expression"):
        index = field(node, "index")
        if index.type == "number":
            yield source.replaced(index, str(int(source.of(index), 0) + 1))


OPERATORS = (
    Operator("no-answer", "a callback answers nothing", no_answer),
    Operator("answer-in-words", "a callback answers words instead of JSON", answer_in_words),
    Operator("always-success", "a result says 0 whatever happened", always_success),
    Operator("versions-as-text", "version numbers are compared as text", versions_as_text),
    Operator("exact-version", "what holds for several versions is done for one", exact_version),
    Operator("ask-past-the-end", "a part too far on is taken", ask_past_the_end),
)
