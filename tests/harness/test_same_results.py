"""The same app, seed and device give the same results.json, times apart, however many processes judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import APPENDING, ohos_backup

pytestmark = pytest.mark.matrix

TIMES = {"started_at", "duration_ms"}


def without_times(value: object) -> object:
    if isinstance(value, dict):
        return {name: without_times(member) for name, member in value.items() if name not in TIMES}
    if isinstance(value, list):
        return [without_times(member) for member in value]
    return value


def results(path: Path, *options: str) -> object:
    ended = ohos_backup("check", APPENDING, "--json", path, *options)
    assert ended.code == 1, ended.err
    return without_times(json.loads(path.read_text(encoding="utf-8")))


def test_two_processes_and_one_say_the_same_of_the_whole_catalogue(tmp_path: Path) -> None:
    one = results(tmp_path / "one.json", "--seed", "7")
    two = results(tmp_path / "two.json", "--seed", "7", "-n", "2")

    assert one == two


def test_the_same_seed_says_the_same_twice_and_another_seed_is_told(tmp_path: Path) -> None:
    part = ("--case", "RST-001", "--case", "RST-003")
    first, again, other = (
        results(tmp_path / f"{number}.json", "--seed", seed, *part) for number, seed in enumerate("778")
    )

    assert first == again
    assert first != other


def test_the_cases_are_listed_before_they_run_as_they_are_recorded_afterwards(tmp_path: Path) -> None:
    report = tmp_path / "results.json"
    ohos_backup("check", APPENDING, "--case", "BKP", "--json", report)
    judged = [
        (case["id"], case["parameters"])
        for requirement in json.loads(report.read_text(encoding="utf-8"))["requirements"]
        for case in requirement["cases"]
    ]

    listed = ohos_backup("list", "bkp", "--cases", APPENDING)

    lines = listed.out.splitlines()
    assert sorted(lines[:-2]) == sorted(
        "  ".join(filter(None, (name, "; ".join(f"{key}: {value}" for key, value in parameters.items()))))
        for name, parameters in judged
    )
    requirements = len({name.partition("[")[0] for name, _ in judged})
    assert lines[-1] == f"{len(judged)} cases of {requirements} requirements"
