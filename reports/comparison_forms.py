"""A comparison as a page of Markdown, as JSON, and for a person at a terminal."""

from __future__ import annotations

import msgspec
from rich.console import Console
from rich.text import Text

from .comparison import KINDS, Change, Comparison, Kind

STYLE: dict[Kind, str] = {
    "new-failure": "bold red",
    "cannot-judge": "yellow",
    "changed-reason": "red",
    "still-failing": "red",
    "fixed": "green",
}
SHOWN = 20
"""Of one kind; JSON has them all."""


def comparison_json(comparison: Comparison) -> str:
    return msgspec.json.format(msgspec.json.encode(comparison), indent=2).decode() + "\n"


def comparison_markdown(comparison: Comparison) -> str:
    """Every case that fails or changed, kind by kind; harmless kinds are folded away."""
    lines = [f"## {_headline(comparison)}", "", _counts(comparison), ""]
    lines += [f"> {_escaped(difference)}" for difference in comparison.differs]
    if comparison.requirements:
        lines += ["", "| requirement | level | before | after |", "|---|---|---|---|"]
        lines += [
            f"| {change.requirement} {_escaped(change.title)} | {change.level} | {change.before or '–'} "
            f"| {change.after or '–'} |"
            for change in comparison.requirements
        ]
    for kind, heading in KINDS.items():
        changes = comparison.of(kind)
        if not changes:
            continue
        body = [f"- `{change.case}` {_escaped(_story(change))}" for change in changes[:SHOWN]]
        if len(changes) > SHOWN:
            body.append(f"- and {len(changes) - SHOWN} more")
        folded = kind in ("appeared", "disappeared", "changed-outcome")
        title = f"{heading} ({len(changes)})"
        lines += ["", f"<details><summary>{title}</summary>", ""] if folded else ["", f"### {title}", ""]
        lines += [*body, "", "</details>"] if folded else body
    return "\n".join(lines) + "\n"


def print_comparison(console: Console, comparison: Comparison) -> None:
    console.print(Text(_headline(comparison), style="bold"))
    for difference in comparison.differs:
        console.print(Text(f"  {difference}", style="yellow"))
    for kind, heading in KINDS.items():
        changes = comparison.of(kind)
        if not changes:
            continue
        console.print()
        console.print(Text(f"{heading} ({len(changes)})", style=STYLE.get(kind, "bold")))
        for change in changes[:SHOWN]:
            console.print(Text.assemble("  ", (change.case, "bold"), f"  {_story(change)}"))
        if len(changes) > SHOWN:
            console.print(f"  and {len(changes) - SHOWN} more, see --json")
    console.print()
    console.print(_counts(comparison))


def _headline(comparison: Comparison) -> str:
    old, new = comparison.old, comparison.new
    versions = old.version if old.version == new.version else f"{old.version} -> {new.version}"
    verdicts = new.verdict if old.verdict == new.verdict else f"{old.verdict} -> {new.verdict}"
    return f"{new.bundle_name} {versions}: {verdicts}"


def _counts(comparison: Comparison) -> str:
    parts = [f"{len(comparison.of(kind))} {heading[0].lower()}{heading[1:]}" for kind, heading in KINDS.items()]
    shown = [part for part in parts if not part.startswith("0 ")]
    return ", ".join([*shown, f"{comparison.unchanged} unchanged"])


def _story(change: Change) -> str:
    outcomes = f"{change.before or 'not there'} -> {change.after or 'not there'}"
    if change.kind == "still-failing":
        outcomes = str(change.after)
    reason = (change.reason or (change.reason_before if change.kind == "fixed" else "")).partition("\n")[0].rstrip(":")
    return f"{outcomes}: {reason}" if reason else outcomes


def _escaped(text: str) -> str:
    """For Markdown: neither markup nor a column of a table."""
    for letter in "\\`*_[]<>|":
        text = text.replace(letter, f"\\{letter}" if letter not in "<>" else {"<": "&lt;", ">": "&gt;"}[letter])
    return " ".join(text.split())
