"""Loading stage-model projects: what they declare, in every spelling."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.stage import find_backup_extension, load_project
from ohos_backup.emulator.stage.resources import MissingResource
from project_texts import EXTENSION, MODULE, PROFILE, SOURCE, WriteProject, module


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
