"""CFG: what module.json5, app.json5 and backup_config.json say, and whether the device understands it."""

from __future__ import annotations

import re

import pytest

from ..emulator.backup.config import parse_backup_config
from ..emulator.backup.restore_deps import split_restore_deps
from ..emulator.source import SourcePosition
from ..emulator.stage import BackupExtensionDeclaration, StageProject
from ..harness.data.data_set import DataSet
from ..harness.scenarios.case import Case
from ..harness.scenarios.upgrade import touched_below_restore
from . import profile_rules
from .steps import archive_from, plain_backup, plain_restore


def declaration_of(case: Case) -> tuple[StageProject, BackupExtensionDeclaration]:
    project, declaration = case.subject.project, case.subject.declaration
    if project is None or declaration is None:
        case.not_applicable("an extension written in Python has no module.json5")
    return project, declaration


@pytest.mark.requirement("CFG-001")
def test_exactly_one_backup_extension_is_declared(case: Case) -> None:
    _, declaration = declaration_of(case)
    same_module = [place for place in declaration.declared if place.module_name == declaration.module.name]
    case.require(
        len(same_module) == 1,
        f"module '{declaration.module.name}' declares {len(same_module)} backup extensions: "
        f"{', '.join(place.name for place in same_module)}; the framework only ever starts one",
        position=same_module[-1].position,
    )


@pytest.mark.requirement("CFG-002")
def test_the_profile_is_named_and_strict_json(case: Case) -> None:
    _, declaration = declaration_of(case)
    case.require(
        declaration.profile_reference is not None,
        f'{declaration.name} has no metadata "ohos.extension.backup" with a resource',
        position=declaration.position,
    )
    case.require(
        declaration.profile_text is not None,
        f"the profile {declaration.profile_reference} does not exist",
        position=declaration.metadata_position,
    )
    assert declaration.profile_text is not None
    assert declaration.profile_position is not None
    problem = profile_rules.strictness_problem(declaration.profile_text, declaration.profile_position.file)
    if problem is not None:
        case.fail(problem.message, position=problem.position)


@pytest.mark.requirement("CFG-003")
def test_the_gate_is_open(case: Case) -> None:
    profile = profile_rules.readable_profile(case)
    problem = profile_rules.gate_problem(profile)
    if problem is not None:
        case.fail(problem.message, position=problem.position)
    if profile.members["allowToBackupRestore"].scalar is False:
        case.not_applicable('the app takes no part in backup ("allowToBackupRestore": false)')


@pytest.mark.requirement("CFG-004")
def test_values_have_the_right_types(case: Case) -> None:
    problems = profile_rules.type_problems(profile_rules.readable_profile(case))
    if problems:
        case.fail("; ".join(problem.message for problem in problems), position=problems[0].position)


@pytest.mark.requirement("CFG-009")
def test_keys_are_known(case: Case) -> None:
    problems = profile_rules.unknown_keys(profile_rules.readable_profile(case))
    if problems:
        case.fail("; ".join(problem.message for problem in problems), position=problems[0].position)


@pytest.mark.requirement("CFG-010")
def test_full_backup_only_comes_with_a_callback_that_fetches_the_data(case: Case, data_set: DataSet) -> None:
    if not parse_backup_config(case.subject.application.extension.profile_text, case.profile).full_backup_only:
        case.not_applicable("fullBackupOnly is not set")
    made = plain_backup(case, data_set)
    if not made.expected:
        case.not_applicable("the data set puts nothing where the configuration looks")
    restored = plain_restore(case, archive_from(case, made.result))
    case.require(
        bool(touched_below_restore(restored.trial, restored.result)),
        f"fullBackupOnly is true, so the data arrives below {case.profile.staging.incoming} and is deleted after the "
        "callback, but neither onRestoreEx nor onRestore looks there",
    )


@pytest.mark.requirement("CFG-011")
def test_restore_deps_names_other_apps(case: Case) -> None:
    profile = profile_rules.readable_profile(case)
    value = profile.members.get("restoreDeps")
    if value is None or value.kind != "string" or not value.scalar:
        case.not_applicable("the app waits for no other app's restore")
    own = case.subject.application.bundle_name
    for name in split_restore_deps(str(value.scalar)):
        case.require(
            is_bundle_name(name),
            f"'{name}' in restoreDeps is no bundle name; several are separated by commas",
            position=value.position,
        )
        case.require(name != own, f"restoreDeps names the app itself, {own}", position=value.position)


BUNDLE_NAME = re.compile(r"[a-zA-Z][0-9a-zA-Z_]*(\.[0-9a-zA-Z_]+)+")


@pytest.mark.requirement("CFG-012")
def test_version_and_bundle_name_are_valid(case: Case) -> None:
    project, _ = declaration_of(case)
    app = project.app
    code, name = app.version_code, app.version_name
    where: SourcePosition = app.position
    case.require(code is not None, "app.json5 has no versionCode", position=where)
    assert code is not None
    case.require(
        isinstance(code.scalar, int) and not isinstance(code.scalar, bool) and 0 <= code.scalar <= 2147483647,
        f"versionCode must be a whole number from 0 to 2147483647, not {code.plain()!r}",
        position=code.position,
    )
    case.require(name is not None, "app.json5 has no versionName", position=where)
    assert name is not None
    case.require(
        isinstance(name.scalar, str) and 1 <= len(name.scalar.encode()) <= 127,
        f"versionName must be a text of 1 to 127 bytes, not {name.plain()!r}",
        position=name.position,
    )
    bundle = app.bundle_name
    case.require(
        is_bundle_name(bundle.value),
        f"'{bundle.value}' is no bundle name: 7 to 128 letters, digits, _ and dots, the first one a letter",
        position=bundle.position,
    )


def is_bundle_name(text: str) -> bool:
    return 7 <= len(text) <= 128 and BUNDLE_NAME.fullmatch(text) is not None
