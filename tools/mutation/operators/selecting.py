"""Mistakes with which files are taken, and how far a loop goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..source import Edit, Source, field
from .operator import Operator

DATABASE = re.compile(rb"relationalStore|\.db\b|-wal")
SIDE_FILE = re.compile(r"""['"`][^'"`]*-(wal|shm)['"`]""")
BOUNDARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def _without(slice_or_filter: str, source: Source) -> Iterator[Edit]:
    for loop in source.nodes("for_in_statement"):
        operator = loop.child_by_field_name("operator")
        if operator is not None and source.of(operator) == "of":
            items = field(loop, "right")
            yield source.replaced(items, f"Array.from({source.of(items)}).{slice_or_filter}")


def skip_first(source: Source) -> Iterator[Edit]:
    yield from _without("slice(1)", source)


def skip_last(source: Source) -> Iterator[Edit]:
    yield from _without("slice(0, -1)", source)


def only_first(source: Source) -> Iterator[Edit]:
    yield from _without("slice(0, 1)", source)


def forget_side_files(source: Source) -> Iterator[Edit]:
    """The write-ahead log of a database holds its newest rows."""
    for array in source.nodes("array"):
        kept = [source.of(item) for item in array.named_children]
        fewer = [item for item in kept if not SIDE_FILE.fullmatch(item)]
        if len(fewer) < len(kept):
            yield source.replaced(array, f"[{', '.join(fewer)}]")
    if DATABASE.search(source.text):
        yield from _without("filter((side) => !String(side).endsWith('-wal'))", source)


def off_by_one(source: Source) -> Iterator[Edit]:
    for node in source.nodes("binary_expression"):
        sign, right = field(node, "operator"), field(node, "right")
        if source.of(sign) in BOUNDARY:
            yield source.replaced(sign, BOUNDARY[source.of(sign)])
        elif source.of(sign) in ("+", "-") and source.of(right) == "1":
            yield source.replaced(node, source.of(field(node, "left")))


OPERATORS = (
    Operator("skip-first", "the first of several is left out", skip_first),
    Operator("skip-last", "the last of several is left out", skip_last),
    Operator("only-first", "only the first of several is taken", only_first),
    Operator("forget-side-files", "a database goes without its -wal", forget_side_files),
    Operator("off-by-one", "a boundary is one off", off_by_one),
)
