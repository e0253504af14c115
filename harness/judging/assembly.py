"""From the records of all cases to the results of a run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ...emulator.backup.config import parse_backup_config
from ...emulator.modules.native import StandInEntry
from ...emulator.profile import CALLBACK_SINCE, DeviceProfile
from ...emulator.runtime.arkts.api_references import ApiReference
from ...emulator.runtime.python.host import PythonHost
from ...reports.model import (
    CaseResult,
    DeviceInfo,
    Finding,
    Place,
    Policy,
    RequirementResult,
    Results,
    Shards,
    StandIn,
    SubjectInfo,
)
from ...reports.verdict import summarise, verdict_of, worst_case
from ..catalogue import Requirement, catalogue
from ..subjects.subject import Subject
from ..subjects.touched import touched_apis
from ..this_tool import this_tool
from ..timeline import place_of, printable
from .coverage import RanByName, covered_files
from .environment import environment

NOTHING_RAN: RanByName = MappingProxyType({})


def assemble(
    subject: Subject,
    cases: Mapping[str, Sequence[CaseResult]],
    *,
    callbacks: Iterable[str],
    imported: Iterable[ApiReference],
    profile: DeviceProfile,
    seed: int,
    policy: Policy,
    complete: bool,
    started_at: str,
    duration_ms: int,
    incomplete_because: str = "",
    unused_waivers: Sequence[Finding] = (),
    shards: Shards | None = None,
    unfilled: Sequence[str] = (),
    ran: RanByName = NOTHING_RAN,
) -> Results:
    """``cases`` by requirement id; ``callbacks`` that the app's own code answered in any of them; modules ``imported``
    by computed names; ``unfilled`` included folders that got no generated data
    (harness/scenarios/staging_folders.py); lines that they ``ran``, where somebody asked for them.

    The order of the result is the catalogue's, whatever order the cases ran in.
    """
    requirements = tuple(_requirement_results(cases))
    missing = {name for requirement in requirements for case in requirement.cases for name in case.not_emulated}
    return Results(
        tool=this_tool(),
        subject=subject_info(subject, callbacks),
        device=DeviceInfo(profile=profile.name),
        verdict=verdict_of(requirements, policy),
        summary=summarise(requirements),
        not_emulated=tuple(sorted(missing)),
        requirements=requirements,
        touched=touched_apis(subject, imported=imported, not_emulated=missing),
        findings=(
            *(Finding(message=p.message, place=place_of(p.position)) for p in subject.problems),
            *(Finding(message=_about_unfilled(folder)) for folder in unfilled),
        ),
        stand_ins=tuple(_stand_in(entry, subject.root) for entry in subject.stand_ins),
        coverage=covered_files(subject, ran),
        environment=environment(subject),
        policy=policy,
        shards=shards,
        seed=seed,
        complete=complete and not subject.packed,
        incomplete_because=incomplete_because,
        unused_waivers=tuple(unused_waivers),
        started_at=started_at,
        duration_ms=duration_ms,
    )


def _about_unfilled(folder: str) -> str:
    return (
        f"a backup begins with emptying {folder}, so it was taken for a staging folder and got no generated data; "
        "if it holds the user's, say so with a data set of your own"
    )


def _stand_in(entry: StandInEntry, root: Path) -> StandIn:
    return StandIn(name=entry.name, place=Place(file=Path(os.path.relpath(entry.file, root)).as_posix()))


def subject_info(subject: Subject, callbacks: Iterable[str] = ()) -> SubjectInfo:
    """What was found at the address, for the head of every report."""
    application = subject.application
    config = parse_backup_config(application.extension.profile_text)
    declaration = subject.declaration
    host = application.extension.host
    source = declaration.source if declaration else host.source_file if isinstance(host, PythonHost) else None
    known = set(callbacks)
    return SubjectInfo(
        path=subject.address,
        bundle_name=application.bundle_name,
        version_code=application.version.code,
        version_name=application.version.name,
        extension=application.extension.name,
        source=Path(os.path.relpath(source, subject.root)).as_posix() if source else "",
        root=_from_here(subject.root),
        modules=application.module_names,
        includes=tuple(printable(pattern) for pattern in config.includes) if config.usable else (),
        excludes=tuple(printable(pattern) for pattern in config.excludes) if config.usable else (),
        full_backup_only=config.usable and config.full_backup_only,
        callbacks=tuple(name for name in CALLBACK_SINCE if name in known),
    )


def _from_here(root: Path) -> str:
    """Relative when it lies below the folder that the command was started in, as a checkout does in CI."""
    try:
        return root.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(root)


def _requirement_results(cases: Mapping[str, Sequence[CaseResult]]) -> Iterable[RequirementResult]:
    for identifier, requirement in catalogue().items():
        if identifier in cases:
            yield requirement_result(requirement, cases[identifier])


def requirement_result(requirement: Requirement, cases: Iterable[CaseResult]) -> RequirementResult:
    """``requirement`` as its ``cases``, at least one, say that it ended."""
    own = tuple(sorted(cases, key=lambda case: case.id))
    worst = worst_case(own)
    return RequirementResult(
        id=requirement.id,
        level=requirement.level,
        title=requirement.title,
        family=requirement.family,
        outcome=worst.outcome,
        reason=worst.reason,
        cases=own,
        mend=_mend(requirement, worst),
        rationale=requirement.rationale,
        source=requirement.source,
        since=requirement.since,
    )


def _mend(requirement: Requirement, worst: CaseResult) -> str:
    if worst.outcome not in ("fail", "warn"):
        return ""
    return "Remove the waiver, or renew it for as long as it is needed." if worst.waiver else requirement.mend
