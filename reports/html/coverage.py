"""How much of each of the app's files ran, and which lines did not."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import CoveredFile


@dataclass(frozen=True)
class FileCoverage:
    """``missed`` are the lines with code that never ran, as ranges ("4-7, 12")."""

    file: str
    ran: int
    lines: int
    share: int
    missed: str


def coverage_of(file: CoveredFile) -> FileCoverage:
    """``share`` in whole percent, 100 only when every line ran."""
    ran = sum(line.ran for line in file.lines)
    return FileCoverage(
        file=file.file,
        ran=ran,
        lines=len(file.lines),
        share=100 * ran // len(file.lines) if file.lines else 100,
        missed=_ranges(file),
    )


def _ranges(file: CoveredFile) -> str:
    """Lines without code between two that did not run belong to the range."""
    ranges: list[list[int]] = []
    going_on = False
    for line in sorted(file.lines, key=lambda line: line.line):
        if not line.ran and going_on:
            ranges[-1][1] = line.line
        elif not line.ran:
            ranges.append([line.line, line.line])
        going_on = not line.ran
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)
