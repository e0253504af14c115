"""Places in compiled code back to places in the user's file (source map revision 3).

Only lookups in maps that our own compiler wrote are needed, so one source for each map and no index maps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import msgspec

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_DIGITS = {character: value for value, character in enumerate(_ALPHABET)}


class SourceMap:
    """Lookups in one module's map; lines and columns count from 1, as in stack traces. Decoded at the first lookup."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _lines(self) -> list[list[tuple[int, float, int]]]:
        mappings = str(msgspec.json.decode(self._text, type=dict[str, Any])["mappings"]) if self._text else ""
        return _decode(mappings)

    def segments(self) -> Iterator[tuple[int, int, int, int]]:
        """Every place there is, in the compiled code's order: its line and column, the user's line and column."""
        for number, segments in enumerate(self._lines, 1):
            for column, source_line, source_column in segments:
                yield number, column + 1, int(source_line) + 1, source_column + 1

    def lookup(self, line: int, column: int) -> tuple[int, int] | None:
        """The place in the user's file for one in the compiled code; None where no code of the user stands."""
        if not 1 <= line <= len(self._lines):
            return None
        segments = self._lines[line - 1]
        index = bisect_right(segments, (column - 1, float("inf"), 0)) - 1
        if index < 0:
            return None
        _, source_line, source_column = segments[index]
        return int(source_line) + 1, source_column + 1


def _decode(mappings: str) -> list[list[tuple[int, float, int]]]:
    """For each generated line its segments: (generated column, source line, source column), all from 0."""
    source_line = source_column = 0
    lines: list[list[tuple[int, float, int]]] = []
    for text in mappings.split(";"):
        generated_column = 0
        segments: list[tuple[int, float, int]] = []
        for segment in filter(None, text.split(",")):
            fields = list(_numbers(segment))
            generated_column += fields[0]
            if len(fields) >= 4:
                source_line += fields[2]
                source_column += fields[3]
                segments.append((generated_column, source_line, source_column))
        lines.append(segments)
    return lines


def _numbers(segment: str) -> Iterator[int]:
    """Base 64 VLQ: five bits a character, low bits first; the sixth bit continues, the very lowest is the sign."""
    value = shift = 0
    for character in segment:
        digit = _DIGITS[character]
        value |= (digit & 31) << shift
        if digit & 32:
            shift += 5
        else:
            yield -(value >> 1) if value & 1 else value >> 1
            value = shift = 0
