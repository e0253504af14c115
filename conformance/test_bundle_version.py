"""VER: whatever version the backup comes from, the callback copes with it."""

from __future__ import annotations

import msgspec
import pytest

from ..emulator.application import BundleVersion
from ..emulator.backup.api import RestoreOptions, SessionResult
from ..emulator.backup.archive import Archive
from ..emulator.backup.config import parse_backup_config
from ..emulator.backup.old_generation import place_old_generation_data
from ..emulator.profile import LATEST, DeviceProfile, profile_for_api
from ..emulator.trace import CallbackSettled, FileOperation
from ..harness.data.data_set import DataSet
from ..harness.data.old_generation import old_generation_tree
from ..harness.data.taken_over import damaged
from ..harness.data.tree import Change, Tree
from ..harness.judging.recording import answered
from ..harness.scenarios.case import Case, summary_of
from ..harness.scenarios.trial import Trial
from ..harness.settings import project_settings
from .steps import (
    TIMED_OUT,
    archive_of,
    blamed,
    described,
    lost,
    only_the_equal_version_fails,
    plain_restore,
    touched_below_restore,
)

VERSIONS = {
    "equal": None,
    "older": BundleVersion(-1, "0.9.0"),
    "much-older": BundleVersion(1, "0.0.1"),
    "code-0": BundleVersion(0, "1.0.0"),
    "newer": BundleVersion(2_000_000_000, "99.0.0"),
    "largest-code": BundleVersion(2_147_483_647, "10.0.0"),
    "beyond-32-bit": BundleVersion(4_294_967_297, "1.0.0"),
    "negative-code": BundleVersion(-1, "-1"),
    "empty-name": BundleVersion(1_000_000, ""),
    "two-parts": BundleVersion(1_000_000, "1.2"),
    "five-parts": BundleVersion(1_000_000, "1.2.3.4.5"),
    "letter-first": BundleVersion(1_000_000, "v1"),
    "suffix": BundleVersion(1_000_000, "1.0-beta"),
    "non-ascii": BundleVersion(1_000_000, "版本 1.0 🙂"),
    "long-name": BundleVersion(1_000_000, "1." * 60 + "1"),
    "clone-99.99.99.999": BundleVersion(1_000_000, "99.99.99.999-1.0.0"),
    "clone-99.99.99.998": BundleVersion(1_000_000, "99.99.99.998"),
    "nearly-clone": BundleVersion(1_000_000, "99.99.99.9990"),
    "upgrade-0.0.0.0": BundleVersion(0, "0.0.0.0"),
    "upgrade-with-suffix": BundleVersion(5, "0.0.0.0-1.2.3"),
}
"""The values of the matrix by the name that their cases have; None is the app's own version."""

ACCIDENTS = ("TypeError", "RangeError", "ReferenceError", "SyntaxError", "URIError", "EvalError")
"""Errors that the language raises. One that the app raises itself refuses the version, which is its right."""


@pytest.mark.requirement("VER-001")
@pytest.mark.parametrize("version", VERSIONS)
def test_no_version_breaks_a_callback(case: Case, version: str, typical: DataSet) -> None:
    archive, expected = archive_of(case, typical)
    usual = plain_restore(case, archive)
    if not usual.result.succeeded:
        case.not_applicable("a restore of the app's own version fails already: see RST-001, RST-006 and VER-002")
    told = VERSIONS[version]
    words = f"version {told.name!r} ({told.code})" if told else "the app's own version"
    for profile in profiles_with_other_callback(case):
        on_device = f" (device profile {profile.name})" if profile != case.profile else ""
        if profile == case.profile or restores_on(case, archive, profile):
            target = case.device(profile=profile)
            result = target.restore(archive, RestoreOptions(version=told))
            judge_told(case, target, result, words=f"{words}{on_device}", expected=expected, untouched=usual.tree)


def restores_on(case: Case, archive: Archive, profile: DeviceProfile) -> bool:
    """Whether a restore of the app's own version succeeds there, so that another version alone can be to blame."""
    return case.once(
        ("restores-on", profile, id(archive)), lambda: case.device(profile=profile).restore(archive).succeeded
    )


