"""Where a fault can strike: every operation of the extension on its files, known from a rehearsal."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from random import Random
from typing import Literal

import msgspec

from ...emulator.backup.api import SessionResult
from ...emulator.clock import VirtualClock
from ...emulator.errors import OhosBackupError
from ...emulator.filesystem.faults import CountOperations, FailAt, Fault, KillAt
from ...emulator.profile import DeviceProfile
from ...emulator.trace import ExtensionEnded, FileOperation
from ..data.content import STORES
from ..data.data_set import DataSet
from ..subjects.subject import Subject
from .damage import CarriedFile, carried_files
from .gate import closed_gate
from .trial import Direction, Trial
from .upgrade import brought, is_announced, old_package, put_in_use, upgrade, written_since
from .verdicts import CaseEnded

SessionKind = Literal["backup", "restore", "upgrade", "upgrade-in-use"]
"""An upgrade brings data of the previous system generation, to a new device or to one on which the app was in use."""
Strike = Literal["killed", "no-space", "io-error", "no-access", "slow"]

CHANGING = frozenset(("write", "truncate", "unlink", "rename", "mkdir", "rmdir", "symlink", "link", "open"))
"""Between two others of these nothing changes on the device, so a kill there is like one before the next of them."""

STRUCK: dict[Strike, frozenset[str]] = {
    "killed": CHANGING,
    "no-space": frozenset(("write", "mkdir", "symlink", "link")),
    "io-error": frozenset(("open", "read", "write", "list", "rename", "unlink", "mkdir")),
    "no-access": frozenset(("open", "list", "rename", "unlink", "mkdir", "rmdir")),
    "slow": frozenset(("open", "read", "write", "rename")),
}
"""The operations that each strike is tried on: those that a device can fail in that way."""

ERROR_OF: dict[Strike, int] = {"no-space": errno.ENOSPC, "io-error": errno.EIO, "no-access": errno.EACCES}

SLOW_MS = 1_000_000
"""Longer than the framework's timer for a callback, 900 s (b_constants.h:EXTENSION_TIMEOUT)."""

MOST_POINTS = 24
"""So many operations are tried for each strike and session; of more, a sample by the seed, unless all are asked for."""


class FaultPoint(msgspec.Struct, frozen=True, kw_only=True):
    """``strike`` at operation ``number`` (from 1) of the extension in a ``session``, which is the ``occurrence``-th of
    its kind on ``path``; ``out_of`` is how many it could strike, of which a sample is tried when ``sampled``.
    """

    session: SessionKind
    strike: Strike
    number: int
    operation: str
    path: str
    occurrence: int = 1
    out_of: int
    sampled: bool = False

    def __str__(self) -> str:
        return f"{self.session}-{self.strike}-{self.number}-{self.operation}"

    def described(self) -> str:
        """For people: ``killed before write /data/… (operation 17 of the restore)``."""
        words = {
            "killed": "the process killed at",
            "no-space": "no space left at",
            "io-error": "an input/output error at",
            "no-access": "access refused at",
            "slow": "minutes lost at",
        }[self.strike]
        session = self.session.partition("-")[0]
        return f"{words} {self.operation} {self.path} (operation {self.number} of the {session})"

    def fault(self, trial: Trial) -> Fault:
        """To be set on the device of ``trial`` just before the session."""
        if self.strike == "killed":
            return _KilledAt(self.number, trial)
        if self.strike == "slow":
            return _SlowAt(self.number, trial.device.clock)
        return _FailsThere(self)

    def struck(self, trials: Sequence[Trial]) -> bool:
        """Whether it did strike on one of them: an extension may do something else than in the rehearsal."""
        if self.strike == "killed":
            return any(e.reason == "killed-by-fault" for trial in trials for e in trial.device.trace.of(ExtensionEnded))
        if self.strike == "slow":
            return any(event.time_ms >= SLOW_MS for trial in trials for event in trial.device.trace)
        return any(
            (event.actor, event.error) == ("extension", ERROR_OF[self.strike])
            for trial in trials
            for event in trial.device.trace.of(FileOperation)
        )


class _FailsThere(FailAt):
    """The very operation of the rehearsal fails: where other files are on the device, it may have another number."""

    def __init__(self, point: FaultPoint) -> None:
        super().__init__(point.occurrence, ERROR_OF[point.strike])
        self._wanted = (point.operation, point.path)

    def __call__(self, operation: str, path: str) -> None:
        if (operation, path) == self._wanted:
            super().__call__(operation, path)


class _KilledAt(KillAt):
    """A file that was to be written whole has been made by then: copy_file opens it before it fills it, and the process
    may end between the two. What the system's own modules keep is left to them."""

    def __init__(self, operation_number: int, trial: Trial) -> None:
        super().__init__(operation_number)
        self._trial = trial

    def _act(self, number: int, operation: str, path: str) -> None:
        if number == self.operation_number and operation == "write" and self._can_be_made(path):
            self._trial.bundle.files.write_file(path, b"", 0o600)
        super()._act(number, operation, path)

    def _can_be_made(self, path: str) -> bool:
        in_folder = self._trial.exists(path.rpartition("/")[0])
        return in_folder and not self._trial.exists(path) and not any(store in path for store in STORES)


