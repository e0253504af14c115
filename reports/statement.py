"""What a compliance statement says, as data: only what was judged, and by what; the two forms of it render this."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import NamedTuple

from .language import ENGLISH, Words
from .missed import MISSED
from .model import Level, Outcome, RequirementResult, Results
from .results_file import to_json
from .verdict import WORST_FIRST
from .wording import as_beginning, limits, outcome_words

LEVELS: tuple[Level, ...] = ("MUST", "SHOULD", "MAY")


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
    """``facts`` and ``digests`` are labels with values; ``counts`` are rows by level, the first one is the header.

    ``blanks`` are what whoever signs fills in.
    """

    title: str
    sentence: str
    limits: list[str]
    facts: list[tuple[str, str]]
    digests: list[tuple[str, str]]
    counts: list[list[str]]
    waived: list[Waived]
    rows: list[Row]
    basis: str
    declaration: str
    blanks: list[str]


class Headings(NamedTuple):
    """What stands above the statement's parts and tables, the same in both forms."""

    limits: str
    facts: str
    digests: str
    counts: str
    waived: str
    waived_columns: list[str]
    rows: str
    rows_columns: list[str]
    signature: str


def statement_of(results: Results, words: Words = ENGLISH) -> Statement:
    outcomes = outcome_words(words)
    return Statement(
        title=words.t("Statement on backup and restore"),
        sentence=_sentence(results, words),
        limits=limits(results, words),
        facts=_facts(results, words),
        digests=_digests(results, words),
        counts=_counts(results, words),
        waived=_waived(results, words),
        rows=[
            Row(
                id=r.id,
                level=r.level,
                title=words.told(r.title),
                outcome=outcomes[r.outcome],
                cases=len(r.cases),
                reason="" if r.outcome == "pass" else words.told(r.reason),
            )
            for r in results.requirements
        ],
        basis=words.t(
            "The verdict was reached by running the app's own backup extension on an emulated device, with the data "
            "sets and cases listed in results.json. It says nothing of other versions, other data, or hardware."
        ),
        declaration=words.t(
            "I have read this statement and the results that the digest above names, and confirm that they are of the "
            "app and version named here."
        ),
        blanks=[words.t("Name"), words.t("Role"), words.t("Place and date"), words.t("Signature")],
    )


def headings(words: Words) -> Headings:
    requirement, level, cases = words.t("requirement"), words.t("level"), words.t("cases")
    return Headings(
        limits=words.t("Limits of this statement"),
        facts=words.t("What was checked"),
        digests=words.t("Digests (SHA-256)"),
        counts=words.t("Requirements by level"),
        waived=words.t("Waivers"),
        waived_columns=[requirement, level, cases, words.t("failure"), words.t("waiver")],
        rows=words.t("All requirements"),
        rows_columns=[requirement, level, words.t("title"), words.t("outcome"), cases, words.t("reason")],
        signature=words.t("Signature"),
    )


def _sentence(results: Results, words: Words) -> str:
    """The claim, no wider than the run: a partial one speaks of its part, a waived failure is not called met."""
    claim = _claim(results, words)
    return as_beginning(claim) if results.complete else words.t("In a partial run, {claim}", claim=claim)


