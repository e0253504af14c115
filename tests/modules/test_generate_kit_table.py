# ruff: noqa: E501 - declarations stay on one line
"""The generator of the kit table reads the declarations of kits."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = str(Path(__file__).parents[2] / "tools")


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [TOOLS, *sys.path])
    return importlib.import_module("generate_kit_table")


@pytest.mark.parametrize(
    ("declarations", "members"),
    [
        ("import a from '@ohos.a'; export { a };", {"a": ["@ohos.a", "default"]}),
        ("import a, { B, C as D } from '@ohos.a'; export { B, D };", {"B": ["@ohos.a", "B"], "D": ["@ohos.a", "C"]}),
        ("import { a } from '@ohos.a'; export { a as b };", {"b": ["@ohos.a", "a"]}),
        ("import * as a from '@ohos.a'; export { a };", {"a": ["@ohos.a", "*"]}),
        ("import type { T } from '@ohos.a'; export { T };", {"T": ["@ohos.a", "T"]}),
        ("import a from '@ohos.a'; export default a;", {"default": ["@ohos.a", "default"]}),
        ("export { x } from '@ohos.a';", {"x": ["@ohos.a", "x"]}),
        ("/* import a from '@ohos.a'; */ // export { a };\n", {}),
        (
            "/*** if arkts static */ import s from '@ohos.s'; export { s }; /*** endif */ import a from '@ohos.a'; export { a };",
            {"a": ["@ohos.a", "default"]},
        ),
    ],
)
def test_an_exported_name_leads_to_its_module_and_member(
    generator: ModuleType, declarations: str, members: dict[str, list[str]]
) -> None:
    assert generator.kit_members(declarations) == members


@pytest.mark.parametrize(("text", "first"), [("@since 9\n@since 12 dynamic", 9), ("@since 26.0.0", 26), ("", 0)])
def test_the_first_api_version_is_the_lowest_since(generator: ModuleType, text: str, first: int) -> None:
    assert generator.first_api(text) == first
