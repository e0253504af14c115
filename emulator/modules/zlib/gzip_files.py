"""``zlib.GZip``: a gzip file opened for reading or for writing (interfaces/kits/js/zip/napi/class_gzip, zlib gzlib.c).

A file that is not gzip is read as it is. The compressed file is read when the first byte is asked for; what was written
reaches the file with gzflush and gzclose.
"""

from __future__ import annotations

import errno
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from itertools import count

from ...filesystem.api import FileSystemView
from ..api import HostFunction
from .errors import STREAM_ERROR, STRUCTURE_ERROR, stream_error

GZIP_BITS = 31
MAGIC = b"\x1f\x8b"
FILE_MODE = 0o666
STRATEGIES = {"f": 1, "h": 2, "R": 3, "F": 4}
SEEK_SET, SEEK_CUR = 0, 1
CHUNK = 1 << 16
ZEROS = bytes(CHUNK)


class GzipMode:
    """What the text of a mode asks for: r, w or a, a level, a strategy, T for no compression."""

    def __init__(self, text: str) -> None:
        self.kind = next((letter for letter in text if letter in "rwa"), "")
        self.level = next((int(letter) for letter in text if letter.isdigit()), -1)
        self.strategy = next((STRATEGIES[letter] for letter in text if letter in STRATEGIES), 0)
        self.direct = "T" in text
        if not self.kind or "+" in text:
            raise stream_error(errno.ENOENT)

    @property
    def flags(self) -> int:
        if self.kind == "r":
            return os.O_RDONLY
        return os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if self.kind == "w" else os.O_APPEND)


class GzipReader:
    def __init__(self, view: FileSystemView, descriptor: int) -> None:
        self._view = view
        self._descriptor = descriptor
        self._content: bytes | None = None
        self._position = 0
        self.past_end = False
        self.direct = False
        self.failure = ""

    def _loaded(self) -> bytes:
        if self._content is None:
            pieces: list[bytes] = []
            while piece := self._view.read(self._descriptor, CHUNK):
                pieces.append(piece)
            raw = b"".join(pieces)
            self.direct = not raw.startswith(MAGIC)
            self._content = raw if self.direct else self._unpacked(raw)
        return self._content

    def _unpacked(self, raw: bytes) -> bytes:
        """All members one after the other; what comes before damage can still be read."""
        out: list[bytes] = []
        while raw.startswith(MAGIC):
            stream = zlib.decompressobj(GZIP_BITS)
            try:
                out.append(stream.decompress(raw))
            except zlib.error as error:
                self.failure = str(error)
                break
            if not stream.eof:
                self.failure = "unexpected end of file"
                break
            raw = stream.unused_data
        return b"".join(out)

    def look(self) -> bool:
        """Whether the file is read as it is."""
        self._loaded()
        return self.direct

    def read(self, length: int) -> bytes:
        content = self._loaded()
        data = content[self._position : self._position + length]
        self._position += len(data)
        if len(data) < length:
            if self.failure and not data:
                raise stream_error(STRUCTURE_ERROR)
            self.past_end = True
        return data

    def line(self, length: int) -> bytes:
        """Up to ``length`` bytes, at most to the end of a line."""
        content = self._loaded()
        end = content.find(b"\n", self._position, self._position + length)
        return self.read(length if end < 0 else end + 1 - self._position)

    def push_back(self, byte: int) -> None:
        content = self._loaded()
        self._content = content[: self._position] + bytes([byte]) + content[self._position :]
        self.past_end = False

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int) -> int:
        target = offset + (self._position if whence == SEEK_CUR else 0)
        if target < 0:
            raise stream_error(STRUCTURE_ERROR)
        self.past_end = False
        self._position = min(target, len(self._loaded()))
        return target

    def close(self) -> None:
        self.abandon()

    def abandon(self) -> None:
        """The process ended."""
        self._view.close(self._descriptor)


