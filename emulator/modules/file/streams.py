"""createStream and fdopenStream: stdio streams with their buffer (filemanagement_file_api mod_fs/class_stream).

Writes stay in the stream's buffer until it is full, flushed or closed, as in musl (src/stdio/__stdio_write.c,
BUFSIZ 1024); what is in the buffer when the process ends is lost.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping

from ...filesystem.api import FileSystemView
from ..api import HostFunction
from .descriptors import Descriptors, encoded, written_bytes
from .errors import invalid_argument, reported

BUFFER_SIZE = 1024
STREAM_MODE = 0o666


def stream_flags(mode: str) -> int:
    """fopen(3) modes -> flags of open(2); EINVAL for a first letter that is not r, w or a."""
    if mode[:1] not in ("r", "w", "a"):
        raise invalid_argument()
    flags = os.O_RDWR if "+" in mode else (os.O_RDONLY if mode[0] == "r" else os.O_WRONLY)
    if mode[0] != "r":
        flags |= os.O_CREAT
    if mode[0] == "w":
        flags |= os.O_TRUNC
    if mode[0] == "a":
        flags |= os.O_APPEND
    if "x" in mode:
        flags |= os.O_EXCL
    return flags


class Stream:
    def __init__(self, view: FileSystemView, descriptor: int, mode: str) -> None:
        self._view = view
        self.descriptor = descriptor
        self._readable = mode[0] == "r" or "+" in mode
        self._writable = mode[0] != "r" or "+" in mode
        self._pending = bytearray()

    def flush(self) -> None:
        if self._pending:
            data, self._pending = bytes(self._pending), bytearray()
            self._view.write(self.descriptor, data)

    def seek(self, offset: int) -> None:
        self.flush()
        self._view.seek(self.descriptor, offset, os.SEEK_SET)

    def tell(self) -> int:
        return self._view.seek(self.descriptor, 0, os.SEEK_CUR) + len(self._pending)

    def move(self, offset: int, whence: int) -> int:
        """fseek(3) and ftell(3); a negative offset moves nothing (stream_n_exporter.cpp:Seek)."""
        if offset >= 0:
            self.flush()
            self._view.seek(self.descriptor, offset, whence)
        return self.tell()

    def read(self, length: int) -> bytes:
        if not self._readable:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self.flush()
        return self._view.read(self.descriptor, length)

    def write(self, data: bytes) -> int:
        if not self._writable:
            if data:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return 0
        self._pending += data
        if len(self._pending) > BUFFER_SIZE:
            self.flush()
        return len(data)


class Streams:
    def __init__(self, view: FileSystemView, descriptors: Descriptors) -> None:
        self._view = view
        self._descriptors = descriptors
        self._streams: dict[int, Stream] = {}
        self.host_functions: Mapping[str, HostFunction] = {
            name: reported(function)
            for name, function in {
                "stream.open": self.open,
                "stream.adopt": self.adopt,
                "stream.read": self.read,
                "stream.write": self.write,
                "stream.writeText": self.write_text,
                "stream.flush": self.flush,
                "stream.seek": self.seek,
                "stream.close": self.close_stream,
            }.items()
        }

    def close(self) -> None:
        self._streams.clear()

    def open(self, path: str, mode: str) -> int:
        flags = stream_flags(mode)
        return self.adopt(self._descriptors.opened(path, flags, STREAM_MODE), mode)

    def adopt(self, descriptor: int, mode: str) -> int:
        """fdopen(3): the stream owns the descriptor from now on."""
        stream_flags(mode)
        self._view.fstat(descriptor)
        self._streams[descriptor] = Stream(self._view, descriptor, mode)
        return descriptor

    def read(self, stream: int, length: int, offset: int | None) -> bytes:
        return self._at(stream, offset).read(length)

    def write(self, stream: int, offset: int | None, length: int | None, data: bytes) -> int:
        content = written_bytes(data, length)
        return self._at(stream, offset).write(content)

    def write_text(self, stream: int, offset: int | None, length: int | None, text: str, encoding: str) -> int:
        return self.write(stream, offset, length, encoded(text, encoding))

    def flush(self, stream: int) -> None:
        self._streams[stream].flush()

    def seek(self, stream: int, offset: int, whence: int) -> int:
        return self._streams[stream].move(offset, whence)

    def close_stream(self, stream: int) -> None:
        """A failing last write goes unnoticed: the device drops the stream without looking at fclose's answer."""
        try:
            self._streams.pop(stream).flush()
        except OSError:
            return
        finally:
            self._descriptors.close_descriptor(stream)

    def _at(self, stream: int, offset: int | None) -> Stream:
        chosen = self._streams[stream]
        if offset is not None:
            chosen.seek(offset)
        return chosen
