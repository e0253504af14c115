"""Mistakes with errors and guards."""

from __future__ import annotations

from collections.abc import Iterator

import tree_sitter

from ..source import Edit, Source, field, within
from .operator import Operator

LEAVES = ("return_statement", "throw_statement", "continue_statement", "break_statement")
IN_MEMORY = ("push", "set", "add", "sort", "super")
"""Steps that cannot fail, so that there is no error to swallow."""

CALLBACKS = ("onBackup", "onBackupEx", "onRestore", "onRestoreEx")
LOGGERS = ("hilog", "console", "Logger", "logger")


def is_log(target: str) -> bool:
    return target in LOGGERS


def swallow_error(source: Source) -> Iterator[Edit]:
    for statement, call in source.called_statements():
        if not is_log(call.target) and call.name not in IN_MEMORY:
            yield source.replaced(statement, f"try {{ {source.of(statement)} }} catch (ignored) {{ }}")


def swallow_all(source: Source) -> Iterator[Edit]:
    for method in source.nodes("method_definition"):
        body = method.child_by_field_name("body")
        if body is not None and body.named_children and source.of(field(method, "name")) in CALLBACKS:
            yield source.replaced(body, f"{{ try {source.of(body)} catch (ignored) {{ }} }}")


def drop_throw(source: Source) -> Iterator[Edit]:
    for node in source.nodes("throw_statement"):
        yield source.replaced(node, ";")


def throw_text(source: Source) -> Iterator[Edit]:
    for node in source.nodes("throw_statement"):
        made = node.named_children[0]
        arguments = made.child_by_field_name("arguments") if made.type == "new_expression" else None
        if arguments is not None and arguments.named_children:
            yield source.replaced(made, source.of(arguments.named_children[0]))


def drop_catch(source: Source) -> Iterator[Edit]:
    for node in source.nodes("try_statement"):
        handler = node.child_by_field_name("handler")
        if handler is None:
            continue
        finalizer = node.child_by_field_name("finalizer")
        body = source.of(field(node, "body"))
        yield source.replaced(node, f"try {body} {source.of(finalizer)}" if finalizer else body)


def drop_guard(source: Source) -> Iterator[Edit]:
    for node in source.nodes("if_statement"):
        if node.child_by_field_name("alternative") is None and _only_leaves(field(node, "consequence")):
            yield source.replaced(node, ";")


def _only_leaves(consequence: tree_sitter.Node) -> bool:
    statements = consequence.named_children if consequence.type == "statement_block" else [consequence]
    return bool(statements) and statements[-1].type in LEAVES


def _conditions(source: Source) -> Iterator[tree_sitter.Node]:
    for node in source.nodes("if_statement", "ternary_expression"):
        yield field(node, "condition")


def negate_condition(source: Source) -> Iterator[Edit]:
    for condition in _conditions(source):
        yield source.replaced(condition, f"(!({source.of(condition)}))")


def drop_existence_check(source: Source) -> Iterator[Edit]:
    for condition in _conditions(source):
        call = next((source.call(node) for node in within(condition, "call_expression")), None)
        if call is not None and call.name in ("accessSync", "access"):
            truth = "false" if source.of(condition).lstrip("( ").startswith("!") else "true"
            yield source.replaced(condition, f"({truth})")


def and_or(source: Source) -> Iterator[Edit]:
    other = {"&&": "||", "||": "&&"}
    for node in source.nodes("binary_expression"):
        sign = field(node, "operator")
        if source.of(sign) in other:
            yield source.replaced(sign, other[source.of(sign)])


def flip_boolean(source: Source) -> Iterator[Edit]:
    for node in source.nodes("true", "false"):
        if node.parent is not None and node.parent.type != "literal_type":
            yield source.replaced(node, "false" if node.type == "true" else "true")


OPERATORS = (
    Operator("swallow-error", "an error of a step is caught and forgotten", swallow_error),
    Operator("swallow-all", "a callback catches and forgets whatever fails in it", swallow_all),
    Operator("drop-throw", "a failure that was noticed is not told", drop_throw),
    Operator("throw-text", "a text is thrown instead of an Error", throw_text),
    Operator("drop-catch", "an error that was handled is not (JSON.parse unguarded, for one)", drop_catch),
    Operator("drop-guard", "an early way out is missing (null check, nothing to do)", drop_guard),
    Operator("negate-condition", "a condition is the wrong way round", negate_condition),
    Operator("drop-existence-check", "a file or folder is taken to be there", drop_existence_check),
    Operator("and-or", "and and or are mixed up", and_or),
    Operator("flip-boolean", "true and false are mixed up", flip_boolean),
)
