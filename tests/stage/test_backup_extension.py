"""Which of a project's backup extensions is taken, its source, and its profile exactly as shipped."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.stage import find_backup_extension, load_project
from project_texts import EXTENSION, MODULE, PROFILE, WriteProject, module


def test_a_source_folder_stands_for_the_file_named_like_the_ability(write_project: WriteProject) -> None:
    entry = '{ "name": "B", "type": "backup", "srcPath": "ets/backup" }'
    root = write_project({MODULE: module("entry", entry), "entry/src/main/ets/backup/B.ts": ""})
    assert find_backup_extension(load_project(root)).source == root / "entry/src/main/ets/backup/B.ts"


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