def profiles_with_other_callback(case: Case) -> tuple[DeviceProfile, ...]:
    """The device of the run, and one that calls the other restore callback if the app runs on such devices, too:
    those before API 12 know onRestore alone."""
    older = profile_for_api(case.subject.application.compatible_api)
    if older.calls("onRestoreEx"):
        return (case.profile,)
    return (case.profile, older if case.profile.calls("onRestoreEx") else LATEST)


def judge_told(
    case: Case, target: Trial, result: SessionResult, *, words: str, expected: Tree, untouched: Tree
) -> None:
    if result.code == TIMED_OUT:
        case.fail(f"the restore never ends when told {words}")
    accident = accident_of(target, result)
    if accident is not None:
        case.fail(f"{accident.callback} breaks when told {words}: {accident.value}", position=accident.position)
    tree = target.tree()
    usually_whole = {
        path for path, node in expected.items() if path in untouched and untouched[path].content == node.content
    }
    present = {path: node for path, node in expected.items() if path in tree and path in usually_whole}
    damaged = [change for change in lost(present, tree) if change.change == "content"]
    case.require(not damaged, f"told {words}, the restore leaves damaged data behind", differences=damaged)


def accident_of(trial: Trial, result: SessionResult) -> CallbackSettled | None:
    """The callback that ended with an error which the language raised, not the app, in a session."""
    return next(
        (
            event
            for event in trial.events(result)
            if isinstance(event, CallbackSettled)
            and event.outcome in ("threw", "rejected")
            and event.value.startswith(ACCIDENTS)
        ),
        None,
    )


@pytest.mark.requirement("VER-002")
def test_the_equal_version_round_trips(case: Case, data_set: DataSet) -> None:
    archive, expected = archive_of(case, data_set)
    if only_the_equal_version_fails(case, archive, expected):
        equal = plain_restore(case, archive)
        case.fail(
            "a backup of this very version does not come back "
            f"({described(equal.result)}), one of an older version does",
            differences=lost(expected, equal.tree),
        )
    if not plain_restore(case, archive).result.succeeded:
        case.not_applicable("a restore fails whatever version it is told: see RST-001 and RST-006")


@pytest.mark.requirement("VER-005")
@pytest.mark.parametrize("version", ["upgrade-0.0.0.0", "upgrade-with-suffix"])
def test_data_of_the_previous_system_generation_is_taken_over(case: Case, version: str) -> None:
    upgrade = upgrade_to(case, version)
    if not upgrade.result.succeeded:
        words, position = blamed(upgrade.trial, upgrade.result)
        case.fail(f"the upgrade ends with {described(upgrade.result)}{words}", position=position)
    case.require(bool(upgrade.touched), "the extension does not look at the old data below backupDir + 'restore/'")
    if not upgrade.arrived and not upgrade.known:
        case.inconclusive(
            f"the extension looks for old files whose names the suite does not know, such as {upgrade.touched[-1]}"
        )
    case.require(upgrade.arrived, "nothing of the old data has arrived among the app's files after the upgrade")
    case.require(
        not upgrade.damaged,
        f"the upgrade takes over old data and loses part of it: {summary_of(upgrade.damaged)}",
        differences=upgrade.damaged,
    )


@pytest.mark.requirement("VER-009")
def test_both_restore_callbacks_know_the_previous_system_generation(case: Case) -> None:
    if not upgrade_to(case, "upgrade-with-suffix").arrived:
        case.not_applicable("the upgrade brings nothing over already: see VER-005")
    tried: set[str] = set()
    for profile in profiles_with_other_callback(case):
        if profile.staging.home("el1") is None:
            continue  # no place for all of the old data
        bare = upgrade_to(case, "upgrade-0.0.0.0", profile)
        whole = upgrade_to(case, "upgrade-with-suffix", profile)
        tried |= bare.answered | whole.answered
        if not bare.arrived:
            continue
        missing = sorted(bare.new_files - whole.new_files)
        words, position = blamed(whole.trial, whole.result)
        called = " and ".join(sorted(whole.answered & RESTORE_CALLBACKS))
        case.require(
            not missing,
            f"told 0.0.0.0 the app takes over {len(bare.new_files)} files, told 0.0.0.0-1.2.3 it takes over "
            f"{len(whole.new_files)} ({called}, device profile {profile.name}){words}",
            position=position,
        )
    if not tried >= RESTORE_CALLBACKS:
        case.not_applicable("one restore callback alone is told versions")


