"""What is told, with its place and mend, when a project cannot be read or has no backup extension."""

from __future__ import annotations

from pathlib import Path

import pytest
from ohos_backup.emulator.errors import OhosBackupError
from ohos_backup.emulator.stage import find_backup_extension, load_project
from ohos_backup.emulator.stage.backup_extension import MissingSource, NoBackupExtension, UnknownModule
from ohos_backup.emulator.stage.build_profile import UnknownApiVersion
from ohos_backup.emulator.stage.fields import UnreadableFile, WrongField
from ohos_backup.emulator.stage.json5 import BrokenJson5
from ohos_backup.emulator.stage.project import NoModules
from project_texts import MODULE, PROFILE, SOURCE, WriteProject, module


@pytest.mark.parametrize(
    ("changes", "kind", "code", "message"),
    [
        (
            {"AppScope/app.json5": "{ app: {\n  bundleName: 5 } }"},
            WrongField, "E-STAGE-FIELD",
            "AppScope/app.json5:2:15: 'bundleName' must be a string, not a number\n  Write a string there.",
        ),
        (
            {"AppScope/app.json5": "[]"},
            WrongField, "E-STAGE-FIELD", "AppScope/app.json5:1:1: the file must hold an object, not an array",
        ),
        (
            {"AppScope/app.json5": "{ app: {} }"},
            WrongField, "E-STAGE-FIELD",
            "AppScope/app.json5:1:8: 'bundleName' is missing\n  Add 'bundleName', a string, to this object.",
        ),
        (
            {MODULE: '{ "module": { "name": "entry", "extensionAbilities": {} } }'},
            WrongField, "E-STAGE-FIELD",
            f"{MODULE}:1:54: 'extensionAbilities' must be an array, not an object\n  Write an array there.",
        ),
        (
            {MODULE: '{ "module": { "name": "entry", "extensionAbilities": [3] } }'},
            WrongField, "E-STAGE-FIELD", f"{MODULE}:1:55: 'extensionAbilities' must hold objects, not a number",
        ),
        (
            {MODULE: '{ "module": {\n "name": "entry"\n "type": "entry" } }'},
            BrokenJson5, "E-STAGE-JSON5",
            f'{MODULE}:3:2: unexpected """\n'
            "  Mend the syntax there: a comma, quote or bracket may be missing or too many.",
        ),
        (
            {"build-profile.json5": '{ app: { compatibleSdkVersion: "newest" } }'},
            UnknownApiVersion, "E-STAGE-API-VERSION",
            "build-profile.json5:1:32: no API version can be read from 'newest'\n"
            '  Write a number such as 12, or a release such as "5.0.0(12)".',
        ),
        (
            {"build-profile.json5": '{ modules: [{ name: "x", srcPath: "./x" }] }'},
            NoModules, "E-STAGE-NO-MODULES",
            "build-profile.json5:1:35: none of the modules that build-profile.json5 lists is there: x\n"
            "  Check out the whole project, or correct srcPath: each folder needs src/main/module.json5.",
        ),
        (
            {"build-profile.json5": None, MODULE: None},
            NoModules, "E-STAGE-NO-MODULES",
            "AppScope/app.json5: the project has no module\n"
            "  A module is a folder with src/main/module.json5, listed under 'modules' in build-profile.json5.",
        ),
        (
            {SOURCE: None},
            MissingSource, "E-STAGE-MISSING-SOURCE",
            f"{MODULE}:9:21: the backup extension's source {SOURCE} is not there\n"
            "  Correct the path: it is counted from src/main.",
        ),
        (
            {SOURCE: None, SOURCE.replace(".ets", ".ts"): ""},
            MissingSource, "E-STAGE-MISSING-SOURCE",
            f"{MODULE}:9:21: the backup extension's source {SOURCE} is not there\n"
            f"  Did you mean {SOURCE.replace('.ets', '.ts')}?",
        ),
        (
            {MODULE: module("entry", '{ "name": "B", "type": "backup" }')},
            MissingSource, "E-STAGE-MISSING-SOURCE",
            f"{MODULE}:1:74: backup extension 'B' names no source file\n"
            '  Add "srcEntry", the path of its .ets file from src/main.',
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_loaded_is_told_with_its_place_and_mend(
    write_project: WriteProject, changes: dict[str, str | None], kind: type[OhosBackupError], code: str, message: str
) -> None:
    root = write_project(changes)
    with pytest.raises(kind) as refused:
        find_backup_extension(load_project(root))
    assert refused.value.code == code
    assert str(refused.value) == message


def test_a_project_without_a_backup_extension_is_shown_how_to_declare_one(write_project: WriteProject) -> None:
    root = write_project({MODULE: module("entry"), PROFILE: None})
    with pytest.raises(NoBackupExtension) as refused:
        find_backup_extension(load_project(root))
    assert refused.value.code == "E-STAGE-NO-BACKUP-EXTENSION"
    first, *mend = str(refused.value).split("\n")
    assert first == (
        f"{MODULE}:1:13: module 'entry' declares no extension of type \"backup\"; there is nothing to check"
    )
    assert any('"resource": "$profile:backup_config"' in line for line in mend)


def test_a_profile_to_which_no_extension_refers_is_pointed_out(write_project: WriteProject) -> None:
    root = write_project({MODULE: module("entry")})
    with pytest.raises(
        NoBackupExtension, match=rf"{PROFILE} is there, but no extension refers to it; there is nothing"
    ):
        find_backup_extension(load_project(root))


def test_modules_that_are_absent_are_named_when_no_extension_is_found(write_project: WriteProject) -> None:
    profile = '{ modules: [{ name: "entry", srcPath: "entry" }, { name: "gone", srcPath: "gone" }] }'
    root = write_project({MODULE: module("entry"), "build-profile.json5": profile})
    with pytest.raises(NoBackupExtension, match=r"not looked at, for want of their sources: gone"):
        find_backup_extension(load_project(root))


def test_a_named_module_without_extension_points_to_the_one_that_has_it(write_project: WriteProject) -> None:
    root = write_project({"common/src/main/module.json5": module("common", kind="har")})
    with pytest.raises(NoBackupExtension) as refused:
        find_backup_extension(load_project(root / "common"))
    assert str(refused.value) == (
        "common/src/main/module.json5:1:13: module 'common' declares no extension of type \"backup\"\n"
        "  Another module does: entry."
    )
    with pytest.raises(UnknownModule) as unknown:
        find_backup_extension(load_project(root), "entri")
    assert unknown.value.code == "E-STAGE-UNKNOWN-MODULE"
    assert str(unknown.value) == "AppScope/app.json5:1:10: there is no module 'entri'\n  Choose one of entry."


def test_a_file_that_may_not_be_read_is_told(write_project: WriteProject, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_project()

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableFile) as refused:
        load_project(root)
    assert refused.value.code == "E-STAGE-UNREADABLE"
    assert str(refused.value) == (
        "build-profile.json5: cannot be read: Permission denied\n  Check the file's permissions."
    )
