"""JSON5 as DevEco's build accepts it, with the place of every value and error."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.emulator.stage.fields import WrongField, optional, required
from ohos_backup.emulator.stage.json5 import BrokenEncoding, BrokenJson5, parse_json5


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1, "b": [true, false, null]}', {"a": 1, "b": [True, False, None]}),
        ("{a: 1, $b_2: 2, 中文: 3,}", {"a": 1, "$b_2": 2, "中文": 3}),
        ("['it\\'s', \"http://x /* no comment */\",]", ["it's", "http://x /* no comment */"]),
        ("// head\n{ /* in */ a /* key */ : /* value */ 1 /* end */, // line\n}// tail", {"a": 1}),
        ("[0x1F, .5, 5., -2e3, +7, -0x10]", [31, 0.5, 5.0, -2000.0, 7, -16]),
        ('["\\u4e2d\\x41\\n\\\n.", "\\ud83d\\ude00", "\\q"]', ["中A\n.", "\U0001f600", "q"]),
        ('["  spaces  ", "", "\\t \\t"]', ["  spaces  ", "", "\t \t"]),
        ('{"a": 1, "a": 2}', {"a": 2}),
        ('\ufeff{"a": 1}', {"a": 1}),
        ('{"a":\r\n1}\r\n', {"a": 1}),
        ("[Infinity, -Infinity]", [math.inf, -math.inf]),
    ],
)
def test_what_the_build_accepts_is_read(text: str, value: object) -> None:
    assert parse_json5(text.encode(), "f.json5").plain() == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f.json5:1:1: the file is empty"),
        (" \n", "f.json5:1:1: the file is empty"),
        ("{a: 1,\n b: }", 'f.json5:2:5: unexpected "}"'),
        ("{a: 1\n b: 2}", 'f.json5:2:2: unexpected "b"'),
        ("{\r\n  a: 1\r\n  b: 2}", 'f.json5:3:3: unexpected "b"'),
        ('{"中文": 1 2}', 'f.json5:1:10: unexpected "2"'),
        ('\ufeff{"a" 1}', 'f.json5:1:6: unexpected "1"'),
        ('{a: "x\n"}', "f.json5:1:7: unexpected end of the line"),
        ("{a: [1, 2", "f.json5:1:10: unexpected end of input"),
        ("{a: 'x', /* open", "f.json5:1:17: unexpected end of input"),
        ('{"a": 1,,}', 'f.json5:1:9: unexpected ","'),
        ("[1,,2]", 'f.json5:1:4: unexpected ","'),
        ("{a: 010}", 'f.json5:1:6: unexpected "1"'),
        ("{a: truee}", 'f.json5:1:9: unexpected "e"'),
        ("{} {}", 'f.json5:1:4: unexpected "{"'),
        ("{a: (1)}", 'f.json5:1:5: unexpected "("'),
        ("{a: f()}", 'f.json5:1:6: unexpected "("'),
        ("{a: `x`}", 'f.json5:1:5: unexpected "`"'),
        ("{[a]: 1}", 'f.json5:1:3: unexpected "a"'),
        ("{...a}", 'f.json5:1:3: unexpected "."'),
        ("1), (2", 'f.json5:1:3: unexpected ","'),
        ("{a: 1n}", 'f.json5:1:6: unexpected "n"'),
    ],
)
def test_what_is_not_json5_is_refused_at_its_place(text: str, message: str) -> None:
    with pytest.raises(BrokenJson5) as refused:
        parse_json5(text.encode(), "f.json5")
    assert refused.value.code == "E-STAGE-JSON5"
    assert str(refused.value).split("\n  ")[0] == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{\n "a": "\xff"}', "f.json5:2:8: byte 0xff is not UTF-8\n  Save the file as UTF-8."),
        ('{"a": 1}'.encode("utf-16"), "f.json5:1:1: the file is UTF-16\n  Save it as UTF-8."),
    ],
)
def test_other_encodings_are_named(content: bytes, message: str) -> None:
    with pytest.raises(BrokenEncoding) as refused:
        parse_json5(content, "f.json5")
    assert str(refused.value) == message


@pytest.mark.parametrize("text", ["[" * 1000 + "]" * 1000, "[" * 1000, "{a:" * 3000])
def test_endless_nesting_is_an_error_not_a_crash(text: str) -> None:
    with pytest.raises(BrokenJson5):
        parse_json5(text.encode(), "f.json5")


def test_every_value_and_key_knows_its_place() -> None:
    value = parse_json5('{\n  "中": { b: [1,\n "x"] } }'.encode(), "f.json5")
    inner = value.members["中"]
    second = inner.members["b"].items[1]
    assert (str(inner.key_position), str(inner.position)) == ("f.json5:2:3", "f.json5:2:8")
    assert (str(inner.members["b"].key_position), str(second.position)) == ("f.json5:2:10", "f.json5:3:2")


def test_a_wrong_or_missing_field_is_told_with_its_place() -> None:
    value = parse_json5(b'{\n  "name": 5, "gone": null }', "f.json5")
    with pytest.raises(WrongField) as wrong:
        required(value, "name", "string")
    assert str(wrong.value) == "f.json5:2:11: 'name' must be a string, not a number\n  Write a string there."
    with pytest.raises(WrongField) as missing:
        required(value, "gone", "array")
    assert str(missing.value) == "f.json5:1:1: 'gone' is missing\n  Add 'gone', an array, to this object."
    assert optional(value, "gone", "array") is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(_JSON, st.booleans())
def test_strict_json_is_read_as_json_reads_it(value: object, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert parse_json5(text.encode("utf-8", "surrogatepass"), "f.json5").plain() == json.loads(text)
