"""Mistakes with paths: the wrong folder, user, level or name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tree_sitter

from ..source import Call, Edit, Source, field, within
from .operator import Operator

CONTEXT_FOLDERS = {
    "filesDir": "haps/{module}/files",
    "preferencesDir": "haps/{module}/preferences",
    "databaseDir": "haps/{module}/database",
    "cacheDir": "haps/{module}/cache",
    "tempDir": "haps/{module}/temp",
    "backupDir": ".backup/",
}
SEGMENT = re.compile(r"[a-z][\w-]{2,}")
MANY_SEGMENTS = re.compile(r"path|relative", re.IGNORECASE)
"""Variables that hold more than a name; taking the last segment of a name would change nothing."""

ANYTHING = re.compile("")
WRITES = re.compile(r"(copy|move|write|open)\w*", re.IGNORECASE)


def _context_folders(source: Source) -> Iterator[tuple[tree_sitter.Node, str]]:
    for node in source.nodes("member_expression"):
        name = source.of(field(node, "property"))
        if name in CONTEXT_FOLDERS and source.of(field(node, "object")).endswith("context"):
            yield node, CONTEXT_FOLDERS[name].format(module=source.module)


def main_user_only(source: Source) -> Iterator[Edit]:
    for node, folder in _context_folders(source):
        yield source.replaced(node, f"'/data/app/el2/100/base/{source.bundle}/{folder}'")


def wrong_level(source: Source) -> Iterator[Edit]:
    for node, _ in _context_folders(source):
        yield source.replaced(node, f"{source.of(node)}.replace('/el2/', '/el1/')")


def wrong_module(source: Source) -> Iterator[Edit]:
    other = "default" if source.module == "entry" else "entry"
    for node, _ in _context_folders(source):
        if source.of(node).endswith(("backupDir",)):
            continue
        yield source.replaced(node, f"{source.of(node)}.replace('/haps/{source.module}/', '/haps/{other}/')")


def wrong_folder(source: Source) -> Iterator[Edit]:
    """One segment of a written path is misspelt."""
    for node in source.nodes("string_fragment"):
        text, parent = source.of(node), node.parent
        place = parent.parent if parent is not None else None
        if parent is None or place is None or place.type in ("import_statement", "export_statement"):
            continue
        if "/" in text and " " not in text and (found := SEGMENT.search(text)) is not None:
            yield source.replaced(node, f"{text[: found.end()]}_{text[found.end() :]}")


def _targets(source: Source) -> Iterator[tuple[Call, tree_sitter.Node]]:
    for call in source.calls():
        if not WRITES.fullmatch(call.name) or not call.arguments:
            continue
        if call.name.startswith("open") and "CREATE" not in source.of(call.node):
            continue
        two = re.match(r"copy|move", call.name) and len(call.arguments) >= 2
        if two or call.name.startswith("open") or call.name.startswith("writeText"):
            yield call, call.arguments[1 if two else 0]


def write_outside(source: Source) -> Iterator[Edit]:
    """A path below files or the backup folder ends up beside it."""
    for _, target in _targets(source):
        moved = f"({source.of(target)}).replace('/files', '/temp').replace('/.backup', '/.backups')"
        yield source.replaced(target, moved)


def _last_part(source: Source, replaced_by: str, wanted: re.Pattern[str]) -> Iterator[Edit]:
    for node in source.nodes("template_string"):
        parts = list(within(node, "template_substitution"))
        if not parts or parts[-1].end_byte != node.end_byte - 1 or parts[-1].start_byte == node.start_byte + 1:
            continue
        before = source.text[: parts[-1].start_byte]
        inner = source.of(parts[-1].named_children[0])
        if before.endswith(b"/") and wanted.search(inner):
            yield source.replaced(parts[-1], replaced_by.replace("INNER", inner))


def flatten_path(source: Source) -> Iterator[Edit]:
    yield from _last_part(source, "${String(INNER).substring(String(INNER).lastIndexOf('/') + 1)}", MANY_SEGMENTS)


def fixed_name(source: Source) -> Iterator[Edit]:
    yield from _last_part(source, "data.bin", ANYTHING)


def drop_area(source: Source) -> Iterator[Edit]:
    for statement in source.nodes("expression_statement"):
        assigned = statement.named_children[0]
        if assigned.type == "assignment_expression" and source.of(field(assigned, "left")).endswith("context.area"):
            yield source.replaced(statement, ";")


def wrong_area(source: Source) -> Iterator[Edit]:
    for node in source.nodes("member_expression"):
        if source.of(node).endswith("AreaMode.EL2"):
            yield source.replaced(node, source.of(node).removesuffix("EL2") + "EL1")


OPERATORS = (
    Operator("main-user-only", "the physical path of user 100 is written into the code", main_user_only),
    Operator("wrong-level", "a folder of another encryption level is used", wrong_level),
    Operator("wrong-module", "a folder of another module is used", wrong_module),
    Operator("wrong-folder", "a folder's name is misspelt", wrong_folder),
    Operator("write-outside", "a file is written beside the folder that travels", write_outside),
    Operator("flatten-path", "subfolders are lost", flatten_path),
    Operator("fixed-name", "every file gets the same name", fixed_name),
    Operator("drop-area", "the encryption level is not set", drop_area),
    Operator("wrong-area", "the encryption level is set wrongly", wrong_area),
)
