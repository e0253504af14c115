"""A run that has one of every outcome, as every reporter has to show it."""

from __future__ import annotations

from ohos_backup.reports.model import (
    CaseResult,
    DeviceInfo,
    Evidence,
    Finding,
    Level,
    Outcome,
    Place,
    RequirementResult,
    Results,
    SubjectInfo,
    TimelineEntry,
    Tool,
    TouchedApi,
    TreeChange,
)
from ohos_backup.reports.verdict import summarise, verdict_of


def requirement(identifier: str, level: Level, outcome: Outcome, family: str = "Restore") -> RequirementResult:
    reason = "" if outcome == "pass" else f"the reason of {outcome} with <markup> & \x00 a control character"
    shows = outcome in ("fail", "warn", "inconclusive")
    case = CaseResult(
        id=f"{identifier}[typical]",
        outcome=outcome,
        reason=reason,
        replay=f"ohos-backup check my-app --case '{identifier}[typical]'",
        parameters={"data_set": "typical"},
        evidence=Evidence(
            place=Place(file="entry/src/main/ets/Backup.ets", line=12, column=5),
            timeline=(TimelineEntry(time_ms=3, lane="callback", text="onRestore entered"),),
            differences=(TreeChange(path="/data/storage/el2/base/files/日记.txt", change="missing", before="5 bytes"),),
        )
        if shows
        else Evidence(),
        duration_ms=20,
    )
    return RequirementResult(
        id=identifier,
        level=level,
        title=f"Title of {identifier}",
        outcome=outcome,
        reason=reason,
        cases=(case,),
        family=family,
        mend="Do the right thing." if outcome in ("fail", "warn") else "",
    )


def every_outcome() -> Results:
    requirements = (
        requirement("CFG-001", "MUST", "pass", "Configuration"),
        requirement("RST-001", "MUST", "fail"),
        requirement("RST-002", "SHOULD", "warn"),
        requirement("RST-003", "MUST", "inconclusive"),
        requirement("RST-006", "MUST", "not_applicable"),
        requirement("RST-009", "MUST", "waived"),
    )
    return Results(
        tool=Tool(name="ohos-backup-conformance", version="0.1.0"),
        subject=SubjectInfo(
            path="my-app",
            bundle_name="com.example.notes",
            version_code=1000000,
            version_name="1.0.0",
            extension="NotesBackup",
        ),
        device=DeviceInfo(profile="api12"),
        verdict=verdict_of(requirements),
        summary=summarise(requirements),
        not_emulated=("@ohos.net.http.createHttp",),
        requirements=requirements,
        touched=(
            TouchedApi(module="@ohos.file.fs", member="openSync", state="emulated", since=9),
            TouchedApi(module="@ohos.file.fs", member="opnSync", state="unknown"),
            TouchedApi(module="@ohos.window", member="create", state="not-emulated", since=7, forbidden=True),
            TouchedApi(
                module="@ohos.app.Some",
                member="default",
                state="emulated",
                since=20,
                newer_than_app=True,
                place=Place(file="entry/src/main/ets/Some.ets", line=3),
            ),
            TouchedApi(module="@ohos.account", member="admin", state="not-emulated", since=9, system_api=True),
        ),
        findings=(Finding(message="cannot find './gone'", place=Place(file="entry/src/main/ets/Log.ets", line=1)),),
        started_at="2026-01-01T00:00:00Z",
        duration_ms=1234,
    )
