"""The smallest damage: one byte is another, and nothing else tells of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.harness.data.content import preferences_of
from ohos_backup.harness.scenarios.small_change import changed_in_one_byte

CARDS = '{"shop": "Brot & <Butter>", "points": 35}'
STORE = f"""<?xml version="1.0" encoding="UTF-8"?>
<preferences version="1.0"><string key="card">{CARDS.replace("&", "&amp;").replace("<", "&lt;")}</string>\
<int key="launches" value="7"/></preferences>
"""


@given(st.binary(min_size=1, max_size=200))
def test_exactly_one_byte_changes(content: bytes) -> None:
    changed = changed_in_one_byte(content)

    assert len(changed) == len(content)
    assert sum(1 for one, other in zip(content, changed, strict=True) if one != other) == 1


@pytest.mark.parametrize(
    ("content", "changed"),
    [(b"rent 900", b"renu 900"), (b"19", b"10"), (b"z-", b"a-"), (b"- Z", b"- A"), (b"---", b"-,-")],
)
def test_a_letter_or_digit_near_the_middle_becomes_the_next(content: bytes, changed: bytes) -> None:
    assert changed_in_one_byte(content) == changed


def test_preferences_stay_readable_and_say_something_else() -> None:
    before, after = preferences_of(STORE.encode()), preferences_of(changed_in_one_byte(STORE.encode()))

    assert before.entries.keys() == after.entries.keys()
    assert before.entries != after.entries
    assert json.loads(before.entries["card"])["points"] == 35
