"""CSV from the results, one row a case, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import unicodedata

from .model import CaseResult, RequirementResult, Results
from .places import place_of_case
from .plain_text import plain

COLUMNS = (
    "case",
    "requirement",
    "family",
    "level",
    "title",
    "outcome",
    "reason",
    "file",
    "line",
    "column",
    "mend",
    "replay",
    "waiver",
    "parameters",
    "taken_over",
    "duration_ms",
    "app",
    "version_name",
    "version_code",
    "device",
    "tool_version",
    "started_at",
)
FORMULA_STARTS = "=+-@\t\r\n"


def case_table(results: Results) -> str:
    """RFC 4180: a header, then a row a case, CRLF at each end."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for requirement in results.requirements:
        for case in requirement.cases:
            row = _row(results, requirement, case)
            writer.writerow([harmless(row[name]) for name in COLUMNS])
    return text.getvalue()


def harmless(text: str) -> str:
    """``text`` behind an apostrophe when a spreadsheet could take it for a formula.

    A text that starts with an apostrophe gets one more, so that taking one away always gives the text back.
    """
    first = unicodedata.normalize("NFKC", text.lstrip(" ")[:1])
    return f"'{text}" if first and (first in FORMULA_STARTS or first == "'") else text


def _row(results: Results, requirement: RequirementResult, case: CaseResult) -> dict[str, str]:
    place = place_of_case(results, case)
    row = {
        "case": case.id,
        "requirement": requirement.id,
        "family": requirement.family,
        "level": requirement.level,
        "title": requirement.title,
        "outcome": case.outcome,
        "reason": case.reason,
        "file": place.file if place else "",
        "line": str(place.line) if place and place.line else "",
        "column": str(place.column) if place and place.column else "",
        "mend": requirement.mend if case.outcome in ("fail", "warn") else "",
        "replay": case.replay,
        "waiver": case.waiver,
        "parameters": "; ".join(f"{name}={value}" for name, value in case.parameters.items()),
        "taken_over": "true" if case.taken_over else "false",
        "duration_ms": str(case.duration_ms),
        "app": results.subject.bundle_name,
        "version_name": results.subject.version_name,
        "version_code": str(results.subject.version_code),
        "device": results.device.profile,
        "tool_version": results.tool.version,
        "started_at": results.started_at,
    }
    return {name: plain(value) for name, value in row.items()}
