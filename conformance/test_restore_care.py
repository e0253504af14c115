"""RST-007, RST-011 and RST-017: what a restore leaves behind, and what it leaves alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ..emulator.trace import FileOperation
from ..harness.archives.content import content_of
from ..harness.data.content import STORES
from ..harness.data.data_set import DataSet
from ..harness.data.tree import Change, Node, Tree
from ..harness.judging.recording import own_callbacks
from ..harness.scenarios.case import Case
from ..harness.scenarios.selection import selected
from ..harness.scenarios.trial import Trial, is_app_data
from .steps import PlainRestore, described, files_of, plain_backup
from .test_faults import beside, neighbours, undisturbed
from .test_restore import is_full_backup_only

TEMPORARY = re.compile(r"/\.backup/|/(temp|tmp|te?mp-[^/]*)/|\.(tmp|temp|part|partial)$", re.IGNORECASE)
"""Where, and under which names, nothing is meant to stay. A cache is emptied by the system."""

STRANGER = b"of another part of the app, and in no backup\n"
_SECOND = 1_000_000_000


@pytest.mark.requirement("RST-007")
def test_nothing_temporary_stays_after_a_restore(case: Case, typical: DataSet) -> None:
    usual, owed = undisturbed(case, typical)
    if "onRelease" in own_callbacks(case):
        case.not_applicable("the app cleans up in onRelease: LIF-007 judges that")
    before = plain_backup(case, typical).before
    made = files_made(usual, before)
    new = {path for path in files_of(usual.tree) if path not in before and path not in owed}
    written = altered(usual)
    if not made and not written:
        case.not_applicable("the extension makes no file, neither for the backup nor when it restores")
    fetched = made & opened(usual)
    left = [path for path in sorted(new) if path in fetched or (path in written and TEMPORARY.search(path))]
    case.require(
        not left,
        f"{len(left)} files that were only needed for the backup or the restore stay on the new device for good, "
        f"such as {left[0] if left else ''}",
        differences=[Change(path, "unexpected", "", usual.tree[path].describe()) for path in left],
    )


def files_made(usual: PlainRestore, before: Tree) -> set[str]:
    """The files that the extension made for the backup. What it keeps in stores of the system is data of the app."""
    return {
        path for path in content_of(usual.archive) if path not in before and not any(store in path for store in STORES)
    }


def opened(usual: PlainRestore) -> frozenset[str]:
    """What the extension read or moved in the undisturbed restore. A file that it made for the backup and never looks
    at when restoring may be data that the app itself uses."""
    return paths_of(usual, frozenset(("open", "read", "rename", "link")))


def altered(usual: PlainRestore) -> frozenset[str]:
    """The app's files that the extension made, wrote, or gave other attributes in the undisturbed restore. Opening
    counts, for it may create a file; one that was only read is found unaltered all the same."""
    return paths_of(usual, frozenset(("open", "write", "truncate", "rename", "link", "symlink", "chmod", "utimes")))


def paths_of(usual: PlainRestore, operations: frozenset[str]) -> frozenset[str]:
    done = [
        event
        for event in usual.trial.events(usual.result)
        if isinstance(event, FileOperation)
        and event.actor == "extension"
        and not event.error
        and event.operation in operations
    ]
    return frozenset(path for event in done for path in (event.path, event.target) if path and is_app_data(path))


@pytest.mark.requirement("RST-011")
def test_files_that_are_in_place_keep_their_times_and_modes(case: Case, typical: DataSet) -> None:
    if is_full_backup_only(case):
        case.not_applicable("fullBackupOnly is set: the app brings all files to their places itself")
    usual, owed = undisturbed(case, typical)
    in_place = content_of(usual.archive)
    written = altered(usual)
    judged = {
        path: node
        for path, node in owed.items()
        if in_place.get(path) == node.content and path in usual.tree and not any(store in path for store in STORES)
    }
    if not judged:
        case.not_applicable("no file travels at its own place: the app copies all of them back itself")
    changed = [
        change
        for path, node in judged.items()
        if path in written
        for change in attribute_changes(path, node, usual.tree[path])
    ]
    case.require(
        not changed,
        f"the framework had put files back with their times and modes, and the callback has changed {len(changed)} of "
        f"these although the content is the same, first of {changed[0].path if changed else ''}",
        differences=changed,
    )


def attribute_changes(path: str, before: Node, after: Node) -> Iterator[Change]:
    """Differences of mode and of time in whole seconds, which is what an archive carries."""
    if before.mode != after.mode:
        yield Change(path, "mode", f"{before.mode:04o}", f"{after.mode:04o}")
    if before.mtime_ns // _SECOND != after.mtime_ns // _SECOND:
        yield Change(path, "time", f"{before.mtime_ns // _SECOND} s", f"{after.mtime_ns // _SECOND} s")


@pytest.mark.requirement("RST-017")
def test_a_restore_spares_what_is_not_in_the_backup(case: Case, typical: DataSet) -> None:
    usual, owed = undisturbed(case, typical)
    if case.subject.settings.policy.on_restore == "replace":
        case.not_applicable("the policy is that a restore replaces everything")
    beside(case, usual, neighbours(owed))
    target = case.device()
    strangers = populate(target, owed)
    if not strangers:
        case.not_applicable("the configuration includes all of the app's folders: RST-002 judges that")
    result = target.restore(usual.archive)
    tree = target.tree()
    harmed = [
        Change(path, "missing" if path not in tree else "content", "on the device before the restore")
        for path in strangers
        if path not in tree or tree[path].content != STRANGER
    ]
    case.require(
        not harmed,
        f"the restore ({described(result)}) costs {len(harmed)} files of the device that have nothing to do with the "
        f"backup, such as {harmed[0].path if harmed else ''}",
        differences=harmed,
    )


def populate(target: Trial, owed: Tree) -> tuple[str, ...]:
    """Put files into every part of the app's sandbox; those that the configuration does not select, and that do not
    lie beside files of the backup, are returned. Caches and temporary folders are the app's to empty."""
    modules = target.subject.application.module_names
    parts = ["base/files", "base/preferences", "database/rdb"]
    parts += [f"base/haps/{module}/{part}" for module in modules for part in ("files", "preferences")]
    parts += [f"database/{module}/rdb" for module in modules]
    folders = [f"/data/storage/el{level}/{part}" for level in range(1, 6) for part in parts]
    folders += ["/data/storage/el2/distributedfiles"]
    roots = {folder: "/".join(folder.split("/")[:5]) for folder in folders}
    placed: list[str] = []
    for folder, root in roots.items():
        if target.bundle.files.exists(root):
            for path in (f"{folder}/of-this-device.txt", f"{folder}/kept/of-this-device.txt"):
                target.write(path, STRANGER)
                placed.append(path)
    chosen = selected(target).keys()
    homes = {path.rpartition("/")[0] for path in owed}
    return tuple(p for p in placed if p not in chosen and p.rpartition("/")[0] not in homes)
