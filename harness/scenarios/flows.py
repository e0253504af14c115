"""The ways in which data gets from one device to another, each as a case of the suite can run it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ...emulator.application import BundleVersion
from ...emulator.backup.api import RestoreOptions, SessionOptions, SessionResult
from ...emulator.backup.archive import Archive
from ...emulator.backup.service import BackupResult
from ..data.data_set import DataSet
from ..data.tree import Tree, only
from .case import Case
from .owed import owed
from .trial import Trial

BETWEEN_BACKUPS_MS = 86_400_000
"""A day passes between the backups of an incremental chain."""


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """One way. ``clone_prefix`` stands before the old version's name when a clone tool says where the data comes from
    (b_constants.h:DEFAULT_VERSION_NAMES_VEC); ``arrives`` is False where the framework leaves the files below its
    incoming folder."""

    name: str
    title: str
    user: int = 100
    app_index: int = 0
    kind: str = "full"
    without_tar: bool = False
    clone_prefix: str = ""
    arrives: bool = True

    def __repr__(self) -> str:
        return f"Flow({self.name!r})"

    def version(self, told: BundleVersion | None, current: BundleVersion) -> BundleVersion | None:
        """What the restoring side is told when the backup comes from ``told``, None for the app's own version."""
        if not self.clone_prefix:
            return told
        told = told or current
        return BundleVersion(told.code, f"{self.clone_prefix}-{told.name}")


FULL = Flow(name="full", title="a full backup, restored on a fresh device")

FLOWS = (
    FULL,
    Flow(
        name="incremental", title="a full and an incremental backup, restored one after the other", kind="incremental"
    ),
    Flow(
        name="without-tar",
        title="every file by itself, left below the incoming folder",
        without_tar=True,
        arrives=False,
    ),
    Flow(name="other-user", title="backup and restore for user 101", user=101),
    Flow(name="app-clone", title="backup and restore of the app's clone (appIndex 1)", app_index=1),
    Flow(name="clone-phone", title="a phone clone (99.99.99.999)", clone_prefix="99.99.99.999"),
    Flow(name="clone-same", title="a clone of the same kind of device (99.99.99.998)", clone_prefix="99.99.99.998"),
    Flow(name="clone-cloud", title="a copy from the cloud (99.99.99.995)", clone_prefix="99.99.99.995"),
)


def flow_named(name: str) -> Flow:
    return next(flow for flow in FLOWS if flow.name == name)


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """The backups of one flow: ``results`` in order, ``expected`` the files that a restore owes after all of them."""

    source: Trial
    expected: Tree
    results: tuple[BackupResult, ...]

    @property
    def succeeded(self) -> bool:
        return all(result.succeeded for result in self.results)

    @property
    def archives(self) -> tuple[Archive, ...]:
        return tuple(result.archive for result in self.results if result.archive is not None)


def send(case: Case, flow: Flow, data_set: DataSet) -> Sent:
    """The backups of ``flow``, to look at only; done once for all cases."""
    return case.once(("sent", flow.name, data_set), lambda: _send(case, flow, data_set))


def _send(case: Case, flow: Flow, data_set: DataSet) -> Sent:
    source = case.device(user=flow.user, app_index=flow.app_index)
    source.seed(data_set)
    if flow.kind == "full":
        return Sent(
            source=source,
            expected=expected(source, data_set),
            results=(source.backup(SessionOptions(without_tar=flow.without_tar)),),
        )
    users = source.tree()
    first = source.backup(SessionOptions(kind="incremental"))
    if first.archive is None:
        return Sent(source=source, expected=expected(source, data_set), results=(first,))
    since_s = source.device.clock.now_ms // 1000
    source.device.clock.advance(BETWEEN_BACKUPS_MS)
    change_a_little(source, data_set)
    # What the first backup has left behind is the extension's own, to keep or to take away.
    owes = only(expected(source, data_set), lambda path: path in users)
    second = source.backup(SessionOptions(kind="incremental", previous=first.archive, since_s=since_s))
    return Sent(source=source, expected=owes, results=(first, second))


def expected(trial: Trial, data_set: DataSet) -> Tree:
    """The files on the device now that a restore owes."""
    return owed(trial, data_set)


_LOWEST_BIT_FLIPPED = bytes(byte ^ 0x01 for byte in range(256))


def change_a_little(trial: Trial, data_set: DataSet) -> None:
    """What a user does in a day: one file grows, another gets other bytes of the same length."""
    files = [file for file in data_set.files if trial.exists(file.path)]
    if files:
        trial.write(files[0].path, files[0].content + b"\nand a line more\n")
    if len(files) > 1:
        trial.write(files[1].path, files[1].content.translate(_LOWEST_BIT_FLIPPED))


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """A restore of everything that was sent; ``result`` is the first that failed, or the last; ``tree`` are all of the
    app's files after it."""

    target: Trial
    result: SessionResult
    tree: Tree


def receive(
    case: Case,
    flow: Flow,
    sent: Sent,
    *,
    version: BundleVersion | None = None,
    before: Callable[[Trial], object] | None = None,
) -> Arrived:
    """Restore what was ``sent``, which succeeded, on a fresh device that ``before`` has prepared."""
    target = case.device(user=flow.user, app_index=flow.app_index)
    if before is not None:
        before(target)
    result: SessionResult | None = None
    for archive in sent.archives:
        told = flow.version(version, archive.version)
        kind = "incremental" if flow.kind == "incremental" else "full"
        result = target.restore(archive, RestoreOptions(kind=kind, version=told, without_tar=flow.without_tar))
        if not result.succeeded:
            break
    if result is None:
        case.inconclusive("nothing was sent, so nothing can be received")
    return Arrived(target=target, result=result, tree=target.tree())
