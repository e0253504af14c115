# ruff: noqa: E501 - declarations stay on one line
"""The table of the SDK's members is read off declarations, and docs/modules.md off the faces."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from ohos_backup.emulator.module_census import emulated_members
from ohos_backup.emulator.modules.api_table import api_modules, module_api
from ohos_backup.emulator.modules.forbidden import forbidden_modules
from ohos_backup.emulator.modules.registry import face_names

TOOLS = Path(__file__).parents[2] / "tools"


def _tool(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [str(TOOLS), *sys.path])
    return importlib.import_module(name)


def since(version: str, more: str = "") -> str:
    return f"/**\n * Words.\n * {more}\n * @since {version}\n */\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            f"declare namespace a {{ {since('9')} function f(x: string): void; {since('10')} function f(): void; }} export default a;",
            {"default": "n0", "members": {"f": "f9"}},
        ),
        (
            f"declare namespace a {{ {since('9 dynamic')}{since('12', '@systemapi')} enum E {{ A, B }} interface I {{ f(): void }} type T = {{ x: 1 }}; }} export default a;",
            {"default": "n0", "members": {"E": "e9s"}},
        ),
        (
            f"declare namespace a {{ export {{ f, T, gone as other }}; const C: number; }} {since('11')} declare function f(): void; interface T {{}} export default a;",
            {"default": "n0", "members": {"C": "v0", "f": "f11"}},
        ),
        (
            f"{since('8', '@deprecated since 9')} export default class A {{ {since('8')} static push(a: {{ x: number }}): void; run(): void; }}",
            {"default": "c8d9", "members": {"push": "f8d9"}},
        ),
        (
            f"import b, {{ C }} from './b';\nexport {{ b, C, D as E }}; export * from './b'; {since('12')} declare class D<T extends {{}}> {{}}",
            {"named": {"B": "c7", "C": "v7", "E": "c12", "b": "f7"}},
        ),
        (
            f"{since('9', '@systemapi [since 9 - 9]')} export const P = 1; {since('9', '@systemapi [since 9]')} export const Q = 1; {since('23 staticonly')} export const R = 1;",
            {"named": {"P": "v9", "Q": "v9s"}},
        ),
        ("export type T = (a: number) => void\n\nexport default F;\ndeclare function F(): void", {"default": "f0"}),
        ("declare namespace onlyTypes { interface I {} } export default onlyTypes;", {}),
        (
            "// export const no = 1;\n/* export const neither = 2; */ export const s: 'a;b{' = 'a;b{';",
            {"named": {"s": "v0"}},
        ),
        (f"{since('10')}@Sendable\nexport declare abstract class S {{}}", {"named": {"S": "c10"}}),
        (
            "/*** if arkts static */ export const only = 1; /*** endif */ export const both = 1",
            {"named": {"both": "v0"}},
        ),
        ("export * from './not-there';", {"open": True}),
    ],
)
def test_what_a_file_has_at_run_time(monkeypatch: pytest.MonkeyPatch, text: str, found: dict[str, object]) -> None:
    values = _tool("declared_values", monkeypatch)
    entry = _tool("generate_api_table", monkeypatch).entry
    other = f"{since('7')} export class B {{}} {since('7')} export const C: number; {since('7')} export default function b(): void;"
    files = {"api/@ohos.a.d.ts": text, "api/b.d.ts": other}
    assert entry(values.Declarations(files.get).exports("api/@ohos.a.d.ts")) == found


def test_the_modules_a_backup_extension_shall_not_use_come_from_page_and_device(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tool = _tool("generate_forbidden_table", monkeypatch)
    page = "[@ohos.before (x)](x)\n## Appendix\n| K | [@ohos.window (Window)](w.md) |\n| K | [UIAbilityContext](c.md) |"
    device = json.dumps({"blocklist": {"BackupExtension": ["power", "misspelt"], "FormExtension": ["sensor"]}})
    assert tool.table(page, device, {"@ohos.window", "@ohos.power", "@ohos.sensor", "@ohos.before"}) == {
        "documented": ["@ohos.window"],
        "listed": ["@ohos.power"],
    }


def test_every_forbidden_module_is_one_of_the_sdk() -> None:
    table = forbidden_modules()
    assert "@ohos.window" in table
    assert "@ohos.file.fs" not in table
    assert table.documented | table.listed <= set(api_modules())


def test_the_census_tells_real_members_from_stand_ins() -> None:
    census = emulated_members(["@ohos.file.fs", "@ohos.net.http", "@ohos.util.Stack", "@ohos.no.such"])
    assert {"openSync", "OpenMode"} <= census["@ohos.file.fs"]
    assert "connectDfs" not in census["@ohos.file.fs"]
    assert "RequestMethod" in census["@ohos.net.http"]
    assert "createHttp" not in census["@ohos.net.http"]
    assert census["@ohos.util.Stack"] == {"default"}
    assert "@ohos.no.such" not in census


def test_every_module_with_a_face_emulates_something_of_it() -> None:
    known = [name for name in face_names() if (api := module_api(name)) and api.values]
    assert [name for name, emulated in emulated_members(known).items() if not emulated] == []


def test_the_page_on_modules_is_what_the_code_says(monkeypatch: pytest.MonkeyPatch) -> None:
    page = _tool("generate_module_table", monkeypatch)
    assert page.PAGE.read_text(encoding="utf-8") == page.module_page(), f"run: {page.COMMAND}"
