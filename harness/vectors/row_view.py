"""The device of one recorded row: the emulator's own filesystem, seen by the user the row ran as."""

from __future__ import annotations

import stat

import msgspec

from ...emulator.clock import VirtualClock
from ...emulator.filesystem.api import FileStat
from ...emulator.filesystem.device_filesystem import DeviceFileSystem
from ...emulator.filesystem.lookup import LastLink
from ...emulator.filesystem.view import View
from ...emulator.trace import Trace

_NOW_MS = 1_800_000_000_000
NOW_NS = _NOW_MS * 1_000_000
"""What a recorded ``now`` stands for."""


class RowView(View):
    """The whole tree of a fresh device. User 0 may do everything.

    ``directory_sizes`` holds what stat tells of directories where a row recorded it: the size is the business of the
    filesystem that the row ran on.
    """

    def __init__(self, uid: int = 0, gid: int = 0, umask: int = 0o022) -> None:
        device = DeviceFileSystem(VirtualClock(_NOW_MS), Trace())
        super().__init__(device, None, 0, 0, "harness")
        self.umask = umask
        self.recording = False
        self.directory_sizes: dict[str, int] = {}
        # The account of a user is opened by its first byte, and only an open account can give empty files away.
        self.write_file("/first", b"1")
        self.unlink("/first")
        self.uid, self.gid = uid, gid

    def stat(self, path: str) -> FileStat:
        return self._with_recorded_size(path, super().stat(path))

    def lstat(self, path: str) -> FileStat:
        return self._with_recorded_size(path, super().lstat(path))

    def set_link_status(self, path: str, uid: int, gid: int, mtime_ns: int) -> None:
        """Set owner and time of a link itself, which no app can do through the emulated system modules."""
        status = self._node(path, LastLink.KEEP).stat_result
        status.st_uid, status.st_gid, status.st_mtime_ns = uid, gid, mtime_ns

    def _with_recorded_size(self, path: str, status: FileStat) -> FileStat:
        size = self.directory_sizes.get(path.rstrip("/"))
        if size is None or not stat.S_ISDIR(status.mode):
            return status
        return msgspec.structs.replace(status, size=size)
