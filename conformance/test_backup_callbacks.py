"""BKP-008 and BKP-011: whichever callback the framework chooses, and whatever it says, the same data is backed up."""

from __future__ import annotations

import pytest

from ..emulator.backup.api import SessionOptions, SessionResult
from ..emulator.profile import DeviceProfile, profile_for_api
from ..emulator.trace import CallbackEntered, CallbackSettled, FileOperation
from ..harness.data.data_set import DataSet
from ..harness.data.tree import Change
from ..harness.judging.recording import own_callbacks
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial, is_app_data
from .failures import reported
from .steps import (
    TIMED_OUT,
    PlainBackup,
    archive_from,
    archive_of,
    blamed,
    carried,
    described,
    lost,
    plain_restore,
    to_come_back,
)
from .test_bundle_version import ACCIDENTS

BEFORE_EXTENDED, NEWER = 11, 20
"""The last API version without onBackupEx and onRestoreEx, and one with every callback."""

GIVEN = {
    "no-entries": "[]",
    "as-the-service-writes-it": '[\n\t{\n\t\t"detail" : "100",\n\t\t"type" : "userId"\n\t}\n]\n',
    "unknown-type": '[{"type":"of_a_newer_system","detail":{"level":3}},{"type":"userId","detail":"100"}]',
    "no-detail": '[{"type":"userId"}]',
    "detail-no-text": '[{"type":"flag","detail":true},{"type":"list","detail":[]},{"type":"none","detail":null}]',
    "many-entries": "[" + ",".join(f'{{"type":"entry_{number}","detail":"{number}"}}' for number in range(300)) + "]",
}
"""What a device can say (b_jsonutil.cpp): a list of entries with a type, and of any detail."""

NEVER_GIVEN = {
    "no-list": '{"type":"userId","detail":"100"}',
    "null": "null",
    "broken": '[{"type":"userId","detail":',
    "words": "user 100",
}
"""Texts that are no list of entries; an extension may refuse them in its own words."""


def extended_device(case: Case) -> DeviceProfile:
    """A device that knows onBackupEx and onRestoreEx: the one of this run, or a newer one."""
    return case.profile if case.profile.calls("onBackupEx") else profile_for_api(NEWER)


def older_device(case: Case) -> DeviceProfile | None:
    """The newest device that the app can be installed on and that does not know onBackupEx."""
    oldest = case.subject.application.compatible_api
    return profile_for_api(BEFORE_EXTENDED) if oldest <= BEFORE_EXTENDED else None


def backup_on(case: Case, data_set: DataSet, profile: DeviceProfile, info: str | None = None) -> PlainBackup:
    """A backup on a device of that kind, which may have failed: to look at only."""

    def make() -> PlainBackup:
        trial = case.device(profile=profile)
        before = trial.seed(data_set)
        expected = to_come_back(trial, data_set, before)
        return PlainBackup(trial, before, expected, trial.backup(SessionOptions(extension_info=info)))

    return case.once(("backup on", data_set, profile.name, info), make)


def require_undisturbed(case: Case, data_set: DataSet) -> PlainBackup:
    """A backup on a device that knows onBackupEx, told nothing."""
    usual = backup_on(case, data_set, extended_device(case))
    if not usual.result.succeeded:
        case.not_applicable("the backup does not even succeed undisturbed: see BKP-001, LIF-002 and LIF-004")
    return usual


