"""docs/mutation.md: what became of the mutants, and of each survivor what was found out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .mutants import Mutant
from .operators import OPERATORS
from .survivors import Examined
from .tally import Tally, summary

HEAD = """# Mutation

`python tools/mutate.py [APP …]` plants faults into apps that are known to be good, one edit at a time, and checks each
mutant. An edit that does not compile, changes nothing or repeats another is discarded. A mutant is killed when a
requirement is missed; one case of each requirement runs in turn and the run then ends, so the requirement that is named
is the first MUST that was found (`--every` finds all).
What survives is looked into by a person and entered in `tools/mutation/survivors.toml`: *equivalent* when no user can
lose anything by it, else a *gap* of the suite with the requirement that ought to catch it. Equivalent mutants do not
count in the share that is caught.

Types are not checked, so a mutant may be one that the developer's build would refuse; `drop-await` makes such ones.

`--sample N --seed S` judges a part: one mutant of each operator in turn, and of an operator one of each app in turn, in
an order that the seed gives. Verdicts that were taken over may be older than the suite's latest sharpening, so a
survivor here may be caught by now.

This page is written by the command below; `--record` takes over the verdicts of an earlier run, so delete that file
when the suite or an app has changed."""


def page(tally: Tally, command: str) -> str:
    parts = [
        HEAD,
        f"```console\n$ {command}\n```",
        f"**{summary(tally)}**",
        "## By operator",
        "\n".join(_operators(tally)),
        "## Which requirement caught them",
        ", ".join(f"{name} {count}" for name, count in tally.killers()),
    ]
    gaps, equivalent = tally.survivors("gap"), tally.survivors("equivalent")
    parts += ["## Survivors that are gaps", "\n".join(_examined(gaps)) or "None."]
    parts += ["## Survivors that are equivalent", "\n".join(_examined(equivalent)) or "None."]
    unexamined = tally.survivors(None)
    if unexamined:
        parts += ["## Survivors that nobody has examined", "\n".join(f"- {_told(mutant)}" for mutant, _ in unexamined)]
    for fate, head in (("not judged", "## Not judged"), ("suite broke", "## The suite broke")):
        found = tally.fated(fate)
        if found:
            parts += [head, "\n".join(f"- {_told(mutant)}  \n  {judged.reason}" for mutant, judged in found)]
    return "\n\n".join(parts) + "\n"


def _operators(tally: Tally) -> Iterator[str]:
    yield "| operator | the mistake | made | killed | survived | not judged | discarded |"
    yield "|---|---|---|---|---|---|---|"
    rows = {operator: counts for operator, *counts in tally.rows()}
    for name, operator in OPERATORS.items():
        counts = rows.get(name, [0] * 5)
        yield f"| {name} | {operator.fault} | {' | '.join(str(count) for count in counts)} |"


def _examined(survivors: Iterable[tuple[Mutant, Examined | None]]) -> Iterator[str]:
    for mutant, entry in survivors:
        assert entry is not None, "only those with a verdict are given"
        should = f" Ought to be caught by {entry.should}." if entry.should else ""
        yield f"- {_told(mutant)}  \n  {entry.reason}{should}"


def _told(mutant: Mutant) -> str:
    file = mutant.file.rpartition("/")[2]
    edit = f"{_short(mutant.before)} → {_short(mutant.after)}"
    return f"**{mutant.operator}**, {mutant.app}, {file}:{mutant.line}: `` {edit} ``"


def _short(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:40]} … {text[-25:]}"
