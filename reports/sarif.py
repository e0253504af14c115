"""SARIF 2.1.0 from the results, for code scanning and editors: requirements are its rules, missed cases its results."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from .missed import cases_of, story
from .model import CaseResult, Level, Place, RequirementResult, Results, Verdict
from .places import path_from_start, place_of_case
from .plain_text import one_line, plain, shortened
from .wording import limits

SCHEMA_ADDRESS = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SOURCE_ROOT = "%SRCROOT%"
MOST_RESULTS = 5000
"""GitHub shows no more of one run; the gravest come first here."""
LONGEST_DESCRIPTION = 1000
LEVEL: dict[Level, str] = {"MUST": "error", "SHOULD": "warning", "MAY": "note"}
EXIT_CODE: dict[Verdict, int] = {"conforms": 0, "does-not-conform": 1, "inconclusive": 2}


def sarif(results: Results) -> str:
    """The log as text. ``fail`` and ``warn`` are results of the kind fail, ``inconclusive`` of the kind open.

    A waived failure is there with an accepted suppression. Cases that pass or do not apply are not: readers such as
    GitHub would show each as an alert.
    """
    rules = list(results.requirements)
    number = {requirement.id: index for index, requirement in enumerate(rules)}
    chosen = [pair for outcome in ("fail", "inconclusive", "warn", "waived") for pair in cases_of(results, outcome)]
    run: dict[str, object] = {
        "tool": {"driver": _driver(results, rules)},
        "automationDetails": {"id": f"{results.tool.name}/{results.subject.bundle_name}/{results.device.profile}/"},
        "originalUriBaseIds": {
            SOURCE_ROOT: {"description": {"text": "The folder that the check was started in, such as a checkout."}}
        },
        "columnKind": "utf16CodeUnits",
        "invocations": [_invocation(results, left_out=max(0, len(chosen) - MOST_RESULTS))],
        "artifacts": _artifacts(results),
        "results": [_result(results, requirement, case, number) for requirement, case in chosen[:MOST_RESULTS]],
        "properties": {
            "app": results.subject.bundle_name,
            "versionName": results.subject.version_name,
            "versionCode": results.subject.version_code,
            "device": results.device.profile,
            "verdict": results.verdict,
            "complete": results.complete,
            "seed": results.seed,
        },
    }
    return (
        json.dumps({"$schema": SCHEMA_ADDRESS, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"
    )


def _driver(results: Results, requirements: Sequence[RequirementResult]) -> dict[str, object]:
    return {
        "name": results.tool.name,
        "version": results.tool.version,
        "semanticVersion": results.tool.version,
        "rules": [_rule(results, requirement) for requirement in requirements],
    }


def _rule(results: Results, requirement: RequirementResult) -> dict[str, object]:
    title = shortened(one_line(requirement.title), LONGEST_DESCRIPTION)
    full = plain(requirement.rationale) or title
    paragraphs = [
        f"{requirement.level} since API version {requirement.since}.",
        plain(requirement.rationale),
        f"How to mend it: {plain(requirement.mend)}" if requirement.mend else "",
        f"Derived from: {plain(requirement.source)}." if requirement.source else "",
        f"More: ohos-backup explain {requirement.id}",
    ]
    page = results.tool.page_of(requirement.id)
    return {
        "id": requirement.id,
        "name": requirement.id,
        **({"helpUri": page} if page else {}),
        "shortDescription": {"text": title},
        "fullDescription": {"text": shortened(full, LONGEST_DESCRIPTION)},
        "help": {"text": "\n\n".join(filter(None, paragraphs))},
        "defaultConfiguration": {"level": LEVEL[requirement.level]},
        "properties": {
            "tags": ["backup", one_line(requirement.family).lower(), requirement.level],
            "precision": "high",
            "problem.severity": "recommendation" if requirement.level == "MAY" else LEVEL[requirement.level],
        },
    }


def _result(
    results: Results, requirement: RequirementResult, case: CaseResult, number: dict[str, int]
) -> dict[str, object]:
    is_open = case.outcome == "inconclusive"
    place = place_of_case(results, case)
    found: dict[str, object] = {
        "ruleId": requirement.id,
        "ruleIndex": number[requirement.id],
        "kind": "open" if is_open else "fail",
        "level": "none" if is_open else LEVEL[requirement.level],
        "message": {"text": plain(f"{case.id}: {case.reason}")},
        "partialFingerprints": _fingerprints(results, case),
        "properties": {
            "case": plain(case.id),
            "outcome": case.outcome,
            "replay": plain(case.replay),
            "parameters": {plain(name): plain(value) for name, value in case.parameters.items()},
            "story": [plain(line) for line in story(results, requirement, case)],
        },
    }
    if place:
        found["locations"] = [{"physicalLocation": _location(place, case)}]
    if case.outcome == "waived":
        found["suppressions"] = [{"kind": "external", "status": "accepted", "justification": plain(case.waiver)}]
    return found


def _fingerprints(results: Results, case: CaseResult) -> dict[str, str]:
    """By app and case, so that an alert stays the same one when lines move or its reason is told in other words.

    ``primaryLocationLineHash`` is the name that GitHub looks for.
    """
    digest = hashlib.sha256(f"{results.subject.bundle_name}\n{plain(case.id)}".encode()).hexdigest()
    return {"ohosBackupCase/v1": digest, "primaryLocationLineHash": f"{digest[:16]}:1"}


def _location(place: Place, case: CaseResult) -> dict[str, object]:
    """A place without a line is the first one: GitHub refuses results that have no region."""
    region: dict[str, object] = {"startLine": place.line or 1}
    if place.column:
        region["startColumn"] = place.column
    location: dict[str, object] = {"artifactLocation": _artifact_location(place.file), "region": region}
    excerpt = case.evidence.excerpt
    if excerpt and excerpt.lines and case.evidence.place and excerpt.file == case.evidence.place.file:
        first, last = excerpt.first_line, excerpt.first_line + len(excerpt.lines) - 1
        if first <= (place.line or 1) <= last:
            text = plain("\n".join(excerpt.lines))
            location["contextRegion"] = {"startLine": first, "endLine": last, "snippet": {"text": text}}
    return location


def _artifact_location(path: str) -> dict[str, object]:
    if path.startswith("/"):
        return {"uri": f"file://{quote(plain(path))}"}
    return {"uri": quote(plain(path)), "uriBaseId": SOURCE_ROOT}


def _artifacts(results: Results) -> list[dict[str, object]]:
    """The app's files whose text the results hold, with their digests."""
    return [
        {
            "location": _artifact_location(path_from_start(results.subject, covered.file)),
            "roles": ["analysisTarget"],
            "hashes": {"sha-256": hashlib.sha256(covered.text.encode("utf-8", "replace")).hexdigest()},
        }
        for covered in results.coverage
    ]


