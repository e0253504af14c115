"""The built-in ``open`` on the device's files: Python's own buffers and text layers over an unbuffered file."""

from __future__ import annotations

import errno
import io
import os
import stat
from typing import Any, cast

from .files import DeviceFiles, PathLike


class DeviceRaw(io.RawIOBase):
    """An unbuffered file of the device, under Python's own buffers and text layers."""

    def __init__(self, files: DeviceFiles, file: PathLike | int, mode: str, flags: int, *, close_fd: bool) -> None:
        super().__init__()
        self._files = files
        self._readable = "r" in mode or "+" in mode
        self._writable = mode.strip("rbt") != ""
        self._close_fd = False
        self._fd = -1
        self.name = file
        self.mode = mode
        self._fd = file if isinstance(file, int) else files.open(file, flags, 0o666)
        if not isinstance(file, int) and stat.S_ISDIR(files.fstat(self._fd).st_mode):
            files.close(self._fd)
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), file)
        self._close_fd = close_fd

    def fileno(self) -> int:
        return self._fd

    def readable(self) -> bool:
        return self._readable

    def writable(self) -> bool:
        return self._writable

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._files.read(self._fd, len(view))
        view[: len(data)] = data
        return len(data)

    def readall(self) -> bytes:
        position = self._files.lseek(self._fd, 0, os.SEEK_CUR)
        size = self._files.fstat(self._fd).st_size
        return self._files.read(self._fd, max(0, size - position))

    def write(self, data: Any, /) -> int:
        return self._files.write(self._fd, data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._files.lseek(self._fd, offset, whence)

    def truncate(self, size: int | None = None) -> int:
        length = self.tell() if size is None else size
        self._files.ftruncate(self._fd, length)
        return length

    def close(self) -> None:
        if not self.closed:
            super().close()
            if self._close_fd:
                self._files.close(self._fd)


_OPEN_FLAGS = {
    "r": 0,
    "w": os.O_CREAT | os.O_TRUNC,
    "x": os.O_CREAT | os.O_EXCL,
    "a": os.O_CREAT | os.O_APPEND,
}
Layers = DeviceRaw | io.BufferedReader | io.BufferedWriter | io.BufferedRandom | io.TextIOWrapper


def open_on(
    files: DeviceFiles,
    file: PathLike | int,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: object = None,
) -> Layers:
    """The built-in ``open``, with files of the device below it."""
    kind = "".join(sorted(set(mode) & set("rwxa")))
    if len(kind) != 1 or set(mode) - set("rwxa+bt") or len(set(mode)) != len(mode) or {"b", "t"} <= set(mode):
        raise ValueError(f"invalid mode: {mode!r}")
    binary = "b" in mode
    if binary and (encoding or errors or newline):
        raise ValueError("binary mode takes no encoding, errors or newline argument")
    if buffering == 0 and not binary:
        raise ValueError("can't have unbuffered text I/O")
    if not isinstance(file, (int, str, bytes)):
        file = os.fspath(file)
    access = os.O_RDWR if "+" in mode else os.O_RDONLY if kind == "r" else os.O_WRONLY
    flags = access | _OPEN_FLAGS[kind] | os.O_CLOEXEC
    target: PathLike | int = file
    if callable(opener):
        target = cast("int", opener(file, flags))
    raw = DeviceRaw(files, target, mode, flags, close_fd=closefd)
    if kind == "a":
        raw.seek(0, os.SEEK_END)
    if buffering == 0:
        return raw
    size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
    buffered: io.BufferedReader | io.BufferedWriter | io.BufferedRandom
    if "+" in mode:
        buffered = io.BufferedRandom(raw, size)
    elif kind == "r":
        buffered = io.BufferedReader(raw, size)
    else:
        buffered = io.BufferedWriter(raw, size)
    if binary:
        return buffered
    text = io.TextIOWrapper(buffered, encoding or "utf-8", errors, newline, line_buffering=buffering == 1)
    setattr(text, "mode", mode)  # noqa: B010 - declared read-only, but open() sets it, too
    return text
