"""Small files in groups, each group one numbered tar (tar_file.cpp:Packet, ext_extension.cpp:DoPacket)."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from ...filesystem.api import FileStat, FileSystemView
from ..selection.scan import SmallFile
from .tar import OwnerNames, PackProblem, TarWriter

GROUP_BYTES = 100 * 1024 * 1024
GROUP_FILES = 6000


class TarNotWritable(Exception):
    """The framework throws EXT_BACKUP_PACKET_ERROR: a tar cannot be made or looked at in the outgoing folder."""


class _Member(msgspec.Struct, frozen=True):
    """A packed file and where its last block ends."""

    file: SmallFile
    end: int


class TarFile(msgspec.Struct, frozen=True):
    """A tar that lies in the view: its name, its path and what stat says of it."""

    name: str
    path: str
    status: FileStat


class Packer:
    """Writes tars and numbers them. One lives as long as the extension process: numbers go on over its backups.

    ``whole`` is how backups use it: each call makes exactly one tar. Otherwise a call starts a new tar at 100 MiB and
    at 6000 members, and answers with all tars so far.
    """

    def __init__(self, view: FileSystemView, *, whole: bool = True) -> None:
        self._view = view
        self._whole = whole
        self._next_number = 0
        self._members = 0
        self._tars: dict[str, TarFile] = {}
        self.last_size = 0

    def pack(
        self, files: Sequence[SmallFile], base_name: str, folder: str
    ) -> tuple[dict[str, TarFile], list[PackProblem]]:
        """Pack ``files`` into ``folder``/``base_name``.N.tar. Raises TarNotWritable.

        Without files an empty file of that name is left behind and its number is used again.
        """
        if not base_name or not folder:
            return {}, []
        home = folder if folder == "/" else folder.removesuffix("/")
        path = self._begin(home, base_name)
        if not files:
            self.last_size = 0
            return {}, []
        writer = TarWriter(self._view, owners := OwnerNames(self._view))
        problems: list[PackProblem] = []
        members: list[_Member] = []
        for file in files:
            problem = writer.add(file)
            if problem is not None:
                problems.append(problem)
                continue
            members.append(_Member(file, writer.size))
            if not self._whole and self._is_full(writer):
                problems += self._finish(writer, path, members)
                path = self._begin(home, base_name)
                writer, members = TarWriter(self._view, owners), []
        problems += self._finish(writer, path, members)
        return dict(self._tars), problems

    def _begin(self, home: str, base_name: str) -> str:
        path = f"{home}/{base_name}.{self._next_number}.tar"
        try:
            self._view.write_file(path, b"")
        except OSError as error:
            raise TarNotWritable(path) from error
        return path

    def _is_full(self, writer: TarWriter) -> bool:
        if writer.size >= GROUP_BYTES:
            self._members = 0
            return True
        self._members += 1
        if self._members < GROUP_FILES:
            return False
        self._members = 0
        return True

    def _finish(self, writer: TarWriter, path: str, members: Sequence[_Member]) -> list[PackProblem]:
        """The tar lies in the view then, cut where the room ended; returns the members that are not whole."""
        content = writer.content()
        problems: list[PackProblem] = []
        try:
            self._view.write_file(path, content)
        except OSError as error:
            kept = self._write_what_fits(path, content, error)
            number = error.errno or errno.EIO
            problems = [
                PackProblem(member.file.path, member.file.restore_path, number)
                for member in members
                if member.end > kept and number != errno.EACCES
            ]
        self.last_size = len(content)
        if self._whole:
            self._tars.clear()
        name = path.rpartition("/")[2]
        try:
            self._tars.setdefault(name, TarFile(name, path, self._view.stat(path)))
        except OSError as error:
            raise TarNotWritable(path) from error
        self._next_number += 1
        return problems

    def _write_what_fits(self, path: str, content: bytes, error: OSError) -> int:
        """What the framework wrote before its writing failed is sent like a whole tar; it tells of each file, and
        counts the backup as a success (tar_file.cpp:SplitWriteAll, WriteFileContent, FillSplitTailBlocks)."""
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            return 0
        room = min(self._view.space().free, len(content))
        try:
            self._view.write_file(path, content[:room])
        except OSError:
            return 0
        return room


def groups(files: Iterable[SmallFile]) -> Iterator[list[SmallFile]]:
    """Split ``files``: a group is closed by the file that brings it to 100 MiB or to 6000 files."""
    group: list[SmallFile] = []
    size = 0
    for file in files:
        group.append(file)
        size += file.size
        if size >= GROUP_BYTES or len(group) >= GROUP_FILES:
            yield group
            group = []
            size = 0
    if group:
        yield group
