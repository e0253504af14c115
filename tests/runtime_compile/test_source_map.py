"""Source map lookups, held against an encoder written the other way round."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.emulator.runtime.arkts.source_map import SourceMap

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

places = st.tuples(st.integers(0, 5000), st.integers(0, 5000))
lines = st.lists(st.dictionaries(st.integers(0, 3000), places, max_size=5), max_size=6)
beyond_the_last = 10


def vlq(value: int) -> str:
    number = (-value << 1) | 1 if value < 0 else value << 1
    text = ""
    while True:
        number, digit = number >> 5, number & 31
        text += ALPHABET[digit | (32 if number else 0)]
        if not number:
            return text


def encode(generated: list[dict[int, tuple[int, int]]]) -> str:
    line = column = 0
    encoded: list[str] = []
    for segments in generated:
        previous = 0
        parts: list[str] = []
        for start in sorted(segments):
            source_line, source_column = segments[start]
            parts.append(vlq(start - previous) + vlq(0) + vlq(source_line - line) + vlq(source_column - column))
            previous, line, column = start, source_line, source_column
        encoded.append(",".join(parts))
    return json.dumps({"version": 3, "mappings": ";".join(encoded)})


@given(lines)
def test_every_segment_is_found_at_its_start_and_until_the_next(generated: list[dict[int, tuple[int, int]]]) -> None:
    found = SourceMap(encode(generated))
    for number, segments in enumerate(generated, 1):
        starts = sorted(segments)
        for start, following in pairwise([*starts, *(start + beyond_the_last for start in starts[-1:])]):
            line, column = segments[start]
            assert found.lookup(number, start + 1) == (line + 1, column + 1)
            assert found.lookup(number, following) == (line + 1, column + 1)


def test_places_without_code_of_the_user_have_no_source() -> None:
    found = SourceMap(json.dumps({"version": 3, "mappings": ";EAAA"}))
    assert found.lookup(1, 1) is None
    assert found.lookup(2, 2) is None
    assert found.lookup(2, 3) == (1, 1)
    assert found.lookup(3, 1) is None


def test_an_absent_map_finds_nothing() -> None:
    assert SourceMap("").lookup(1, 1) is None
