"""The results for a person at a terminal: what was checked, a table by family, then what to mend."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .excerpt import excerpt
from .model import CaseResult, DeviceInfo, Outcome, RequirementResult, Results, SubjectInfo, TouchedApi, Verdict
from .verdict import WORST_FIRST

STYLE: dict[Outcome, str] = {
    "fail": "bold red",
    "inconclusive": "yellow",
    "warn": "yellow",
    "waived": "cyan",
    "pass": "green",
    "not_applicable": "dim",
}

SENTENCE: dict[Verdict, tuple[str, str]] = {
    "conforms": ("CONFORMS", "bold green"),
    "does-not-conform": ("DOES NOT CONFORM", "bold red"),
    "inconclusive": ("CANNOT BE JUDGED", "bold yellow"),
}

TIMELINE_SHOWN = 8
DIFFERENCES_SHOWN = 6
PLACES_SHOWN = 3
PATTERNS_SHOWN = 3
TOUCHED_SHOWN = 5
INDENT = 2
LABEL_WIDTH = 8
"""Of the words before a place, a mend or a command; their text hangs below itself."""


def print_found(console: Console, subject: SubjectInfo, device: DeviceInfo) -> None:
    """What is going to be checked."""
    version = f"{subject.version_name} ({subject.version_code})"
    console.print(
        Text.assemble((subject.bundle_name, "bold"), f" {version} on device {device.profile}"), soft_wrap=True
    )
    modules = f"  in {', '.join(subject.modules)}" if len(subject.modules) > 1 else ""
    _labelled(console, "runs", f"{subject.extension}  {subject.source}{modules}")
    _labelled(console, "takes", _selection(subject))


def print_results(console: Console, results: Results, *, reasons: bool = False) -> None:
    """A clean run fits one screen; each requirement that is not fulfilled adds a paragraph.

    ``reasons``: say of every requirement that does not apply why it does not.
    """
    if results.subject.callbacks:
        _labelled(console, "calls", ", ".join(results.subject.callbacks))
    console.print()
    console.print(_family_table(results.requirements))
    _print_not_applicable(console, results.requirements, reasons=reasons)
    told: dict[str, str] = {}
    for requirement in results.requirements:
        if requirement.outcome in ("fail", "warn", "inconclusive"):
            _print_requirement(console, requirement, told)
    if all(requirement.outcome == "not_applicable" for requirement in results.requirements):
        _print_why_nothing_was_judged(console, results.requirements)
    _print_waived(console, results)
    _print_remarks(console, results)
    _print_verdict(console, results)


def _selection(subject: SubjectInfo) -> str:
    shown = ", ".join(subject.includes[:PATTERNS_SHOWN])
    more = f" and {len(subject.includes) - PATTERNS_SHOWN} more" if len(subject.includes) > PATTERNS_SHOWN else ""
    without = f", {len(subject.excludes)} excluded" if subject.excludes else ""
    only = "  (fullBackupOnly)" if subject.full_backup_only else ""
    return f"{shown or 'nothing'}{more}{without}{only}"


def _family_table(requirements: Iterable[RequirementResult]) -> Table:
    """Only outcomes that occur, and failures and passes always, so that the table fits narrow terminals."""
    rows = list(requirements)
    occurring: set[Outcome] = {"fail", "pass", *(requirement.outcome for requirement in rows)}
    shown: list[Outcome] = [outcome for outcome in WORST_FIRST if outcome in occurring]
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("family", no_wrap=True)
    for outcome in shown:
        table.add_column(outcome.replace("not_applicable", "n/a"), justify="right", no_wrap=True)
    table.add_column("cases", justify="right", no_wrap=True)
    for family, group in groupby(rows, key=lambda requirement: requirement.family):
        members = list(group)
        count = Counter(member.outcome for member in members)
        cells = [Text(str(count[o]) if count[o] else "·", style=STYLE[o] if count[o] else "dim") for o in shown]
        table.add_row(family, *cells, str(sum(len(member.cases) for member in members)))
    return table


def _print_requirement(console: Console, requirement: RequirementResult, told: dict[str, str]) -> None:
    """``told``: by reason, the first requirement that stayed open for it; the others only refer to that one."""
    console.print()
    _wrapped(
        console,
        Text.assemble(
            (f"{requirement.outcome.upper()} ", STYLE[requirement.outcome]),
            (f"{requirement.id} ", "bold"),
            f"{requirement.level}  {requirement.title}",
        ),
        hang=INDENT,
    )
    alike = [case for case in requirement.cases if case.outcome == requirement.outcome]
    if requirement.outcome == "inconclusive" and told.setdefault(alike[0].reason, requirement.id) != requirement.id:
        _labelled(console, "open", f"for the same reason as {told[alike[0].reason]}")
        _labelled(console, "replay", alike[0].replay, keep=True)
        return
    _print_case(console, alike[0])
    if len(alike) > 1:
        names = ", ".join(case.id.removeprefix(requirement.id).strip("[]") for case in alike[1:6])
        more = f" and {len(alike) - 6} more" if len(alike) > 6 else ""
        _labelled(console, "same", f"in {names}{more}")
    if requirement.mend:
        _labelled(console, "mend", requirement.mend)
    _labelled(console, "replay", alike[0].replay, keep=True)


def _print_case(console: Console, case: CaseResult) -> None:
    _wrapped(console, Text(case.reason), indent=INDENT)
    evidence = case.evidence
    if evidence.place and str(evidence.place) not in case.reason:
        _labelled(console, "at", str(evidence.place), keep=True)
    for change in evidence.differences[:DIFFERENCES_SHOWN]:
        states = " -> ".join(filter(None, (change.before, change.after)))
        _wrapped(console, Text(f"{change.change:<10} {change.path}  {states}"), indent=INDENT, hang=INDENT + 11)
    if len(evidence.differences) > DIFFERENCES_SHOWN:
        _wrapped(console, Text(f"… and {len(evidence.differences) - DIFFERENCES_SHOWN} more", style="dim"), indent=13)
    for entry in excerpt(evidence, TIMELINE_SHOWN):
        _wrapped(console, Text(f"{entry.time_ms:>8} ms  {entry.text}", style="dim"), hang=13)


def _print_not_applicable(console: Console, requirements: Iterable[RequirementResult], *, reasons: bool) -> None:
    """Their ids in any case, so that nothing is left out in silence."""
    skipped = [requirement for requirement in requirements if requirement.outcome == "not_applicable"]
    if not skipped:
        return
    console.print()
    if not reasons:
        _labelled(console, "n/a", f"{_shortened_ids(skipped)}  (why: --reasons)")
    for requirement in skipped if reasons else ():
        _labelled(console, "n/a", f"{requirement.id}  {requirement.reason}")


def _shortened_ids(requirements: Iterable[RequirementResult]) -> str:
    """``CFG-006 010, LIF-005``: each family is named once, for there can be dozens."""
    families: dict[str, list[str]] = {}
    for requirement in requirements:
        family, _, number = requirement.id.partition("-")
        families.setdefault(family, []).append(number)
    return ", ".join(f"{family}-{' '.join(numbers)}" for family, numbers in families.items())


def _print_why_nothing_was_judged(console: Console, requirements: Iterable[RequirementResult]) -> None:
    console.print()
    for reason in dict.fromkeys(requirement.reason for requirement in requirements):
        _wrapped(console, Text(f"not judged: {reason}"), hang=INDENT)


def _print_waived(console: Console, results: Results) -> None:
    """Every failure that a waiver covers, for none may be forgotten; and waivers that cover none."""
    for requirement in results.requirements:
        covered = [case for case in requirement.cases if case.outcome == "waived"]
        for waiver, group in groupby(sorted(covered, key=lambda case: case.waiver), key=lambda case: case.waiver):
            cases = list(group)
            more = f" and {_counted(len(cases) - 1, 'more case')}" if len(cases) > 1 else ""
            console.print()
            told = Text.assemble(("WAIVED ", STYLE["waived"]), (cases[0].id + more, "bold"), f"  {cases[0].reason}")
            _wrapped(console, told, hang=INDENT)
            _labelled(console, "waiver", waiver)
    for unused in results.unused_waivers:
        console.print()
        _wrapped(console, Text(f"Unused waiver: {unused.message}", style="yellow"), hang=INDENT)
        if unused.place:
            _labelled(console, "at", str(unused.place), keep=True)


def _print_remarks(console: Console, results: Results) -> None:
    if results.not_emulated:
        console.print()
        _wrapped(console, Text(f"Not emulated, used by the app: {', '.join(results.not_emulated)}", style="yellow"))
    if results.stand_ins:
        console.print()
        named = ", ".join(f"{stand_in.name} ({stand_in.place})" for stand_in in results.stand_ins)
        _wrapped(console, Text(f"Verdicts rest on stand-ins of your team: {named}", style="yellow"))
    _print_touched(console, results)
    by_message: dict[str, list[str]] = {}
    for finding in results.findings:
        by_message.setdefault(finding.message, []).append(str(finding.place or ""))
    for message, places in by_message.items():
        console.print()
        _wrapped(console, Text(f"Noticed, harmless unless something needs it: {message}", style="dim"))
        for place in filter(None, places[:PLACES_SHOWN]):
            _labelled(console, "at", place, keep=True)
        if len(places) > PLACES_SHOWN:
            _wrapped(console, Text(f"and at {len(places) - PLACES_SHOWN} more places", style="dim"), indent=INDENT)


def _print_touched(console: Console, results: Results) -> None:
    """One line for each thing that is wrong with what the app touches; the rest is in results.json."""
    touched = results.touched
    lines = (
        ("Unknown to the SDK, fails on a device", [t for t in touched if t.state == "unknown"]),
        ("Not for backup extensions, says the reference", [t for t in touched if t.forbidden]),
        ("Newer than the app's own compatible API version", [t for t in touched if t.newer_than_app]),
        ("For system apps only", [t for t in touched if t.system_api]),
    )
    if any(found for _, found in lines):
        console.print()
    for words, found in lines:
        shown = ", ".join(f"{t.name}{_details(t)}" for t in found[:TOUCHED_SHOWN])
        more = f" and {len(found) - TOUCHED_SHOWN} more" if len(found) > TOUCHED_SHOWN else ""
        if found:
            _wrapped(console, Text(f"{words}: {shown}{more}", style="yellow"), hang=INDENT)


def _details(touched: TouchedApi) -> str:
    since = f"since {touched.since}" if touched.newer_than_app else ""
    parts = list(filter(None, (since, str(touched.place or ""))))
    return f" ({', '.join(parts)})" if parts else ""


def _print_verdict(console: Console, results: Results) -> None:
    words, style = SENTENCE[results.verdict]
    summary = results.summary
    parts = [
        f"{count} {name}"
        for count, name in (
            (summary.fail, "fail"),
            (summary.inconclusive, "inconclusive"),
            (summary.warn, "warn"),
            (summary.waived, "waived"),
            (summary.passed, "pass"),
            (summary.not_applicable, "not applicable"),
        )
        if count
    ]
    cases = sum(len(requirement.cases) for requirement in results.requirements)
    part = "" if results.complete else f" ({results.incomplete_because or 'only a part of the suite ran'})"
    taken = sum(case.taken_over for requirement in results.requirements for case in requirement.cases)
    console.print()
    _wrapped(
        console,
        Text.assemble(
            (words, style),
            f"{part}  {', '.join(parts)} of {_counted(len(results.requirements), 'requirement')}, "
            f"{_counted(cases, 'case')}{f' ({taken} unchanged, taken over)' if taken else ''} "
            f"in {results.duration_ms / 1000:.1f} s",
        ),
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _labelled(console: Console, label: str, text: str, *, keep: bool = False) -> None:
    """``keep``: a place or a command, never broken at all, so that it can be copied as one line."""
    line = Text.assemble((f"{label:<{LABEL_WIDTH}}", "bold"), text)
    if keep:
        console.print(Text(" " * INDENT) + line, soft_wrap=True)
    else:
        _wrapped(console, line, indent=INDENT, hang=INDENT + LABEL_WIDTH)


def _wrapped(console: Console, text: Text, *, indent: int = 0, hang: int | None = None) -> None:
    """Broken between words only, and not before a word that no line has room for: a path stays whole to be copied."""
    margin = indent if hang is None else hang
    breaks: list[int] = []
    room = console.width - indent
    for word in re.finditer(r"\S+\s*", text.plain):
        size = cell_len(word[0].rstrip())
        if room < size <= console.width - margin and word.start() > 0:
            breaks.append(word.start())
            room = console.width - margin
        room -= cell_len(word[0])
    for number, line in enumerate(text.divide(breaks)):
        line.rstrip()
        console.print(Text(" " * (margin if number else indent)) + line, soft_wrap=True)
