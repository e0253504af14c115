"""How much room there is: the bytes of the device and of each user, and what happens when they run out."""

from __future__ import annotations

import errno

from pyfakefs.fake_filesystem import FakeFilesystem

from .api import SpaceStat
from .nodes import DeviceDirectory, DeviceFile
from .system_errors import failure

LARGEST_FILE = 2 * 1024**3
"""Contents live in memory: a file that would be longer fails with EFBIG."""


class SpaceAccount:
    """Counts bytes of content, of the device and of each user. pyfakefs is told the sum, so that its own view of
    the disk stays true."""

    def __init__(self, filesystem: FakeFilesystem, total_bytes: int, device_number: int) -> None:
        filesystem.set_disk_usage(total_bytes)
        self._total = total_bytes
        self._total_used = 0
        self._filesystem = filesystem
        self._device_number = device_number
        self._quotas: dict[int, int] = {}
        self._used: dict[int, int] = {}

    def set_quota(self, uid: int, bytes_: int | None) -> None:
        """Limit what files owned by ``uid`` may hold together; None lifts the limit."""
        if bytes_ is None:
            self._quotas.pop(uid, None)
        else:
            self._quotas[uid] = bytes_

    def seen_by(self, uid: int) -> SpaceStat:
        """What statvfs tells ``uid``: a user with a quota sees the quota."""
        total = self._total
        free = total - self._total_used
        quota = self._quotas.get(uid)
        if quota is not None:
            total = min(total, quota)
            free = min(free, max(0, quota - self._used.get(uid, 0)))
        return SpaceStat(total=total, free=free)

    def grant(self, file: DeviceFile, growth: int, path: str, *, partly: bool = False) -> int:
        """Account for ``growth`` more bytes (negative: fewer) in ``file`` and return how many were granted.

        Raises ENOSPC or EDQUOT when they do not fit; with ``partly`` only when not a single byte does, as write(2).
        """
        if growth == 0:
            return 0
        if growth > 0:
            if len(file.content) + growth > LARGEST_FILE:
                raise failure(errno.EFBIG, path)
            room = self.seen_by(file.stat_result.st_uid).free
            if room < growth:
                if room == 0 or not partly:
                    full = self._total - self._total_used < growth
                    raise failure(errno.ENOSPC if full else errno.EDQUOT, path)
                growth = room
        if file.stat_result.st_nlink:
            self._add(file.stat_result.st_uid, growth)
        return growth

    def release(self, file: DeviceFile) -> None:
        """The last link of ``file`` is gone."""
        self._add(file.stat_result.st_uid, -len(file.content))

    def hand_over(self, node: DeviceFile | DeviceDirectory, uid: int) -> None:
        """``node`` gets a new owner."""
        if isinstance(node, DeviceFile) and node.stat_result.st_nlink:
            self._used[uid] = self._used.get(uid, 0) + len(node.content)
            self._used[node.stat_result.st_uid] -= len(node.content)
        node.stat_result.st_uid = uid

    def _add(self, uid: int, growth: int) -> None:
        self._filesystem.change_disk_usage(growth, "/", self._device_number)
        self._total_used += growth
        self._used[uid] = self._used.get(uid, 0) + growth
