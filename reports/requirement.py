"""A requirement again after its cases have changed, or were put together from several runs."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from .model import CaseResult, RequirementResult
from .verdict import worst_case


def with_cases(
    requirement: RequirementResult, cases: Iterable[CaseResult], *, others: Iterable[RequirementResult] = ()
) -> RequirementResult:
    """``requirement`` with ``cases`` instead of its own, its outcome and reason following from them.

    ``others`` are the same requirement of other runs: how to mend it stands where the case that now speaks for it did.
    """
    kept = tuple(sorted(cases, key=lambda case: case.id))
    worst = worst_case(kept)
    mends = [
        each.mend for each in (requirement, *others) if (each.outcome, each.reason) == (worst.outcome, worst.reason)
    ]
    mend = next(filter(None, mends), "") if worst.outcome in ("fail", "warn") else ""
    return msgspec.structs.replace(requirement, cases=kept, outcome=worst.outcome, reason=worst.reason, mend=mend)
