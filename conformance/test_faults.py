"""RST under faults: a disk that is full or broken, a process that is killed, at every operation in turn."""

from __future__ import annotations

import pytest

from ..harness.data.data_set import DataSet
from ..harness.data.tree import Change, Tree
from ..harness.scenarios.case import Case
from ..harness.scenarios.fault_points import FaultPoint
from .failures import reported
from .steps import PlainRestore, archive_of, blamed, described, files_of, lost, plain_restore
from .upgrade_faults import require_repeatable, require_told

NEIGHBOUR = b"belongs to the user and to no backup\n"


def undisturbed(case: Case, data_set: DataSet) -> tuple[PlainRestore, Tree]:
    """A restore in which nothing goes wrong, and the files that it owes; otherwise RST-001 and RST-006 judge it."""
    archive, owed = archive_of(case, data_set)
    usual = plain_restore(case, archive)
    if not usual.result.succeeded or lost(owed, usual.tree):
        case.not_applicable("the data does not even come back undisturbed: see RST-001, RST-006 and VER-002")
    return usual, owed


def repeated(case: Case, usual: PlainRestore) -> None:
    """An undisturbed restore repeated must change nothing; otherwise RST-003 judges it."""

    def changed() -> bool:
        target = case.device()
        target.restore(usual.archive)
        again = target.restore(usual.archive)
        return not again.succeeded or bool(lost(files_of(usual.tree), target.tree()))

    if case.once(("repeated", id(usual.archive)), changed):
        case.not_applicable("a restore cannot even be repeated undisturbed: see RST-003")


def beside(case: Case, usual: PlainRestore, others: dict[str, bytes]) -> None:
    """An undisturbed restore must spare ``others``; otherwise RST-002 judges it."""

    def harmed() -> bool:
        target = case.device()
        for path, content in others.items():
            target.write(path, content)
        target.restore(usual.archive)
        tree = target.tree()
        return any(path not in tree or tree[path].content != content for path, content in others.items())

    if case.once(("beside", id(usual.archive)), harmed):
        case.not_applicable("even an undisturbed restore does not spare what is on the device: see RST-002")


def neighbours(owed: Tree) -> dict[str, bytes]:
    """Files beside those of the backup that no restore may touch, unless it replaces everything."""
    folders = {path.rpartition("/")[0] for path in owed}
    return {f"{folder}/neighbour.txt": NEIGHBOUR for folder in sorted(folders)}


@pytest.mark.requirement("RST-004")
@pytest.mark.strikes("upgrade", "killed")
@pytest.mark.strikes("restore", "killed")
def test_a_restore_that_was_killed_can_be_repeated(
    case: Case, fault_point: FaultPoint | None, typical: DataSet
) -> None:
    if fault_point is None:
        case.not_applicable("the extension changes no file during a restore")
    if fault_point.session != "restore":
        require_repeatable(case, fault_point)
        return
    usual, _ = undisturbed(case, typical)
    repeated(case, usual)
    target = case.device()
    target.device.filesystem.fault = fault_point.fault(target)
    target.restore(usual.archive)
    target.device.filesystem.fault = None
    again = target.restore(usual.archive)
    if not again.succeeded:
        words, position = blamed(target, again)
        case.fail(
            f"after {fault_point.described()}, a second restore ends with {described(again)}{words}",
            position=position,
        )
    changes = lost(files_of(usual.tree), target.tree())
    case.require(
        not changes,
        f"after {fault_point.described()}, a second restore does not bring what an undisturbed one brings",
        differences=changes,
    )


@pytest.mark.requirement("RST-010")
@pytest.mark.strikes("upgrade-in-use", "no-space", "io-error", "no-access")
@pytest.mark.strikes("restore", "no-space", "io-error", "no-access")
def test_a_restore_that_cannot_write_says_so_and_spares_what_is_there(
    case: Case, fault_point: FaultPoint | None, typical: DataSet
) -> None:
    if fault_point is None:
        case.not_applicable("the extension does nothing with files during a restore")
    if fault_point.session != "restore":
        require_told(case, fault_point)
        return
    usual, owed = undisturbed(case, typical)
    others = neighbours(owed)
    beside(case, usual, others)
    target = case.device()
    for path, content in others.items():
        target.write(path, content)
    target.device.filesystem.fault = fault_point.fault(target)
    result = target.restore(usual.archive)
    target.device.filesystem.fault = None
    tree = target.tree()
    harmed = [
        Change(path, "missing" if path not in tree else "content", "on the device before the restore")
        for path in others
        if path not in tree or tree[path].content != NEIGHBOUR
    ]
    case.require(
        not harmed,
        f"{fault_point.described()} costs files that were on the device and not in the backup",
        differences=harmed,
    )
    missing = lost(owed, tree)
    case.require(
        not missing or reported(target, result),
        f"with {fault_point.described()}, the restore says that it succeeded and {len(missing)} of {len(owed)} files "
        "are not there as they were backed up",
        differences=missing,
    )
