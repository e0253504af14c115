"""Which lines of a Python file hold code: those for which the interpreter has instructions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import CodeType


def lines_of_code(file: Path) -> tuple[int, ...]:
    """In order, without the texts of docstrings; none for a file that cannot be read or compiled."""
    try:
        tree = ast.parse(file.read_bytes(), str(file))
        code = compile(tree, str(file), "exec", dont_inherit=True)
    except (OSError, SyntaxError, ValueError):
        return ()
    return tuple(sorted(set(_lines(code)) - set(_docstrings(tree))))


def _lines(code: CodeType) -> Iterator[int]:
    # Instructions that only prepare a module name line 0, or none.
    yield from (line for _, _, line in code.co_lines() if line)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _lines(constant)


def _docstrings(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef)) and ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            yield from range(first.lineno, (first.end_lineno or first.lineno) + 1)
