"""``zlib.Checksum``: Adler-32, CRC-32 and CRC-64 (interfaces/kits/js/zip/napi/class_checksum)."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from ..api import HostFunction

ADLER_BASE = 65521
CRC32_POLYNOMIAL = 0xEDB88320
CRC64_POLYNOMIAL = 0xC96C5795D7870F42
"""ECMA-182, bits reversed; nothing is inverted before or after (checksum_common_func.cpp:ComputeCrc64)."""


def crc_table(polynomial: int) -> tuple[int, ...]:
    table: list[int] = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (polynomial if value & 1 else 0)
        table.append(value)
    return tuple(table)


CRC64_TABLE = crc_table(CRC64_POLYNOMIAL)


def signed(value: int) -> int:
    """64 bits as the device hands them out: int64_t."""
    return value - (1 << 64) if value >> 63 else value


def crc64(start: int, data: bytes) -> int:
    value = start & 0xFFFFFFFFFFFFFFFF
    for byte in data:
        value = CRC64_TABLE[(value ^ byte) & 0xFF] ^ value >> 8
    return signed(value)


def adler32_combine(first: int, second: int, length: int) -> int:
    """The Adler-32 of two pieces put together, the second one ``length`` bytes long."""
    low = ((first & 0xFFFF) + (second & 0xFFFF) - 1) % ADLER_BASE
    high = ((first >> 16) + (second >> 16) + length * ((first & 0xFFFF) - 1)) % ADLER_BASE
    return high << 16 | low


def crc32_combine(first: int, second: int, length: int) -> int:
    """The CRC-32 of two pieces put together: ``first`` is moved ``length`` zero bytes on, by squaring."""
    matrix = [CRC32_POLYNOMIAL, *(1 << bit for bit in range(31))]
    for _ in range(3):
        matrix = _squared(matrix)
    while length:
        if length & 1:
            first = _times(matrix, first)
        matrix = _squared(matrix)
        length >>= 1
    return first ^ second


def _times(matrix: list[int], vector: int) -> int:
    result = 0
    for row in matrix:
        if vector & 1:
            result ^= row
        vector >>= 1
    return result


def _squared(matrix: list[int]) -> list[int]:
    return [_times(matrix, row) for row in matrix]


def adler32(start: int, data: bytes) -> int:
    return zlib.adler32(data, start & 0xFFFFFFFF)


def crc32(start: int, data: bytes) -> int:
    return zlib.crc32(data, start & 0xFFFFFFFF)


CHECKSUM_FUNCTIONS: Mapping[str, HostFunction] = {
    "zlib.adler32": adler32,
    "zlib.crc32": crc32,
    "zlib.crc64": crc64,
    "zlib.adler32Combine": adler32_combine,
    "zlib.crc32Combine": crc32_combine,
    "zlib.crcTable": lambda: crc_table(CRC32_POLYNOMIAL),
    "zlib.crc64Table": lambda: tuple(map(signed, CRC64_TABLE)),
}
