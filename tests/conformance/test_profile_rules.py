"""What the suite says of a backup_config.json: each mistake by its place and its effect."""

from __future__ import annotations

import pytest
from ohos_backup.conformance import profile_rules
from ohos_backup.emulator.stage import JsonValue, parse_json5


def profile(text: str) -> JsonValue:
    return parse_json5(text.encode(), "backup_config.json")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"allowToBackupRestore": true}', None),
        ('{\n  "allowToBackupRestore": true, // yes\n}', 2),
        ('{\n  "includes": ["a",]\n}', 2),
        ("[]", 1),
        ("", 1),
    ],
)
def test_only_strict_json_objects_are_taken(text: str, line: int | None) -> None:
    problem = profile_rules.strictness_problem(text, "backup_config.json")

    assert (problem.position.line if problem else None) == line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"allowToBackupRestore": true}', None),
        ('{"allowToBackupRestore": false}', None),
        ("{}", "is missing"),
        ('{"allowToBackupRestore": 1}', "must be true, not 1"),
        ('{"allowToBackupRestore": "true"}', 'not "true"'),
        ('{"AllowToBackupRestore": true}', "'AllowToBackupRestore' is not 'allowToBackupRestore'"),
        ('{"allowToBackupAndRestore": true}', "'allowToBackupAndRestore' is not"),
    ],
)
def test_the_gate_takes_only_a_literal(text: str, said: str | None) -> None:
    problem = profile_rules.gate_problem(profile(text))

    assert problem is None if said is None else problem is not None and said in problem.message


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('{"includes": ["a"], "excludes": [], "fullBackupOnly": true, "extraInfo": {}}', 0),
        ('{"includes": "a"}', 1),
        ('{"includes": null, "excludes": {}}', 2),
        ('{"includes": ["a", 1, null]}', 2),
        ('{"fullBackupOnly": "true"}', 1),
        ('{"optionDir": [1]}', 1),
    ],
)
def test_wrong_types_are_told_one_by_one(text: str, count: int) -> None:
    assert len(profile_rules.type_problems(profile(text))) == count


def test_an_unknown_key_is_told_with_the_one_that_was_meant() -> None:
    (problem,) = profile_rules.unknown_keys(profile('{"allowToBackupRestore": true,\n "include": []}'))

    assert problem.message == "'include' is no key of the configuration; did you mean 'includes'?"
    assert (problem.position.line, problem.position.column) == (2, 2)


def test_a_misspelt_gate_is_told_once_as_the_gate() -> None:
    assert profile_rules.unknown_keys(profile('{"AllowToBackupRestore": true}')) == []
