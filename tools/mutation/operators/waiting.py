"""Mistakes with asynchronous code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..source import Edit, Source, field, within
from .operator import Operator

SYNCHRONOUS = re.compile(r"(copyFile|copyDir|moveFile|moveDir|rename|write|unlink|rmdir|mkdir|put|delete|clear)Sync")
LEAVES_LOOP = ("return_statement", "break_statement", "continue_statement")


def drop_await(source: Source) -> Iterator[Edit]:
    for node in source.nodes("await_expression"):
        yield source.replaced(node, source.of(node.named_children[0]))


def forget_to_wait(source: Source) -> Iterator[Edit]:
    for _, call in source.called_statements():
        if call.target and SYNCHRONOUS.fullmatch(call.name):
            yield source.replaced(call.name_node, call.name.removesuffix("Sync"))


def for_each_async(source: Source) -> Iterator[Edit]:
    for loop in source.nodes("for_in_statement"):
        body = field(loop, "body")
        waits = any(within(body, "await_expression", into_functions=False))
        if not waits or any(within(body, *LEAVES_LOOP, into_functions=False)):
            continue
        name, items = source.of(field(loop, "left")), source.of(field(loop, "right"))
        yield source.replaced(loop, f"Array.from({items}).forEach(async ({name}) => {source.of(body)});")


OPERATORS = (
    Operator("drop-await", "a promise is not waited for", drop_await),
    Operator("forget-to-wait", "the asynchronous form is called where the synchronous one was", forget_to_wait),
    Operator("for-each-async", "a loop that waits becomes forEach(async …)", for_each_async),
)
