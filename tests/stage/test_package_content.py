"""What the loader hands over of a project: declarations, resource folders in the build's order, the ability stage."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.stage import app_package, find_backup_extension, load_project
from project_texts import MODULE, WriteProject

EXTENSION = '{ "name": "B", "type": "backup", "srcEntry": "./ets/B.ets"%s }'
WITH_STAGE = """{ "module": { "name": "entry", "type": "entry", "%s": "./ets/Stage.ets",
  "extensionAbilities": [%s] } }"""


def build_profile(product: str, *modules: str) -> str:
    listed = ", ".join(f'{{ name: "{name}", srcPath: "./{name}" }}' for name in modules)
    return f'{{ app: {{ products: [{{ name: "default", {product} }}] }}, modules: [{listed}] }}'


def test_declarations_are_handed_over_as_plain_values(write_project: WriteProject) -> None:
    package = app_package(load_project(write_project()))
    assert package.declaration["versionCode"] == 7
    assert [module.name for module in package.modules] == ["entry"]
    assert package.modules[0].declaration["type"] == "entry"


def test_app_scope_wins_over_the_module_and_the_module_over_its_libraries(write_project: WriteProject) -> None:
    root = write_project(
        {
            "build-profile.json5": build_profile('compatibleSdkVersion: "5.0.0(12)"', "entry", "near", "far"),
            "AppScope/resources/base/element/string.json": "{}",
            "entry/oh-package.json5": '{ name: "entry", dependencies: { near: "file:../near", gone: "file:../gone" } }',
            "near/oh-package.json5": '{ name: "near", dependencies: { far: "file:../far" } }',
            "near/src/main/module.json5": '{ module: { name: "near", type: "har" } }',
            "near/src/main/resources/base/element/string.json": "{}",
            "far/src/main/module.json5": '{ module: { name: "far", type: "har" } }',
            "far/src/main/resources/base/element/string.json": "{}",
        }
    )
    (module,) = app_package(load_project(root)).modules
    assert [folder.relative_to(root).parts[0] for folder in module.resource_folders] == [
        "AppScope",
        "entry",
        "near",
        "far",
    ]


@pytest.mark.parametrize(
    ("product", "target"),
    [
        ('compatibleSdkVersion: "5.0.0(12)"', 12),
        ('compatibleSdkVersion: "5.0.0(12)", targetSdkVersion: "5.1.0(18)"', 50100018),
        ("compatibleSdkVersion: 12, compileSdkVersion: 20", 20),
        ('compatibleSdkVersion: 12, targetSdkVersion: "next"', 12),
    ],
)
def test_the_target_version_is_the_one_that_the_bundle_manager_gives(
    write_project: WriteProject, product: str, target: int
) -> None:
    root = write_project({"build-profile.json5": build_profile(product, "entry")})
    assert app_package(load_project(root)).target_api == target


@pytest.mark.parametrize("spelling", ["srcEntry", "srcEntrance"])
def test_the_ability_stage_of_the_extensions_module_is_found(write_project: WriteProject, spelling: str) -> None:
    root = write_project(
        {
            MODULE: WITH_STAGE % (spelling, EXTENSION % ""),
            "entry/src/main/ets/B.ets": "",
            "entry/src/main/ets/Stage.ets": "",
        }
    )
    extension = find_backup_extension(load_project(root))
    assert extension.ability_stage == root / "entry/src/main/ets/Stage.ets"
    assert not extension.skips_stage_lifecycle


def test_an_ability_stage_without_a_file_is_none(write_project: WriteProject) -> None:
    root = write_project({MODULE: WITH_STAGE % ("srcEntry", EXTENSION % ""), "entry/src/main/ets/B.ets": ""})
    assert find_backup_extension(load_project(root)).ability_stage is None


def test_an_extension_may_skip_the_lifecycle_of_the_stage(write_project: WriteProject) -> None:
    extension = EXTENSION % ', "skipAbilityStageLifecycle": true'
    root = write_project({MODULE: WITH_STAGE % ("srcEntry", extension), "entry/src/main/ets/B.ets": ""})
    assert find_backup_extension(load_project(root)).skips_stage_lifecycle
