"""A program made ready for a debugger: where it stops, and that every place in the user's files stays what it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.emulator.runtime.arkts.debug import callback_break, line_break, with_breaks, with_maps
from ohos_backup.emulator.runtime.arkts.debug.breaks import STATEMENT
from ohos_backup.emulator.runtime.arkts.debug.maps import WRAPPER_LINES, shifted
from ohos_backup.emulator.runtime.arkts.program import CompiledModule, Program
from ohos_backup.emulator.runtime.arkts.source_map import SourceMap

ID = "entry/Backup.ets"
CODE = """"use strict";
class Backup {
    async onBackup() {
        /* 日记 */ const a = 1; if (a) a;
    }
    constructor() {
        this.onRestore = async () => {
            return 2;
        };
    }
}
"""
# Lines of the code map to 100 further down in the user's file, each statement to its own column.
PLACES = {3: (17, 30, 37), 7: (12,)}


def vlq(number: int) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    value = (-number << 1) | 1 if number < 0 else number << 1
    text = ""
    while True:
        digit, value = value & 31, value >> 5
        text += alphabet[digit | (32 if value else 0)]
        if not value:
            return text


def mappings_of(places: dict[int, tuple[int, ...]]) -> str:
    """Each place maps to the same column 100 lines down."""
    lines: list[str] = []
    line_before = column_before = 0
    for line in range(max(places) + 1):
        segments: list[str] = []
        before = 0
        for column in places.get(line, ()):
            fields = (column - before, 0, line + 100 - line_before, column - column_before)
            before, line_before, column_before = column, line + 100, column
            segments.append("".join(map(vlq, fields)))
        lines.append(",".join(segments))
    return ";".join(lines)


@pytest.fixture
def program() -> Program:
    source_map = json.dumps({"version": 3, "sources": ["x"], "mappings": mappings_of(PLACES)})
    module = CompiledModule(id=ID, code=CODE, digest="d", imports={}, source_map=source_map)
    return Program(entry=ID, modules=(module,))


def test_callbacks_are_found_as_methods_and_as_members(program: Program) -> None:
    stops = callback_break(program, ("onBackup", "onRestore"))

    assert [(stop.position.line, stop.position.column) for stop in stops] == [(104, 18), (108, 13)]
    assert callback_break(program, ("onRelease",)) == ()


@pytest.mark.parametrize(("line", "found"), [(1, 104), (104, 104), (105, 108), (108, 108), (109, None)])
def test_a_line_without_code_leads_to_the_next_one_with_code(program: Program, line: int, found: int | None) -> None:
    stop = line_break(program, ID, line)

    assert (stop.position.line if stop else None) == found


def test_a_file_that_the_extension_does_not_reach_has_no_place(program: Program) -> None:
    assert line_break(program, "entry/Other.ets", 1) is None


def test_places_in_the_users_file_stay_what_they_were(program: Program) -> None:
    stops = callback_break(program, ("onBackup", "onRestore"))
    stopped = with_breaks(program, stops).modules[0]
    new = SourceMap(stopped.source_map)

    assert stopped.code.count(STATEMENT) == 2
    for line, columns in PLACES.items():
        text = stopped.code.split("\n")[line]
        assert text.index("debugger") == columns[0]
        for column in columns:
            moved = column + len(STATEMENT)
            assert new.lookup(line + 1, moved + 1) == (line + 101, column + 1)
        assert new.lookup(line + 1, columns[0] + 1) == (line + 101, columns[0] + 1)


def test_a_debugger_is_led_to_the_file_itself(program: Program, tmp_path: Path) -> None:
    (tmp_path / "entry").mkdir()
    (tmp_path / ID).write_text("the user's text", encoding="utf-8")

    module = with_maps(program, tmp_path).modules[0]
    told = json.loads(module.source_map)

    assert told["sources"] == [(tmp_path / ID).resolve().as_uri()]
    assert told["sourcesContent"] == ["the user's text"]
    assert "//# sourceMappingURL=data:application/json" in module.code
    assert SourceMap(module.source_map).lookup(4 + WRAPPER_LINES, 18) == (104, 18)
    assert module.digest != program.modules[0].digest


@given(st.sets(st.integers(0, 5000), min_size=1), st.integers(0, 5000), st.integers(1, 50))
def test_what_stands_behind_an_insertion_moves_and_nothing_else(columns: set[int], column: int, by: int) -> None:
    told = json.dumps({"mappings": shifted(mappings_of({0: tuple(sorted(columns))}), 0, column, by)})
    new = SourceMap(told)

    for each in columns:
        assert new.lookup(1, each + 1 + (by if each > column else 0)) == (101, each + 1)
