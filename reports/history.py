"""What a history keeps of each run, and how the trend of many runs is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .language import ENGLISH, Words
from .markdown_text import cell
from .model import Level, Results, Summary, Verdict
from .results_file import to_json
from .wording import verdict_name

SCHEMA = "ohos-backup-history/1"
BARS = "▁▂▃▄▅▆▇█"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One run. ``digest`` is that of its results, so that none is kept twice; ``missed`` are ids of requirements that
    fail or warn."""

    schema: Literal["ohos-backup-history/1"] = SCHEMA
    digest: str
    started_at: str
    bundle_name: str
    version_name: str
    version_code: int
    tool: str
    profile: str
    level: Level = "MAY"
    seed: int = 0
    verdict: Verdict
    complete: bool = True
    summary: Summary
    cases: int
    duration_ms: int
    missed: tuple[str, ...] = ()


class History(msgspec.Struct, frozen=True, kw_only=True):
    """Runs, the oldest first."""

    runs: tuple[Record, ...]


def record_of(results: Results) -> Record:
    subject = results.subject
    return Record(
        digest=hashlib.sha256(to_json(results).encode("utf-8", "surrogatepass")).hexdigest()[:32],
        started_at=results.started_at,
        bundle_name=subject.bundle_name,
        version_name=subject.version_name,
        version_code=subject.version_code,
        tool=results.tool.version,
        profile=results.device.profile,
        level=results.policy.level,
        seed=results.seed,
        verdict=results.verdict,
        complete=results.complete,
        summary=results.summary,
        cases=sum(len(requirement.cases) for requirement in results.requirements),
        duration_ms=results.duration_ms,
        missed=tuple(r.id for r in results.requirements if r.outcome in ("fail", "warn")),
    )


def history_json(runs: Sequence[Record]) -> str:
    return msgspec.json.format(msgspec.json.encode(History(runs=tuple(runs))), indent=2).decode() + "\n"


def history_markdown(runs: Sequence[Record], words: Words = ENGLISH) -> str:
    lines = [f"| {' | '.join(_columns(words, 'inconclusive'))} |", "|---|---|---|---|--:|--:|--:|--:|--:|---|"]
    lines += [
        f"| {' | '.join(cell(text) for text in (*_cells(run, words), _change(runs, index)))} |"
        for index, run in enumerate(runs)
    ]
    return "\n".join(lines) + "\n"


def print_history(console: Console, runs: Sequence[Record], *, last: int, words: Words = ENGLISH) -> None:
    """The ``last`` runs as a table, and above it the failures of all of them as bars."""
    if not runs:
        console.print(words.t("no run is kept here yet; add one with --add results.json"))
        return
    shown = range(max(0, len(runs) - last), len(runs))
    if len(shown) > 1:
        bars = Table.grid(padding=(0, 2))
        bars.add_row(words.t("missed"), sparkline([len(runs[index].missed) for index in shown]))
        bars.add_row(words.t("pass"), sparkline([runs[index].summary.passed for index in shown]))
        console.print(bars)
        console.print()
    one_app = len({runs[index].bundle_name for index in shown}) == 1
    if one_app:  # its name on every line would leave the numbers no room
        console.print(Text(runs[-1].bundle_name, style="bold"))
    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="dim")
    date, app, *texts, fail, left_open, warn, waived, passed, change = _columns(words, "open")
    table.add_column(date, min_width=len("2026-11-24"), overflow="fold")
    for name in (words.t("version") if one_app else app, *texts):
        table.add_column(name, overflow="fold")
    for name in (fail, left_open, warn, waived, passed):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column(change, min_width=len("+RST-001"), overflow="fold")
    for index in shown:
        style = "red" if runs[index].verdict == "does-not-conform" else None
        day, name, *others = _cells(runs[index], words)
        cells = (day, runs[index].version_name if one_app else name, *others, _change(runs, index))
        table.add_row(*map(Text, cells), style=style)
    console.print(table)


def sparkline(numbers: Sequence[int]) -> str:
    """A bar for each number; the lowest bar is 0, the highest the greatest of them."""
    greatest = max(numbers, default=0) or 1
    return "".join(BARS[round(number / greatest * (len(BARS) - 1))] for number in numbers)


def _columns(words: Words, left_open: Literal["inconclusive", "open"]) -> list[str]:
    """``left_open``: how what could not be judged is called, in full or shortly."""
    return [
        words.t("date"),
        words.t("app"),
        words.t("profile"),
        words.t("verdict"),
        words.t("fail"),
        words.t("open") if left_open == "open" else words.t("inconclusive"),
        words.t("warn"),
        words.t("waived"),
        words.t("pass"),
        words.t("change"),
    ]


def _cells(run: Record, words: Words) -> list[str]:
    verdict = verdict_name(run.verdict, words)
    if not run.complete:
        verdict = words.t("{verdict} (part)", verdict=verdict)
    summary = run.summary
    numbers = (summary.fail, summary.inconclusive, summary.warn, summary.waived, summary.passed)
    day = run.started_at.replace("T", " ").removesuffix("Z")[:16]
    return [day, f"{run.bundle_name} {run.version_name}", run.profile, verdict, *map(str, numbers)]


def _change(runs: Sequence[Record], index: int) -> str:
    """Against the last run before that is of the same app and profile, and complete if this one is."""
    run = runs[index]
    for before in reversed(runs[:index]):
        if (before.bundle_name, before.profile, before.level, before.complete) == (
            run.bundle_name,
            run.profile,
            run.level,
            run.complete,
        ):
            new = [f"+{name}" for name in run.missed if name not in before.missed]
            fixed = [f"-{name}" for name in before.missed if name not in run.missed]
            return " ".join([*new, *fixed])
    return ""
