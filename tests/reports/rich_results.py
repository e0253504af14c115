"""A run with one of every outcome and everything else that a report can show."""

from __future__ import annotations

import msgspec
from ohos_backup.reports.model import (
    ArchivedEntry,
    CaseResult,
    CoveredFile,
    CoveredLine,
    Environment,
    Evidence,
    Finding,
    Place,
    RequirementResult,
    Results,
    SourceExcerpt,
    StandIn,
    TimelineEntry,
    TreeChange,
)
from ohos_backup.reports.verdict import summarise, verdict_of
from sample_results import every_outcome, requirement

SOURCE = "entry/src/main/ets/Backup.ets"
FILES = "/data/storage/el2/base/haps/entry/files"
EVENTS = (
    (0, "framework", "extension started"),
    (0, "callback", "onRestore entered"),
    (2, "file", f"open {FILES}/日记.txt"),
    (2, "file", f"read {FILES}/日记.txt (4096 bytes)"),
    (2, "log", "I 00000/Notes: restored"),
    (18_000, "callback", "onProcess entered"),
    (18_000, "problem", "onProcess took 18000 ms"),
    (18_001, "client", "onResultReport code 0"),
)


def rich() -> Results:
    results = every_outcome()
    requirements = (*map(_with_everything, results.requirements), _versions())
    return msgspec.structs.replace(
        results,
        requirements=requirements,
        summary=summarise(requirements),
        verdict=verdict_of(requirements),
        stand_ins=(StandIn(name="@ohos.net.http", place=Place(file="stand-ins/http.js", line=1)),),
        unused_waivers=(Finding(message="CFG-003 covers nothing", place=Place(file="waivers.toml", line=3)),),
        environment=Environment(platform="Linux", python="3.14", node="node 22", sources="ab" * 32),
        coverage=(
            CoveredFile(
                file=SOURCE,
                text="import { a } from './a';\n\nif (a) {\n  a();\n}\na();\nb();\n",
                lines=tuple(CoveredLine(line=n, ran=n not in (3, 4)) for n in (1, 3, 4, 6, 7)),
            ),
        ),
    )


def _with_everything(member: RequirementResult) -> RequirementResult:
    [case] = member.cases
    if member.outcome == "waived":
        case = msgspec.structs.replace(case, waiver="accepted until the next release")
    if member.outcome == "fail":
        evidence = Evidence(
            place=Place(file=SOURCE, line=12, column=5),
            excerpt=SourceExcerpt(
                file=SOURCE, first_line=11, lines=("onRestore() {", "  const text = 'a<b' + `${c}`;", "}")
            ),
            timeline=tuple(TimelineEntry(time_ms=ms, lane=lane, text=text) for ms, lane, text in EVENTS),
            differences=(
                TreeChange(path=f"{FILES}/日记.txt", change="content", before="8800 bytes", after="4096 bytes"),
                TreeChange(path=f"{FILES}/gone/deep/note.txt", change="missing", before="5 bytes"),
                TreeChange(path="/data/storage/el2/base/cache.bin", change="unexpected", after="20 bytes"),
            ),
            archive=(ArchivedEntry(path=f"{FILES}/日记.txt", part="part.0.tar", size=8800),),
        )
        case = msgspec.structs.replace(case, evidence=evidence)
    return msgspec.structs.replace(
        member, cases=(case,), rationale=f"Why {member.id} matters.", source="ext_extension.cpp:DoRestore"
    )


def _versions() -> RequirementResult:
    cases = tuple(
        CaseResult(
            id=f"VER-001[{version}]",
            outcome="pass",
            parameters={"version": version},
            replay=f"ohos-backup check my-app --case 'VER-001[{version}]'",
        )
        for version in ("older", "equal", "newer")
    )
    return msgspec.structs.replace(requirement("VER-001", "MUST", "pass", "Bundle version"), cases=cases)
