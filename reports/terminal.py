"""The results for a person at a terminal: what was checked, a table by family, then what to mend."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .excerpt import excerpt
from .language import ENGLISH, Words
from .model import CaseResult, DeviceInfo, Outcome, RequirementResult, Results, SubjectInfo, TouchedApi, Verdict
from .terminal_coverage import print_coverage
from .verdict import WORST_FIRST
from .wording import outcome_words, timeline_text, verdict_headline

STYLE: dict[Outcome, str] = {
    "fail": "bold red",
    "inconclusive": "yellow",
    "warn": "yellow",
    "waived": "cyan",
    "pass": "green",
    "not_applicable": "dim",
}

VERDICT_STYLE: dict[Verdict, str] = {
    "conforms": "bold green",
    "does-not-conform": "bold red",
    "inconclusive": "bold yellow",
}

TIMELINE_SHOWN = 8
DIFFERENCES_SHOWN = 6
PLACES_SHOWN = 3
PATTERNS_SHOWN = 3
TOUCHED_SHOWN = 5
INDENT = 2
LABEL_WIDTH = 8
"""Of the words before a place, a mend or a command; their text hangs below itself."""

_WORD = re.compile(r"\S+\s*")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_CHINESE = re.compile(
    r"(?:[\w.~@-]*/[^\s，。；：、（）“”]*|[（“《]*(?:[\u3400-\u9fff]|[!-~]+|[^\s（“《]))[，。；：！？、）》”…]*\s*|\S\s*"
)
"""Where a line with Chinese in it may be broken: before each character, but not inside a path or other Latin text, nor
before closing and after opening marks."""


class _Page(NamedTuple):
    """Where to print, and in which language."""

    console: Console
    words: Words

    def t(self, template: str, /, **values: object) -> str:
        return self.words.t(template, **values)

    def told(self, message: str) -> str:
        return self.words.told(message)


def print_found(console: Console, subject: SubjectInfo, device: DeviceInfo, words: Words = ENGLISH) -> None:
    """What is going to be checked."""
    page = _Page(console, words)
    version = f"{subject.version_name} ({subject.version_code})"
    on_device = page.t("{version} on device {profile}", version=version, profile=device.profile)
    console.print(Text.assemble((subject.bundle_name, "bold"), f" {on_device}"), soft_wrap=True)
    modules = page.t("  in {modules}", modules=", ".join(subject.modules)) if len(subject.modules) > 1 else ""
    _labelled(page, page.t("runs"), f"{subject.extension}  {subject.source}{modules}")
    _labelled(page, page.t("takes"), _selection(page, subject))


def print_results(
    console: Console,
    results: Results,
    *,
    reasons: bool = False,
    coverage: bool = False,
    words: Words = ENGLISH,
) -> None:
    """A clean run fits one screen; each requirement that is not fulfilled adds a paragraph.

    ``reasons``: say of every requirement that does not apply why it does not. ``coverage``: the table of what ran.
    """
    page = _Page(console, words)
    if results.subject.callbacks:
        _labelled(page, page.t("calls"), ", ".join(results.subject.callbacks))
    console.print()
    console.print(_family_table(page, results.requirements))
    _print_not_applicable(page, results.requirements, reasons=reasons)
    told: dict[str, str] = {}
    for requirement in results.requirements:
        if requirement.outcome in ("fail", "warn", "inconclusive"):
            _print_requirement(page, requirement, told)
    if all(requirement.outcome == "not_applicable" for requirement in results.requirements):
        _print_why_nothing_was_judged(page, results.requirements)
    _print_waived(page, results)
    _print_remarks(page, results)
    if coverage:
        print_coverage(console, results, words)
    _print_verdict(page, results)


def _selection(page: _Page, subject: SubjectInfo) -> str:
    shown = ", ".join(subject.includes[:PATTERNS_SHOWN])
    more = _more(page, len(subject.includes) - PATTERNS_SHOWN)
    without = page.t(", {count} excluded", count=len(subject.excludes)) if subject.excludes else ""
    only = "  (fullBackupOnly)" if subject.full_backup_only else ""
    return f"{shown or page.t('nothing')}{more}{without}{only}"


def _family_table(page: _Page, requirements: Iterable[RequirementResult]) -> Table:
    """Only outcomes that occur, and failures and passes always, so that the table fits narrow terminals."""
    rows = list(requirements)
    occurring: set[Outcome] = {"fail", "pass", *(requirement.outcome for requirement in rows)}
    shown: list[Outcome] = [outcome for outcome in WORST_FIRST if outcome in occurring]
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(page.t("family"), no_wrap=True)
    for outcome in shown:
        table.add_column(_head(page, outcome), justify="right", no_wrap=True)
    table.add_column(page.t("cases"), justify="right", no_wrap=True)
    for family, group in groupby(rows, key=lambda requirement: requirement.family):
        members = list(group)
        count = Counter(member.outcome for member in members)
        cells = [Text(str(count[o]) if count[o] else "·", style=STYLE[o] if count[o] else "dim") for o in shown]
        table.add_row(page.told(family), *cells, str(sum(len(member.cases) for member in members)))
    return table


def _head(page: _Page, outcome: Outcome) -> str:
    """Narrow enough to stand above a column of figures."""
    return page.t("n/a") if outcome == "not_applicable" else outcome_words(page.words)[outcome]


def _more(page: _Page, number: int) -> str:
    return page.t(" and {count} more", count=number) if number > 0 else ""


def _print_requirement(page: _Page, requirement: RequirementResult, told: dict[str, str]) -> None:
    """``told``: by reason, the first requirement that stayed open for it; the others only refer to that one."""
    page.console.print()
    _wrapped(
        page,
        Text.assemble(
            (f"{_head(page, requirement.outcome).upper()} ", STYLE[requirement.outcome]),
            (f"{requirement.id} ", "bold"),
            f"{requirement.level}  {page.told(requirement.title)}",
        ),
        hang=INDENT,
    )
    alike = [case for case in requirement.cases if case.outcome == requirement.outcome]
    if requirement.outcome == "inconclusive" and told.setdefault(alike[0].reason, requirement.id) != requirement.id:
        _labelled(page, page.t("open"), page.t("for the same reason as {id}", id=told[alike[0].reason]))
        _labelled(page, page.t("replay"), alike[0].replay, keep=True)
        return
    _print_case(page, alike[0])
    if len(alike) > 1:
        names = ", ".join(case.id.removeprefix(requirement.id).strip("[]") for case in alike[1:6])
        _labelled(page, page.t("same"), page.t("in {names}", names=names) + _more(page, len(alike) - 6))
    if requirement.mend:
        _labelled(page, page.t("mend"), page.told(requirement.mend))
    _labelled(page, page.t("replay"), alike[0].replay, keep=True)


def _print_case(page: _Page, case: CaseResult) -> None:
    _wrapped(page, Text(page.told(case.reason)), indent=INDENT)
    evidence = case.evidence
    if evidence.place and str(evidence.place) not in case.reason:
        _labelled(page, page.t("at"), str(evidence.place), keep=True)
    for change in evidence.differences[:DIFFERENCES_SHOWN]:
        states = " -> ".join(page.told(state) for state in (change.before, change.after) if state)
        kind = _padded(page.told(change.change), 10)
        _wrapped(page, Text(f"{kind} {change.path}  {states}"), indent=INDENT, hang=INDENT + 11)
    if len(evidence.differences) > DIFFERENCES_SHOWN:
        more = _more(page, len(evidence.differences) - DIFFERENCES_SHOWN)
        _wrapped(page, Text(f"…{more}", style="dim"), indent=13)
    for entry in excerpt(evidence, TIMELINE_SHOWN):
        _wrapped(page, Text(f"{entry.time_ms:>8} ms  {timeline_text(entry, page.words)}", style="dim"), hang=13)


def _print_not_applicable(page: _Page, requirements: Iterable[RequirementResult], *, reasons: bool) -> None:
    """Their ids in any case, so that nothing is left out in silence; with their reasons, those also of single cases of
    requirements that others of their cases judge."""
    requirements = list(requirements)
    skipped = [requirement for requirement in requirements if requirement.outcome == "not_applicable"]
    judged = [requirement for requirement in requirements if requirement.outcome != "not_applicable"]
    lines = [f"{requirement.id}  {page.told(requirement.reason)}" for requirement in skipped]
    lines += [line for requirement in judged for line in _cases_not_applicable(page, requirement)]
    if not reasons:
        lines = [page.t("{names}  (why: --reasons)", names=_shortened_ids(skipped))] if skipped else []
    if lines:
        page.console.print()
    for line in lines:
        _labelled(page, page.t("n/a"), line)


def _cases_not_applicable(page: _Page, requirement: RequirementResult) -> Iterator[str]:
    alike: dict[str, list[CaseResult]] = {}
    for case in requirement.cases:
        if case.outcome == "not_applicable":
            alike.setdefault(case.reason, []).append(case)
    for reason, cases in alike.items():
        yield f"{cases[0].id}{_more(page, len(cases) - 1)}  {page.told(reason)}"


def _shortened_ids(requirements: Iterable[RequirementResult]) -> str:
    """``CFG-006 010, LIF-005``: each family is named once, for there can be dozens."""
    families: dict[str, list[str]] = {}
    for requirement in requirements:
        family, _, number = requirement.id.partition("-")
        families.setdefault(family, []).append(number)
    return ", ".join(f"{family}-{' '.join(numbers)}" for family, numbers in families.items())


def _print_why_nothing_was_judged(page: _Page, requirements: Iterable[RequirementResult]) -> None:
    page.console.print()
    for reason in dict.fromkeys(requirement.reason for requirement in requirements):
        _wrapped(page, Text(page.t("not judged: {reason}", reason=page.told(reason))), hang=INDENT)


def _print_waived(page: _Page, results: Results) -> None:
    """Every failure that a waiver covers, for none may be forgotten; and waivers that cover none."""
    for requirement in results.requirements:
        covered = [case for case in requirement.cases if case.outcome == "waived"]
        for waiver, group in groupby(sorted(covered, key=lambda case: case.waiver), key=lambda case: case.waiver):
            cases = list(group)
            more = ""
            if len(cases) > 1:
                count = len(cases) - 1
                more = page.t(" and {count} more cases" if count > 1 else " and {count} more case", count=count)
            page.console.print()
            head = f"{_head(page, 'waived').upper()} "
            reason = page.told(cases[0].reason)
            told = Text.assemble((head, STYLE["waived"]), (cases[0].id + more, "bold"), f"  {reason}")
            _wrapped(page, told, hang=INDENT)
            _labelled(page, page.t("waiver"), waiver)
    for unused in results.unused_waivers:
        page.console.print()
        _wrapped(
            page,
            Text(page.t("Unused waiver: {message}", message=page.told(unused.message)), style="yellow"),
            hang=INDENT,
        )
        if unused.place:
            _labelled(page, page.t("at"), str(unused.place), keep=True)


def _print_remarks(page: _Page, results: Results) -> None:
    if results.not_emulated:
        page.console.print()
        names = ", ".join(results.not_emulated)
        _wrapped(page, Text(page.t("Not emulated, used by the app: {names}", names=names), style="yellow"))
    if results.stand_ins:
        page.console.print()
        named = ", ".join(f"{stand_in.name} ({stand_in.place})" for stand_in in results.stand_ins)
        _wrapped(page, Text(page.t("Verdicts rest on stand-ins of your team: {named}", named=named), style="yellow"))
    _print_touched(page, results)
    by_message: dict[str, list[str]] = {}
    for finding in results.findings:
        by_message.setdefault(finding.message, []).append(str(finding.place or ""))
    for message, places in by_message.items():
        page.console.print()
        text = page.t("Noticed, harmless unless something needs it: {message}", message=page.told(message))
        _wrapped(page, Text(text, style="dim"))
        for place in filter(None, places[:PLACES_SHOWN]):
            _labelled(page, page.t("at"), place, keep=True)
        if len(places) > PLACES_SHOWN:
            text = page.t("and at {count} more places", count=len(places) - PLACES_SHOWN)
            _wrapped(page, Text(text, style="dim"), indent=INDENT)


def _print_touched(page: _Page, results: Results) -> None:
    """One line for each thing that is wrong with what the app touches; the rest is in results.json."""
    touched = results.touched
    lines = (
        (page.t("Unknown to the SDK, fails on a device"), [t for t in touched if t.state == "unknown"]),
        (page.t("Not for backup extensions, says the reference"), [t for t in touched if t.forbidden]),
        (page.t("Newer than the app's own compatible API version"), [t for t in touched if t.newer_than_app]),
        (page.t("For system apps only"), [t for t in touched if t.system_api]),
    )
    if any(found for _, found in lines):
        page.console.print()
    for words, found in lines:
        shown = ", ".join(f"{t.name}{_details(page, t)}" for t in found[:TOUCHED_SHOWN])
        more = _more(page, len(found) - TOUCHED_SHOWN)
        if found:
            _wrapped(page, Text(f"{words}: {shown}{more}", style="yellow"), hang=INDENT)


def _details(page: _Page, touched: TouchedApi) -> str:
    since = page.t("since {since}", since=touched.since) if touched.newer_than_app else ""
    parts = list(filter(None, (since, str(touched.place or ""))))
    return f" ({', '.join(parts)})" if parts else ""


def _print_verdict(page: _Page, results: Results) -> None:
    summary = results.summary
    parts = [
        template
        for count, template in (
            (summary.fail, page.t("{count} fail", count=summary.fail)),
            (summary.inconclusive, page.t("{count} inconclusive", count=summary.inconclusive)),
            (summary.warn, page.t("{count} warn", count=summary.warn)),
            (summary.waived, page.t("{count} waived", count=summary.waived)),
            (summary.passed, page.t("{count} pass", count=summary.passed)),
            (summary.not_applicable, page.t("{count} not applicable", count=summary.not_applicable)),
        )
        if count
    ]
    requirements = len(results.requirements)
    cases = sum(len(requirement.cases) for requirement in results.requirements)
    why = results.incomplete_because or "only a part of the suite ran"
    part = "" if results.complete else f" ({page.told(why)})"
    taken = sum(case.taken_over for requirement in results.requirements for case in requirement.cases)
    told = page.t(
        "{outcomes} of {requirements}, {cases}{taken} in {seconds} s",
        outcomes=page.t(", ").join(parts),
        requirements=page.t("{count} requirement" if requirements == 1 else "{count} requirements", count=requirements),
        cases=page.t("{count} case" if cases == 1 else "{count} cases", count=cases),
        taken=page.t(" ({count} unchanged, taken over)", count=taken) if taken else "",
        seconds=f"{results.duration_ms / 1000:.1f}",
    )
    page.console.print()
    verdict = (verdict_headline(results.verdict, page.words), VERDICT_STYLE[results.verdict])
    _wrapped(page, Text.assemble(verdict, f"{part}  {told}"))


def _padded(text: str, width: int) -> str:
    """To ``width`` cells; a Chinese character takes two."""
    return text + " " * (width - cell_len(text))


def _labelled(page: _Page, label: str, text: str, *, keep: bool = False) -> None:
    """``keep``: a place or a command, never broken at all, so that it can be copied as one line."""
    line = Text.assemble((_padded(label, LABEL_WIDTH), "bold"), text)
    if keep:
        page.console.print(Text(" " * INDENT) + line, soft_wrap=True)
    else:
        _wrapped(page, line, indent=INDENT, hang=INDENT + LABEL_WIDTH)


def _wrapped(page: _Page, text: Text, *, indent: int = 0, hang: int | None = None) -> None:
    """Broken between words only, and not before a word that no line has room for: a path stays whole to be copied."""
    margin = indent if hang is None else hang
    breaks: list[int] = []
    room = page.console.width - indent
    for word in (_CHINESE if _IDEOGRAPH.search(text.plain) else _WORD).finditer(text.plain):
        size = cell_len(word[0].rstrip())
        if room < size <= page.console.width - margin and word.start() > 0:
            breaks.append(word.start())
            room = page.console.width - margin
        room -= cell_len(word[0])
    for number, line in enumerate(text.divide(breaks)):
        line.rstrip()
        page.console.print(Text(" " * (margin if number else indent)) + line, soft_wrap=True)
