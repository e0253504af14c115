"""What became of the mutants: the figures, and how a terminal shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .mutants import Discarded, Mutant
from .survivors import Examined, examined
from .trial import Fate, Judged


class Tally(NamedTuple):
    """``judged`` in a stable order, out of ``made`` mutants; ``discarded`` counts edits that were none, by operator and
    reason."""

    judged: list[tuple[Mutant, Judged]]
    discarded: Counter[tuple[str, Discarded]]
    known: list[Examined]
    made: int

    def fated(self, fate: Fate) -> list[tuple[Mutant, Judged]]:
        return [(mutant, judged) for mutant, judged in self.judged if judged.fate == fate]

    def survivors(self, verdict: str | None) -> list[tuple[Mutant, Examined | None]]:
        """Survivors that were examined with this ``verdict``; with None those that were not examined."""
        found = [(mutant, examined(mutant, self.known)) for mutant, _ in self.fated("survived")]
        return [(mutant, entry) for mutant, entry in found if (entry.verdict if entry else None) == verdict]

    @property
    def share(self) -> float:
        """Killed among those that could be: equivalent and not judged mutants do not count."""
        killed = len(self.fated("killed"))
        could = killed + len(self.fated("survived")) - len(self.survivors("equivalent"))
        return killed / could if could else 1.0

    def rows(self) -> Iterator[tuple[str, int, int, int, int, int]]:
        """By operator: made, killed, survived, not judged, discarded."""
        fates = Counter((mutant.operator, judged.fate) for mutant, judged in self.judged)
        thrown = Counter[str]()
        for (operator, _), count in self.discarded.items():
            thrown[operator] += count
        for operator in sorted({name for name, _ in fates} | set(thrown)):
            killed, survived = fates[operator, "killed"], fates[operator, "survived"]
            unclear = fates[operator, "not judged"] + fates[operator, "suite broke"]
            yield operator, killed + survived + unclear, killed, survived, unclear, thrown[operator]

    def killers(self) -> list[tuple[str, int]]:
        """Requirements by how many mutants missed them, the busiest first."""
        found = Counter(name for _, judged in self.fated("killed") for name in judged.requirements)
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def lines(tally: Tally) -> Iterator[str]:
    yield f"{'operator':22} {'made':>5} {'killed':>7} {'survived':>9} {'not judged':>11} {'discarded':>10}"
    for operator, made, killed, survived, unclear, thrown in tally.rows():
        yield f"{operator:22} {made:5} {killed:7} {survived:9} {unclear:11} {thrown:10}"
    yield ""
    yield "killed by  " + "  ".join(f"{name} {count}" for name, count in tally.killers())
    yield from _told("survived, not examined yet", (str(mutant) for mutant, _ in tally.survivors(None)))
    for verdict in ("gap", "equivalent"):
        found = tally.survivors(verdict)
        yield from _told(
            f"survived, {verdict}", (f"{mutant}\n      {entry.reason}" for mutant, entry in found if entry)
        )
    for fate in ("not judged", "suite broke"):
        yield from _told(fate, (f"{mutant}\n      {judged.reason}" for mutant, judged in tally.fated(fate)))
    yield ""
    yield summary(tally)


def summary(tally: Tally) -> str:
    """The figures in one line."""
    killed, survived = len(tally.fated("killed")), len(tally.fated("survived"))
    unclear = len(tally.judged) - killed - survived
    equivalent = len(tally.survivors("equivalent"))
    return (
        f"{len(tally.judged)} of {tally.made} mutants judged: {killed} killed, {survived} survived "
        f"({equivalent} of them equivalent), {unclear} not judged, {sum(tally.discarded.values())} edits discarded; "
        f"{tally.share:.1%} caught"
    )


def _told(head: str, entries: Iterable[str]) -> Iterator[str]:
    found = list(entries)
    if found:
        yield ""
        yield f"{head} ({len(found)})"
        yield from (f"  {entry}" for entry in found)
