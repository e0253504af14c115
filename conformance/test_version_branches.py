"""VER: how an app decides by the version that it is told, seen from what it then does."""

from __future__ import annotations

import pytest

from ..emulator.application import BundleVersion
from ..emulator.backup.api import RestoreOptions
from ..emulator.backup.archive import Archive
from ..emulator.backup.config import parse_backup_config
from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.data.tree import Change, Tree
from ..harness.scenarios.case import Case
from .steps import archive_of, described, lost
from .test_bundle_version import accident_of
from .test_combinations import EARLIER
from .version_behaviour import (
    LARGEST_CODE,
    Behaviour,
    behaviour,
    codes_up_to,
    compared_as_text,
    names_with_two_orders,
    numbers_of,
    require_restores,
)

FAR_NEWER = BundleVersion(2_000_000_000, "99.0.0")
CLONE_MARKS = ("99.99.99.999", "99.99.99.998", "99.99.99.997", "99.99.99.996", "99.99.99.995")
"""What stands before the old version's name when a clone tool or the cloud sends the data
(b_constants.h:DEFAULT_VERSION_NAMES_VEC)."""


@pytest.mark.requirement("VER-004")
@pytest.mark.parametrize("distance", ["next", "far"])
def test_a_newer_version_is_refused_or_handled(case: Case, distance: str, typical: DataSet) -> None:
    require_restores(case, typical)
    archive, expected = archive_of(case, typical)
    current = case.subject.application.version
    version = FAR_NEWER if distance == "far" else next_version(current)
    usual = onto_earlier_content(case, archive, expected, None)
    if lost(expected, usual):
        case.not_applicable("a backup of the app's own version does not come back onto older files: see RST-002")
    target = case.device()
    for path in expected:
        target.write(path, EARLIER)
    result = target.restore(archive, RestoreOptions(version=version))
    if accident_of(target, result) is not None:
        case.not_applicable(f"a callback breaks when told version {version.name} ({version.code}): see VER-001")
    decided = case.subject.settings.policy.downgrade
    words = f"told the newer version {version.name} ({version.code})"
    tree = target.tree()
    if result.succeeded:
        missing = lost(expected, tree)
        case.require(
            not missing,
            f"{words}, the restore reports success, and {len(missing)} of {len(expected)} files are not the backup's",
            differences=missing,
        )
        case.require(
            decided != "refused", f"{words}, the restore succeeds, but ohos-backup.toml says that such data is refused"
        )
        return
    case.require(
        decided != "handled",
        f"{words}, the restore ends with {described(result)}, but ohos-backup.toml says that such data is handled",
    )
    applied = changed_by_the_app(case, archive, expected, tree)
    case.require(
        not applied,
        f"{words}, the restore ends with {described(result)}, but only after {len(applied)} of {len(expected)} files "
        "have been changed",
        differences=applied,
    )


def next_version(current: BundleVersion) -> BundleVersion:
    major, minor, _ = numbers_of(current.name) or (1, 0, 0)
    return BundleVersion(min(current.code + 1, LARGEST_CODE), f"{major}.{minor + 1}.0")


def onto_earlier_content(case: Case, archive: Archive, expected: Tree, version: BundleVersion | None) -> Tree:
    """All of the app's files after a restore onto older content of the same files."""

    def make() -> Tree:
        target = case.device()
        for path in expected:
            target.write(path, EARLIER)
        target.restore(archive, RestoreOptions(version=version))
        return target.tree()

    return case.once(("onto-earlier", id(archive), version), make)


def changed_by_the_app(case: Case, archive: Archive, expected: Tree, tree: Tree) -> tuple[Change, ...]:
    """The expected files that are other than the framework alone leaves them on a device with older content."""
    config = parse_backup_config(case.subject.application.extension.profile_text)
    placed = {} if config.full_backup_only else content_of(archive)
    changes: list[Change] = []
    for path, node in expected.items():
        found = tree.get(path)
        if found is None:
            changes.append(Change(path, "missing", f"{len(EARLIER)} bytes"))
        elif found.content != placed.get(path, EARLIER):
            changes.append(Change(path, "content", f"{len(EARLIER)} bytes", found.describe()))
        assert node.kind == "file"
    return tuple(changes)


@pytest.mark.requirement("VER-006")
def test_names_are_not_compared_as_text(case: Case, typical: DataSet) -> None:
    require_restores(case, typical)
    if not names_with_two_orders(case.subject.application.version):
        case.not_applicable("the app's version name does not begin with numbers")
    found = compared_as_text(case, typical)
    if found is not None:
        first, between, last = (f"{version.name} ({version.code})" for version in found)
        case.fail(
            f"versions {first} and {last} are treated alike, {between} between them is not: as texts the names are in "
            "that other order"
        )


@pytest.mark.requirement("VER-007")
def test_what_is_accepted_once_is_accepted_up_to_now(case: Case, typical: DataSet) -> None:
    require_restores(case, typical)
    current = case.subject.application.version
    versions = codes_up_to(current)
    if len(versions) < 3:
        case.not_applicable("there is no room for versions between the first and this one")
    oldest = next(version for version in versions if behaviour(case, typical, version).accepted)
    later = versions[versions.index(oldest) :]
    refused = [version for version in later if not behaviour(case, typical, version).accepted]
    if refused and compared_as_text(case, typical) is not None:
        case.not_applicable("the app compares names as text: see VER-006")
    told = ", ".join(f"{version.name} ({version.code})" for version in refused)
    case.require(
        not refused, f"data of version {oldest.name} ({oldest.code}) comes back, that of the later {told} does not"
    )


@pytest.mark.requirement("VER-008")
@pytest.mark.parametrize("mark", CLONE_MARKS)
def test_a_clone_is_not_taken_for_a_newer_version(case: Case, mark: str, typical: DataSet) -> None:
    own = require_restores(case, typical)
    clone = behaviour(case, typical, marked(case, mark))
    if clone.accepted or clone == own:
        return
    if clone not in (behaviour(case, typical, FAR_NEWER), like_newer_name(case, typical)):
        case.not_applicable("a clone fails otherwise than a newer version does: see CLN-001, CLN-004 and RST-012")
    case.fail(f"data of the app's own version that a clone sends ({mark}-…) is treated like that of a newer version")


@pytest.mark.requirement("VER-010")
def test_a_name_that_only_begins_like_a_mark_is_none(case: Case, typical: DataSet) -> None:
    own = require_restores(case, typical)
    current = case.subject.application.version
    for mark in CLONE_MARKS:
        clone = behaviour(case, typical, marked(case, mark))
        near = behaviour(case, typical, BundleVersion(current.code, f"{mark}0"))
        other = like_newer_name(case, typical)
        if near.actions == clone.actions and clone.actions not in (own.actions, other.actions):
            case.fail(f"a version called {mark}0 is treated like data that a clone sends ({mark})")


def marked(case: Case, mark: str) -> BundleVersion:
    """What a clone of the app's own version is told."""
    current = case.subject.application.version
    return BundleVersion(current.code, f"{mark}-{current.name}")


def like_newer_name(case: Case, data_set: DataSet) -> Behaviour:
    """How a name is treated that is newer by its numbers and no mark, with the app's own code."""
    return behaviour(case, data_set, BundleVersion(case.subject.application.version.code, "99.98.97"))
