"""What a compliance statement says, as data: only what was judged, and by what; the two forms of it render this."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import NamedTuple

from .missed import MISSED
from .model import Level, Outcome, RequirementResult, Results
from .results_file import to_json
from .verdict import WORST_FIRST
from .wording import OUTCOME_WORDS, counted, limits

TITLE = "Statement on backup and restore"
LEVELS: tuple[Level, ...] = ("MUST", "SHOULD", "MAY")
NOT_RECORDED = "not recorded"
SIGNATURE_LINES = ("Name", "Role", "Place and date", "Signature")
DECLARATION = (
    "I have read this statement and the results that the digest above names, and confirm that they are of the app and "
    "version named here."
)
BASIS = (
    "The verdict was reached by running the app's own backup extension on an emulated device, with the data sets and "
    "cases listed in results.json. It says nothing of other versions, other data, or hardware."
)


class Row(NamedTuple):
    """One requirement in the list of all."""

    id: str
    level: str
    title: str
    outcome: str
    cases: int
    reason: str


class Waived(NamedTuple):
    """Cases of one requirement under one waiver; ``waiver`` holds its reason, expiry and owner."""

    id: str
    level: str
    cases: int
    reason: str
    waiver: str


class Statement(NamedTuple):
    """``facts`` and ``digests`` are labels with values; ``counts`` are rows by level, the first one is the header."""

    sentence: str
    limits: list[str]
    facts: list[tuple[str, str]]
    digests: list[tuple[str, str]]
    counts: list[list[str]]
    waived: list[Waived]
    rows: list[Row]


def statement_of(results: Results) -> Statement:
    return Statement(
        sentence=_sentence(results),
        limits=limits(results),
        facts=_facts(results),
        digests=_digests(results),
        counts=_counts(results),
        waived=_waived(results),
        rows=[
            Row(r.id, r.level, r.title, OUTCOME_WORDS[r.outcome], len(r.cases), "" if r.outcome == "pass" else r.reason)
            for r in results.requirements
        ],
    )


def _sentence(results: Results) -> str:
    """The claim, no wider than the run: a partial one speaks of its part, a waived failure is not called met."""
    must = [requirement for requirement in results.requirements if requirement.level == "MUST"]
    met = sum(requirement.outcome == "pass" for requirement in must)
    waived = sum(requirement.outcome == "waived" for requirement in must)
    part = "" if results.complete else "In a partial run, "
    app = "the app" if part else "The app"
    if results.verdict == "does-not-conform":
        outcomes = Counter(requirement.outcome for requirement in results.requirements)
        broken = outcomes["fail"] or outcomes["warn"]
        return f"{part}{app} does not conform: {counted(broken, 'requirement')} not met."
    if results.verdict == "inconclusive":
        reason = "a MUST requirement could not be judged" if _judged(results) else "no requirement was judged"
        return f"{part}{'no' if part else 'No'} statement of conformance can be made: {reason}."
    if waived:
        return (
            f"{part}{app} met {counted(met, 'MUST requirement')} of those that were judged, and failed "
            f"{waived} that its team has waived."
        )
    if not met:
        return f"{part}{app} broke no MUST requirement, but none applied to what was judged."
    all_of_them = "the one MUST requirement" if met == 1 else f"all {met} MUST requirements"
    return f"{part}{app} met {all_of_them} of this {'part' if part else 'suite'} that {_applies(met)} to it."


def _applies(number: int) -> str:
    return "applies" if number == 1 else "apply"


def _judged(results: Results) -> list[RequirementResult]:
    return [requirement for requirement in results.requirements if requirement.outcome != "not_applicable"]


def _facts(results: Results) -> list[tuple[str, str]]:
    subject, environment = results.subject, results.environment
    return [
        ("App", subject.bundle_name),
        ("Version", f"{subject.version_name} ({subject.version_code})"),
        ("Backup extension", f"{subject.extension}{f', {subject.source}' if subject.source else ''}"),
        ("Device profile", f"{results.device.profile}, emulated"),
        ("Checked on", results.started_at or NOT_RECORDED),
        ("Extent", "whole suite" if results.complete else results.incomplete_because or "a part of the suite"),
        ("Tool", f"{results.tool.name} {results.tool.version}"),
        ("Catalogue", f"{counted(len(results.requirements), 'requirement')}, as the tool of this version has them"),
        ("Seed", str(results.seed)),
        *(
            (label, value)
            for label, value in (
                ("Platform", environment.platform),
                ("Python", environment.python),
                ("Node", environment.node),
                ("ArkTS compiler", environment.compiler),
            )
            if value
        ),
    ]


def _digests(results: Results) -> list[tuple[str, str]]:
    return [
        ("Sources of the app", results.environment.sources or NOT_RECORDED),
        ("Catalogue and checks", results.environment.catalogue or NOT_RECORDED),
        ("results.json", hashlib.sha256(to_json(results).encode()).hexdigest()),
    ]


def _counts(results: Results) -> list[list[str]]:
    found = Counter((requirement.level, requirement.outcome) for requirement in results.requirements)
    shown: list[Outcome] = [o for o in WORST_FIRST if o in ("pass", "fail") or any(found[level, o] for level in LEVELS)]
    rows = [
        [level, *(str(found[level, outcome]) for outcome in shown)]
        for level in LEVELS
        if any(found[level, outcome] for outcome in WORST_FIRST)
    ]
    return [["level", *(OUTCOME_WORDS[outcome] for outcome in shown)], *rows]


def _waived(results: Results) -> list[Waived]:
    """Every waiver that had an effect, also one of a requirement that fails in other cases or has become too old."""
    found: list[Waived] = []
    for requirement in results.requirements:
        waivers = dict.fromkeys(case.waiver for case in requirement.cases if case.waiver)
        for waiver in waivers:
            cases = [case for case in requirement.cases if case.waiver == waiver]
            refused = any(case.outcome in MISSED for case in cases)
            told = f"{waiver}{'; not accepted any more' if refused else ''}"
            found.append(Waived(requirement.id, requirement.level, len(cases), cases[0].reason, told))
    return found
