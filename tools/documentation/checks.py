"""Which tests of the suite judge a requirement, and over what they are repeated: read off their sources."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
from ohos_backup.harness.suite_place import suite_folder

REPEATED = {
    "data_set": "each data set",
    "fault_point": "each place where the fault can strike",
    "combination": "each row of the scenario matrix",
    "migration": "each older version and its data",
    "damage": "each damage to a file of the backup",
}
"""What the plugin's parameters mean in words; the others come from pytest's own mark in the test."""


class Check(msgspec.Struct, frozen=True):
    """One test: its name as a sentence, where it stands, and what each of its cases is for (empty: it is one case)."""

    sentence: str
    place: str
    repeated_over: tuple[str, ...]


@cache
def checks_by_requirement() -> dict[str, tuple[Check, ...]]:
    found: dict[str, list[Check]] = {}
    for path in sorted(suite_folder().glob("test_*.py")):
        for function in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for identifier in _marked(function):
                    found.setdefault(identifier, []).append(_check(path, function))
    return {identifier: tuple(checks) for identifier, checks in found.items()}


def _marks(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> Iterator[ast.Call]:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == f"pytest.mark.{name}":
            yield decorator


def _marked(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for mark in _marks(function, "requirement"):
        yield ast.literal_eval(mark.args[0])


def _check(path: Path, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Check:
    names = [argument.arg for argument in function.args.args]
    over = [words for name, words in REPEATED.items() if name in names]
    over += [
        f"each {str(ast.literal_eval(mark.args[0])).replace('_', ' ')}{_values(mark.args[1])}"
        for mark in _marks(function, "parametrize")
    ]
    words = function.name.removeprefix("test_").replace("_", " ")
    return Check(words[0].upper() + words[1:], f"conformance/{path.name}", tuple(over))


def _values(given: ast.expr) -> str:
    """The parameters where they are written in the test itself; a table elsewhere is not copied."""
    try:
        values = ast.literal_eval(given)
    except ValueError:
        return ""
    return f" ({', '.join(str(value) for value in values)})"
