"""Several parts of one run put together: shards of several machines, or runs that were narrowed to some cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from .model import (
    CaseResult,
    CoveredFile,
    CoveredLine,
    Environment,
    Policy,
    RequirementResult,
    Results,
    Shards,
    SubjectInfo,
    TouchedApi,
)
from .referrals import opened
from .requirement import with_cases
from .shard_text import numbered, shard_text
from .verdict import rejudged

ItemT = TypeVar("ItemT")

ASPECTS = {
    "tool": "the tool",
    "app": "the app",
    "extension": "the extension",
    "includes": "what it includes",
    "excludes": "what it excludes",
    "device": "the device profile",
    "seed": "the seed",
    "level": "the level",
    "fail on": "what to fail on",
    "shards": "the number of shards",
    "cases": "the number of cases",
    "catalogue": "the catalogue",
    "sources": "the app's source",
    "compiler": "the compiler",
}
"""What the parts of one run agree in, and how it is called."""

NARROWED = "only a part of the suite ran"


class Unmergeable(Exception):
    """The parts are not of one run; the text names what differs."""


def merge(parts: Sequence[Results], names: Sequence[str]) -> Results:
    """One run of all ``parts``, which are called ``names`` in errors. It is complete when nothing is missing.

    Raises Unmergeable.
    """
    first = parts[0]
    for part, name in zip(parts[1:], names[1:], strict=True):
        _require_same_run(first, names[0], part, name)
    requirements = _requirements(parts, names)
    shards = _shards(parts, requirements)
    because = _incomplete_because(parts, shards)
    merged = msgspec.structs.replace(
        first,
        subject=_subject(parts),
        environment=_environment(parts),
        not_emulated=tuple(sorted({name for part in parts for name in part.not_emulated})),
        touched=_touched(parts),
        findings=_distinct(each for part in parts for each in part.findings),
        stand_ins=_distinct(each for part in parts for each in part.stand_ins),
        coverage=_coverage(parts),
        unused_waivers=_distinct(each for part in parts for each in part.unused_waivers),
        shards=shards,
        complete=not because,
        incomplete_because=because,
        started_at=min((part.started_at for part in parts if part.started_at), default=""),
        duration_ms=_span_ms(parts),
    )
    if not because:
        requirements = _all_told(requirements, first.policy)
    return rejudged(merged, requirements, first.policy)


def _require_same_run(first: Results, first_name: str, other: Results, name: str) -> None:
    def told(part: Results) -> dict[str, object]:
        subject, environment = part.subject, part.environment
        return {
            "tool": f"{part.tool.name} {part.tool.version}",
            "app": f"{subject.bundle_name} {subject.version_name} ({subject.version_code})",
            "extension": subject.extension,
            "includes": subject.includes,
            "excludes": subject.excludes,
            "device": part.device.profile,
            "seed": part.seed,
            "level": part.policy.level,
            "fail on": ", ".join(part.policy.fail_on),
            "shards": part.shards.count if part.shards else None,
            "cases": part.shards.cases if part.shards else None,
            "catalogue": environment.catalogue,
            "sources": environment.sources,
            "compiler": environment.compiler,
        }

    theirs = told(other)
    for what, value in told(first).items():
        if theirs[what] != value:
            raise Unmergeable(
                f"not of one run: {ASPECTS[what]} differs: '{value}' in '{first_name}', '{theirs[what]}' in '{name}'"
            )


def _requirements(parts: Sequence[Results], names: Sequence[str]) -> list[RequirementResult]:
    """In the order of the catalogue, so far as the parts together tell it."""
    found: dict[str, list[RequirementResult]] = {}
    cases: dict[str, tuple[CaseResult, str]] = {}
    for part, name in zip(parts, names, strict=True):
        for requirement in part.requirements:
            found.setdefault(requirement.id, []).append(requirement)
            for case in requirement.cases:
                known, where = cases.setdefault(case.id, (case, name))
                if _lasting(known) != _lasting(case):
                    raise Unmergeable(
                        f"{case.id} ended differently in {where} ({known.outcome}) and {name} ({case.outcome})"
                    )
    families = {requirement.family: None for part in parts for requirement in part.requirements}
    order = sorted(families, key=lambda family: _rank(family, parts))
    merged = [
        with_cases(of_it[0], {c.id: cases[c.id][0] for each in of_it for c in each.cases}.values(), others=of_it[1:])
        for of_it in found.values()
    ]
    return sorted(merged, key=lambda requirement: (order.index(requirement.family), requirement.id))


def _all_told(requirements: Sequence[RequirementResult], policy: Policy) -> list[RequirementResult]:
    """Only now that everything is here can cases that were left to other requirements be settled."""
    cases = opened({each.id: each.cases for each in requirements}, level_limited=policy.level != "MAY")
    return [with_cases(each, cases[each.id]) for each in requirements]


def _rank(family: str, parts: Sequence[Results]) -> int:
    """How many other families any part has before ``family``: each part lists its families in the catalogue's order."""
    before: dict[str, set[str]] = {}
    for part in parts:
        listed = list(dict.fromkeys(requirement.family for requirement in part.requirements))
        for index, each in enumerate(listed):
            before.setdefault(each, set()).update(listed[:index])
    seen: set[str] = set()
    waiting = [family]
    while waiting:
        new = before.get(waiting.pop(), set[str]()) - seen
        seen |= new
        waiting += new
    return len(seen)


