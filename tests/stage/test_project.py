"""Loading stage-model projects: where they are found, what they declare, and what is told when they cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from ohos_backup.emulator.errors import OhosBackupError
from ohos_backup.emulator.stage import find_backup_extension, load_project
from ohos_backup.emulator.stage.backup_extension import MissingSource, NoBackupExtension, UnknownModule
from ohos_backup.emulator.stage.build_profile import UnknownApiVersion
from ohos_backup.emulator.stage.fields import UnreadableFile, WrongField
from ohos_backup.emulator.stage.json5 import BrokenJson5
from ohos_backup.emulator.stage.locate import NoProject, SeveralProjects
from ohos_backup.emulator.stage.project import NoModules
from ohos_backup.emulator.stage.resources import MissingResource

WriteProject = Callable[..., Path]

MODULE = "entry/src/main/module.json5"
SOURCE = "entry/src/main/ets/backup/EntryBackupAbility.ets"
PROFILE = "entry/src/main/resources/base/profile/backup_config.json"
EXTENSION = '{ "name": "B", "type": "backup", "srcEntry": "./ets/B.ets" }'


def module(name: str, *extensions: str, kind: str = "feature") -> str:
    return f'{{ "module": {{ "name": "{name}", "type": "{kind}", "extensionAbilities": [{", ".join(extensions)}] }} }}'


def test_a_project_is_read_with_the_place_of_each_declaration(write_project: WriteProject) -> None:
    root = write_project()
    project = load_project(root)
    assert project.root == root.resolve()
    assert project.app.bundle_name.value == "com.example.app"
    assert (project.app.version_code_number, project.app.version_name_text) == (7, "1.0.7")
    assert project.compatible_api == 12
    assert project.module_names == ("entry",)
    assert project.selected is None
    extension = find_backup_extension(project)
    assert extension.name == "EntryBackupAbility"
    assert extension.source == root / SOURCE
    assert extension.exported is False
    assert extension.profile_text == '{ "allowToBackupRestore": true }\n'
    assert extension.profile_path == root / PROFILE
    assert extension.declared_count == 1
    positions = (extension.source_entry.position, extension.metadata_position, extension.profile_position)
    assert [str(position) for position in positions] == [f"{MODULE}:9:21", f"{MODULE}:13:58", f"{PROFILE}:1:1"]


@pytest.mark.parametrize(
    ("given", "selected"),
    [
        (".", None),
        ("AppScope", None),
        ("AppScope/app.json5", None),
        ("build-profile.json5", None),
        ("entry", "entry"),
        ("entry/src/main/ets", "entry"),
        (SOURCE, "entry"),
    ],
)
def test_a_project_is_found_upwards_from_any_place_in_it(
    write_project: WriteProject, given: str, selected: str | None
) -> None:
    root = write_project()
    project = load_project(root / given)
    assert project.root == root.resolve()
    assert (project.selected.name if project.selected else None) == selected


@pytest.mark.parametrize("below", ["repo/harmony", "repo/a/b/c/app"])
def test_a_single_project_is_found_downwards(write_project: WriteProject, tmp_path: Path, below: str) -> None:
    root = write_project(below=below)
    assert load_project(tmp_path / "repo").root == root.resolve()


@pytest.mark.parametrize(
    "hidden", ["node_modules", "oh_modules", "build", ".git", ".preview", "hvigor", "entry/oh_modules"]
)
def test_installed_and_built_copies_are_not_projects(write_project: WriteProject, tmp_path: Path, hidden: str) -> None:
    root = write_project(below="repo/app")
    write_project(below=f"repo/{hidden}/copy")
    assert load_project(tmp_path / "repo").root == root.resolve()


def test_several_projects_below_are_listed(write_project: WriteProject, tmp_path: Path) -> None:
    for below in ("repo/call", "repo/sub/contacts"):
        write_project(below=below)
    with pytest.raises(SeveralProjects) as refused:
        load_project(tmp_path / "repo")
    repo = tmp_path / "repo"
    assert refused.value.code == "E-STAGE-SEVERAL-PROJECTS"
    assert str(refused.value) == (
        f"{repo}: 2 projects lie below this folder\n  Name one:\n    {repo / 'call'}\n    {repo / 'sub/contacts'}"
    )


def test_an_empty_folder_a_missing_one_and_a_lone_module_are_no_project(tmp_path: Path) -> None:
    with pytest.raises(NoProject, match="this is not a stage-model project") as empty:
        load_project(tmp_path)
    assert empty.value.code == "E-STAGE-NO-PROJECT"
    assert str(empty.value.where) == str(tmp_path)
    with pytest.raises(NoProject, match="there is no such file or folder"):
        load_project(tmp_path / "gone")
    (tmp_path / "entry/src/main").mkdir(parents=True)
    (tmp_path / MODULE).write_text(module("entry"))
    with pytest.raises(NoProject, match=r"the module in .*entry has no app: no AppScope/app\.json5") as lone:
        load_project(tmp_path / "entry")
    assert "Check out the whole project" in str(lone.value)


def test_the_older_spellings_are_read(write_project: WriteProject) -> None:
    root = write_project(
        {
            "AppScope/app.json5": None,
            "AppScope/app.json": '{"app": {"bundleName": "old", "versionCode": 1, "minAPIVersion": 9}}',
            "build-profile.json5": '{ "modules": [{ "name": "entry", "srcPath": "./entry" }] }',
            MODULE: None,
            "entry/src/main/module.json": module(
                "entry", EXTENSION.replace("srcEntry", "srcEntrance").replace("}", ', "visible": true }')
            ),
            "entry/src/main/ets/B.ets": "",
        }
    )
    project = load_project(root)
    extension = find_backup_extension(project)
    assert (project.compatible_api, extension.exported, extension.source.name) == (9, True, "B.ets")
    assert extension.profile_path is None
    assert extension.profile_text is None


def test_a_source_folder_stands_for_the_file_named_like_the_ability(write_project: WriteProject) -> None:
    entry = '{ "name": "B", "type": "backup", "srcPath": "ets/backup" }'
    root = write_project({MODULE: module("entry", entry), "entry/src/main/ets/backup/B.ts": ""})
    assert find_backup_extension(load_project(root)).source == root / "entry/src/main/ets/backup/B.ts"


def test_json5_is_preferred_where_both_spellings_exist(write_project: WriteProject) -> None:
    root = write_project(
        {"entry/src/main/module.json": module("older"), "AppScope/app.json": '{"app": {"bundleName": "older"}}'}
    )
    project = load_project(root)
    assert (project.app.bundle_name.value, project.module_names) == ("com.example.app", ("entry",))


def test_modules_are_those_of_the_build_profile(write_project: WriteProject) -> None:
    root = write_project(
        {
            "build-profile.json5": '{ modules: [{ name: "phone", srcPath: "./product/phone" },'
            '{ name: "entry", srcPath: "entry" }, { name: "secret", srcPath: "./secret" }] }',
            "product/phone/src/main/module.json5": module("phone"),
            "unlisted/src/main/module.json5": module("unlisted"),
        }
    )
    project = load_project(root)
    assert project.module_names == ("phone", "entry")
    assert [absent.value for absent in project.absent_modules] == ["secret"]


@pytest.mark.parametrize("profile", [None, "{}", "{ modules: [] }"])
def test_without_a_module_list_every_module_below_counts(write_project: WriteProject, profile: str | None) -> None:
    root = write_project(
        {"build-profile.json5": profile, "product/phone/src/main/module.json5": module("phone")},
    )
    assert load_project(root).module_names == ("entry", "phone")


def test_an_unlisted_module_that_the_user_names_is_read(write_project: WriteProject) -> None:
    root = write_project({"extra/src/main/module.json5": module("extra", EXTENSION), "extra/src/main/ets/B.ets": ""})
    project = load_project(root / "extra")
    assert project.module_names == ("entry", "extra")
    assert find_backup_extension(project).module.name == "extra"


@pytest.mark.parametrize(
    ("build_profile", "api"),
    [
        ("{ app: { compatibleSdkVersion: 11 } }", 11),
        ('{ app: { compatibleSdkVersion: "12" } }', 12),
        ('{ app: { products: [{ name: "a", compatibleSdkVersion: "6.0.0(20)" }] } }', 20),
        ('{ app: { products: [{ name: "a", compatibleSdkVersion: 9 }, '
         '{ name: "default", compatibleSdkVersion: "5.1.0(18)" }] } }', 18),
        ('{ app: { products: [{ name: "a" }], compatibleSdkVersion: "4.1.0(11)" } }', 11),
        ('{ app: { products: [{ name: "a", compatibleSdkVersion: "26.0.0" }] } }', 26),
        ('{ app: { products: [{ name: "a", compatibleSdkVersion: "5.0.0" }] } }', 12),
        ("{ app: { compatibleApiVersion: 10 } }", 10),
        ("{ app: { minAPIVersion: 50000012 } }", 12),
        ("{ app: {} }", 12),
    ],
)  # fmt: skip
def test_the_compatible_api_is_read_from_every_spelling(
    write_project: WriteProject, build_profile: str, api: int
) -> None:
    assert load_project(write_project({"build-profile.json5": build_profile})).compatible_api == api


def test_a_product_overrides_what_the_app_declares(write_project: WriteProject) -> None:
    products = '[{ name: "default", bundleName: "com.example.product", versionCode: 9 }]'
    project = load_project(write_project({"build-profile.json5": f"{{ app: {{ products: {products} }} }}"}))
    app = project.app
    assert (app.bundle_name.value, app.version_code_number, app.version_name_text) == (
        "com.example.product",
        9,
        "1.0.7",
    )


@pytest.mark.parametrize(
    ("declared", "code", "name"),
    [
        ('"versionCode": "7", "versionName": 1.5', 0, ""),
        ('"versionCode": -3, "versionName": ""', -3, ""),
        ('"versionCode": true', 0, ""),
        ('"versionCode": 4294967296, "versionName": "版本"', 4294967296, "版本"),
        ('"versionCode": 1.5', 0, ""),
    ],
)
def test_odd_versions_are_kept_for_the_suite_to_judge(
    write_project: WriteProject, declared: str, code: int, name: str
) -> None:
    text = f'{{ "app": {{ "bundleName": "x", {declared} }} }}'
    app = load_project(write_project({"AppScope/app.json5": text})).app
    assert (app.version_code_number, app.version_name_text) == (code, name)
    assert app.version_code is not None
    assert str(app.version_code.position).startswith("AppScope/app.json5:1:")


@pytest.mark.parametrize(
    "profile", ["", "not json", '{ "allowToBackupRestore": 1, }', "\ufeff{}", '// c\r\n{"includes": 3}'],
)  # fmt: skip
def test_a_profile_is_kept_exactly_as_shipped(write_project: WriteProject, profile: str) -> None:
    extension = find_backup_extension(load_project(write_project({PROFILE: profile})))
    assert extension.profile_text == profile


def test_a_profile_that_is_not_utf8_is_kept_too(write_project: WriteProject) -> None:
    extension = find_backup_extension(load_project(write_project({PROFILE: b'{"a": "\xff"}'})))
    assert extension.profile_text is not None
    assert extension.profile_text.encode("utf-8", "surrogateescape") == b'{"a": "\xff"}'


def test_a_missing_profile_is_data_and_qualified_ones_do_not_replace_it(write_project: WriteProject) -> None:
    root = write_project(
        {PROFILE: None, "entry/src/main/resources/zh_CN/profile/backup_config.json": '{ "allowToBackupRestore": true }'}
    )
    extension = find_backup_extension(load_project(root))
    assert (extension.profile_text, extension.profile_position) == (None, None)
    assert extension.profile_reference == "$profile:backup_config"
    assert str(extension.metadata_position) == f"{MODULE}:13:58"


def test_the_first_extension_with_a_readable_profile_is_taken(write_project: WriteProject) -> None:
    root = write_project(
        {
            "build-profile.json5": '{ modules: [{ name: "a", srcPath: "a" }, { name: "entry", srcPath: "entry" }] }',
            "a/src/main/module.json5": module("a", EXTENSION),
            "a/src/main/ets/B.ets": "",
        }
    )
    project = load_project(root)
    assert find_backup_extension(project).module.name == "entry"
    assert find_backup_extension(project, "a").module.name == "a"
    assert [place.module_name for place in find_backup_extension(project).declared] == ["a", "entry"]


def test_without_any_readable_profile_the_first_is_taken(write_project: WriteProject) -> None:
    second = EXTENSION.replace('"B"', '"C"')
    root = write_project({MODULE: module("entry", EXTENSION, second), "entry/src/main/ets/B.ets": ""})
    extension = find_backup_extension(load_project(root))
    assert (extension.name, extension.declared_count) == ("B", 2)


def test_texts_are_resolved_in_the_module_and_then_in_the_app(write_project: WriteProject) -> None:
    root = write_project(
        {
            "AppScope/app.json5": '{ app: { bundleName: "x", label: "$string:app_name" } }',
            "AppScope/resources/base/element/string.json": '{ "string": [{ "name": "app_name", "value": "笔记" }] }',
            "AppScope/resources/en_US/element/string.json": '{ "string": [{ "name": "app_name", "value": "Notes" }] }',
        }
    )
    project = load_project(root)
    assert project.app.label is not None
    assert project.text(project.app.label) == "笔记"
    assert project.text(project.app.label, project.modules[0]) == "笔记"
    (root / "AppScope/resources/base/element/string.json").unlink()
    with pytest.raises(MissingResource) as missing:
        project.text(project.app.label)
    assert str(missing.value) == (
        "AppScope/app.json5:1:34: there is no text 'app_name'\n  Add it to AppScope/resources/base/element/string.json."
    )


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
