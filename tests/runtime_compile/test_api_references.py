# ruff: noqa: E501 - sources of extensions stay on one line
"""Which members of system modules a program names is read off its compiled code."""

from __future__ import annotations

import pytest
from conftest import Project
from ohos_backup.emulator.runtime.arkts.api_references import api_references

SYNC = ("@ohos.file.fs", "openSync")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import fs from '@ohos.file.fs'; fs.openSync('a');", [SYNC]),
        ("import fs from '@ohos:file.fs'; fs.openSync('a');", [SYNC]),
        ("import { fileIo as fs } from '@kit.CoreFileKit'; fs?.openSync('a');", [SYNC]),
        ("import * as kit from '@kit.CoreFileKit'; kit.fileIo.openSync('a');", [SYNC]),
        ("import lazy { fileIo } from '@kit.CoreFileKit'; export function f() { fileIo.openSync('a'); }", [SYNC]),
        ("import fs from '@ohos.file.fs'; fs.OpenMode.CREATE;", [("@ohos.file.fs", "OpenMode")]),
        ("import { UIAbility } from '@kit.AbilityKit'; class A extends UIAbility {}", [("@ohos.app.ability.UIAbility", "default")]),
        ("import { ArkTSUtils } from '@kit.ArkTS'; ArkTSUtils.locks;", [("@arkts.utils", "locks")]),
        ("import { Login } from '@kit.AccountKit'; Login();", [("@kit.AccountKit", "Login")]),
        ("import { noSuchName } from '@kit.CoreFileKit'; noSuchName();", [("@kit.CoreFileKit", "noSuchName")]),
        ("import gone from '@ohos.gone'; gone.x();", [("@ohos.gone", "default")]),
        ("import '@ohos.hilog';", []),
        ("import { BundleVersion } from '@kit.CoreFileKit'; let v: BundleVersion | undefined;", []),
        ("export { BundleVersion } from '@kit.CoreFileKit';", []),
        ("const fs = { openSync() {} }; fs.openSync();", []),
    ],
)  # fmt: skip
def test_members_are_found_however_they_are_imported(
    project: Project, source: str, names: list[tuple[str, str]]
) -> None:
    project.write(main_ets=source)
    assert [(r.module, r.member) for r in api_references(project.build()) if r.member] == names


def test_a_reference_stands_at_its_first_place_in_the_users_file(project: Project) -> None:
    project.write(
        main_ets="import { hilog } from '@kit.PerformanceAnalysisKit';\n\n  hilog.info(0, 'a', 'b');\nhilog.info(0, 'a', 'c');"
    )
    found = {reference.member: reference.position for reference in api_references(project.build())}
    assert str(found["info"]) == "main.ets:3:3"


def test_a_module_that_is_only_imported_stands_for_itself(project: Project) -> None:
    project.write(main_ets="import '@ohos.hilog';")
    assert [(r.module, r.member) for r in api_references(project.build())] == [("@ohos.hilog", "")]
