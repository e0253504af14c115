"""Two runs of one app compared, case by case and requirement by requirement."""

from __future__ import annotations

from typing import Literal

import msgspec

from .model import CaseResult, Level, Outcome, Policy, RequirementResult, Results, Verdict
from .verdict import breaks, leaves_open

SCHEMA = "ohos-backup-comparison/1"

Kind = Literal[
    "new-failure",
    "changed-reason",
    "still-failing",
    "fixed",
    "cannot-judge",
    "changed-outcome",
    "appeared",
    "disappeared",
]
KINDS: tuple[Kind, ...] = (
    "new-failure",
    "cannot-judge",
    "changed-reason",
    "still-failing",
    "fixed",
    "changed-outcome",
    "appeared",
    "disappeared",
)
"""In the order in which a person wants to know of them."""

Aspect = Literal["tool", "device-profile", "seed", "level", "fail-on"]

FAILING: tuple[Outcome, ...] = ("fail", "warn")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one case; ``before`` and ``after`` are None where there is no such case.

    ``breaks`` and ``leaves_open``: what it does to conformance now, by the policy of the newer run.
    """

    kind: Kind
    case: str
    requirement: str
    level: Level
    title: str
    before: Outcome | None = None
    after: Outcome | None = None
    reason: str = ""
    reason_before: str = ""
    breaks: bool = False
    leaves_open: bool = False


class RequirementChange(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement with another outcome; None where the run did not judge it."""

    requirement: str
    level: Level
    title: str
    before: Outcome | None
    after: Outcome | None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Something of the runs themselves that is not the same; texts, also of numbers."""

    what: Aspect
    old: str
    new: str


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Which of the two it was; ``incomplete_because`` says why only a part of the suite ran, if that is known."""

    bundle_name: str
    version: str
    tool: str
    profile: str
    seed: int
    verdict: Verdict
    complete: bool
    incomplete_because: str = ""
    cases: int
    started_at: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """``unchanged`` counts cases that fail neither before nor after and ended alike; ``differs`` tells what no reader
    should blame the app for."""

    schema: Literal["ohos-backup-comparison/1"] = SCHEMA
    old: Run
    new: Run
    differs: tuple[Difference, ...]
    changes: tuple[Change, ...]
    requirements: tuple[RequirementChange, ...]
    unchanged: int

    def of(self, kind: Kind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind == kind)


def compare(old: Results, new: Results) -> Comparison:
    """Ordered by kind and then as the runs order cases."""
    before, after = _cases(old), _cases(new)
    changes: list[Change] = []
    for name in {**after, **before}:
        change = _change(before.get(name), after.get(name), new.policy)
        if change is not None:
            changes.append(change)
    changes.sort(key=lambda change: (KINDS.index(change.kind), change.case))
    return Comparison(
        old=_run(old),
        new=_run(new),
        differs=_differences(old, new),
        changes=tuple(changes),
        requirements=_requirements(old, new),
        unchanged=len({**after, **before}) - len(changes),
    )


_Judged = tuple[RequirementResult, CaseResult]


def _cases(results: Results) -> dict[str, _Judged]:
    return {case.id: (requirement, case) for requirement in results.requirements for case in requirement.cases}


def _change(before: _Judged | None, after: _Judged | None, policy: Policy) -> Change | None:
    """None for a case that fails neither time and ended alike."""
    was = before[1] if before else None
    now = after[1] if after else None
    kind = _kind(was, now)
    known = after or before
    if kind is None or known is None:
        return None
    requirement = known[0]
    return Change(
        kind=kind,
        case=known[1].id,
        requirement=requirement.id,
        level=requirement.level,
        title=requirement.title,
        before=was.outcome if was else None,
        after=now.outcome if now else None,
        reason=now.reason if now else "",
        reason_before=was.reason if was else "",
        breaks=now is not None and breaks(requirement.level, now.outcome, policy),
        leaves_open=now is not None and leaves_open(requirement.level, now.outcome, policy),
    )


def _kind(was: CaseResult | None, now: CaseResult | None) -> Kind | None:
    if now is None:
        return "disappeared"
    if now.outcome in FAILING:
        if was is None or was.outcome not in FAILING:
            return "new-failure"
        return "still-failing" if (was.outcome, was.reason) == (now.outcome, now.reason) else "changed-reason"
    if now.outcome == "inconclusive" and (was is None or was.outcome != "inconclusive"):
        return "cannot-judge"
    if was is None:
        return "appeared"
    if was.outcome in FAILING and now.outcome == "pass":
        return "fixed"
    return "changed-outcome" if was.outcome != now.outcome else None


def _requirements(old: Results, new: Results) -> tuple[RequirementChange, ...]:
    before = {requirement.id: requirement for requirement in old.requirements}
    after = {requirement.id: requirement for requirement in new.requirements}
    found: list[RequirementChange] = []
    for name, known in sorted({**before, **after}.items()):
        was = before[name].outcome if name in before else None
        now = after[name].outcome if name in after else None
        if was != now:
            found.append(
                RequirementChange(requirement=name, level=known.level, title=known.title, before=was, after=now)
            )
    return tuple(found)


def _run(results: Results) -> Run:
    subject = results.subject
    return Run(
        bundle_name=subject.bundle_name,
        version=f"{subject.version_name} ({subject.version_code})",
        tool=f"{results.tool.name} {results.tool.version}",
        profile=results.device.profile,
        seed=results.seed,
        verdict=results.verdict,
        complete=results.complete,
        incomplete_because=results.incomplete_because,
        cases=sum(len(requirement.cases) for requirement in results.requirements),
        started_at=results.started_at,
    )


def _differences(old: Results, new: Results) -> tuple[Difference, ...]:
    told: tuple[tuple[Aspect, str, str], ...] = (
        ("tool", _run(old).tool, _run(new).tool),
        ("device-profile", old.device.profile, new.device.profile),
        ("seed", str(old.seed), str(new.seed)),
        ("level", old.policy.level, new.policy.level),
        ("fail-on", ", ".join(old.policy.fail_on), ", ".join(new.policy.fail_on)),
    )
    return tuple(Difference(what=what, old=was, new=now) for what, was, now in told if was != now)
