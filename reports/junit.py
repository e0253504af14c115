"""JUnit XML from the results, with real failure, error and skipped children: one suite a family, one test a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree

from .missed import source_lines, story, timeline_lines
from .model import CaseResult, Outcome, RequirementResult, Results
from .places import place_of_case
from .plain_text import plain

CHILD: dict[Outcome, str] = {
    "fail": "failure",
    "inconclusive": "error",
    "not_applicable": "skipped",
    "waived": "skipped",
}
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
"""Written here, for ElementTree would name the encoding of the user's terminal."""
COUNTS = (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))


def junit_xml(results: Results) -> str:
    """The document as text.

    ``fail`` becomes failure, ``inconclusive`` error, ``not_applicable`` and ``waived`` skipped; a missed SHOULD stays a
    passed case with its text in system-out. ``classname`` is ``Family.REQ-001``: Jenkins reads it as package and class.
    """
    root = ElementTree.Element("testsuites", name=plain(results.subject.bundle_name))
    families: dict[str, list[RequirementResult]] = {}
    for requirement in results.requirements:
        families.setdefault(requirement.family, []).append(requirement)
    for family, requirements in families.items():
        suite = ElementTree.SubElement(root, "testsuite", name=plain(family))
        if results.started_at:
            suite.set("timestamp", results.started_at.rstrip("Z"))
        suite.append(_properties(_about(results)))
        suite.extend(
            [_test_case(results, requirement, case) for requirement in requirements for case in requirement.cases]
        )
        _count(suite, [case for requirement in requirements for case in requirement.cases])
    _count(root, [case for requirement in results.requirements for case in requirement.cases])
    root.set("time", _seconds(results.duration_ms))
    ElementTree.indent(root)
    return f"{DECLARATION}{ElementTree.tostring(root, encoding='unicode')}\n"


def _about(results: Results) -> dict[str, str]:
    subject = results.subject
    return {
        "app": f"{subject.bundle_name} {subject.version_name} ({subject.version_code})",
        "device": results.device.profile,
        "tool": f"{results.tool.name} {results.tool.version}",
        "seed": str(results.seed),
        "verdict": results.verdict,
        "complete": "true" if results.complete else "false",
    }


def _test_case(results: Results, requirement: RequirementResult, case: CaseResult) -> ElementTree.Element:
    element = ElementTree.Element(
        "testcase",
        name=plain(case.id),
        classname=plain(f"{requirement.family}.{requirement.id}"),
        time=_seconds(case.duration_ms),
    )
    place = place_of_case(results, case)
    if place:
        element.set("file", plain(place.file))
        if place.line:
            element.set("line", str(place.line))
    element.append(
        _properties(
            {"requirement": requirement.id, "level": requirement.level, "outcome": case.outcome, **case.parameters}
        )
    )
    if case.outcome in CHILD:
        waiver = f"waived: {case.waiver}: " if case.outcome == "waived" else ""
        problem = ElementTree.SubElement(element, CHILD[case.outcome], message=plain(waiver + case.reason))
        if case.outcome in ("fail", "inconclusive"):
            problem.set("type", requirement.id)
            problem.text = plain("\n".join(story(results, requirement, case)))
    shown = _output(requirement, case)
    if shown:
        ElementTree.SubElement(element, "system-out").text = plain("\n".join(shown))
    return element


def _output(requirement: RequirementResult, case: CaseResult) -> list[str]:
    """What a case shows beside its failure; the evidence of a failure stands in the failure itself."""
    if case.outcome in ("fail", "inconclusive"):
        return []
    shown = [*source_lines(case), *timeline_lines(case)]
    if case.outcome == "warn":
        mend = [f"mend: {requirement.mend}"] if requirement.mend else []
        return [f"{requirement.level} missed: {case.reason}", *shown, *mend, f"replay: {case.replay}"]
    return shown


def _properties(values: dict[str, str]) -> ElementTree.Element:
    element = ElementTree.Element("properties")
    for name, value in values.items():
        ElementTree.SubElement(element, "property", name=plain(name), value=plain(value))
    return element


def _count(element: ElementTree.Element, cases: Sequence[CaseResult]) -> None:
    children = Counter(CHILD.get(case.outcome, "") for case in cases)
    element.set("tests", str(len(cases)))
    for name, child in COUNTS:
        element.set(name, str(children[child]))
    element.set("time", _seconds(sum(case.duration_ms for case in cases)))


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}"
