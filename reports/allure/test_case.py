"""One case as Allure's test result: its names, labels, parameters, status and what it shows."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timezone
from typing import NamedTuple

from ..model import CaseResult, Level, Outcome, RequirementResult, Results, SubjectInfo
from .evidence import attached, trace
from .format import Attachment, Label, Link, Parameter, Status, StatusDetails, TestResult
from .steps import steps

SEVERITY: dict[Level, str] = {"MUST": "critical", "SHOULD": "normal", "MAY": "minor"}

STATUS: dict[Outcome, Status] = {
    "pass": "passed",
    "fail": "failed",
    "warn": "passed",
    # Broken: it is not known to be good, and it is not the app that is known to be bad.
    "inconclusive": "broken",
    "not_applicable": "skipped",
    "waived": "skipped",
}

WORDS: dict[Outcome, str] = {
    "pass": "",
    "fail": "does not conform: ",
    "warn": "warning: ",
    "inconclusive": "inconclusive: ",
    "not_applicable": "not applicable: ",
    "waived": "waived: ",
}
"""How the messages begin, by which categories.json tells them apart."""

_IDENTIFYING = ("case", "device")
"""Parameters that count for a case's history; the others say in words what the case's name says already."""


class AllureRun(NamedTuple):
    """What a case has to know of its run. ``warnings_fail``: a missed SHOULD breaks the verdict.

    ``pages``: the address of a requirement's page with ``{}`` for its id, empty when there is none.
    """

    subject: SubjectInfo
    device: str
    tool: str
    warnings_fail: bool = False
    started_ms: int = 0
    pages: str = ""


class AllureCase(NamedTuple):
    """``attachments``: the texts by file name, as ``result`` refers to it."""

    result: TestResult
    attachments: dict[str, str]


def run_of(results: Results, pages: str = "") -> AllureRun:
    started = datetime.strptime(results.started_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    return AllureRun(
        subject=results.subject,
        device=results.device.profile,
        tool=results.tool.name,
        warnings_fail="warn" in results.policy.fail_on,
        started_ms=int(started.timestamp() * 1000),
        pages=pages,
    )


def allure_case(run: AllureRun, requirement: RequirementResult, case: CaseResult, start_ms: int) -> AllureCase:
    """``start_ms``: when the case began, in milliseconds since 1970."""
    subject = run.subject
    story = f"{requirement.id} {requirement.title}"
    full_name = f"{subject.bundle_name}.{subject.extension}#{requirement.id}"
    parameters = _parameters(run, requirement, case)
    identity = [full_name, *(f"{p.name}={p.value}" for p in parameters if p.name in _IDENTIFYING)]
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(identity))
    files = {f"{uuid.uuid5(identifier, part.name)}-attachment.{part.extension}": part for part in attached(case)}
    result = TestResult(
        uuid=str(identifier),
        name=f"{case.id} {requirement.title}",
        full_name=full_name,
        title_path=[subject.bundle_name, requirement.family, story],
        test_case_id=_digest(full_name),
        history_id=_digest("\n".join(identity)),
        stage="finished",
        status=_status(run, case),
        status_details=_details(case),
        description=_description(requirement),
        labels=_labels(run, requirement, case, story),
        links=_links(run, requirement),
        parameters=parameters,
        steps=steps(case.evidence.timeline, start_ms),
        attachments=[Attachment(part.name, source, part.type) for source, part in files.items()],
        start=start_ms,
        stop=start_ms + case.duration_ms,
    )
    return AllureCase(result, {source: part.text for source, part in files.items()})


def _status(run: AllureRun, case: CaseResult) -> Status:
    return "failed" if case.outcome == "warn" and run.warnings_fail else STATUS[case.outcome]


def _details(case: CaseResult) -> StatusDetails | None:
    if case.outcome == "pass":
        return StatusDetails(message=case.reason) if case.reason else None
    waiver = f"{case.waiver}: " if case.waiver else ""
    return StatusDetails(
        message=f"{WORDS[case.outcome]}{waiver}{case.reason}",
        trace=trace(case),
        known=case.outcome == "waived",
    )


def _description(requirement: RequirementResult) -> str:
    """Markdown: the requirement's own page in short."""
    parts = [requirement.rationale.strip()]
    parts += [f"**How to mend**: {requirement.mend.strip()}"] if requirement.mend else []
    parts += [f"**Source**: {requirement.source}"] if requirement.source else []
    return "\n\n".join(filter(None, [*parts, f"`ohos-backup explain {requirement.id}` tells all of it."]))


def _labels(run: AllureRun, requirement: RequirementResult, case: CaseResult, story: str) -> list[Label]:
    subject = run.subject
    named = [
        ("epic", subject.bundle_name),
        ("feature", requirement.family),
        ("story", story),
        ("parentSuite", subject.bundle_name),
        ("suite", requirement.family),
        ("subSuite", story),
        ("package", f"{subject.bundle_name}.{subject.extension}"),
        ("severity", SEVERITY[requirement.level]),
        ("framework", run.tool),
        ("language", "python" if subject.source.endswith(".py") else "arkts"),
    ]
    tags = [requirement.level, case.outcome, f"API {requirement.since}+"]
    tags += ["taken over"] if case.taken_over else []
    return [Label(name=name, value=value) for name, value in (*named, *(("tag", tag) for tag in tags))]


def _links(run: AllureRun, requirement: RequirementResult) -> list[Link]:
    if not run.pages:
        return []
    return [Link(type="link", url=run.pages.replace("{}", requirement.id), name=requirement.id)]


def _parameters(run: AllureRun, requirement: RequirementResult, case: CaseResult) -> list[Parameter]:
    name = case.id.removeprefix(requirement.id).strip("[]")
    identifying = [("case", name)] if name else []
    identifying.append(("device", run.device))
    told = [(key, value) for key, value in case.parameters.items() if key not in _IDENTIFYING]
    return [
        *(Parameter(name=key, value=value) for key, value in identifying),
        *(Parameter(name=key, value=value, excluded=True) for key, value in told),
    ]


def _digest(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
