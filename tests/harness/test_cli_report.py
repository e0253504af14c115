"""``ohos-backup report`` and the gates of ``check``, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from command_line import APPENDING, NARROW, NOTES, ohos_backup
from ohos_backup.reports.model import Results
from ohos_backup.reports.results_file import read_results

pytestmark = pytest.mark.matrix


def test_shards_merged_are_the_run_in_one_piece(tmp_path: Path) -> None:
    chosen = ("--case", "CFG", "--case", "BKP-001", "--level", "SHOULD")
    whole = tmp_path / "whole.json"
    parts = [tmp_path / "1.json", tmp_path / "2.json"]
    assert ohos_backup("check", NOTES, *chosen, "--json", whole).code == 0
    for number, (part, workers) in enumerate(zip(parts, ("1", "2"), strict=True), 1):
        assert ohos_backup("check", NOTES, *chosen, "--shard", f"{number}/2", "-n", workers, "--json", part).code == 0

    ended = ohos_backup("report", "merge", *parts, "--json", tmp_path / "merged.json")

    assert ended.code == 0, ended.err
    assert lasting(tmp_path / "merged.json") == lasting(whole)
    assert ohos_backup("report", "gate", tmp_path / "merged.json").code == 0
    assert ohos_backup("report", "gate", parts[0]).code == 2
    again = ohos_backup("report", "merge", parts[0], whole, "--json", tmp_path / "wrong.json")
    assert (again.code, again.out) == (2, "")
    assert "not of one run: the number of shards differs" in again.err


def lasting(file: Path) -> Results:
    results = msgspec.structs.replace(read_results(file), shards=None, started_at="", duration_ms=0)
    cases = [
        msgspec.structs.replace(found, cases=tuple(msgspec.structs.replace(c, duration_ms=0) for c in found.cases))
        for found in results.requirements
    ]
    return msgspec.structs.replace(results, requirements=tuple(cases))


def test_known_failures_let_the_gate_open_and_new_ones_close_it(tmp_path: Path) -> None:
    baseline, report = tmp_path / "baseline.json", tmp_path / "results.json"
    gate = ("check", APPENDING, "--case", "RST-003", "--baseline", baseline)

    without = ohos_backup(*gate)
    made = ohos_backup(*gate, "--update-baseline", "--json", report)
    known = ohos_backup(*gate)
    listed = json.loads(baseline.read_text(encoding="utf-8"))
    baseline.write_text(json.dumps({**listed, "failures": listed["failures"][1:]}), encoding="utf-8")
    grown = ohos_backup(*gate)

    assert (without.code, made.code, known.code, grown.code) == (2, 0, 0, 1)
    assert "there is no baseline" in without.err
    assert "known failure" in made.out
    assert read_results(report).summary.waived == 1
    assert f"Not in the baseline {baseline}: {listed['failures'][0]['case']}" in " ".join(grown.out.split())
    assert json.loads(baseline.read_text(encoding="utf-8"))["failures"] == listed["failures"][1:]


def test_a_run_is_rendered_compared_and_kept_without_running_again(tmp_path: Path) -> None:
    report = tmp_path / "results.json"
    checked = ohos_backup("check", NOTES, *NARROW, "--json", report)

    rendered = ohos_backup("report", "render", report, "--junit", tmp_path / "junit.xml")
    compared = ohos_backup("report", "compare", report, report, "--json", tmp_path / "changes.json")
    history = ohos_backup("report", "history", tmp_path / "history", "--add", report)

    assert (rendered.code, rendered.out) == (0, checked.out)
    assert "<testsuites" in (tmp_path / "junit.xml").read_text(encoding="utf-8")
    assert (compared.code, json.loads((tmp_path / "changes.json").read_text())["unchanged"]) == (0, 1)
    assert history.out.startswith("com.example.notes\n")
    assert ohos_backup("report", "compare", report, report, "--fail-on", "some").code == 2
