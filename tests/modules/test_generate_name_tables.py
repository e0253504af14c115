# ruff: noqa: E501 - declarations stay on one line
"""The generators of the enum table and of the table of globals read the SDK's declarations."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = str(Path(__file__).parents[2] / "tools")


@pytest.fixture
def enums(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return _imported("generate_enum_table", monkeypatch)


@pytest.fixture
def global_names(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return _imported("generate_global_table", monkeypatch)


def _imported(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [TOOLS, *sys.path])
    return importlib.import_module(name)


@pytest.mark.parametrize(
    ("body", "members"),
    [
        ("A, B", {"A": 0, "B": 1}),
        ("A = 3, B, C = 0x10,", {"A": 3, "B": 4, "C": 16}),
        ("A = 'a', B = \"b\"", {"A": "a", "B": "b"}),
        ("A = 1 << 3, B = (1 << 4)", {"A": 8, "B": 16}),
        ("A = -1, B", {"A": -1, "B": 0}),
        ("A = 'a', B", None),
        ("A = Other.B", None),
    ],
)
def test_the_members_of_an_enum_count_on_from_the_last_number(
    enums: ModuleType, body: str, members: dict[str, int | str] | None
) -> None:
    assert enums.members_of(body) == members


def test_enums_are_found_in_namespaces_and_at_the_top_but_not_in_comments(enums: ModuleType) -> None:
    text = "declare namespace n { export enum A { X } } /* enum B { Y } */ export declare enum C { Z = 'z' }"
    assert enums.enums_of(text) == {"A": {"X": 0}, "C": {"Z": "z"}}


@pytest.mark.parametrize(
    ("declarations", "names"),
    [
        ("declare class A {}\ndeclare enum B { X }\ndeclare const c: A;\ndeclare function d(): void;", {"A", "B", "c", "d"}),
        ("declare interface A {}\ndeclare type B = number;", set()),
        ("declare const enum A { X }\ndeclare abstract class B {}", {"A", "B"}),
        ("declare class TextAttribute {}\ndeclare const TextInstance: TextAttribute;", set()),
        ("import { X } from './x';\ndeclare class A {}", set()),
        ("// declare class A {}", set()),
    ],
)  # fmt: skip
def test_globals_are_what_exists_at_run_time(global_names: ModuleType, declarations: str, names: set[str]) -> None:
    assert global_names.names_of(declarations, ambient=True) == names
