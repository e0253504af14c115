"""Where a Python file declares a class or one of its methods."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

from ...source import SourcePosition


def declared(file: Path, classes: Sequence[str], method: str = "") -> SourcePosition | None:
    """Where the first of ``classes`` that does declares ``method``, or without one, where the first class stands; None
    for a file that cannot be read."""
    try:
        tree = ast.parse(file.read_bytes(), str(file))
    except (OSError, SyntaxError, ValueError):
        return None
    found = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for name in classes:
        if name not in found:
            continue
        wanted = [
            member
            for member in ([found[name]] if not method else found[name].body)
            if isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            and member.name == (method or name)
        ]
        if wanted:
            return SourcePosition(str(file), wanted[-1].lineno, wanted[-1].col_offset + 1)
    return None
