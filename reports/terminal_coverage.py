"""Which lines of the app's files the cases ran, as a short table for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .language import ENGLISH, Words
from .model import CoveredFile, Results

MISSED_SHOWN = 8
"""Ranges of lines told of one file; the rest is in results.json."""


def print_coverage(console: Console, results: Results, words: Words = ENGLISH) -> None:
    """Nothing when nobody asked for it."""
    if not results.coverage:
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(words.t("run by the cases"), overflow="fold")
    for name in (words.t("lines"), words.t("ran"), "%"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column(words.t("never ran"), overflow="fold")
    for covered in results.coverage:
        table.add_row(covered.file, *_figures((covered,)), _shown(missed_ranges(covered), words))
    if len(results.coverage) > 1:
        table.add_row(Text(words.t("together"), style="dim"), *_figures(results.coverage), "")
    console.print()
    console.print(table)
    taken = sum(case.taken_over for requirement in results.requirements for case in requirement.cases)
    if taken:
        told = words.t(
            "Cases taken over: {count}. What only they would run is missing here; leave --changed out.", count=taken
        )
        console.print(Text(told, style="yellow"))


def missed_ranges(covered: CoveredFile) -> tuple[str, ...]:
    """Neighbouring lines of code that never ran, such as ``12-14``; lines without code between them do not matter."""
    runs = groupby(covered.lines, key=lambda line: line.ran)
    ranges = [[line.line for line in group] for ran, group in runs if not ran]
    return tuple(f"{lines[0]}-{lines[-1]}" if len(lines) > 1 else str(lines[0]) for lines in ranges)


def percent(files: Iterable[CoveredFile]) -> int:
    """Rounded down, so that 100 means every line."""
    states = [line.ran for covered in files for line in covered.lines]
    return 100 * sum(states) // len(states) if states else 100


def _figures(files: tuple[CoveredFile, ...]) -> tuple[str, str, str]:
    states = [line.ran for covered in files for line in covered.lines]
    return str(len(states)), str(sum(states)), str(percent(files))


def _shown(ranges: tuple[str, ...], words: Words) -> str:
    more = words.t(" and {count} more", count=len(ranges) - MISSED_SHOWN) if len(ranges) > MISSED_SHOWN else ""
    return ", ".join(ranges[:MISSED_SHOWN]) + more
