"""What became of each case between two runs, how it is told, and what a gate makes of it."""

from __future__ import annotations

import io
import json
import re

import msgspec
import pytest
from ohos_backup.harness.exit_codes import ExitCode
from ohos_backup.harness.results.comparison import exit_code
from ohos_backup.reports.comparison import Comparison, Difference, compare
from ohos_backup.reports.comparison_forms import comparison_json, comparison_markdown, print_comparison
from ohos_backup.reports.language import ENGLISH, Words, words_in
from ohos_backup.reports.model import Level, Policy, Results
from ohos_backup.reports.verdict import DEFAULT_POLICY, rejudged
from rich.console import Console
from sample_results import every_outcome, requirement


def run(outcome: str | None, reason: str = "", level: Level = "MUST", policy: Policy = DEFAULT_POLICY) -> Results:
    """One case of ``outcome`` beside one that passes; None: there is no such case."""
    others = [requirement("CFG-001", "MUST", "pass", "Configuration")]
    if outcome is not None:
        bare = requirement("RST-001", level, outcome)
        case = msgspec.structs.replace(bare.cases[0], reason=reason)
        others.append(msgspec.structs.replace(bare, cases=(case,), reason=reason))
    return rejudged(every_outcome(), others, policy)


STRICT = Policy(fail_on=("fail", "warn"))


@pytest.mark.parametrize(
    ("old", "new", "kind", "codes"),
    [
        (run("pass"), run("fail", "x"), "new-failure", (1, 1)),
        (run("waived"), run("fail", "x"), "new-failure", (1, 1)),
        (run(None), run("fail", "x"), "new-failure", (1, 1)),
        (run("pass"), run("warn", "x", "SHOULD"), "new-failure", (0, 0)),
        (run("pass"), run("warn", "x", "SHOULD", STRICT), "new-failure", (1, 1)),
        (run("fail", "x"), run("fail", "x"), "still-failing", (0, 1)),
        (run("fail", "x"), run("fail", "y"), "changed-reason", (1, 1)),
        (run("fail", "x"), run("pass"), "fixed", (0, 0)),
        (run("fail", "x"), run("waived", "x"), "changed-outcome", (0, 0)),
        (run("fail", "x"), run("not_applicable"), "changed-outcome", (0, 0)),
        (run("pass"), run("inconclusive", "x"), "cannot-judge", (2, 2)),
        (run("fail", "x"), run("inconclusive", "x"), "cannot-judge", (2, 2)),
        (run("pass"), run("inconclusive", "x", "SHOULD"), "cannot-judge", (0, 0)),
        (run("inconclusive", "x"), run("inconclusive", "x"), None, (0, 2)),
        (run(None), run("pass"), "appeared", (0, 0)),
        (run("pass"), run(None), "disappeared", (0, 0)),
        (run("fail", "x"), run(None), "disappeared", (0, 0)),
        (run("pass"), run("pass"), None, (0, 0)),
    ],
)
def test_each_change_has_its_kind_and_its_exit_code(old: Results, new: Results, kind: str | None, codes) -> None:
    comparison = compare(old, new)

    assert [change.kind for change in comparison.changes] == ([kind] if kind else [])
    assert (exit_code(comparison, "new"), exit_code(comparison, "any")) == codes
    assert exit_code(comparison, "none") == ExitCode.CONFORMS


def test_requirements_are_compared_by_their_outcome() -> None:
    changes = compare(run("pass"), run("fail", "x")).requirements

    assert [(change.requirement, change.before, change.after) for change in changes] == [("RST-001", "pass", "fail")]


def test_what_differs_in_the_runs_themselves_is_told() -> None:
    other = msgspec.structs.replace(run("pass"), seed=3, complete=False, incomplete_because="only shard 1 of 2")

    comparison = compare(run("pass"), other)

    assert comparison.differs == (Difference(what="seed", old="0", new="3"),)
    assert "\n  seed: 0 -> 3\n  the new run is not complete: only shard 1 of 2\n" in shown_of(comparison, ENGLISH)
    assert "\n  随机种子：0 -> 3\n  新的运行不完整：" in shown_of(comparison, words_in("zh"))


def shown_of(comparison: Comparison, words: Words) -> str:
    console = Console(file=io.StringIO(), width=100, markup=False, highlight=False)
    print_comparison(console, comparison, words)
    return console.file.getvalue()


@pytest.mark.parametrize("outcome", ["pass", "fail", "inconclusive", None])
def test_a_reader_of_chinese_gets_no_english(outcome: str | None) -> None:
    comparison = compare(run("waived"), run(outcome))
    chinese = words_in("zh")

    for text in (shown_of(comparison, chinese), comparison_markdown(comparison, chinese)):
        assert re.findall(r"[A-Za-z]{2,} [a-z]{2,}", text.replace("Title of", "")) == []


def test_all_forms_tell_the_new_failure() -> None:
    comparison = compare(run("pass"), run("fail", "lost | <all> of it:\nmore"))
    assert json.loads(comparison_json(comparison))["changes"][0]["kind"] == "new-failure"
    assert "### New failures (1)" in comparison_markdown(comparison)
    assert r"- `RST-001[typical]` pass -&gt; fail: lost &#124; &lt;all&gt; of it" in comparison_markdown(comparison)
    shown = shown_of(comparison, ENGLISH)
    assert "New failures (1)\n  RST-001[typical]  pass -> fail: lost | <all> of it\n" in shown
    assert "conforms -> does not conform" in shown
    assert shown.endswith("1 new failure, 1 unchanged\n")
