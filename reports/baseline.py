"""A baseline: failures that were known on one day. They count as waived; any other failure does not."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from .model import CaseResult, Results
from .requirement import with_cases
from .verdict import rejudged

SCHEMA = "ohos-backup-baseline/1"
KNOWN = "known failure of the baseline"
"""The waiver of a case that only a baseline covers."""

MISSED = ("fail", "warn")


class KnownFailure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``digest`` is that of the reason, ``reason`` its first line, for people."""

    case: str
    digest: str
    reason: str = ""


class Baseline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The known failures of one app on one kind of device, by case id."""

    schema: Literal["ohos-backup-baseline/1"] = SCHEMA
    bundle_name: str
    profile: str
    failures: tuple[KnownFailure, ...] = ()

    def knows(self, case: CaseResult) -> bool:
        """Whether this very failure is listed: the same case for the same reason."""
        return _misses(case) and any(
            known.case == case.id and known.digest == reason_digest(case.reason) for known in self.failures
        )


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Results held against a baseline.

    ``results`` has known failures waived. Case ids: ``new`` fail and are not listed, ``changed`` are listed with
    another reason, ``fixed`` are listed and fail no more, ``stale`` are listed and do not exist. ``shrunk`` is the
    baseline without what was fixed and what is stale.
    """

    results: Results
    new: tuple[str, ...]
    changed: tuple[str, ...]
    fixed: tuple[str, ...]
    stale: tuple[str, ...]
    shrunk: Baseline


def reason_digest(reason: str) -> str:
    return hashlib.sha256(reason.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def baseline_of(results: Results) -> Baseline:
    """Everything that fails in ``results``, but a failure that a waiver of the team caused or covers."""
    failures = [
        KnownFailure(case=case.id, digest=reason_digest(case.reason), reason=case.reason.partition("\n")[0].rstrip(":"))
        for requirement in results.requirements
        for case in requirement.cases
        if _misses(case)
    ]
    return Baseline(
        bundle_name=results.subject.bundle_name,
        profile=results.device.profile,
        failures=tuple(sorted(failures, key=lambda failure: failure.case)),
    )


def held_against(results: Results, baseline: Baseline) -> Held:
    """What cannot be judged any more, or did not run in results that are not complete, stays listed and is not told."""
    listed = {known.case for known in baseline.failures}
    cases = {case.id: case for requirement in results.requirements for case in requirement.cases}
    missed = [case for case in cases.values() if _misses(case) and not baseline.knows(case)]
    gone = {name for name in listed if name not in cases} if results.complete else set[str]()
    fixed = {
        name
        for name in listed
        if name in cases and not _misses(cases[name]) and cases[name].outcome not in ("fail", "inconclusive")
    }
    return Held(
        results=_waived(results, baseline),
        new=tuple(sorted(case.id for case in missed if case.id not in listed)),
        changed=tuple(sorted(case.id for case in missed if case.id in listed)),
        fixed=tuple(sorted(fixed)),
        stale=tuple(sorted(gone)),
        shrunk=msgspec.structs.replace(
            baseline, failures=tuple(known for known in baseline.failures if known.case not in fixed | gone)
        ),
    )


def to_baseline_json(baseline: Baseline) -> str:
    """One failure below the other, so that changes are easy to review."""
    return msgspec.json.format(msgspec.json.encode(baseline), indent=2).decode() + "\n"


def _misses(case: CaseResult) -> bool:
    """A failure that no waiver has to do with; one that a baseline waived before is one still."""
    return (case.outcome in MISSED and not case.waiver) or (case.outcome == "waived" and case.waiver == KNOWN)


def _waived(results: Results, baseline: Baseline) -> Results:
    requirements = [
        with_cases(
            requirement,
            [
                msgspec.structs.replace(case, outcome="waived", waiver=KNOWN) if baseline.knows(case) else case
                for case in requirement.cases
            ],
        )
        if any(baseline.knows(case) for case in requirement.cases)
        else requirement
        for requirement in results.requirements
    ]
    return rejudged(results, requirements, results.policy)
