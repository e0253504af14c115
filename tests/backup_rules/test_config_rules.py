"""How backup_config.json is read (worked vectors V1-V25 of the file notes)."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.backup.compatibility import parse_backup_ex_answer
from ohos_backup.emulator.backup.config import (
    DEFAULT_INCLUDES,
    BackupConfig,
    UnusableConfig,
    allows_backup,
    allows_restore,
    parse_backup_config,
)

FILES = "/data/storage/el2/base/files/"


@pytest.mark.parametrize("text", ["", "{}", "{test}", "test", "{", '{"a":1', "{'a':1}"], ids=repr)
def test_empty_and_broken_texts_close_the_gate_and_keep_the_defaults(text: str) -> None:
    config = parse_backup_config(text)
    assert not allows_backup(config)
    assert config.includes == DEFAULT_INCLUDES
    assert config.excludes == ()


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ('{"allowToBackupRestore":1}', False),
        ('{"allowToBackupRestore":"true"}', False),
        ('{"AllowToBackupRestore":true}', False),
        ('{"allowToBackupRestore":true}', True),
        ('{"allowToBackupRestore":false,"allowToBackupRestore":true}', True),
        ('{"allowToBackupRestore":true,}', True),
        ('// first\n{"allowToBackupRestore":true /* on */}', True),
        ('{"allowToBackupRestore"/* no */:true}', False),
        ('{"allowToBackupRestore":true} and so on', True),
    ],
)
def test_only_the_literal_true_opens_the_gate(text: str, allowed: bool) -> None:
    assert allows_backup(parse_backup_config(text)) is allowed


@pytest.mark.parametrize(
    ("version", "allowed"),
    [("0.0.0.0", True), ("99.99.99.995-5", True), ("99.99.99.994", False), ("1.0.0", False), ("", False)],
)
def test_data_of_a_special_version_may_come_in_all_the_same(version: str, allowed: bool) -> None:
    assert allows_restore(parse_backup_config("{}"), version) is allowed


@pytest.mark.parametrize(
    ("value", "includes"),
    [
        ("1", DEFAULT_INCLUDES),
        ("null", DEFAULT_INCLUDES),
        ('"/a"', DEFAULT_INCLUDES),
        ("[]", ("",)),
        ("[1,null,{}]", ("",)),
        ('["","",""]', ("", "", "")),
        (f'["",1,"{FILES}"]', ("", FILES)),
    ],
)
def test_includes_fall_back_or_become_nothing(value: str, includes: tuple[str, ...]) -> None:
    assert parse_backup_config(f'{{"includes":{value}}}').includes == includes


@pytest.mark.parametrize(("value", "excludes"), [("1", ()), ("[]", ()), ("[1]", ()), ('["","",""]', ("", "", ""))])
def test_excludes_are_empty_unless_strings_are_listed(value: str, excludes: tuple[str, ...]) -> None:
    assert parse_backup_config(f'{{"excludes":{value}}}').excludes == excludes


def test_values_of_a_wrong_type_count_as_absent() -> None:
    config = parse_backup_config('{"fullBackupOnly":1,"restoreDeps":1,"extraInfo":true,"supportScene":{}}')
    assert (config.full_backup_only, config.restore_deps, config.extra_info, config.support_scene) == (
        False,
        "",
        None,
        "",
    )
    assert parse_backup_config('{"extraInfo":{}}').extra_info == {}


@pytest.mark.parametrize("text", ["[]", '"x"', "1", "true"])
def test_a_root_that_is_no_object_makes_the_reader_throw(text: str) -> None:
    config = parse_backup_config(text)
    assert not config.usable
    with pytest.raises(UnusableConfig, match="outermost value is not an object"):
        allows_backup(config)
    assert config.compatible_dir_mapping == {}


def test_values_nested_beyond_the_limit_make_the_reader_throw() -> None:
    assert parse_backup_config('{"a":' + "[" * 999 + "]" * 999 + "}") != BackupConfig(None)
    with pytest.raises(UnusableConfig, match="more than 1000 deep"):
        parse_backup_config('{"a":' + "[" * 1000 + "]" * 1000 + "}")


def test_a_scene_takes_both_lists_from_option_dir() -> None:
    other = parse_backup_config('{"optionDir":[{"sceneId":"s2","includes":["/x"]}],"includes":["/y"]}')
    assert other.scan_list("s1", "includes") == ()
    mine = parse_backup_config('{"optionDir":[{"sceneId":"s1","includes":["/x"]}],"excludes":["/x/k"]}')
    assert (mine.scan_list("s1", "includes"), mine.scan_list("s1", "excludes")) == (("/x",), ())
    plain = parse_backup_config('{"includes":["/y"]}')
    assert plain.scan_list("s1", "includes") == ("/y",)


@pytest.mark.parametrize(
    ("mapping", "read"),
    [
        ('[{"backupDir":"123","restoreDir":"456*"}]', {}),
        ('[{"backupDir":"1||||2","restoreDir":"3"}]', {}),
        ('[{"backupDir":"a","restoreDir":"r"},{"backupDir":"b","restoreDir":"r"}]', {"r": "a"}),
        ('[1,{"backupDir":"a"},{"backupDir":"a","restoreDir":2}]', {}),
    ],
)
def test_compatible_directories_are_filtered(mapping: str, read: dict[str, str]) -> None:
    assert parse_backup_config(f'{{"compatibleDirMapping":{mapping}}}').compatible_dir_mapping == read


def test_a_thousand_mappings_are_kept_and_one_more_empties_the_map() -> None:
    def config(count: int) -> BackupConfig:
        elements = ",".join(f'{{"backupDir":"b","restoreDir":"r{number}"}}' for number in range(count))
        return parse_backup_config(f'{{"compatibleDirMapping":[{elements}]}}')

    assert len(config(1000).compatible_dir_mapping) == 1000
    assert config(1001).compatible_dir_mapping == {}


def test_the_answer_of_on_backup_ex_names_directories() -> None:
    answer = parse_backup_ex_answer('{"compatibleDirMapping":["a","",1,"a"],"path":"p"}')
    assert answer.enabled_directories == {"a"}
    assert (answer.text("path"), answer.text("gone")) == ("p", "")
    assert parse_backup_ex_answer("done").enabled_directories == frozenset()