def _invocation(results: Results, left_out: int) -> dict[str, object]:
    notes: list[dict[str, object]] = [
        {"level": "warning", "message": {"text": plain(text)}} for text in limits(results)
    ]
    if left_out:
        notes.append(
            {"level": "warning", "message": {"text": f"{left_out} results are left out; results.json has all."}}
        )
    for finding in results.findings:
        note: dict[str, object] = {"level": "note", "message": {"text": plain(finding.message)}}
        if finding.place:
            place = finding.place
            location: dict[str, object] = {
                "artifactLocation": _artifact_location(path_from_start(results.subject, place.file))
            }
            if place.line:
                location["region"] = {"startLine": place.line}
            note["locations"] = [{"physicalLocation": location}]
        notes.append(note)
    invocation: dict[str, object] = {
        "executionSuccessful": True,
        "exitCode": EXIT_CODE[results.verdict],
        "toolExecutionNotifications": notes,
    }
    if results.started_at:
        started = datetime.fromisoformat(results.started_at.replace("Z", "+00:00"))
        ended = started + timedelta(milliseconds=results.duration_ms)
        invocation["startTimeUtc"] = results.started_at
        invocation["endTimeUtc"] = ended.strftime("%Y-%m-%dT%H:%M:%SZ")
    return invocation
