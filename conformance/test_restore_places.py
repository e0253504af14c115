"""RST-012 and RST-013: whichever way the data arrives and whatever lies there, each file ends in its own place."""

from __future__ import annotations

import msgspec
import pytest

from ..emulator.application import BundleVersion
from ..harness.data.content import STORES
from ..harness.data.data_set import DataSet, SeedFile
from ..harness.data.tree import Tree, difference, only
from ..harness.scenarios.case import Case
from .steps import (
    PlainRestore,
    archive_of,
    blamed,
    described,
    kept_by_the_app,
    lost,
    plain_backup,
    plain_restore,
)
from .test_faults import undisturbed
from .test_restore import EARLIER_CONTENT, is_full_backup_only
from .upgrade_faults import require_like_files_replaced

CLONES = ("99.99.99.999", "99.99.99.998", "99.99.99.995")
"""The names by which clones and copies from the cloud are told (b_constants.h:DEFAULT_VERSION_NAMES_VEC)."""

MOST_TWINS = 6
"""So many files get a namesake in another folder."""


@pytest.mark.requirement("RST-012")
@pytest.mark.parametrize("clone", CLONES)
def test_full_backup_only_copes_with_data_in_place(case: Case, clone: str, typical: DataSet) -> None:
    if not is_full_backup_only(case):
        case.not_applicable("fullBackupOnly is not set: data is in place before every onRestore")
    usual, owed = undisturbed(case, typical)
    restored = sent_by_a_clone(case, usual, clone)
    words = f"a clone ({told_by(case, clone).name}) has put the data into place, and"
    if not restored.result.succeeded:
        position = blamed(restored.trial, restored.result)
        case.fail(f"{words} the restore ends with {described(restored.result)}{position[0]}", position=position[1])
    case.require_same(owed, lost(owed, restored.tree), f"{words} it is not there any more after the callback")


def told_by(case: Case, clone: str) -> BundleVersion:
    current = case.subject.application.version
    return BundleVersion(current.code, f"{clone}-{current.name}")


def sent_by_a_clone(case: Case, usual: PlainRestore, clone: str) -> PlainRestore:
    """The archive restored as ``clone`` does it: also with fullBackupOnly the data is in place before the callback."""
    return plain_restore(case, usual.archive, version=told_by(case, clone))


def copes_with_data_in_place(case: Case, usual: PlainRestore, owed: Tree) -> bool:
    """Whether data stays that is in place before the callback, with nothing below the restore folder."""
    if not is_full_backup_only(case):
        return True
    restores = (sent_by_a_clone(case, usual, clone) for clone in CLONES)
    return all(restored.result.succeeded and not lost(owed, restored.tree) for restored in restores)


@pytest.mark.requirement("RST-013")
@pytest.mark.parametrize("likeness", ["same-size", "same-name", "same-size-in-an-upgrade"])
def test_like_files_are_not_taken_for_the_same(case: Case, likeness: str, typical: DataSet) -> None:
    if likeness == "same-size-in-an-upgrade":
        require_like_files_replaced(case)
        return
    usual, owed = undisturbed(case, typical)
    if likeness == "same-size":
        require_replaced(case, usual, owed)
    else:
        require_namesakes(case, typical, owed)


def require_replaced(case: Case, usual: PlainRestore, owed: Tree) -> None:
    """What lies on the device under a backup's name is replaced, also by a file of the same size."""
    if not case.once(("overwrites", id(usual.archive)), lambda: overwrites(case, usual, owed)):
        case.not_applicable("files on the device are not even replaced by those of another size: see RST-002")
    target = case.device()
    for path, node in owed.items():
        if node.content:
            target.write(path, bytes(byte ^ 0x01 for byte in node.content))
    result = target.restore(usual.archive)
    if not result.succeeded:
        case.not_applicable(f"the app refuses, seeing what is on the device ({described(result)})")
    missing = lost(owed, target.tree())
    case.require(
        not missing,
        f"{len(missing)} of {len(owed)} files keep what was on the device before: it was of the same size as in the "
        "backup, but not the same",
        differences=missing,
    )


def overwrites(case: Case, usual: PlainRestore, owed: Tree) -> bool:
    target = case.device()
    for path in owed:
        target.write(path, EARLIER_CONTENT)
    return target.restore(usual.archive).succeeded and not lost(owed, target.tree())


def require_namesakes(case: Case, typical: DataSet, owed: Tree) -> None:
    """Of two files with one name in two folders, each travels and each comes back to its own folder."""
    twins = namesakes(typical, owed)
    if not twins:
        case.not_applicable("the data has no two folders in which files could have the same name")
    both = msgspec.structs.replace(typical, name=f"{typical.name}+same-names", files=(*typical.files, *twins))
    archive, found = archive_of(case, both)
    own = kept_by_the_app(plain_backup(case, both))
    owed, inside = only(owed, lambda path: path not in own), only(found, lambda path: path not in own)
    displaced = difference(owed, {path: inside[path] for path in owed if path in inside}, modes=False)
    case.require(
        not displaced,
        f"the backup holds only one of two files with the same name in different folders ({_first(twins)})",
        differences=displaced,
    )
    restored = plain_restore(case, archive)
    if not restored.result.succeeded:
        case.not_applicable(f"the app refuses files of the same name ({described(restored.result)})")
    missing = lost(inside, restored.tree)
    case.require(
        not missing,
        f"files with the same name in different folders do not come back each to its own ({_first(twins)})",
        differences=missing,
    )


def namesakes(data_set: DataSet, owed: Tree) -> tuple[SeedFile, ...]:
    """Files with the names of others, each in the nearest other folder of the data set."""
    taken = {file.path for file in data_set.files}
    folders = sorted({_folder(path) for path in owed})
    twins: dict[str, SeedFile] = {}
    for file in data_set.files:
        if file.path not in owed or any(store in file.path for store in STORES):
            continue
        near = [folder for folder in folders if folder != _folder(file.path) and _in_common(folder, file.path) > _APART]
        path = f"{max(near, key=lambda folder: _in_common(folder, file.path))}/{_name(file.path)}" if near else ""
        if path and path not in taken:
            twins.setdefault(path, SeedFile(path=path, content=file.content + b"\n"))
    return tuple(twins.values())[:MOST_TWINS]


_APART = len(["", "data", "storage", "el2", "base"])
"""Folders that have no more than this in common belong to different parts of the app."""


def _in_common(folder: str, path: str) -> int:
    pairs = zip(folder.split("/"), path.split("/"), strict=False)
    return next((number for number, (one, other) in enumerate(pairs) if one != other), len(folder.split("/")))


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _first(twins: tuple[SeedFile, ...]) -> str:
    return f"such as {twins[0].path}"