def _claim(results: Results, words: Words) -> str:
    must = [requirement for requirement in results.requirements if requirement.level == "MUST"]
    met = sum(requirement.outcome == "pass" for requirement in must)
    waived = sum(requirement.outcome == "waived" for requirement in must)
    if results.verdict == "does-not-conform":
        outcomes = Counter(requirement.outcome for requirement in results.requirements)
        return words.n(
            outcomes["fail"] or outcomes["warn"],
            "the app does not conform: 1 requirement not met.",
            "the app does not conform: {n} requirements not met.",
        )
    if results.verdict == "inconclusive" and _judged(results):
        return words.t("no statement of conformance can be made: a MUST requirement could not be judged.")
    if results.verdict == "inconclusive":
        return words.t("no statement of conformance can be made: no requirement was judged.")
    if waived:
        return words.n(
            met,
            "the app met 1 MUST requirement of those that were judged, and failed {waived} that its team waived.",
            "the app met {n} MUST requirements of those that were judged, and failed {waived} that its team waived.",
            waived=waived,
        )
    if not met:
        return words.t("the app broke no MUST requirement, but none applied to what was judged.")
    if results.complete:
        return words.n(
            met,
            "the app met the one MUST requirement of this suite that applies to it.",
            "the app met all {n} MUST requirements of this suite that apply to it.",
        )
    return words.n(
        met,
        "the app met the one MUST requirement of this part that applies to it.",
        "the app met all {n} MUST requirements of this part that apply to it.",
    )


def _judged(results: Results) -> list[RequirementResult]:
    return [requirement for requirement in results.requirements if requirement.outcome != "not_applicable"]


def _facts(results: Results, words: Words) -> list[tuple[str, str]]:
    subject, environment = results.subject, results.environment
    extension = subject.extension
    if subject.source:
        extension = words.t("{extension}, {file}", extension=extension, file=subject.source)
    part = words.told(results.incomplete_because) or words.t("a part of the suite")
    catalogue = words.n(
        len(results.requirements),
        "1 requirement, as the tool of this version has it",
        "{n} requirements, as the tool of this version has them",
    )
    return [
        (words.t("App"), subject.bundle_name),
        (words.t("Version"), f"{subject.version_name} ({subject.version_code})"),
        (words.t("Backup extension"), extension),
        (words.t("Device profile"), words.t("{profile}, emulated", profile=results.device.profile)),
        (words.t("Checked on"), results.started_at or words.t("not recorded")),
        (words.t("Extent"), words.t("whole suite") if results.complete else part),
        (words.t("Tool"), f"{results.tool.name} {results.tool.version}"),
        (words.t("Catalogue"), catalogue),
        (words.t("Seed"), str(results.seed)),
        *(
            (label, value)
            for label, value in (
                (words.t("Platform"), environment.platform),
                ("Python", environment.python),
                ("Node", environment.node),
                (words.t("ArkTS compiler"), environment.compiler),
            )
            if value
        ),
    ]


def _digests(results: Results, words: Words) -> list[tuple[str, str]]:
    return [
        (words.t("Sources of the app"), results.environment.sources or words.t("not recorded")),
        (words.t("Catalogue and checks"), results.environment.catalogue or words.t("not recorded")),
        ("results.json", hashlib.sha256(to_json(results).encode()).hexdigest()),
    ]


def _counts(results: Results, words: Words) -> list[list[str]]:
    found = Counter((requirement.level, requirement.outcome) for requirement in results.requirements)
    shown: list[Outcome] = [o for o in WORST_FIRST if o in ("pass", "fail") or any(found[level, o] for level in LEVELS)]
    rows = [
        [level, *(str(found[level, outcome]) for outcome in shown)]
        for level in LEVELS
        if any(found[level, outcome] for outcome in WORST_FIRST)
    ]
    names = outcome_words(words)
    return [[words.t("level"), *(names[outcome] for outcome in shown)], *rows]


def _waived(results: Results, words: Words) -> list[Waived]:
    """Every waiver that had an effect, also one of a requirement that fails in other cases or has become too old."""
    found: list[Waived] = []
    for requirement in results.requirements:
        waivers = dict.fromkeys(case.waiver for case in requirement.cases if case.waiver)
        for waiver in waivers:
            cases = [case for case in requirement.cases if case.waiver == waiver]
            refused = any(case.outcome in MISSED for case in cases)
            told = words.t("{waiver}; not accepted any more", waiver=waiver) if refused else waiver
            reason = words.told(cases[0].reason)
            found.append(Waived(requirement.id, requirement.level, len(cases), reason, told))
    return found
