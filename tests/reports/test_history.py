"""A history keeps a small record of each run, once, whoever writes at the same time, and shows the trend."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from ohos_backup.harness.results.history_folder import FILE, UnusableHistory, add_to_history, read_history
from ohos_backup.reports.history import (
    Record,
    history_json,
    history_markdown,
    print_history,
    record_of,
    sparkline,
)
from ohos_backup.reports.language import words_in
from ohos_backup.reports.model import Policy
from ohos_backup.reports.verdict import rejudged
from rich.console import Console
from sample_results import every_outcome, requirement


def record(day: int, outcome: str = "pass") -> Record:
    started = msgspec.structs.replace(every_outcome(), started_at=f"2026-01-{day:02}T10:00:00Z")
    return record_of(rejudged(started, [requirement("RST-001", "MUST", outcome)], Policy()))


def test_runs_are_kept_once_and_in_the_order_of_their_time(tmp_path: Path) -> None:
    add_to_history(tmp_path / "history", [record(2)])
    add_to_history(tmp_path / "history", [record(1), record(2)])

    assert read_history(tmp_path / "history") == [record(1), record(2)]
    assert len((tmp_path / "history" / FILE).read_text().splitlines()) == 2


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda day: add_to_history(tmp_path, [record(day)]), range(1, 21)))

    assert len(read_history(tmp_path)) == 20


def test_a_broken_line_is_told_with_its_place(tmp_path: Path) -> None:
    add_to_history(tmp_path, [record(1)])
    with (tmp_path / FILE).open("a") as file:
        file.write('{"schema": "ohos-backup-history/9"}\n')

    with pytest.raises(UnusableHistory, match=f"{FILE}:2: no run of this version"):
        read_history(tmp_path)


def test_an_empty_folder_has_no_runs(tmp_path: Path) -> None:
    assert read_history(tmp_path / "none") == []


def test_a_reader_of_chinese_gets_no_english() -> None:
    runs = [record(1), record(2, "fail")]
    console = Console(file=io.StringIO(), width=140, markup=False, highlight=False)
    print_history(console, runs, last=20, words=words_in("zh"))

    for text in (console.file.getvalue(), history_markdown(runs, words_in("zh"))):
        assert re.findall(r"[A-Za-z]+", text.replace("com.example.notes", "").replace("RST", "")) == ["api"] * 2


def test_the_trend_names_what_came_and_what_went() -> None:
    runs = [record(1), record(2, "fail"), record(3)]
    console = Console(file=io.StringIO(), width=140, markup=False, highlight=False)
    print_history(console, runs, last=20)

    shown = console.file.getvalue().splitlines()
    assert shown[0] == "missed  ▁█▁"
    assert shown[-2].rstrip().endswith("+RST-001")
    assert shown[-1].rstrip().endswith("-RST-001")
    assert history_markdown(runs).splitlines()[-1].endswith("| 1 | -RST-001 |")
    assert len(msgspec.json.decode(history_json(runs))["runs"]) == 3


def test_bars_go_from_nothing_to_the_most() -> None:
    assert sparkline([0, 7, 14]) == "▁▅█"
    assert sparkline([0, 0]) == "▁▁"
    assert sparkline([]) == ""