@pytest.mark.requirement("BKP-008")
@pytest.mark.parametrize("info", [*GIVEN, *NEVER_GIVEN])
def test_no_backup_info_costs_data(case: Case, info: str, typical: DataSet) -> None:
    usual = require_undisturbed(case, typical)
    if "onBackupEx" not in own_callbacks(case):
        case.not_applicable("onBackupEx is not overridden, so nobody is told the text")
    text = GIVEN.get(info) or NEVER_GIVEN[info]
    told = backup_on(case, typical, extended_device(case), text)
    source, made = told.trial, told.result
    shown = text if len(text) < 100 else f"{text[:60]} … ({len(text)} characters)"
    case.require(made.code != TIMED_OUT, f"the backup never ends when backupInfo is {shown!r}")
    if not made.succeeded:
        cause, position = blamed(source, made)
        if info in GIVEN or broke_by_accident(source, made):
            case.fail(
                f"told the backupInfo {shown!r}, the backup ends with {described(made)}{cause}", position=position
            )
        return
    if info in NEVER_GIVEN and reported(source, made):
        return
    inside = carried(usual.expected, archive_from(case, made))
    missing = [
        Change(path, "missing", "in the archive when backupInfo is empty")
        for path in carried(usual.expected, archive_from(case, usual.result))
        if path not in inside
    ]
    case.require(
        not missing,
        f"told the backupInfo {shown!r}, the backup succeeds without {len(missing)} of the user's files",
        differences=missing,
    )


def broke_by_accident(trial: Trial, result: SessionResult) -> bool:
    """Whether a callback ended with an error of the language, which no app raises on purpose."""
    return any(
        isinstance(event, CallbackSettled)
        and event.outcome in ("threw", "rejected")
        and event.value.startswith(ACCIDENTS)
        for event in trial.events(result)
    )


@pytest.mark.requirement("BKP-011")
def test_both_backup_callbacks_do_not_do_the_work_twice(case: Case, typical: DataSet) -> None:
    usual = require_undisturbed(case, typical)
    if not {"onBackup", "onBackupEx"} <= own_callbacks(case):
        case.not_applicable("the framework did not call both: onBackupEx gave a text, or one is not overridden")
    both = written_in(usual, "onBackupEx") & written_in(usual, "onBackup")
    case.require(
        not both,
        "onBackupEx did its work and returned an empty text, so the framework ran onBackup as well: "
        f"{len(both)} files were written twice ({min(both, default='')})",
    )


@pytest.mark.requirement("BKP-011")
@pytest.mark.parametrize("way", ["old-to-new", "new-to-old", "new-to-new"])
def test_old_and_new_devices_give_each_other_the_same(case: Case, way: str, typical: DataSet) -> None:
    older, newer = older_device(case), extended_device(case)
    if older is None:
        case.not_applicable("every device that the app runs on knows onBackupEx and onRestoreEx (API version 12)")
    archive, owed = archive_of(case, typical)
    usual = plain_restore(case, archive)
    if not usual.result.succeeded or lost(owed, usual.tree):
        case.not_applicable("the data does not even come back undisturbed: see RST-001, RST-006 and VER-002")
    sending, receiving = (older if end == "old" else newer for end in way.split("-to-"))
    made = backup_on(case, typical, sending)
    case.require(made.result.succeeded, f"a backup on an API {sending.api} device ends with {described(made.result)}")
    target = case.device(profile=receiving)
    result = target.restore(archive_from(case, made.result))
    own = own_callbacks(case)
    if not ({"onBackup", "onBackupEx"} <= own or {"onRestore", "onRestoreEx"} <= own):
        case.not_applicable("no callback is overridden in both its forms")
    devices = f"a backup of an API {sending.api} device, restored on an API {receiving.api} device,"
    case.require(result.succeeded, f"{devices} ends with {described(result)}")
    case.require_same(owed, lost(owed, target.tree()), f"{devices} does not bring the data back")


def written_in(made: PlainBackup, callback: str) -> set[str]:
    """The app's files that the extension wrote between entering and settling of ``callback``."""
    inside = False
    written: set[str] = set()
    for event in made.trial.events(made.result):
        if isinstance(event, CallbackEntered | CallbackSettled) and event.callback == callback:
            inside = isinstance(event, CallbackEntered)
        elif inside and isinstance(event, FileOperation) and event.operation == "write":
            written |= {event.path} if event.actor == "extension" and is_app_data(event.path) else set[str]()
    return written