TAKING = ("read", "rename")
RESTORE_CALLBACKS = frozenset({"onRestore", "onRestoreEx"})


def upgrade_to(case: Case, version: str, profile: DeviceProfile | None = None) -> Upgrade:
    """An upgrade as the app expects it. Raises NotApplicable when the app announces none."""
    settings = project_settings(case.subject.root).policy
    if not (settings.migrates_old_generation or announces_migration(case)):
        case.not_applicable("the app does not announce that it migrates data of the previous system generation")
    package = settings.old_package or case.subject.application.bundle_name
    upgrade = upgraded(case, version, package, profile)
    other = other_package(upgrade.touched, package, upgrade.trial.device.profile.staging.restore_folders)
    # Apps often had another package name on the old system; what its code asks for tells which.
    return upgrade if other is None else upgraded(case, version, other, profile)


class Upgrade(msgspec.Struct, frozen=True, kw_only=True):
    """``touched``: what the extension asked for below the restore folder; ``known``: those of them that are old files;
    ``answered``: the callbacks that the app itself has;
    ``new_files``: the paths that the app has afterwards and had not before; ``damaged``: old data that it took over and
    has not whole."""

    trial: Trial
    result: SessionResult
    touched: tuple[str, ...]
    known: frozenset[str]
    answered: frozenset[str]
    new_files: frozenset[str]
    damaged: tuple[Change, ...]

    @property
    def arrived(self) -> bool:
        return bool(self.new_files)


def upgraded(case: Case, version: str, package: str, profile: DeviceProfile | None = None) -> Upgrade:
    """An upgrade with old data of ``package`` in place, on a device of kind ``profile``, else that of the run."""
    target = case.device(profile=profile)
    old = old_generation_tree()
    placed = dict(zip(place_old_generation_data(target.bundle, package, old), old.values(), strict=True))
    before = target.tree()
    options = RestoreOptions(version=VERSIONS[version], data_ready=True, details=(("isSameDevice", "true"),))
    result = target.restore(None, options)
    touched = touched_below_restore(target, result)
    after = target.tree()
    return Upgrade(
        trial=target,
        result=result,
        touched=touched,
        known=frozenset(touched).intersection(placed),
        answered=frozenset(answered(target.events(result), case.subject)),
        new_files=frozenset(path for path in after.keys() - before.keys() if after[path].kind == "file"),
        damaged=damaged(placed, _read(target, result), before, after),
    )


def _read(trial: Trial, result: SessionResult) -> frozenset[str]:
    """The files whose content the extension has taken in its hands."""
    return frozenset(
        event.path
        for event in trial.events(result)
        if isinstance(event, FileOperation) and event.actor == "extension" and event.operation in TAKING
    )


def other_package(touched: tuple[str, ...], placed: str, homes: tuple[str, ...]) -> str | None:
    """The package whose folder below one of the restore folders ``homes`` the extension asked for, if it never asked
    for ``placed``."""
    asked = {
        path.removeprefix(home).strip("/").partition("/")[0]
        for path in touched
        for home in homes
        if path.startswith(f"{home}/")
    } - {""}
    return min(asked) if asked and placed not in asked else None


def announces_migration(case: Case) -> bool:
    """Whether ``supportScene`` (alone or in ``extraInfo``) names a scene that starts from the old generation."""
    config = parse_backup_config(case.subject.application.extension.profile_text, case.profile)
    scenes: object = (config.extra_info or {}).get("supportScene")
    named = [scene for scene in scenes if isinstance(scene, str)] if isinstance(scenes, list) else []
    return any(scene.startswith("hmos2") for scene in [*named, config.support_scene])
