"""The table of coverage at a terminal."""

from __future__ import annotations

import io

import msgspec
import pytest
from ohos_backup.reports.model import CoveredFile, CoveredLine, Results
from ohos_backup.reports.terminal_coverage import missed_ranges, percent, print_coverage
from rich.console import Console
from sample_results import every_outcome


def file(states: dict[int, bool], name: str = "entry/src/main/ets/Backup.ets") -> CoveredFile:
    lines = tuple(CoveredLine(line=number, ran=ran) for number, ran in states.items())
    return CoveredFile(file=name, text="", lines=lines)


def printed(results: Results, width: int = 100) -> str:
    stream = io.StringIO()
    print_coverage(Console(file=stream, width=width, highlight=False, markup=False, emoji=False), results)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("states", "ranges"),
    [
        ({}, ()),
        ({1: True, 2: True}, ()),
        ({1: False}, ("1",)),
        # Line 3 holds no code.
        ({1: True, 2: False, 4: False, 5: True, 9: False}, ("2-4", "9")),
    ],
)
def test_lines_that_never_ran_are_told_as_ranges(states: dict[int, bool], ranges: tuple[str, ...]) -> None:
    assert missed_ranges(file(states)) == ranges


def test_only_every_line_is_100_percent() -> None:
    assert percent([file({number: number > 0 for number in range(1000)})]) == 99
    assert percent([file({1: True})]) == 100
    assert percent([]) == 100


def test_the_table_has_a_row_for_each_file_and_one_for_all() -> None:
    covered = (file({1: True, 2: False}), file({1: True, 2: True}, "common/Index.ets"))
    text = printed(msgspec.structs.replace(every_outcome(), coverage=covered))

    assert [line.split() for line in text.splitlines() if line][1:] == [
        ["entry/src/main/ets/Backup.ets", "2", "1", "50", "2"],
        ["common/Index.ets", "2", "2", "100"],
        ["together", "4", "3", "75"],
    ]


def test_many_gaps_are_cut_with_their_number() -> None:
    covered = (file({number: number % 2 == 0 for number in range(30)}),)
    assert "and 7 more" in printed(msgspec.structs.replace(every_outcome(), coverage=covered), 200)


def test_nobody_who_did_not_ask_sees_a_table() -> None:
    assert printed(every_outcome()) == ""


def test_cases_that_were_taken_over_are_told_to_be_missing() -> None:
    results = every_outcome()
    first = results.requirements[0]
    taken = msgspec.structs.replace(first, cases=(msgspec.structs.replace(first.cases[0], taken_over=True),))
    with_coverage = msgspec.structs.replace(
        results, requirements=(taken, *results.requirements[1:]), coverage=(file({1: True}),)
    )
    assert "Cases taken over: 1." in printed(with_coverage)