class GzipWriter:
    def __init__(self, view: FileSystemView, descriptor: int, mode: GzipMode) -> None:
        self._view = view
        self._descriptor = descriptor
        self.direct = mode.direct
        self._stream = zlib.compressobj(mode.level, zlib.DEFLATED, GZIP_BITS, 8, mode.strategy)
        self._position = 0
        self.failure = ""

    def write(self, data: bytes) -> int:
        self._put(data if self.direct else self._stream.compress(data))
        self._position += len(data)
        return len(data)

    def flush(self, mode: int) -> None:
        if not self.direct:
            self._put(self._stream.flush(mode))

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int) -> int:
        """Forward only, by writing zeros."""
        gap = offset - (self._position if whence == SEEK_SET else 0)
        if gap < 0:
            raise stream_error(STRUCTURE_ERROR)
        while gap:
            gap -= self.write(ZEROS[:gap])
        return self._position

    def close(self) -> None:
        try:
            self.flush(zlib.Z_FINISH)
        finally:
            self.abandon()

    def abandon(self) -> None:
        """The process ended: what was not flushed is lost."""
        self._view.close(self._descriptor)

    def _put(self, data: bytes) -> None:
        try:
            while data:
                data = data[self._view.write(self._descriptor, data) :]
        except OSError as error:
            self.failure = error.strerror or str(error)
            raise stream_error(STRUCTURE_ERROR) from error


class GzipFiles:
    """The gzip files of one process. Those that are open at its end lose what they did not write."""

    def __init__(self, view: FileSystemView) -> None:
        self._view = view
        self._files: dict[int, GzipReader | GzipWriter] = {}
        self._numbers = count(1)
        self.host_functions: Mapping[str, HostFunction] = {
            "gzip.open": self.open,
            "gzip.adopt": self.adopt,
            "gzip.read": self.read,
            "gzip.line": self.line,
            "gzip.pushBack": self.push_back,
            "gzip.write": self.write,
            "gzip.flush": self.flush,
            "gzip.tell": self.tell,
            "gzip.seek": self.seek,
            "gzip.rewind": self.rewind,
            "gzip.state": self.state,
            "gzip.close": self.close_file,
        }

    def open(self, path: str, mode: str) -> int:
        wanted = GzipMode(mode)
        try:
            descriptor = self._view.open(path, wanted.flags, FILE_MODE)
        except OSError as error:
            raise stream_error(errno.ENOENT) from error
        return self._add(descriptor, wanted)

    def adopt(self, descriptor: int, mode: str) -> int:
        """gzdopen: the file owns the descriptor from now on."""
        return self._add(descriptor, GzipMode(mode))

    def _add(self, descriptor: int, mode: GzipMode) -> int:
        number = next(self._numbers)
        reading = mode.kind == "r"
        self._files[number] = (
            GzipReader(self._view, descriptor) if reading else GzipWriter(self._view, descriptor, mode)
        )
        return number

    def _reader(self, number: int) -> GzipReader:
        file = self._files[number]
        if not isinstance(file, GzipReader):
            raise stream_error(STRUCTURE_ERROR)
        return file

    def _writer(self, number: int) -> GzipWriter:
        file = self._files[number]
        if not isinstance(file, GzipWriter):
            raise stream_error(STRUCTURE_ERROR)
        return file

    def read(self, number: int, length: int) -> bytes:
        return self._reader(number).read(length)

    def line(self, number: int, length: int) -> bytes:
        return self._reader(number).line(length)

    def push_back(self, number: int, byte: int) -> None:
        self._reader(number).push_back(byte)

    def rewind(self, number: int) -> int:
        return self._reader(number).seek(0, SEEK_SET)

    def write(self, number: int, data: bytes) -> int:
        return self._writer(number).write(data)

    def flush(self, number: int, mode: int) -> None:
        self._writer(number).flush(mode)

    def tell(self, number: int) -> int:
        return self._files[number].tell()

    def seek(self, number: int, offset: int, whence: int) -> int:
        return self._files[number].seek(offset, whence)

    def state(self, number: int) -> dict[str, object]:
        file = self._files[number]
        reading = isinstance(file, GzipReader)
        return {
            "direct": file.look() if isinstance(file, GzipReader) else file.direct,
            "eof": isinstance(file, GzipReader) and file.past_end,
            "reading": reading,
            "failure": file.failure,
        }

    def close_file(self, number: int, kind: str) -> None:
        """``kind`` r or w: only a file of that kind (gzcloser, gzclosew)."""
        file = self._files[number]
        if kind and isinstance(file, GzipReader) != (kind == "r"):
            raise stream_error(STREAM_ERROR)
        del self._files[number]
        file.close()

    def close(self) -> None:
        for file in self._files.values():
            with suppress(OSError):  # nobody is left to hear of it
                file.abandon()
        self._files.clear()
