"""Random bytes of a device: what they are follows from its seed and from everything that happened on it so far.

Two runs of one check give the same bytes. Two devices of one check have different histories and so different bytes,
even with the same seed: a key made on the old phone is not the key made on the new one.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .trace import Trace

_BLOCK = 32


class Entropy:
    """Deterministic random bytes: SHA-256 over the seed, the trace so far and a counter."""

    def __init__(self, seed: int, trace: Trace) -> None:
        self._trace = trace
        self._pool = hashlib.sha256(f"device {seed}".encode())
        self._told = 0

    def stir(self, data: bytes) -> None:
        """Let ``data`` change all bytes to come."""
        self._pool.update(hashlib.sha256(data).digest())

    def take(self, length: int) -> bytes:
        """The next ``length`` bytes."""
        for event in self._trace.since(self._told):
            self._pool.update(repr(event).encode("utf-8", "surrogatepass"))
        self._told = len(self._trace)
        self._pool.update(b"take")
        key = self._pool.digest()
        blocks = (hashlib.sha256(key + number.to_bytes(8, "big")).digest() for number in range(-(-length // _BLOCK)))
        return b"".join(blocks)[:length]

    def below(self, limit: int) -> int:
        """A whole number from 0 up to ``limit`` (not reached)."""
        return int.from_bytes(self.take((limit.bit_length() + 7) // 8 + 8), "big") % limit
