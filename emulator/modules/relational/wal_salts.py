"""The same WAL bytes for the same run: SQLite's random salts are replaced by the device's seeded ones on their way out.

A WAL's header and frames carry two salts, and a running checksum that begins with the header (format:
sqlite.org/walformat.html). The checksum is linear modulo 2^32, so other salts in the header change that of each frame
by an amount that depends on its place only, and nothing has to be summed again.
"""

from __future__ import annotations

import hashlib
import struct

from .wal_index import FRAME_HEADER, WAL_HEADER, WalState, frame_offset

BIG_ENDIAN_WORDS = 0x377F0683
WORD = 0xFFFFFFFF
_SUMMED_OF_HEADER = 24
_SUMMED_OF_FRAME = 8

Matrix = tuple[int, int, int, int]
_ONE: Matrix = (1, 0, 0, 1)
_STEP: Matrix = (1, 1, 1, 2)
"""What eight bytes of zeros do to a checksum."""


class SeededSalts:
    """Translates one WAL. ``seed`` is the device's; a WAL that was there before keeps its salts."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._generation = 0
        self._own = bytes(8)
        self._shift = (0, 0)

    def adopt(self, salts: bytes) -> None:
        """SQLite goes on in a WAL of the device, whose salts it took over."""
        self._own = salts
        self._shift = (0, 0)

    def restart(self, header: bytes) -> bytes:
        """The header that the device gets for one that SQLite began a WAL with."""
        self._generation += 1
        drawn = hashlib.sha256(f"wal {self._seed} {self._generation}".encode()).digest()
        first = (struct.unpack(">I", self._own[:4])[0] + 1) & WORD
        self._own = struct.pack(">I", first) + drawn[:4]
        theirs = struct.unpack(">II", header[24:32])
        head = header[:16] + self._own
        sums = _checksum(head, big_endian=struct.unpack(">I", header[:4])[0] == BIG_ENDIAN_WORDS)
        self._shift = ((sums[0] - theirs[0]) & WORD, (sums[1] - theirs[1]) & WORD)
        return head + struct.pack(">II", *sums)

    def frames(self, data: bytes, state: WalState, first: int) -> bytes:
        """The frames in ``data``, of which the first has the number ``first``, up to one of an earlier WAL."""
        if self._shift == (0, 0):
            return data
        size = FRAME_HEADER + state.page_size
        per_frame = _power(_STEP, (_SUMMED_OF_FRAME + state.page_size) // 8)
        shift = _applied(_power(per_frame, first + 1), self._shift)
        out = bytearray(data)
        for at in range(0, len(out) - size + 1, size):
            if bytes(out[at + 8 : at + 16]) != state.salts:
                return bytes(out[:at])
            sums = struct.unpack_from(">II", out, at + 16)
            out[at + 8 : at + 16] = self._own
            struct.pack_into(">II", out, at + 16, (sums[0] + shift[0]) & WORD, (sums[1] + shift[1]) & WORD)
            shift = _applied(per_frame, shift)
        return bytes(out)


def translated(salts: SeededSalts, data: bytes, state: WalState, first_frame: int) -> bytes:
    """What the device gets for ``data``, which begins with that frame, or with the header when it is the first."""
    if first_frame:
        return salts.frames(data, state, first_frame)
    if len(data) < WAL_HEADER:
        return data
    return salts.restart(data[:WAL_HEADER]) + salts.frames(data[WAL_HEADER:], state, 0)


def start_of(state: WalState, first_frame: int) -> int:
    """Where ``translated`` data begins in the WAL."""
    return frame_offset(state, first_frame) if first_frame else 0


def _checksum(data: bytes, *, big_endian: bool) -> tuple[int, int]:
    words = struct.unpack(f"{'>' if big_endian else '<'}{_SUMMED_OF_HEADER // 4}I", data)
    first = second = 0
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & WORD
        second = (second + odd + first) & WORD
    return first, second


def _power(matrix: Matrix, exponent: int) -> Matrix:
    result = _ONE
    while exponent:
        if exponent & 1:
            result = _product(result, matrix)
        matrix = _product(matrix, matrix)
        exponent >>= 1
    return result


def _product(left: Matrix, right: Matrix) -> Matrix:
    (a, b, c, d), (e, f, g, h) = left, right
    return (a * e + b * g) & WORD, (a * f + b * h) & WORD, (c * e + d * g) & WORD, (c * f + d * h) & WORD


def _applied(matrix: Matrix, sums: tuple[int, int]) -> tuple[int, int]:
    a, b, c, d = matrix
    return (a * sums[0] + b * sums[1]) & WORD, (c * sums[0] + d * sums[1]) & WORD
