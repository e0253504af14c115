"""The cases and their evidence as data inside the page, from which its scripts draw what somebody opens.

Texts stand in one list and are named by their place in it, for the events of many cases tell the same. What a field's
absence already says is left out. The form is described to the scripts in ``script/01_data.js``.
"""

from __future__ import annotations

from ..model import CaseResult, CoveredFile, Evidence, Place, Results
from .safe_text import printable

CASE = "{case}"
"""Stands for the case's own id in its replay command."""


class _Texts:
    """Each different text once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def all(self) -> list[str]:
        return [printable(text) for text in self._numbers]


def embedded(results: Results, words: dict[str, str]) -> dict[str, object]:
    """A value for JSON; ``words`` are the translations that the scripts need."""
    texts = _Texts()
    requirements = {
        printable(requirement.id): [_case(case, requirement.outcome, texts) for case in requirement.cases]
        for requirement in results.requirements
    }
    coverage = [_coverage(file) for file in results.coverage]
    return {"cases": requirements, "coverage": coverage, "texts": texts.all(), "words": words}


def _case(case: CaseResult, usual: str, texts: _Texts) -> dict[str, object]:
    told: dict[str, object] = {"id": printable(case.id), "ms": case.duration_ms}
    if case.outcome != usual:
        told["outcome"] = case.outcome
    if case.reason:
        told["reason"] = texts.number(case.reason)
    if case.replay:
        told["replay"] = texts.number(case.replay.replace(case.id, CASE))
    if case.parameters:
        told["parameters"] = [[printable(name), printable(value)] for name, value in case.parameters.items()]
    if case.waiver:
        told["waiver"] = texts.number(case.waiver)
    if case.taken_over:
        told["takenOver"] = True
    if case.not_emulated:
        told["notEmulated"] = [texts.number(name) for name in case.not_emulated]
    evidence = _evidence(case.evidence, texts)
    if evidence:
        told["evidence"] = evidence
    return told


def _evidence(evidence: Evidence, texts: _Texts) -> dict[str, object]:
    told: dict[str, object] = {}
    if evidence.place:
        told["place"] = _place(evidence.place)
    if evidence.excerpt:
        told["excerpt"] = {
            "file": printable(evidence.excerpt.file),
            "first": evidence.excerpt.first_line,
            "lines": [texts.number(line) for line in evidence.excerpt.lines],
        }
    if evidence.timeline:
        told["timeline"] = [
            [
                entry.time_ms,
                texts.number(entry.lane),
                texts.number(entry.text),
                *([texts.number(str(entry.place))] if entry.place else []),
            ]
            for entry in evidence.timeline
        ]
    if evidence.differences:
        told["differences"] = [
            [texts.number(text) for text in (change.path, change.change, change.before, change.after)]
            for change in evidence.differences
        ]
    if evidence.archive:
        told["archive"] = [
            [texts.number(entry.path), texts.number(entry.part), entry.size] for entry in evidence.archive
        ]
    return told


def _place(place: Place) -> list[object]:
    return [printable(place.file), place.line, place.column]


def _coverage(file: CoveredFile) -> dict[str, object]:
    return {
        "file": printable(file.file),
        "lines": [printable(line) for line in file.text.replace("\r\n", "\n").split("\n")],
        "ran": [line.line for line in file.lines if line.ran],
        "missed": [line.line for line in file.lines if not line.ran],
    }
