"""``zlib.Zip``: deflate and inflate, whole buffers and streams (interfaces/kits/js/zip/napi/class_zip).

A stream of Python's zlib takes all input at once; what does not fit into the app's output buffer waits here, so that
the app's loops see the statuses and counts that they are written for.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from itertools import count
from typing import Protocol

import msgspec

from ..api import HostFunction, Reply
from .errors import BUF_ERROR, DATA_ERROR, STREAM_ERROR, stream_error

OK, STREAM_END, NEED_DICTIONARY = 0, 1, 2
FINISH = 4
DICTIONARY_HEADER = 6
"""Bytes of a zlib header that names a dictionary."""


class CompressObject(Protocol):
    """What zlib.compressobj makes."""

    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self, mode: int = ..., /) -> bytes: ...
    def copy(self) -> CompressObject: ...


class DecompressObject(Protocol):
    """What zlib.decompressobj makes."""

    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    @property
    def eof(self) -> bool: ...
    def decompress(self, data: bytes, /, max_length: int = ...) -> bytes: ...
    def copy(self) -> DecompressObject: ...


class DeflateSettings(msgspec.Struct, frozen=True):
    level: int
    method: int
    window_bits: int
    memory_level: int
    strategy: int


class Deflating:
    """One deflate stream."""

    def __init__(self, settings: DeflateSettings) -> None:
        self.settings = settings
        self.reset()

    def reset(self) -> None:
        self._dictionary: bytes | None = None
        self._object: CompressObject | None = None
        self._pending = b""
        self._finished = False
        self.checksum = 1

    def set_dictionary(self, dictionary: bytes) -> None:
        if self._object is not None:
            raise stream_error(STREAM_ERROR)
        self._dictionary = dictionary

    def step(self, data: bytes, room: int, flush: int) -> tuple[int, int, bytes]:
        """Status, bytes of ``data`` used, output."""
        if self._finished and not self._pending:
            return STREAM_END, 0, b""
        stream = self._started()
        before = len(self._pending)
        if data:
            self._pending += stream.compress(data)
            self.checksum = zlib.adler32(data, self.checksum)
        if flush == FINISH and not self._finished:
            self._pending += stream.flush(zlib.Z_FINISH)
            self._finished = True
        elif flush and not self._finished:
            self._pending += stream.flush(flush)
        if not room or not (data or before or self._pending):
            raise stream_error(BUF_ERROR)
        output, self._pending = self._pending[:room], self._pending[room:]
        return STREAM_END if self._finished and not self._pending else OK, len(data), output

    def _started(self) -> CompressObject:
        if self._object is None:
            given = self.settings
            values = (given.level, given.method, given.window_bits, given.memory_level, given.strategy)
            made = (
                zlib.compressobj(*values) if self._dictionary is None else zlib.compressobj(*values, self._dictionary)
            )
            self._object = made
        return self._object

    def copy(self) -> Deflating:
        twin = Deflating(self.settings)
        twin._dictionary, twin._pending, twin._finished = self._dictionary, self._pending, self._finished
        twin._object = self._object.copy() if self._object is not None else None
        twin.checksum = self.checksum
        return twin


class Inflating:
    """One inflate stream."""

    def __init__(self, window_bits: int) -> None:
        self.window_bits = window_bits
        self.reset()

    def reset(self) -> None:
        self._object: DecompressObject = zlib.decompressobj(self.window_bits)
        self._header = b""
        self._fed = False
        self.checksum = 1

    def set_dictionary(self, dictionary: bytes) -> None:
        if self._fed:
            raise stream_error(STREAM_ERROR)
        self._object = zlib.decompressobj(self.window_bits, dictionary)
        if self._header:
            self._object.decompress(self._header)
            self._header = b""

    def step(self, data: bytes, room: int, _flush: int) -> tuple[int, int, bytes]:
        """Status, bytes of ``data`` used, output."""
        if self._object.eof:
            return STREAM_END, 0, b""
        if not room:
            raise stream_error(BUF_ERROR)
        try:
            output = self._object.decompress(data, room)
        except zlib.error as error:
            if str(error).startswith(f"Error {NEED_DICTIONARY} "):
                self._header = data[:DICTIONARY_HEADER]
                return NEED_DICTIONARY, len(self._header), b""
            raise stream_error(DATA_ERROR) from error
        if not data and not output:
            raise stream_error(BUF_ERROR)
        self._fed = True
        self.checksum = zlib.adler32(output, self.checksum)
        left = len(self._object.unused_data if self._object.eof else self._object.unconsumed_tail)
        return STREAM_END if self._object.eof else OK, len(data) - left, output

    def copy(self) -> Inflating:
        twin = Inflating(self.window_bits)
        twin._object = self._object.copy()
        twin._header, twin._fed, twin.checksum = self._header, self._fed, self.checksum
        return twin


class Streams:
    def __init__(self) -> None:
        self._streams: dict[int, Deflating | Inflating] = {}
        self._numbers = count(1)
        self.host_functions: Mapping[str, HostFunction] = {
            "zlib.pack": self.pack,
            "zlib.unpack": self.unpack,
            "zlib.openDeflate": self.open_deflate,
            "zlib.openInflate": self.open_inflate,
            "zlib.step": self.step,
            "zlib.reset": self.reset,
            "zlib.setDictionary": self.set_dictionary,
            "zlib.copy": self.copy,
            "zlib.end": self.end,
        }

    def pack(self, level: int, room: int, data: bytes) -> bytes:
        """compress and compress2; an output that does not fit is Z_BUF_ERROR."""
        try:
            packed = zlib.compress(data, level)
        except zlib.error as error:
            raise stream_error(STREAM_ERROR) from error
        if len(packed) > room:
            raise stream_error(BUF_ERROR)
        return packed

    def unpack(self, room: int, data: bytes) -> Reply:
        """uncompress and uncompress2: the output, and how many bytes of ``data`` it took."""
        stream = zlib.decompressobj()
        try:
            output = stream.decompress(data, room + 1)
        except zlib.error as error:
            raise stream_error(DATA_ERROR) from error
        if len(output) > room:
            raise stream_error(BUF_ERROR)
        if not stream.eof:
            raise stream_error(DATA_ERROR if data else BUF_ERROR)
        return Reply(len(data) - len(stream.unused_data), output)

    def open_deflate(self, level: int, method: int, window_bits: int, memory_level: int, strategy: int) -> int:
        try:
            zlib.compressobj(level, method, window_bits, memory_level, strategy)
        except (zlib.error, ValueError) as error:
            raise stream_error(STREAM_ERROR) from error
        return self._add(Deflating(DeflateSettings(level, method, window_bits, memory_level, strategy)))

    def open_inflate(self, window_bits: int) -> int:
        try:
            return self._add(Inflating(window_bits))
        except (zlib.error, ValueError) as error:
            raise stream_error(STREAM_ERROR) from error

    def _add(self, stream: Deflating | Inflating) -> int:
        number = next(self._numbers)
        self._streams[number] = stream
        return number

    def step(self, number: int, room: int, flush: int, data: bytes) -> Reply:
        stream = self._streams[number]
        status, used, output = stream.step(data, room, flush)
        return Reply({"status": status, "used": used, "adler": stream.checksum}, output)

    def reset(self, number: int) -> None:
        self._streams[number].reset()

    def set_dictionary(self, number: int, dictionary: bytes) -> None:
        self._streams[number].set_dictionary(dictionary)

    def copy(self, number: int) -> int:
        return self._add(self._streams[number].copy())

    def end(self, number: int) -> None:
        del self._streams[number]
