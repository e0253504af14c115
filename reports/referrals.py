"""Cases that were left to another requirement: settled when that one found something, open when nobody did."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from .model import CaseResult

_REFERRAL = re.compile(r": see ([A-Z]{3}-\d{3}(?:(?:, | and )[A-Z]{3}-\d{3})*)$")
_REQUIREMENT = re.compile(r"[A-Z]{3}-\d{3}")

FOUND = frozenset(("fail", "warn", "inconclusive", "waived"))
"""Outcomes that a reader is told of, so that a case may point to them."""


def left_to(case: CaseResult) -> frozenset[str]:
    """The requirements that tell why ``case`` could not be judged; none for a case that really does not apply."""
    found = _REFERRAL.search(case.reason) if case.outcome == "not_applicable" else None
    return frozenset(_REQUIREMENT.findall(found[1])) if found else frozenset()


def opened(cases: Mapping[str, Sequence[CaseResult]], *, level_limited: bool = False) -> dict[str, list[CaseResult]]:
    """``cases`` by requirement id, those that were left to requirements which found nothing made inconclusive.

    A requirement that was itself left to others passes that on. One that did not run tells nothing, unless nobody
    asked for its level (``level_limited``).
    """
    telling = {name for name, own in cases.items() if any(case.outcome in FOUND for case in own)}
    pending = {name: frozenset[str]().union(*map(left_to, own)) for name, own in cases.items() if name not in telling}
    if level_limited:
        telling |= frozenset[str]().union(*pending.values()) - cases.keys()
    while passing_on := {name for name, others in pending.items() if name not in telling and others & telling}:
        telling |= passing_on

    def settled(case: CaseResult) -> CaseResult:
        others = left_to(case)
        if not others or others & telling:
            return case
        return msgspec.structs.replace(
            case,
            outcome="inconclusive",
            reason=f"could not be judged, and nothing that ran tells why: {case.reason}",
        )

    return {name: [settled(case) for case in own] for name, own in cases.items()}
