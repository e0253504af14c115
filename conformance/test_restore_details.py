"""RST-008: whatever restoreInfo says, the restore is done, and its result is a text that the caller can read."""

from __future__ import annotations

import pytest

from ..emulator.application import BundleVersion
from ..emulator.backup.api import RestoreOptions, SessionResult
from ..harness.data.data_set import DataSet
from ..harness.judging.recording import own_callbacks
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from .failures import is_json, reported
from .situations import session
from .steps import PlainRestore, described, lost, round_trip
from .test_backup import changes_during
from .test_faults import undisturbed
from .test_restore_damage import is_accident, require_no_accident

ORDINARY = {
    "empty-text": "",
    "empty-list": "[]",
    "unknown-type": '[{"type":"somethingNew","detail":"1"}]',
    "extra-entries": '[{"type":"somethingNew","detail":"{\\"a\\":[1]}"},{"type":"isSameDevice","detail":"false"},'
    '{"type":"encryption","detail":""},{"type":"userId","detail":"100"}]',
}
"""What callers send, and what they send as soon as a newer system has one more detail."""

ODD = {
    "whitespace": ' \r\n[ {  "type" :\t"isSameDevice" , "detail" : "false" } ]\n',
    "no-detail": '[{"type":"isSameDevice"}]',
    "detail-is-no-text": '[{"type":"isSameDevice","detail":null},{"type":"userId","detail":100}]',
    "null-entry": "[null, 7, []]",
    "object": '{"type":"isSameDevice","detail":"false"}',
    "null": "null",
    "cut-short": '[{"type":"isSameDevice","det',
    "no-json": "restore",
}
"""What a caller should not send. An app may refuse it in words of its own."""

UPGRADE = BundleVersion(5, "0.0.0.0-1.2.3")
"""Many extensions look at restoreInfo only when the data comes from the previous system generation."""


@pytest.mark.requirement("RST-008")
@pytest.mark.parametrize("told", [*ORDINARY, *ODD])
def test_no_restore_info_breaks_a_restore(case: Case, told: str, typical: DataSet) -> None:
    usual, owed = undisturbed(case, typical)
    require_own_callback(case)
    text = (ORDINARY | ODD)[told]
    words = f"told the restoreInfo {text!r}"
    target, result = round_trip(case, usual.archive, options=RestoreOptions(extension_info=text))
    require_no_accident(case, usual, target, result, words)
    require_result_text(case, target, result, words)
    refused = reported(target, result)
    if told in ODD and refused:
        return
    case.require(not refused, f"{words}, the restore fails ({described(result)}), and without details it does not")
    missing = lost(owed, target.tree())
    case.require(not missing, f"{words}, the restore does not bring what it brings otherwise", differences=missing)
    if not upgrade_is_broken(case, usual):
        target, result = round_trip(case, usual.archive, options=RestoreOptions(extension_info=text, version=UPGRADE))
        require_no_accident(case, usual, target, result, f"{words} and the version {UPGRADE.name!r}")


@pytest.mark.requirement("RST-008")
def test_the_result_of_a_failing_on_restore_ex_is_json_text(case: Case, typical: DataSet) -> None:
    undisturbed(case, typical)
    require_own_callback(case)
    target, result = session(case, "restore", typical, "broken-disk")
    require_result_text(case, target, result, "on a broken disk")


def require_own_callback(case: Case) -> None:
    """To be asked after the undisturbed restore, whose trace tells who answered."""
    if "onRestoreEx" not in own_callbacks(case):
        case.not_applicable("onRestoreEx is not overridden, and onRestore is not given restoreInfo")


def require_result_text(case: Case, trial: Trial, result: SessionResult, words: str) -> None:
    """The text is JSON; an empty one asks for onRestore, so it is right only if onRestoreEx has changed nothing."""
    for call in trial.settled(result, "onRestoreEx"):
        if call.outcome not in ("returned", "resolved"):
            continue
        if call.value_type == "string" and call.value == "":
            changed = changes_during(trial, result, "onRestoreEx")
            case.require(
                not changed,
                "onRestoreEx did its work and returned an empty text, which means 'not implemented': the framework ran "
                f"onRestore as well ({len(changed)} changing file operations before it)",
            )
            continue
        case.require(
            call.value_type == "string",
            f"{words}, onRestoreEx ended with {call.value_type} instead of a text: the framework takes that for "
            "nothing and runs onRestore as well",
            position=call.position,
        )
        case.require(is_json(call.value), f"{words}, onRestoreEx returned a text that is not JSON: {call.value[:80]}")


def upgrade_is_broken(case: Case, usual: PlainRestore) -> bool:
    """Whether UPGRADE alone breaks a callback, without any details; VER-001 judges that."""

    def broken() -> bool:
        target, result = round_trip(case, usual.archive, options=RestoreOptions(version=UPGRADE))
        return any(
            is_accident(call.value)
            for name in ("onRestoreEx", "onRestore")
            for call in target.settled(result, name)
            if call.outcome in ("threw", "rejected")
        )

    return case.once(("upgrade without details", id(usual.archive)), broken)
