"""Mistakes with copying, moving and removing files."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tree_sitter

from ..source import Call, Edit, Source, within
from .errors import is_log
from .operator import Operator

COPIES = ("copyFileSync", "copyFile")
TWO_PATHS = re.compile(r"(copy|move|rename)", re.IGNORECASE)
CLEANS = re.compile(r"clear|clean|remove|unlink|rmdir|delete", re.IGNORECASE)
CLOSES = re.compile(r"(close|flush|fsync|fdatasync)(Sync)?")
MAKES = re.compile(r"mkdir|ensure", re.IGNORECASE)


def _copies(source: Source) -> Iterator[tuple[tree_sitter.Node, Call, str, str]]:
    for statement, call in source.called_statements():
        if call.name in COPIES and call.target and len(call.arguments) >= 2:
            yield statement, call, source.of(call.arguments[0]), source.of(call.arguments[1])


def swap_paths(source: Source) -> Iterator[Edit]:
    for call in source.calls():
        if TWO_PATHS.match(call.name) and len(call.arguments) >= 2:
            first, second = call.arguments[:2]
            between = source.text[first.end_byte : second.start_byte].decode()
            yield Edit(first.start_byte, second.end_byte, source.of(second) + between + source.of(first))


def move_instead(source: Source) -> Iterator[Edit]:
    for call in source.calls("copyFileSync", "copyFile", "copyDirSync", "copyDir"):
        if call.target:
            yield source.replaced(call.name_node, call.name.replace("copy", "move"))


def delete_target_first(source: Source) -> Iterator[Edit]:
    for statement, call, _, target in _copies(source):
        fs = call.target
        before = f"if ({fs}.accessSync({target})) {{ {fs}.unlinkSync({target}); }}"
        yield source.replaced(statement, f"{before} {source.of(statement)}")


def skip_existing(source: Source) -> Iterator[Edit]:
    for statement, call, _, target in _copies(source):
        yield source.replaced(statement, f"if (!{call.target}.accessSync({target})) {{ {source.of(statement)} }}")


def skip_same_size(source: Source) -> Iterator[Edit]:
    for statement, call, origin, target in _copies(source):
        fs = call.target
        same = f"{fs}.accessSync({target}) && {fs}.statSync({target}).size === {fs}.statSync({origin}).size"
        yield source.replaced(statement, f"if (!({same})) {{ {source.of(statement)} }}")


def copy_as_text(source: Source) -> Iterator[Edit]:
    for statement, call, origin, target in _copies(source):
        fs = call.target
        flags = f"{fs}.OpenMode.READ_WRITE | {fs}.OpenMode.CREATE | {fs}.OpenMode.TRUNC"
        yield source.replaced(
            statement,
            f"const opened = {fs}.openSync({target}, {flags}); "
            f"{fs}.writeSync(opened.fd, {fs}.readTextSync({origin})); {fs}.closeSync(opened);",
        )


def leave_behind(source: Source) -> Iterator[Edit]:
    for statement, call in source.called_statements():
        if CLEANS.search(call.name) and not is_log(call.target):
            yield source.replaced(statement, ";")


def clean_too_early(source: Source) -> Iterator[Edit]:
    """What onRelease or onRestore cleans up goes at the end of onBackup, before the framework has packed it."""
    methods = {
        source.of(name): node
        for node in source.nodes("method_definition")
        if (name := node.child_by_field_name("name")) is not None
    }
    backup = methods.get("onBackup") or methods.get("onBackupEx")
    body = backup.child_by_field_name("body") if backup else None
    if body is None or any(within(body, "return_statement", into_functions=False)):
        return
    for statement, call in source.called_statements():
        later = any(_holds(methods.get(name), statement) for name in ("onRelease", "onRestore", "onRestoreEx"))
        if later and CLEANS.search(call.name):
            yield Edit(body.end_byte - 1, body.end_byte, f"{source.of(statement)} }}")
            return


def _holds(outer: tree_sitter.Node | None, inner: tree_sitter.Node) -> bool:
    return outer is not None and outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def drop_close(source: Source) -> Iterator[Edit]:
    for statement, call in source.called_statements():
        if CLOSES.fullmatch(call.name):
            yield source.replaced(statement, ";")


def drop_mkdir(source: Source) -> Iterator[Edit]:
    for statement, call in source.called_statements():
        if MAKES.match(call.name):
            yield source.replaced(statement, ";")


def drop_recursion(source: Source) -> Iterator[Edit]:
    for call in source.calls("mkdirSync", "mkdir"):
        if len(call.arguments) == 2 and source.of(call.arguments[1]) == "true":
            yield Edit(call.arguments[0].end_byte, call.arguments[1].end_byte, "")


def drop_step(source: Source) -> Iterator[Edit]:
    for statement, call in source.called_statements():
        told = is_log(call.target) or call.name == "super"
        if not told and not CLEANS.search(call.name) and not CLOSES.fullmatch(call.name) and not MAKES.match(call.name):
            yield source.replaced(statement, ";")


def drop_truncation(source: Source) -> Iterator[Edit]:
    for node in source.nodes("binary_expression"):
        right, left = node.child_by_field_name("right"), node.child_by_field_name("left")
        if right is not None and left is not None and source.of(right).endswith("OpenMode.TRUNC"):
            yield source.replaced(node, source.of(left))


def append_instead(source: Source) -> Iterator[Edit]:
    for node in source.nodes("member_expression"):
        if source.of(node).endswith("OpenMode.TRUNC"):
            yield source.replaced(node, source.of(node).removesuffix("TRUNC") + "APPEND")


OPERATORS = (
    Operator("swap-paths", "source and target are mixed up", swap_paths),
    Operator("move-instead", "a file is moved where it was to be copied", move_instead),
    Operator("delete-target-first", "the old file is removed before the new one is there", delete_target_first),
    Operator("skip-existing", "a file that is there already is not replaced", skip_existing),
    Operator("skip-same-size", "equal size is taken for equal content", skip_same_size),
    Operator("copy-as-text", "a file is copied as text", copy_as_text),
    Operator("leave-behind", "something is not cleaned up", leave_behind),
    Operator("clean-too-early", "onBackup removes its own staging", clean_too_early),
    Operator("drop-close", "a file is not closed, a store not flushed", drop_close),
    Operator("drop-mkdir", "a folder is taken to be there", drop_mkdir),
    Operator("drop-recursion", "a folder is made without its parents", drop_recursion),
    Operator("drop-step", "a step is missing", drop_step),
    Operator("drop-truncation", "an older, longer file keeps its end", drop_truncation),
    Operator("append-instead", "a file is appended to where it was to be replaced", append_instead),
)
