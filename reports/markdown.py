"""A Markdown summary from the results, as GitHub shows it for a job or below a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

from .language import ENGLISH, Words
from .markdown_text import block, cell, code, inline
from .missed import cases_of, difference_lines, missed, source_lines, timeline_lines
from .model import CaseResult, Outcome, RequirementResult, Results, Verdict
from .places import place_of_case
from .plain_text import one_line, shortened
from .verdict import WORST_FIRST, worst_case
from .wording import as_beginning, limits, outcome_words, verdict_words

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


def markdown(results: Results, words: Words = ENGLISH, *, largest: int = LARGEST) -> str:
    """The verdict and the counts, then what to mend with its evidence folded away, then every requirement, folded too.

    Parts that would make it longer than ``largest`` bytes are left out, and their number is told.
    """
    parts = [_head(results, words), _counts(results, words), *_limits(results, words)]
    room = largest - sum(_size(part) for part in parts) - 500
    optional = [_missed(results, requirement, words) for requirement in missed(results)]
    optional += [part for part in (_waived(results, words), _every_requirement(results, words)) if part]
    left_out = 0
    for part in optional:
        if _size(part) <= room:
            parts.append(part)
            room -= _size(part)
        else:
            left_out += 1
    if left_out:
        parts.append(
            words.n(
                left_out,
                "**1 part left out** for want of room; results.json has everything.",
                "**{n} parts left out** for want of room; results.json has everything.",
            )
        )
    return "\n\n".join(parts) + "\n"


def _size(part: str) -> int:
    return len(part.encode("utf-8", "replace")) + 2


def _head(results: Results, words: Words) -> str:
    subject = results.subject
    cases = sum(len(requirement.cases) for requirement in results.requirements)
    tool = f"{inline(results.tool.name)} {inline(results.tool.version)}"
    moment = inline(results.started_at)
    told = words.t(
        "Backup and restore on device {profile}: {requirements}, {cases} in {seconds} s, {tool}.",
        profile=inline(results.device.profile),
        requirements=words.n(len(results.requirements), "1 requirement", "{n} requirements"),
        cases=words.n(cases, "1 case", "{n} cases"),
        seconds=f"{results.duration_ms / 1000:.1f}",
        tool=words.t("{tool}, {moment}", tool=tool, moment=moment) if moment else tool,
    )
    return (
        f"## {VERDICT_SIGN[results.verdict]} {inline(subject.bundle_name)} {inline(subject.version_name)} "
        f"{verdict_words(results, words)}\n\n{told}"
    )


def _counts(results: Results, words: Words) -> str:
    """Requirements by family; only outcomes that occur have a column."""
    occurring = {requirement.outcome for requirement in results.requirements}
    shown: list[Outcome] = [outcome for outcome in WORST_FIRST if outcome in occurring]
    families: dict[str, Counter[Outcome]] = {}
    for requirement in results.requirements:
        families.setdefault(requirement.family, Counter())[requirement.outcome] += 1
    total = sum(families.values(), Counter[Outcome]())
    rows = [(inline(words.told(family)), count) for family, count in families.items()]
    if len(rows) > 1:
        rows.append((f"**{words.t('all')}**", total))
    names = outcome_words(words)
    return _table(
        [words.t("family"), *(f"{SIGN[outcome]} {names[outcome]}" for outcome in shown)],
        ([family, *(str(count[outcome] or "") for outcome in shown)] for family, count in rows),
        align="l" + "r" * len(shown),
    )


def _limits(results: Results, words: Words) -> list[str]:
    found = limits(results, words)
    return ["> [!IMPORTANT]\n" + "\n".join(f"> - {inline(text)}" for text in found)] if found else []


def _missed(results: Results, requirement: RequirementResult, words: Words) -> str:
    worst = worst_case(requirement.cases)
    alike = sum(case.outcome == worst.outcome for case in requirement.cases)
    more = words.n(alike - 1, " (and in 1 more case)", " (and in {n} more cases)") if alike > 1 else ""
    outcome = as_beginning(outcome_words(words)[requirement.outcome])
    reason = inline(shortened(words.told(worst.reason), LONGEST_TEXT))
    title = f"{inline(requirement.id)} {requirement.level}: {inline(words.told(requirement.title))}"
    place = place_of_case(results, worst)
    lines = [
        f"### {SIGN[requirement.outcome]} {title}",
        "",
        f"{words.t('**{label}:** ', label=outcome)}{reason}{more}",
    ]
    if place:
        lines += ["", f"{words.t('**{label}:** ', label=words.t('At'))}{code(str(place))}"]
    if requirement.mend:
        mend = inline(shortened(words.told(requirement.mend), LONGEST_TEXT))
        lines += ["", f"{words.t('**{label}:** ', label=words.t('Mend'))}{mend}"]
    return "\n".join([*lines, "", _evidence(worst, words)])


def _evidence(case: CaseResult, words: Words) -> str:
    shown = [
        (heading, _bounded(lines, words))
        for heading, lines in (
            (words.t("Source"), source_lines(case)),
            (words.t("Differences"), difference_lines(case, words)),
            (words.t("What went before"), timeline_lines(case, words)),
        )
        if lines
    ]
    summary = words.t("Evidence and replay: {case}", case=_html(case.id))
    parts = [f"<details><summary>{summary}</summary>"]
    parts += [f"**{heading}**\n\n{block(lines)}" for heading, lines in shown]
    parts += [f"**{words.t('Replay')}**\n\n{block([case.replay], 'sh')}", "</details>"]
    return "\n\n".join(parts)


def _bounded(lines: list[str], words: Words) -> list[str]:
    """Whole lines, the first ones, for evidence can be of any size."""
    room = LONGEST_EVIDENCE
    kept: list[str] = []
    for line in (shortened(line, LONGEST_TEXT) for line in lines):
        if len(line) > room:
            return [*kept, words.n(len(lines) - len(kept), "… and 1 more line", "… and {n} more lines")]
        kept.append(line)
        room -= len(line)
    return kept


def _waived(results: Results, words: Words) -> str:
    rows = [
        [code(case.id, in_cell=True), cell(shortened(words.told(case.reason), LONGEST_TEXT)), cell(case.waiver)]
        for _, case in cases_of(results, "waived")
    ]
    if not rows:
        return ""
    table = _table([words.t("case"), words.t("reason"), words.t("waiver")], rows)
    return f"### {SIGN['waived']} {as_beginning(outcome_words(words)['waived'])}\n\n{table}"


def _every_requirement(results: Results, words: Words) -> str:
    names = outcome_words(words)
    rows = (
        [
            f"{SIGN[requirement.outcome]} {names[requirement.outcome]}",
            inline(requirement.id),
            requirement.level,
            cell(words.told(requirement.title)),
            str(len(requirement.cases)),
        ]
        for requirement in results.requirements
    )
    header = [words.t("outcome"), words.t("requirement"), words.t("level"), words.t("title"), words.t("cases")]
    table = _table(header, rows, align="llllr")
    return f"<details><summary>{words.t('Every requirement')}</summary>\n\n{table}\n\n</details>"


def _table(header: list[str], rows: Iterable[list[str]], align: str = "") -> str:
    marks = ["--:" if place == "r" else "---" for place in align.ljust(len(header), "l")]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, marks, *rows))


def _html(text: str) -> str:
    return escape(one_line(text)).replace("@", "&#64;")
