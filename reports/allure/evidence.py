"""What a case attaches: how to run it again, the source, the timeline, the differences, what the backup carried."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from ..model import CaseResult


class AttachedText(NamedTuple):
    """``type`` is a media type that Allure knows how to show."""

    name: str
    type: str
    extension: str
    text: str


def attached(case: CaseResult) -> Iterator[AttachedText]:
    """Only what there is."""
    evidence = case.evidence
    if case.replay and case.outcome != "pass":
        yield _plain("replay", [case.replay])
    if evidence.excerpt:
        part = evidence.excerpt
        width = len(str(part.first_line + len(part.lines)))
        lines = [f"{number:>{width}}  {line}" for number, line in enumerate(part.lines, part.first_line)]
        yield _plain("source", [part.file, *lines])
    if evidence.timeline:
        yield _plain(
            "timeline",
            [
                f"{entry.time_ms:>8} ms  {entry.lane:<9}  {entry.text}{f'  ({entry.place})' if entry.place else ''}"
                for entry in evidence.timeline
            ],
        )
    if evidence.differences:
        rows = [(change.change, change.path, change.before, change.after) for change in evidence.differences]
        yield _table("differences", ("change", "path", "before", "after"), rows)
    if evidence.archive:
        entries = [(entry.path, str(entry.size), entry.part) for entry in evidence.archive]
        yield _table("archive", ("path", "bytes", "part"), entries)


def trace(case: CaseResult) -> str:
    """What Allure shows below the message: where, what differs, how to run it again."""
    lines = [f"at {case.evidence.place}"] if case.evidence.place else []
    for change in case.evidence.differences:
        states = " -> ".join(filter(None, (change.before, change.after)))
        lines.append(f"{change.change:<10} {change.path}  {states}".rstrip())
    if case.replay:
        lines.append(f"replay: {case.replay}")
    return "\n".join(lines)


def _plain(name: str, lines: list[str]) -> AttachedText:
    return AttachedText(name, "text/plain", "txt", "\n".join(lines) + "\n")


def _table(name: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> AttachedText:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([head, *rows])
    return AttachedText(name, "text/csv", "csv", stream.getvalue())
