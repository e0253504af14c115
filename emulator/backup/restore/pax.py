"""How the unpacker reads a pax ``x`` record (untar_file.cpp:ParsePaxBlock, GetLongName).

It looks for ``path`` in the 512 bytes that follow the header, whatever size the header names. When a record with its
surroundings would not fit, more blocks are read, and reading goes on behind those. Malformed lengths make the real
code read beyond its text or turn in circles for ever.
"""

from __future__ import annotations

import re

from ...errors import OhosBackupError

BLOCK = 512
_AROUND = 78
_NUMBER = re.compile(rb"[ \t\n\v\f\r]*([+-]?[0-9]+)")
_WORD = 1 << 64
_HALF_WORD = 1 << 32


class UnpackingNeverEnds(OhosBackupError):
    """A malformed pax record on which the framework's unpacker loops until it is killed."""

    code = "E-RESTORE-PAX-LOOP"


def read_pax(archive: bytes, start: int) -> tuple[bytes | None, int]:
    """The ``path`` value of the records at ``start`` and where reading goes on.

    The value still ends in its newline; ``b""`` means that there is none; None means that parsing failed. Raises
    UnpackingNeverEnds.
    """
    block = archive[start : start + BLOCK]
    if len(block) < BLOCK:
        return None, start + len(block)
    found: bytes = b""
    failed = True
    at = 0
    seen: set[int] = set()
    while at < BLOCK:
        _stop_circles(at, seen)
        blank = block.find(b" ", at)
        if blank < 0:
            failed = False
            break
        length = _c_number(block[at:blank]) % _HALF_WORD
        needed = (length + _AROUND) % _HALF_WORD
        if needed > BLOCK:
            return _read_long(archive, start, needed)
        name, equals, value = _record(block, blank, length, at)
        if not equals:
            break
        if name == b"path":
            found, failed = value, False
        at += length
    return (None if failed else found), start + BLOCK


def _read_long(archive: bytes, start: int, needed: int) -> tuple[bytes | None, int]:
    size = -(-needed // BLOCK) * BLOCK % _HALF_WORD
    blocks = archive[start : start + size]
    end = start + len(blocks)
    if len(blocks) < size:
        return None, end
    found: bytes = b""
    failed = True
    at = 0
    seen: set[int] = set()
    while at < size:
        _stop_circles(at, seen)
        blank = blocks.find(b" ", at)
        if blank < 0:
            failed = False
            break
        length = _c_number(blocks[at:blank]) % _WORD
        name, equals, value = _record(blocks, blank, length, at)
        if not equals:
            break
        if name == b"path":
            found, failed = value, False
        at = (at + length) % _WORD
    return (None if failed else found), end


def _record(text: bytes, blank: int, length: int, at: int) -> tuple[bytes, bytes, bytes]:
    """Name, ``=`` and value of one record. A length that is too small makes the rest of the text the record."""
    size = (length - (blank - at + 1)) % _WORD
    return text[blank + 1 : blank + 1 + size].partition(b"=")


def _c_number(text: bytes) -> int:
    """``atoi``: digits behind blanks and a sign, clipped to a long and cut to an int; 0 without digits."""
    match = _NUMBER.match(text.partition(b"\0")[0])
    number = max(-(2**63), min(int(match.group(1)), 2**63 - 1)) if match else 0
    return (number + 2**31) % 2**32 - 2**31


def _stop_circles(at: int, seen: set[int]) -> None:
    if at in seen:
        raise UnpackingNeverEnds(
            "the restore would never end: a pax record in the archive has a length that leads back to itself",
            mend="Make the archive again; the framework's own writer never uses pax records.",
        )
    seen.add(at)
