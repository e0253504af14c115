"""Which lines of the app's sources the cases ran: asked for before they run, and told in the words of the results."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from ...emulator.runtime.api import SourceHost
from ...emulator.runtime.ran_lines import RanLines
from ...reports.model import CoveredFile, CoveredLine
from ..subjects.subject import Subject

RanByName = Mapping[str, Iterable[int]]
"""Lines by the name of a file relative to the app."""


def watch(subject: Subject) -> RanLines:
    """What the app's extension runs from now on. Raises OhosBackupError where that cannot be had."""
    ran = RanLines()
    host = subject.application.extension.host
    if isinstance(host, SourceHost):
        host.watch_lines(subject.root, ran)
    return ran


def fresh_lines(subject: Subject, ran: RanLines) -> dict[str, list[int]]:
    """What has come since the last time, to be sent between processes."""
    root = subject.root.resolve()
    return {Path(os.path.relpath(file.resolve(), root)).as_posix(): lines for file, lines in ran.take_fresh().items()}


def covered_files(subject: Subject, ran: RanByName) -> tuple[CoveredFile, ...]:
    """The files that were loaded and hold code, by name."""
    return tuple(covered for name in sorted(ran) if (covered := _covered(subject, name, set(ran[name]))).lines)


def _covered(subject: Subject, name: str, ran: set[int]) -> CoveredFile:
    file = subject.root / name
    host = subject.application.extension.host
    numbers = host.lines_of_code(file) if isinstance(host, SourceHost) else ()
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return CoveredFile(file=name, text="", lines=())
    return CoveredFile(
        file=name, text=text, lines=tuple(CoveredLine(line=number, ran=number in ran) for number in numbers)
    )
