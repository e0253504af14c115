"""Values inside texts of an app, exchanged one at a time."""

from __future__ import annotations

import json

import pytest
from ohos_backup.harness.data.hostile_texts import places


def test_names_and_values_of_json_are_found_at_every_depth() -> None:
    found = places(b'{"entries": [{"name": "a.txt"}, "b.txt", 3, null]}')
    assert [place.value for place in found] == ["entries", "name", "a.txt", "b.txt"]
    assert [place.is_member_name for place in found] == [True, True, False, False]


def test_one_value_is_exchanged_and_the_rest_stays() -> None:
    places_of = places('{"b": ["x", {"x": "ü"}]}'.encode())
    assert [json.loads(place.put("!")) for place in places_of] == [
        {"!": ["x", {"x": "ü"}]},
        {"b": ["!", {"x": "ü"}]},
        {"b": ["x", {"!": "ü"}]},
        {"b": ["x", {"x": "!"}]},
    ]


def test_lines_and_fields_of_other_texts_are_exchanged() -> None:
    assert [place.put("!") for place in places(b"a/b.txt;3\nc\n")] == [
        b"!;3\nc\n",
        b"a/b.txt;!\nc\n",
        b"a/b.txt;3\n!\n",
    ]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a\0b", b"3", b"x" * 300_000])
def test_what_is_no_text_with_values_has_no_places(content: bytes) -> None:
    assert places(content) == ()
