"""VER-005, VER-009, VER-011: data of the previous system generation is taken over, whichever callback is told of it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest

from ..emulator.backup.api import RestoreOptions, SessionResult
from ..emulator.backup.old_generation import place_old_generation_data
from ..emulator.profile import DeviceProfile
from ..emulator.trace import FileOperation
from ..harness.data.contained import lacking
from ..harness.data.old_generation import old_generation_tree
from ..harness.data.taken_over import damaged
from ..harness.data.tree import Change, only
from ..harness.judging.recording import answered
from ..harness.own_data.old_generation import OldData
from ..harness.own_data.reader import covers, shown
from ..harness.scenarios.case import Case, summary_of
from ..harness.scenarios.trial import Trial
from ..harness.scenarios.upgrade import (
    called_for_upgrade,
    expected_package,
    is_announced,
    other_package,
    put_in_use,
    touched_below_restore,
)
from .failures import reported
from .steps import blamed, described, files_of, lost
from .test_bundle_version import VERSIONS, profiles_with_other_callback
from .test_migration import NOTHING
from .upgrade_faults import undisturbed_upgrade

LEFT_BEHIND = {"no-folder": "there is no folder of the old package", "empty-folders": "its folders are empty"}
"""How an app that was never used on the old system leaves the restore folder."""

BARE, WITH_SUFFIX = "upgrade-0.0.0.0", "upgrade-with-suffix"


@pytest.mark.requirement("VER-005")
@pytest.mark.upgrades(BARE, WITH_SUFFIX)
def test_data_of_the_previous_system_generation_is_taken_over(case: Case, upgrade_from: str | OldData) -> None:
    own = upgrade_from if isinstance(upgrade_from, OldData) else None
    upgrade = upgrade_to(case, str(upgrade_from) if own is None else WITH_SUFFIX, own=own)
    if not upgrade.result.succeeded:
        words, position = blamed(upgrade.trial, upgrade.result)
        case.fail(f"the upgrade ends with {described(upgrade.result)}{words}", position=position)
    if own is not None:
        require_own(case, own, upgrade.trial)
        return
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


def require_own(case: Case, own: OldData, target: Trial) -> None:
    """The app has what the team says that becomes of its own old data; where it names a reader, that one finds it."""
    example = case.device() if own.becomes is not None else None
    wanted = example.seed(own.becomes) if example is not None and own.becomes is not None else {}
    if own.reader is None:
        owed = only(wanted, lambda path: wanted[path].kind == "file")
        case.require_same(owed, lacking(owed, target.tree()), "the upgrade does not bring over the app's own old data")
        return
    now = own.reader.read(target)
    case.require(not now.failure, f"the reader fails on the data taken over: {now.failure}", position=now.position)
    if example is None:
        case.require(now.value not in NOTHING, "the reader finds nothing of the app's own old data")
        return
    then = own.reader.read(example)
    if then.failure:
        case.inconclusive(f"the reader fails on the data in 'becomes': {then.failure}")
    case.require(
        covers(now.value, then.value),
        f"the reader finds {shown(now.value)} in the data taken over, not {shown(then.value)}",
    )


@pytest.mark.requirement("VER-009")
def test_both_restore_callbacks_know_the_previous_system_generation(case: Case) -> None:
    if not upgrade_to(case, WITH_SUFFIX).arrived:
        case.not_applicable("the upgrade brings nothing over already: see VER-005")
    tried: set[str] = set()
    for profile in profiles_with_other_callback(case):
        if profile.staging.home("el1") is None:
            continue  # no place for all of the old data
        bare = upgrade_to(case, BARE, profile)
        whole = upgrade_to(case, WITH_SUFFIX, profile)
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


@pytest.mark.requirement("VER-011")
@pytest.mark.parametrize("left", LEFT_BEHIND)
def test_an_upgrade_with_nothing_to_take_over_ends_well(case: Case, left: str) -> None:
    usual = undisturbed_upgrade(case)
    target = case.device()
    put_in_use(target, usual.written_since)
    mine = files_of(target.tree())
    if left == "empty-folders":
        for home in target.device.profile.staging.homes:
            folder = "ce" if home.level == "el2" else "de"
            target.bundle.framework_files.make_directories(f"{home.path}/restore/{usual.package}/{folder}/files")
    result = called_for_upgrade(target)
    harmed = lost(mine, target.tree())
    case.require(
        not harmed,
        f"the old system held nothing ({LEFT_BEHIND[left]}), and the upgrade costs files of the app's own",
        differences=harmed,
    )
    if reported(target, result):
        words, position = blamed(target, result)
        told = described(result) if not result.succeeded else "an errorCode that tells of a failure"
        case.fail(
            f"the old system held nothing ({LEFT_BEHIND[left]}), and the upgrade ends with {told}{words}",
            position=position,
        )


TAKING = ("read", "rename")
RESTORE_CALLBACKS = frozenset({"onRestore", "onRestoreEx"})


def upgrade_to(case: Case, version: str, profile: DeviceProfile | None = None, own: OldData | None = None) -> Upgrade:
    """An upgrade as the app expects it, of generated data or of the team's ``own``. Raises NotApplicable when the app
    announces none."""
    if not is_announced(case.subject, case.profile):
        case.not_applicable("the app does not announce that it migrates data of the previous system generation")
    old = own.files if own is not None else old_generation_tree()
    package = expected_package(case.subject)
    upgrade = upgraded(case, version, package, old, profile)
    other = other_package(upgrade.trial, upgrade.result, package)
    # Apps often had another package name on the old system; what its code asks for tells which.
    return upgrade if other is None else upgraded(case, version, other, old, profile)


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


def upgraded(
    case: Case, version: str, package: str, old: Mapping[str, bytes], profile: DeviceProfile | None = None
) -> Upgrade:
    """An upgrade with ``old`` data of ``package`` in place, on a device of kind ``profile``, else that of the run."""
    target = case.device(profile=profile)
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
