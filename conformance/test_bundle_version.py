"""VER: whatever version the backup comes from, the callback copes with it."""

from __future__ import annotations

import pytest

from ..emulator.application import BundleVersion
from ..emulator.backup.api import RestoreOptions, SessionResult
from ..emulator.backup.archive import Archive
from ..emulator.profile import LATEST, DeviceProfile, profile_for_api
from ..emulator.trace import CallbackSettled
from ..harness.data.data_set import DataSet
from ..harness.data.tree import Tree
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from .steps import (
    TIMED_OUT,
    archive_of,
    described,
    lost,
    only_the_equal_version_fails,
    plain_restore,
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
