"""The same results for a reader of Chinese: every word of ours translated, columns aligned by cells."""

from __future__ import annotations

import io
import re

import pytest
from ohos_backup.reports.language import words_in
from ohos_backup.reports.model import Results
from ohos_backup.reports.terminal import print_found, print_results
from rich.cells import cell_len
from rich.console import Console
from sample_results import every_outcome

GOLDEN = """\
com.example.notes 1.0.0 (1000000)，设备 api12
  运行    NotesBackup
  包含    无

类别  失败  无法判断  警告  豁免  通过  不适用  用例
配置     ·         ·     ·     ·     1       ·     1
恢复     1         1     1     1     ·       1     5
"""


def printed(width: int, results: Results | None = None) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    results = results or every_outcome()
    print_found(console, results.subject, results.device, words_in("zh"))
    print_results(console, results, words=words_in("zh"))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def test_head_and_table_are_aligned_by_cells() -> None:
    assert printed(100).startswith(GOLDEN)


def test_a_failure_is_told_in_chinese_with_its_place_and_replay() -> None:
    text = printed(100)

    assert "失败 RST-001 MUST" in text
    assert "位置    entry/src/main/ets/Backup.ets:12:5" in text
    assert "缺失       /data/storage/el2/base/files/日记.txt" in text
    assert "重放    ohos-backup check my-app --case 'RST-001[typical]'" in text
    assert "不符合  失败 1，无法判断 1，警告 1，豁免 1，通过 1，不适用 1，共 6 条要求、6 个用例，用时 1.2 s" in text


@pytest.mark.parametrize("width", [60, 80])
def test_long_chinese_texts_are_broken_where_lines_end(width: int) -> None:
    lines = printed(width).splitlines()

    too_long = [line for line in lines if cell_len(line) > width and not re.search(r"[/@]\S{20}|重放", line)]
    assert not too_long
    assert not [line for line in lines if line.strip().startswith(("，", "。", "：", "；", "）"))]


def test_a_path_with_chinese_in_it_stays_whole() -> None:
    assert "/data/storage/el2/base/files/日记.txt" in printed(60)
