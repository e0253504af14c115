"""A backup or a restore in a situation: a broken disk, a full one, a version that is told and that nobody expects."""

from __future__ import annotations

import errno
import os

from ..emulator.application import BundleVersion
from ..emulator.backup.api import SessionResult
from ..emulator.filesystem.faults import Fault
from ..harness.data.data_set import DataSet
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from .steps import archive_of, plain_backup, plain_restore, seeded


def broken_disk(operation: str, path: str) -> None:
    """A fault: whatever the extension opens, lists or changes fails."""
    if operation in ("open", "read", "write", "list", "unlink", "rename"):
        raise OSError(errno.EIO, os.strerror(errno.EIO), path)


def full_disk(operation: str, path: str) -> None:
    """A fault: nothing can be added any more."""
    if operation in ("write", "mkdir", "symlink", "link"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)


FAULTS: dict[str, Fault | None] = {"undisturbed": None, "broken-disk": broken_disk, "full-disk": full_disk}

ODD_VERSIONS = {
    "version-zero": BundleVersion(0, ""),
    "version-newer": BundleVersion(2_147_483_647, "99.0.0"),
    "version-old-generation": BundleVersion(0, "0.0.0.0-1.2.3"),
}


def session(case: Case, direction: str, data_set: DataSet, situation: str) -> tuple[Trial, SessionResult]:
    """A backup or a restore in that situation; to look at only."""
    return case.once(
        ("in situation", direction, data_set, situation), lambda: _session(case, direction, data_set, situation)
    )


def _session(case: Case, direction: str, data_set: DataSet, situation: str) -> tuple[Trial, SessionResult]:
    fault = FAULTS.get(situation)
    if fault is not None:
        return with_fault(case, direction, data_set, fault)
    if direction == "backup":
        made = plain_backup(case, data_set)
        return made.trial, made.result
    restored = plain_restore(case, archive_of(case, data_set)[0], version=ODD_VERSIONS.get(situation))
    return restored.trial, restored.result


def with_fault(case: Case, direction: str, data_set: DataSet, fault: Fault) -> tuple[Trial, SessionResult]:
    archive = None if direction == "backup" else archive_of(case, data_set)[0]
    trial = seeded(case, data_set)[0] if archive is None else case.device()
    trial.device.filesystem.fault = fault
    result: SessionResult = trial.backup() if archive is None else trial.restore(archive)
    trial.device.filesystem.fault = None
    return trial, result
