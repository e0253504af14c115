"""A comparison as a page of Markdown, as JSON, and for a person at a terminal."""

from __future__ import annotations

import msgspec
from rich.console import Console
from rich.text import Text

from .comparison import KINDS, Aspect, Change, Comparison, Kind
from .language import ENGLISH, Words
from .markdown_text import code, inline
from .model import Outcome
from .wording import outcome_words, verdict_name

STYLE: dict[Kind, str] = {
    "new-failure": "bold red",
    "cannot-judge": "yellow",
    "changed-reason": "red",
    "still-failing": "red",
    "fixed": "green",
}
HARMLESS: tuple[Kind, ...] = ("appeared", "disappeared", "changed-outcome")
SHOWN = 20
"""Of one kind; JSON has them all."""


def comparison_json(comparison: Comparison) -> str:
    return msgspec.json.format(msgspec.json.encode(comparison), indent=2).decode() + "\n"


def comparison_markdown(comparison: Comparison, words: Words = ENGLISH) -> str:
    """Every case that fails or changed, kind by kind; harmless kinds are folded away."""
    lines = [f"## {inline(_headline(comparison, words))}", "", _counts(comparison, words), ""]
    lines += [f"> {inline(told)}  " for told in _differences(comparison, words)]
    if comparison.requirements:
        columns = (words.t("requirement"), words.t("level"), words.t("before"), words.t("after"))
        lines += ["", f"| {' | '.join(columns)} |", "|---|---|---|---|"]
        lines += [
            f"| {change.requirement} {inline(words.told(change.title))} | {change.level} "
            f"| {_outcome(change.before, words, '–')} | {_outcome(change.after, words, '–')} |"
            for change in comparison.requirements
        ]
    for kind in KINDS:
        changes = comparison.of(kind)
        if not changes:
            continue
        body = [f"- {code(change.case)} {inline(_story(change, words))}" for change in changes[:SHOWN]]
        if len(changes) > SHOWN:
            body.append(words.n(len(changes) - SHOWN, "- and 1 more", "- and {n} more"))
        title = f"{_heading(kind, words)} ({len(changes)})"
        if kind in HARMLESS:
            lines += ["", f"<details><summary>{title}</summary>", "", *body, "", "</details>"]
        else:
            lines += ["", f"### {title}", "", *body]
    return "\n".join(lines) + "\n"


def print_comparison(console: Console, comparison: Comparison, words: Words = ENGLISH) -> None:
    console.print(Text(_headline(comparison, words), style="bold"))
    for told in _differences(comparison, words):
        console.print(Text(f"  {told}", style="yellow"))
    for kind in KINDS:
        changes = comparison.of(kind)
        if not changes:
            continue
        console.print()
        console.print(Text(f"{_heading(kind, words)} ({len(changes)})", style=STYLE.get(kind, "bold")))
        for change in changes[:SHOWN]:
            console.print(Text.assemble("  ", (change.case, "bold"), f"  {_story(change, words)}"))
        if len(changes) > SHOWN:
            more = words.n(len(changes) - SHOWN, "and 1 more, see --json", "and {n} more, see --json")
            console.print(Text(f"  {more}"))
    console.print()
    console.print(Text(_counts(comparison, words)))


def _headline(comparison: Comparison, words: Words) -> str:
    old, new = comparison.old, comparison.new
    versions = old.version if old.version == new.version else f"{old.version} -> {new.version}"
    before, after = verdict_name(old.verdict, words), verdict_name(new.verdict, words)
    verdicts = after if old.verdict == new.verdict else f"{before} -> {after}"
    return words.t("{app}: {verdict}", app=f"{new.bundle_name} {versions}", verdict=verdicts)


def _differences(comparison: Comparison, words: Words) -> list[str]:
    """What of the runs themselves is not the same, or not whole."""
    names: dict[Aspect, str] = {
        "tool": words.t("tool"),
        "device-profile": words.t("device profile"),
        "seed": words.t("seed"),
        "level": words.t("level"),
        "fail-on": words.t("fail on"),
    }
    told = [
        words.t("{what}: {old} -> {new}", what=names[each.what], old=each.old, new=each.new)
        for each in comparison.differs
    ]
    for run, sentence in (
        (comparison.old, words.t("the old run is not complete: {why}")),
        (comparison.new, words.t("the new run is not complete: {why}")),
    ):
        if not run.complete:
            why = words.told(run.incomplete_because) or words.t("only a part of the suite ran")
            told.append(sentence.replace("{why}", why))
    return told


def _heading(kind: Kind, words: Words) -> str:
    headings: dict[Kind, str] = {
        "new-failure": words.t("New failures"),
        "cannot-judge": words.t("Cannot be judged any more"),
        "changed-reason": words.t("Still failing, for another reason"),
        "still-failing": words.t("Still failing"),
        "fixed": words.t("Fixed"),
        "changed-outcome": words.t("Otherwise changed"),
        "appeared": words.t("Appeared"),
        "disappeared": words.t("Disappeared"),
    }
    return headings[kind]


def _counts(comparison: Comparison, words: Words) -> str:
    number = {kind: len(comparison.of(kind)) for kind in KINDS}
    told: dict[Kind, str] = {
        "new-failure": words.n(number["new-failure"], "1 new failure", "{n} new failures"),
        "cannot-judge": words.t("{n} cannot be judged any more", n=number["cannot-judge"]),
        "changed-reason": words.t("{n} still failing, for another reason", n=number["changed-reason"]),
        "still-failing": words.t("{n} still failing", n=number["still-failing"]),
        "fixed": words.t("{n} fixed", n=number["fixed"]),
        "changed-outcome": words.t("{n} otherwise changed", n=number["changed-outcome"]),
        "appeared": words.t("{n} appeared", n=number["appeared"]),
        "disappeared": words.t("{n} disappeared", n=number["disappeared"]),
    }
    unchanged = words.t("{n} unchanged", n=comparison.unchanged)
    return words.listed([*(told[kind] for kind in KINDS if number[kind]), unchanged])


def _story(change: Change, words: Words) -> str:
    before, after = (_outcome(each, words, words.t("not there")) for each in (change.before, change.after))
    outcomes = after if change.kind == "still-failing" else f"{before} -> {after}"
    reason = words.told(change.reason or (change.reason_before if change.kind == "fixed" else ""))
    reason = reason.partition("\n")[0].rstrip(":：")
    return words.t("{outcomes}: {reason}", outcomes=outcomes, reason=reason) if reason else outcomes


def _outcome(outcome: Outcome | None, words: Words, without: str) -> str:
    return outcome_words(words)[outcome] if outcome else without
