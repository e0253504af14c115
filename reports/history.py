"""What a history keeps of each run, and how the trend of many runs is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .model import Level, Results, Summary, Verdict
from .results_file import to_json

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


def history_markdown(runs: Sequence[Record]) -> str:
    lines = [
        "| date | app | profile | verdict | fail | inconclusive | warn | waived | pass | change |",
        "|---|---|---|---|--:|--:|--:|--:|--:|---|",
    ]
    lines += [f"| {' | '.join(_cells(run))} | {_change(runs, index)} |" for index, run in enumerate(runs)]
    return "\n".join(lines) + "\n"


def print_history(console: Console, runs: Sequence[Record], *, last: int) -> None:
    """The ``last`` runs as a table, and above it the failures of all of them as bars."""
    if not runs:
        console.print("no run is kept here yet; add one with --add results.json")
        return
    shown = range(max(0, len(runs) - last), len(runs))
    if len(shown) > 1:
        console.print(Text(f"missed  {sparkline([len(runs[index].missed) for index in shown])}"))
        console.print(Text(f"pass    {sparkline([runs[index].summary.passed for index in shown])}"))
        console.print()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("date", "app", "profile", "verdict"):
        table.add_column(name, no_wrap=True)
    for name in ("fail", "open", "warn", "waived", "pass"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("change", overflow="fold")
    for index in shown:
        style = "red" if runs[index].verdict == "does-not-conform" else None
        table.add_row(*map(Text, _cells(runs[index])), Text(_change(runs, index)), style=style)
    console.print(table)


def sparkline(numbers: Sequence[int]) -> str:
    """A bar for each number; the lowest bar is 0, the highest the greatest of them."""
    greatest = max(numbers, default=0) or 1
    return "".join(BARS[round(number / greatest * (len(BARS) - 1))] for number in numbers)


def _cells(run: Record) -> list[str]:
    verdict = run.verdict if run.complete else f"{run.verdict} (part)"
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
