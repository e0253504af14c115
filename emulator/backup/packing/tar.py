"""The bytes of a tar as the framework writes it (frameworks/native/backup_ext/src/tar_file.cpp).

Old-style ustar magic, a GNU ``L`` record for names of 100 bytes and more, nothing else. Octal fields keep their first
digits when a number needs more than fit, so an app's user number is cut short, as on the device.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Sequence

import msgspec

from ...errors import OhosBackupError
from ...filesystem.api import FileStat, FileSystemView
from ..selection.scan import SmallFile, absolute

BLOCK = 512
END = bytes(2 * BLOCK)
E_PACKET = 13500006
_LONG_NAME = b"longLinkSymbol"
_NAME_FIELD = 100
_LARGEST = 0o777777777777
_MASK = 0xFFFFFFFFFFFFFFFF


class PackingNeverEnds(OhosBackupError):
    """An include names a FIFO: on a device the extension opens it and waits until the service gives up."""

    code = "E-BACKUP-FIFO"


class PackProblem(msgspec.Struct, frozen=True):
    """A member that could not be packed; ``error`` is the errno, or E_PACKET."""

    path: str
    restore_path: str
    error: int


class OwnerNames:
    """Names of users and groups from the device's passwd and group files, else their numbers in decimal."""

    def __init__(self, view: FileSystemView) -> None:
        self._users = _names(view, "/etc/passwd")
        self._groups = _names(view, "/etc/group")

    def user(self, uid: int) -> bytes:
        return self._users.get(uid, b"%d" % uid)[:31]

    def group(self, gid: int) -> bytes:
        return self._groups.get(gid, b"%d" % gid)[:31]


class TarWriter:
    """Collects the blocks of one tar. Contents are the objects that the view gave out; nothing is copied until
    ``content`` joins them."""

    def __init__(self, view: FileSystemView, owners: OwnerNames) -> None:
        self._view = view
        self._owners = owners
        self._blocks: list[bytes] = []
        self.size = 0

    def add(self, file: SmallFile) -> PackProblem | None:
        """Append one member. What may not be opened is left out silently; other failures are returned."""
        path = absolute(file.path)
        try:
            status = self._view.lstat(path)
            if stat.S_ISREG(status.mode):
                content = self._view.read_file(path)
            else:
                content = b""
                self._open_once(path, status)
        except OSError as error:
            number = error.errno or E_PACKET
            return None if number == errno.EACCES else PackProblem(file.path, file.restore_path, number)
        if status.size > _LARGEST and (stat.S_ISREG(status.mode) or stat.S_ISDIR(status.mode)):
            return PackProblem(file.path, file.restore_path, E_PACKET)
        name = (file.restore_path or file.path).encode("utf-8", "surrogateescape")
        if stat.S_ISDIR(status.mode) and not name.endswith(b"/"):
            name += b"/"
        if len(name) >= _NAME_FIELD:
            self._append(_long_name_header(len(name) + 1))
            self._append(_padded(name + b"\0"))
            name = _LONG_NAME
        self._append(_member_header(name, status, self._owners.user(status.uid), self._owners.group(status.gid)))
        if content:
            self._append(content)
            if len(content) % BLOCK:
                self._append(bytes(BLOCK - len(content) % BLOCK))
        return None

    def content(self) -> bytes:
        """The finished tar."""
        return b"".join((*self._blocks, END))

    def _append(self, block: bytes) -> None:
        self._blocks.append(block)
        self.size += len(block)

    def _open_once(self, path: str, status: FileStat) -> None:
        """The packer opens every member for reading before it looks what it is, links followed."""
        target = self._view.stat(path) if stat.S_ISLNK(status.mode) else status
        if stat.S_ISFIFO(target.mode):
            raise PackingNeverEnds(
                f"the backup would never end: {path} is a FIFO, and the framework opens it and waits for a writer",
                mend="Do not name a FIFO in includes.",
            )
        self._view.access(path, os.R_OK)


def pack_tar(view: FileSystemView, files: Iterable[SmallFile]) -> tuple[bytes, list[PackProblem]]:
    """One whole tar of ``files`` and the members that did not get in."""
    writer = TarWriter(view, OwnerNames(view))
    problems = [problem for file in files if (problem := writer.add(file))]
    return writer.content(), problems


def _member_header(name: bytes, status: FileStat, user: bytes, group: bytes) -> bytes:
    if stat.S_ISREG(status.mode):
        kind, size = b"0", status.size
    elif stat.S_ISDIR(status.mode):
        kind, size = b"5", status.size
    else:
        kind, size = b"\0", 0
    return _header(
        name,
        mode=status.mode & 0o7777,
        uid=status.uid,
        gid=status.gid,
        size=size,
        mtime=status.mtime_ns // 1_000_000_000,
        kind=kind,
        owners=user.ljust(32, b"\0") + group.ljust(32, b"\0"),
    )


def _long_name_header(size: int) -> bytes:
    return _header(_LONG_NAME, mode=0, uid=0, gid=0, size=size, mtime=0, kind=b"L", owners=bytes(64))


def _header(name: bytes, *, mode: int, uid: int, gid: int, size: int, mtime: int, kind: bytes, owners: bytes) -> bytes:
    before = b"".join(
        (name.ljust(_NAME_FIELD, b"\0"), _octal(mode, 8), _octal(uid, 8), _octal(gid, 8), _octal(size, 12))
    ) + _octal(mtime, 12)
    after = kind + bytes(100) + b"ustar\x001\0" + owners + bytes(183)
    checksum = sum(before) + sum(after) + 8 * 0x20
    return before + b"%07o " % checksum + after


def _octal(number: int, field: int) -> bytes:
    return (b"%0*o" % (field - 1, number & _MASK))[: field - 1] + b"\0"


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % BLOCK)


def _names(view: FileSystemView, path: str) -> dict[int, bytes]:
    try:
        lines: Sequence[bytes] = view.read_file(path).split(b"\n")
    except OSError:
        return {}
    names: dict[int, bytes] = {}
    for line in lines:
        fields = line.split(b":")
        if len(fields) > 2 and fields[2].isdigit():
            names.setdefault(int(fields[2]), fields[0])
    return names
