"""A look at our own tests: each one claims something that could be false, itself or in a function of ours it calls."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
JUDGING = frozenset(("raises", "fail", "warns", "validate"))
"""Functions of pytest and jsonschema that end a test."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(TESTS.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def functions_of(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def called(function: ast.AST) -> set[str]:
    targets = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    names = (getattr(target, "attr", getattr(target, "id", "")) for target in targets)
    return {name for name in names if name}


def claims(function: ast.AST) -> bool:
    return bool(called(function) & JUDGING) or any(isinstance(n, ast.Assert | ast.Raise) for n in ast.walk(function))


def claimless(modules: list[tuple[Path, ast.Module]]) -> list[str]:
    """Tests that neither claim anything nor call a function that does."""
    found: defaultdict[str, list[Function]] = defaultdict(list)
    for _, tree in modules:
        for function in functions_of(tree):
            found[function.name].append(function)
    judging = {name for name, functions in found.items() if any(map(claims, functions))}
    while more := {
        name for name, functions in found.items() if name not in judging and any(called(f) & judging for f in functions)
    }:
        judging |= more
    return [
        f"{path.name}:{function.lineno} {function.name}"
        for path, tree in modules
        for function in functions_of(tree)
        if function.name.startswith("test_") and not claims(function) and not called(function) & judging
    ]


def idle_claims(path: Path, tree: ast.Module) -> Iterator[str]:
    """Assertions that hold whatever happens, and handlers that swallow one that does not."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and isinstance(
            node.test, ast.Constant | ast.Tuple | ast.JoinedStr | ast.Lambda
        ):
            yield f"{path.name}:{node.lineno} asserts what always holds"
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "AssertionError"):
            yield f"{path.name}:{node.lineno} swallows a failed assertion"


def test_every_test_claims_something() -> None:
    assert claimless(list(trees())) == []


def test_no_claim_is_idle() -> None:
    assert [text for path, tree in trees() for text in idle_claims(path, tree)] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def test_a():\n    work()", 1),
        ("def test_a():\n    check()\ndef check():\n    assert ready()", 0),
        ("def test_a():\n    with pytest.raises(ValueError):\n        work()", 0),
        ("def test_a():\n    assert (work(), 'text')", 1),
        ("def test_a():\n    try:\n        assert work()\n    except AssertionError:\n        pass", 1),
    ],
)
def test_this_look_finds_tests_that_cannot_fail(source: str, found: int) -> None:
    modules = [(Path("test_a.py"), ast.parse(source))]

    assert len([*claimless(modules), *idle_claims(*modules[0])]) == found
