"""A Markdown summary from the results, as GitHub shows it for a job or below a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

from .markdown_text import block, cell, code, inline
from .missed import cases_of, difference_lines, missed, source_lines, timeline_lines
from .model import CaseResult, Outcome, RequirementResult, Results, Verdict
from .places import place_of_case
from .plain_text import one_line, shortened
from .verdict import WORST_FIRST, worst_case
from .wording import OUTCOME_WORDS, counted, limits, verdict_words

LARGEST = 1_000_000
"""Bytes. GitHub refuses a job summary of more than 1 MiB."""
LONGEST_TEXT = 2000
LONGEST_EVIDENCE = 20_000
SIGN: dict[Outcome, str] = {
    "fail": "❌",
    "inconclusive": "❔",
    "warn": "⚠️",
    "waived": "🔕",
    "pass": "✅",
    "not_applicable": "➖",
}
VERDICT_SIGN: dict[Verdict, str] = {"conforms": "✅", "does-not-conform": "❌", "inconclusive": "❔"}


def markdown(results: Results, largest: int = LARGEST) -> str:
    """The verdict and the counts, then what to mend with its evidence folded away, then every requirement, folded too.

    Parts that would make it longer than ``largest`` bytes are left out, and their number is told.
    """
    parts = [_head(results), _counts(results), *_limits(results)]
    room = largest - sum(_size(part) for part in parts) - 500
    optional = [_missed(results, requirement) for requirement in missed(results)]
    optional += [part for part in (_waived(results), _every_requirement(results)) if part]
    left_out = 0
    for part in optional:
        if _size(part) <= room:
            parts.append(part)
            room -= _size(part)
        else:
            left_out += 1
    if left_out:
        parts.append(f"**{counted(left_out, 'part')} left out** for want of room; results.json has everything.")
    return "\n\n".join(parts) + "\n"


def _size(part: str) -> int:
    return len(part.encode("utf-8", "replace")) + 2


def _head(results: Results) -> str:
    subject = results.subject
    cases = sum(len(requirement.cases) for requirement in results.requirements)
    return (
        f"## {VERDICT_SIGN[results.verdict]} {inline(subject.bundle_name)} {inline(subject.version_name)} "
        f"{verdict_words(results)}\n\n"
        f"Backup and restore on device {inline(results.device.profile)}: "
        f"{counted(len(results.requirements), 'requirement')}, {counted(cases, 'case')} in "
        f"{results.duration_ms / 1000:.1f} s, {inline(results.tool.name)} {inline(results.tool.version)}"
        f"{f', {inline(results.started_at)}' if results.started_at else ''}."
    )


def _counts(results: Results) -> str:
    """Requirements by family; only outcomes that occur have a column."""
    occurring = {requirement.outcome for requirement in results.requirements}
    shown: list[Outcome] = [outcome for outcome in WORST_FIRST if outcome in occurring]
    families: dict[str, Counter[Outcome]] = {}
    for requirement in results.requirements:
        families.setdefault(requirement.family, Counter())[requirement.outcome] += 1
    total = sum(families.values(), Counter[Outcome]())
    rows = [(inline(family), count) for family, count in families.items()]
    if len(rows) > 1:
        rows.append(("**all**", total))
    return _table(
        ["family", *(f"{SIGN[outcome]} {OUTCOME_WORDS[outcome]}" for outcome in shown)],
        ([family, *(str(count[outcome] or "") for outcome in shown)] for family, count in rows),
        align="l" + "r" * len(shown),
    )


def _limits(results: Results) -> list[str]:
    found = limits(results)
    return ["> [!IMPORTANT]\n" + "\n".join(f"> - {inline(text)}" for text in found)] if found else []


def _missed(results: Results, requirement: RequirementResult) -> str:
    worst = worst_case(requirement.cases)
    alike = sum(case.outcome == worst.outcome for case in requirement.cases)
    more = f" (and in {counted(alike - 1, 'more case')})" if alike > 1 else ""
    place = place_of_case(results, worst)
    lines = [
        f"### {SIGN[requirement.outcome]} {inline(requirement.id)} {requirement.level}: {inline(requirement.title)}",
        "",
        f"**{OUTCOME_WORDS[requirement.outcome].capitalize()}:** {inline(shortened(worst.reason, LONGEST_TEXT))}{more}",
    ]
    if place:
        lines += ["", f"**At:** {code(str(place))}"]
    if requirement.mend:
        lines += ["", f"**Mend:** {inline(shortened(requirement.mend, LONGEST_TEXT))}"]
    return "\n".join([*lines, "", _evidence(worst)])


def _evidence(case: CaseResult) -> str:
    shown = [
        (heading, _bounded(lines))
        for heading, lines in (
            ("Source", source_lines(case)),
            ("Differences", difference_lines(case)),
            ("What went before", timeline_lines(case)),
        )
        if lines
    ]
    parts = [f"<details><summary>Evidence and replay: {_html(case.id)}</summary>"]
    parts += [f"**{heading}**\n\n{block(lines)}" for heading, lines in shown]
    parts += [f"**Replay**\n\n{block([case.replay], 'sh')}", "</details>"]
    return "\n\n".join(parts)


def _bounded(lines: list[str]) -> list[str]:
    """Whole lines, the first ones, for evidence can be of any size."""
    room = LONGEST_EVIDENCE
    kept: list[str] = []
    for line in (shortened(line, LONGEST_TEXT) for line in lines):
        if len(line) > room:
            return [*kept, f"… and {len(lines) - len(kept)} more lines"]
        kept.append(line)
        room -= len(line)
    return kept


def _waived(results: Results) -> str:
    rows = [
        [code(case.id, in_cell=True), cell(shortened(case.reason, LONGEST_TEXT)), cell(case.waiver)]
        for _, case in cases_of(results, "waived")
    ]
    return f"### {SIGN['waived']} Waived\n\n{_table(['case', 'reason', 'waiver'], rows)}" if rows else ""


def _every_requirement(results: Results) -> str:
    rows = (
        [
            f"{SIGN[requirement.outcome]} {OUTCOME_WORDS[requirement.outcome]}",
            inline(requirement.id),
            requirement.level,
            cell(requirement.title),
            str(len(requirement.cases)),
        ]
        for requirement in results.requirements
    )
    table = _table(["outcome", "requirement", "level", "title", "cases"], rows, align="llllr")
    return f"<details><summary>Every requirement</summary>\n\n{table}\n\n</details>"


def _table(header: list[str], rows: Iterable[list[str]], align: str = "") -> str:
    marks = ["--:" if place == "r" else "---" for place in align.ljust(len(header), "l")]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, marks, *rows))


def _html(text: str) -> str:
    return escape(one_line(text)).replace("@", "&#64;")
