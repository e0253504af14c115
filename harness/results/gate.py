"""``ohos-backup report gate``: the verdict of a run, by the same rules as ``check`` and without running anything."""

from __future__ import annotations

from pathlib import Path

import msgspec
from rich.text import Text

from ...reports.model import Policy, Results
from ...reports.terminal import VERDICT_STYLE
from ...reports.verdict import STRICTEST_FIRST, breaks, counts, leaves_open, rejudged
from ...reports.wording import verdict_headline
from ..console import output
from ..exit_codes import EXIT_CODE_OF, ExitCode
from ..language import words
from .baseline_file import UnusableBaseline, judged_by_baseline, print_held, read_baseline
from .input import results_at
from .policy import UnknownPolicy, fail_on_of, level_of

SHOWN = 20


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for; None and empty mean: as the run was judged."""

    results: Path
    level: str | None = None
    fail_on: tuple[str, ...] = ()
    baseline: Path | None = None
    update_baseline: bool = False


def judge_again(gate: Gate) -> ExitCode:
    """Judge, print what stands against conformance. Raises OhosBackupError for what cannot be used."""
    results = results_at(gate.results)
    policy = _policy(gate, results)
    results = rejudged(results, results.requirements, policy)
    console = output()
    held = None
    if gate.baseline is not None:
        known = read_baseline(gate.baseline, may_be_made=gate.update_baseline)
        held = judged_by_baseline(results, gate.baseline, known, update=gate.update_baseline)
        results = held.results
    elif gate.update_baseline:
        raise UnusableBaseline("--update-baseline needs a file", mend="Name it with --baseline FILE.")
    against = [
        (case, requirement)
        for requirement in results.requirements
        for case in requirement.cases
        if breaks(requirement.level, case.outcome, policy) or leaves_open(requirement.level, case.outcome, policy)
    ]
    for case, requirement in against[:SHOWN]:
        reason = case.reason.partition("\n")[0].rstrip(":")
        console.print(
            Text.assemble((f"{case.outcome} {case.id} ", "bold"), f"{requirement.level}  {words().told(reason)}")
        )
    if len(against) > SHOWN:
        console.print(words().t(" and {count} more", count=len(against) - SHOWN).strip())
    if held is not None and gate.baseline is not None:
        print_held(console, held, gate.baseline, updated=gate.update_baseline)
    missing = results.shards.missing if results.shards else ()
    if missing and results.verdict == "conforms":
        results = msgspec.structs.replace(results, verdict="inconclusive")
    sentence, style = verdict_headline(results.verdict, words()), VERDICT_STYLE[results.verdict]
    judged = [requirement for requirement in results.requirements if counts(requirement.level, policy)]
    asked = words().t(
        "requirements up to {level}: {count}; failing on {outcomes}",
        level=policy.level,
        count=len(judged),
        outcomes=", ".join(policy.fail_on),
    )
    because = words().told(results.incomplete_because or "only a part of the suite ran")
    console.print(Text.assemble((sentence, style), "" if results.complete else f" ({because})", f"  {asked}"))
    if missing:
        console.print(
            Text(
                words().t(
                    "merge what is missing with these results first: shards {missing}",
                    missing=", ".join(map(str, missing)),
                )
            )
        )
    return EXIT_CODE_OF[results.verdict]


def _policy(gate: Gate, results: Results) -> Policy:
    recorded = results.policy
    level = level_of(gate.level) if gate.level is not None else recorded.level
    if STRICTEST_FIRST.index(level) > STRICTEST_FIRST.index(recorded.level):
        raise UnknownPolicy(
            f"{gate.results} holds only requirements up to {recorded.level}", mend=f"Check again with --level {level}."
        )
    return Policy(level=level, fail_on=fail_on_of(gate.fail_on) if gate.fail_on else recorded.fail_on)