def _lasting(case: CaseResult) -> CaseResult:
    """What two runs of one case have to agree in: all but real time, and what the user typed."""
    return msgspec.structs.replace(case, duration_ms=0, replay="", taken_over=False)


def _shards(parts: Sequence[Results], requirements: Sequence[RequirementResult]) -> Shards | None:
    first = parts[0].shards
    if first is None:
        return None
    present = tuple(sorted({index for part in parts if part.shards for index in part.shards.present}))
    shards = msgspec.structs.replace(first, present=present)
    cases = sum(len(requirement.cases) for requirement in requirements)
    if not shards.missing and cases != shards.cases and not any(_stopped(part) for part in parts):
        raise Unmergeable(f"all {shards.count} shards are there, but {cases} cases of {shards.cases}")
    return shards


def _stopped(part: Results) -> bool:
    """Whether cases of the part itself did not run."""
    return (
        not part.complete
        and part.shards is not None
        and part.incomplete_because
        not in (
            shard_text(part.shards),
            NARROWED,
        )
    )


def _incomplete_because(parts: Sequence[Results], shards: Shards | None) -> str:
    """``""`` when the parts are a whole run together."""
    if shards is None:
        if any(part.complete for part in parts):
            return ""
        return next(filter(None, (part.incomplete_because for part in parts)), NARROWED)
    if shards.missing:
        return f"without {numbered(shards.missing)} of {shards.count}"
    reasons = [
        part.incomplete_because or NARROWED
        for part in parts
        if not part.complete
        and part.shards
        and part.incomplete_because != shard_text(part.shards)
        # A merge of some shards says which are missing; here they are.
        and len(part.shards.present) == 1
    ]
    return reasons[0] if reasons else ""


def _subject(parts: Sequence[Results]) -> SubjectInfo:
    callbacks = {name: None for part in parts for name in part.subject.callbacks}
    whole = max((part.subject.callbacks for part in parts), key=len)
    ordered = sorted(callbacks, key=lambda name: (whole.index(name) if name in whole else len(whole), name))
    return msgspec.structs.replace(parts[0].subject, callbacks=tuple(ordered))


def _environment(parts: Sequence[Results]) -> Environment:
    """Machines may differ in what no verdict depends on; then all of it is told."""

    def joined(texts: Iterable[str]) -> str:
        return " / ".join(dict.fromkeys(filter(None, texts)))

    return msgspec.structs.replace(
        parts[0].environment,
        platform=joined(part.environment.platform for part in parts),
        python=joined(part.environment.python for part in parts),
        node=joined(part.environment.node for part in parts),
    )


def _touched(parts: Sequence[Results]) -> tuple[TouchedApi, ...]:
    by_name = {(touched.module, touched.member): touched for part in reversed(parts) for touched in part.touched}
    return tuple(by_name[name] for name in sorted(by_name))


def _coverage(parts: Sequence[Results]) -> tuple[CoveredFile, ...]:
    """A line ran if it ran in any part."""
    files: dict[str, CoveredFile] = {}
    ran: dict[str, dict[int, bool]] = {}
    for part in parts:
        for file in part.coverage:
            files.setdefault(file.file, file)
            lines = ran.setdefault(file.file, {})
            for line in file.lines:
                lines[line.line] = lines.get(line.line, False) or line.ran
    return tuple(
        msgspec.structs.replace(
            files[name], lines=tuple(CoveredLine(line=line, ran=ran[name][line]) for line in sorted(ran[name]))
        )
        for name in sorted(files)
    )


def _span_ms(parts: Sequence[Results]) -> int:
    """From the first start to the last end, for parts run beside each other as a rule."""
    starts = [_instant(part.started_at) for part in parts]
    if None in starts:
        return max(part.duration_ms for part in parts)
    known = [start for start in starts if start is not None]
    ends = [start + timedelta(milliseconds=part.duration_ms) for start, part in zip(known, parts, strict=True)]
    return int((max(ends) - min(known)) / timedelta(milliseconds=1))


def _instant(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return None


def _distinct(items: Iterable[ItemT]) -> tuple[ItemT, ...]:
    return tuple(dict.fromkeys(items))
