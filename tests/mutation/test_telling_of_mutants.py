"""What became of mutants is counted, kept and told."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

TOOLS = str(Path(__file__).parents[2] / "tools")


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    monkeypatch.setattr(sys, "path", [TOOLS, *sys.path])
    names = ("mutants", "page", "record", "survivors", "tally", "trial")
    return SimpleNamespace(**{name: importlib.import_module(f"mutation.{name}") for name in names})


def mutant(tools: SimpleNamespace, operator: str, line: int = 1) -> tuple:
    return tools.mutants.Mutant("notes", Path("notes"), operator, "a/B.ets", line, 1, "f();", ";", f"{line}".encode())


def entry(tools: SimpleNamespace, verdict: str) -> object:
    return tools.survivors.Examined(
        app="notes", file="B.ets", operator="drop-step", before="f();", after=";", verdict=verdict, reason="Why."
    )


def tally(tools: SimpleNamespace, *known: object) -> object:
    judged = tools.trial.Judged
    return tools.tally.Tally(
        [
            (mutant(tools, "drop-step"), judged("survived")),
            (mutant(tools, "drop-await", 2), judged("killed", ("LIF-002",), "late")),
            (mutant(tools, "drop-await", 3), judged("killed", ("RST-001",), "lost")),
            (mutant(tools, "drop-await", 4), judged("not judged", (), "not emulated")),
        ],
        tools.tally.Counter({("drop-await", "does not compile"): 2}),
        list(known),
        9,
    )


def test_the_share_counts_what_could_be_caught(tools: SimpleNamespace) -> None:
    assert tally(tools).share == pytest.approx(2 / 3)
    assert tally(tools, entry(tools, "gap")).share == pytest.approx(2 / 3)
    assert tally(tools, entry(tools, "equivalent")).share == 1


def test_a_sample_is_told_as_such(tools: SimpleNamespace) -> None:
    assert tools.tally.summary(tally(tools)).startswith("4 of 9 mutants judged: 2 killed, 1 survived")


def test_each_operator_has_its_figures(tools: SimpleNamespace) -> None:
    assert list(tally(tools).rows()) == [("drop-await", 3, 2, 0, 1, 2), ("drop-step", 1, 0, 1, 0, 0)]


def test_the_page_tells_every_survivor_with_its_reason(tools: SimpleNamespace) -> None:
    text = tools.page.page(tally(tools, entry(tools, "gap")), "python tools/mutate.py")

    gaps = text.partition("## Survivors that are gaps")[2].partition("##")[0]
    assert "**drop-step**, notes, B.ets:1: `` f(); → ; ``" in gaps
    assert "Why." in gaps
    assert "nobody has examined" not in text


def test_the_page_does_not_hide_a_survivor_that_nobody_examined(tools: SimpleNamespace) -> None:
    assert "nobody has examined" in tools.page.page(tally(tools), "python tools/mutate.py")


def test_a_record_is_taken_over_for_mutants_of_the_same_text(tools: SimpleNamespace, tmp_path: Path) -> None:
    file = tmp_path / "record.jsonl"
    judged = tools.trial.Judged("killed", ("RST-001",), "lost")
    tools.record.Record(file).keep(mutant(tools, "drop-step"), judged)

    again = tools.record.Record(file)

    assert again[mutant(tools, "drop-step")] == judged
    assert mutant(tools, "drop-step")._replace(text=b"other") not in again


def test_a_small_sample_tries_every_operator(tools: SimpleNamespace) -> None:
    mutants = [mutant(tools, "drop-step", line) for line in range(5)] + [mutant(tools, "drop-await", 9)]

    first_two = list(tools.mutants.spread(mutants, range(6)))[:2]

    assert {found.operator for found in first_two} == {"drop-step", "drop-await"}


def test_every_examined_survivor_says_why_and_a_gap_says_what_ought_to_catch_it(tools: SimpleNamespace) -> None:
    for found in tools.survivors.examined_survivors():
        assert found.reason
        assert bool(found.should) == (found.verdict == "gap")
