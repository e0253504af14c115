"""JUnit XML from the results, with real failure, error and skipped children: one suite a family."""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree import ElementTree

from .model import CaseResult, RequirementResult, Results

# XML 1.0 has no place for these, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(results: Results) -> str:
    """The document as text.

    ``fail`` becomes failure, ``inconclusive`` error, ``not_applicable`` and ``waived`` skipped; a missed SHOULD stays a
    passed case with its text in system-out.
    """
    root = ElementTree.Element("testsuites", name=results.subject.bundle_name, time=_seconds(results.duration_ms))
    total = [0, 0, 0, 0]
    for family, requirements in groupby(results.requirements, key=lambda requirement: requirement.family):
        suite = ElementTree.SubElement(root, "testsuite", name=family, timestamp=results.started_at.rstrip("Z"))
        counts = [0, 0, 0, 0]
        milliseconds = 0
        for requirement in requirements:
            for case in requirement.cases:
                suite.append(_test_case(requirement, case))
                milliseconds += case.duration_ms
                counts[0] += 1
                for position, outcomes in enumerate((("fail",), ("inconclusive",), ("not_applicable", "waived")), 1):
                    counts[position] += case.outcome in outcomes
        _set_counts(suite, counts)
        suite.set("time", _seconds(milliseconds))
        total = [left + right for left, right in zip(total, counts, strict=True)]
    _set_counts(root, total)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _test_case(requirement: RequirementResult, case: CaseResult) -> ElementTree.Element:
    element = ElementTree.Element(
        "testcase", name=_clean(case.id), classname=requirement.id, time=_seconds(case.duration_ms)
    )
    properties = ElementTree.SubElement(element, "properties")
    for name, value in (("requirement", requirement.id), ("level", requirement.level)):
        ElementTree.SubElement(properties, "property", name=name, value=value)
    child = {"fail": "failure", "inconclusive": "error", "not_applicable": "skipped", "waived": "skipped"}
    if case.outcome in child:
        waiver = f"waived: {case.waiver}: " if case.outcome == "waived" else ""
        problem = ElementTree.SubElement(element, child[case.outcome], message=_clean(waiver + case.reason))
        if case.outcome in ("fail", "inconclusive"):
            problem.set("type", requirement.id)
            problem.text = _clean(_story(requirement, case))
    elif case.outcome == "warn":
        ElementTree.SubElement(element, "system-out").text = _clean(f"{requirement.level} missed: {case.reason}")
    return element


def _story(requirement: RequirementResult, case: CaseResult) -> str:
    evidence = case.evidence
    lines = [f"{requirement.id} {requirement.title}", case.reason]
    if evidence.place:
        lines.append(f"at {evidence.place}")
    lines += [f"{change.change}: {change.path}" for change in evidence.differences]
    lines += [f"{entry.time_ms} ms {entry.text}" for entry in evidence.timeline]
    lines.append(f"replay: {case.replay}")
    return "\n".join(lines)


def _set_counts(element: ElementTree.Element, counts: list[int]) -> None:
    for name, count in zip(("tests", "failures", "errors", "skipped"), counts, strict=True):
        element.set(name, str(count))


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
