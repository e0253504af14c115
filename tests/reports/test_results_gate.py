"""A run that is over, judged again; and what is no run of this version."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from ohos_backup.harness.exit_codes import ExitCode
from ohos_backup.harness.results.gate import Gate, judge_again
from ohos_backup.harness.results.input import UnusableResults, results_at
from ohos_backup.harness.results.policy import UnknownPolicy
from ohos_backup.reports.model import Policy, Results, Shards
from ohos_backup.reports.results_file import to_json
from ohos_backup.reports.verdict import rejudged
from sample_results import every_outcome, requirement

WITHOUT_FAILURES = rejudged(
    every_outcome(),
    [requirement("RST-001", "MUST", "pass"), requirement("RST-002", "SHOULD", "warn")],
    Policy(),
)


def kept(folder: Path, results: Results) -> Path:
    file = folder / "results.json"
    file.write_text(to_json(results), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, ExitCode.CONFORMS),
        ({"fail_on": ("warn",)}, ExitCode.DOES_NOT_CONFORM),
        ({"fail_on": ("warn",), "level": "must"}, ExitCode.CONFORMS),
    ],
)
def test_a_run_is_judged_again_by_another_policy(tmp_path: Path, asked: dict, code: ExitCode) -> None:
    assert judge_again(Gate(results=kept(tmp_path, WITHOUT_FAILURES), **asked)) == code


def test_without_options_the_policy_of_the_run_counts(tmp_path: Path) -> None:
    strict = rejudged(WITHOUT_FAILURES, WITHOUT_FAILURES.requirements, Policy(fail_on=("fail", "warn")))

    assert judge_again(Gate(results=kept(tmp_path, strict))) == ExitCode.DOES_NOT_CONFORM


def test_a_run_of_fewer_levels_cannot_be_judged_for_more(tmp_path: Path) -> None:
    musts = rejudged(WITHOUT_FAILURES, WITHOUT_FAILURES.requirements[:1], Policy(level="MUST"))

    with pytest.raises(UnknownPolicy, match="holds only requirements up to MUST"):
        judge_again(Gate(results=kept(tmp_path, musts), level="SHOULD"))


def test_a_missing_shard_closes_the_gate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shard = msgspec.structs.replace(WITHOUT_FAILURES, shards=Shards(count=2, present=(1,), cases=4), complete=False)

    assert judge_again(Gate(results=kept(tmp_path, shard))) == ExitCode.CANNOT_BE_JUDGED
    assert "merge what is missing with these results first: shards 2" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"[]", b'{"schema": "ohos-backup-results/2"}', b"\xff\xfe", b"{}"])
def test_what_is_no_results_file_of_this_version_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(content)

    with pytest.raises(UnusableResults, match=r"results\.json: not a results file of this version"):
        results_at(file)


def test_results_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableResults, match="No such file"):
        results_at(tmp_path / "results.json")