class _SlowAt(CountOperations):
    """Operation ``operation_number`` takes longer than the framework waits."""

    def __init__(self, operation_number: int, clock: VirtualClock) -> None:
        super().__init__()
        self._operation_number = operation_number
        self._clock = clock

    def _act(self, number: int, operation: str, path: str) -> None:
        if number == self._operation_number:
            self._clock.advance(SLOW_MS)


_Seen = tuple[tuple[str, str], ...]


class Rehearsal(msgspec.Struct, frozen=True):
    """The operations of the extension, (name, path) in order; empty for a session that failed or does nothing.
    ``carried``: the files of the archive that was restored; ``endless``: the direction that holds its thread for
    ever, which no other case has to wait for."""

    backup: _Seen = ()
    restore: _Seen = ()
    upgrade: _Seen = ()
    upgrade_in_use: _Seen = ()
    carried: tuple[CarriedFile, ...] = ()
    endless: frozenset[Direction] = frozenset()

    def points(
        self, session: SessionKind, strikes: Sequence[Strike], *, seed: int, most: int | None = MOST_POINTS
    ) -> tuple[FaultPoint, ...]:
        """Where ``strikes`` can strike; at most ``most`` of each, None for all."""
        done: _Seen = getattr(self, session.replace("-", "_"))
        found: list[FaultPoint] = []
        for strike in strikes:
            able = [number for number, (name, _) in enumerate(done, 1) if name in STRUCK[strike]]
            sampled = most is not None and len(able) > most
            chosen = sorted(Random(f"{seed}/{session}/{strike}").sample(able, most)) if sampled and most else able
            found += [
                FaultPoint(
                    session=session,
                    strike=strike,
                    number=number,
                    operation=done[number - 1][0],
                    path=done[number - 1][1],
                    occurrence=done[:number].count(done[number - 1]),
                    out_of=len(able),
                    sampled=sampled,
                )
                for number in chosen
            ]
        return tuple(found)


def rehearse(subject: Subject, data_set: DataSet, *, profile: DeviceProfile, seed: int) -> Rehearsal:
    """What the extension does with files in a backup of ``data_set``, in a restore of it on a fresh device, and when it
    takes over data of the previous system generation."""
    if subject.packed or closed_gate(subject.application.extension) is not None:
        return Rehearsal()
    upgrade, upgrade_in_use = _upgrades(subject, profile, seed)
    both_ways = _both_ways(subject, data_set, profile, seed)
    return msgspec.structs.replace(both_ways, upgrade=upgrade, upgrade_in_use=upgrade_in_use)


def _both_ways(subject: Subject, data_set: DataSet, profile: DeviceProfile, seed: int) -> Rehearsal:
    """Without upgrades."""
    try:
        source = Trial(subject, profile=profile, seed=seed)
        before = source.seed(data_set)
        backup = source.device.filesystem.fault = CountOperations()
        made = source.backup()
        if made.archive is None:
            return Rehearsal(endless=_endless(source, made, "backup"))
        target = source.fresh()
        restore = target.device.filesystem.fault = CountOperations()
        restored = target.restore(made.archive)
    except (CaseEnded, OhosBackupError):
        # Whatever is wrong, the cases that judge a plain backup and restore say so.
        return Rehearsal()
    if not restored.succeeded:
        return Rehearsal(backup=tuple(backup.seen), endless=_endless(target, restored, "restore"))
    carried = carried_files(made.archive, before, {path for _, path in restore.seen}, subject.settings.expect.notices)
    return Rehearsal(backup=tuple(backup.seen), restore=tuple(restore.seen), carried=carried)


def _endless(trial: Trial, result: SessionResult, direction: Direction) -> frozenset[Direction]:
    ends = (event for event in trial.events(result) if isinstance(event, ExtensionEnded))
    return frozenset((direction,)) if any(end.reason == "hung" for end in ends) else frozenset()


def _upgrades(subject: Subject, profile: DeviceProfile, seed: int) -> tuple[_Seen, _Seen]:
    """The operations of an upgrade on a new device, and on one in use; none of one that fails or brings nothing."""
    if not is_announced(subject, profile):
        return (), ()
    try:
        fresh = Trial(subject, profile=profile, seed=seed)
        before = fresh.tree()
        package = old_package(fresh.fresh())
        counted = fresh.device.filesystem.fault = CountOperations()
        if not upgrade(fresh, package).succeeded:
            return (), ()
        new = brought(before, fresh.tree())
        used = fresh.fresh()
        put_in_use(used, written_since(before, new))
        counted_in_use = used.device.filesystem.fault = CountOperations()
        succeeded = upgrade(used, package).succeeded
    except (CaseEnded, OhosBackupError):
        # VER-005 says what is wrong.
        return (), ()
    if not new:
        return (), ()
    return tuple(counted.seen), tuple(counted_in_use.seen) if succeeded else ()
