"""The command for a reader of Chinese: reports, requirements, help and errors have no English sentence left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import APPENDING, NARROW, NOTES, ohos_backup
from ohos_backup.reports.results_file import read_results

pytestmark = pytest.mark.matrix

NAMES = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|\S*[/_.:(-]\S*")
SENTENCE = re.compile(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}")


def english_in(text: str) -> list[str]:
    """Lines in which three English words follow each other, once names, paths and code are taken away."""
    lines = [line for line in text.splitlines() if not re.match(r" +\d+ ms  |  重放", line)]
    return [line for line in lines if SENTENCE.search(NAMES.sub("", line))]


def test_a_whole_family_on_a_fault_app_is_told_in_chinese(tmp_path: Path) -> None:
    file = tmp_path / "results.json"

    ended = ohos_backup("check", APPENDING, "--case", "RST", "--reasons", "--lang", "zh", "--json", file)

    assert ended.code == 1
    assert "失败 RST-003 MUST  同一备份再次恢复时，什么都不改变" in ended.out
    assert ended.out.splitlines()[-1].startswith("不符合 (只运行了检查套件的一部分)")
    assert english_in(ended.out) == []
    results = read_results(file)
    failed = next(requirement for requirement in results.requirements if requirement.id == "RST-003")
    assert failed.title == "Change nothing when the same backup is restored again", "results.json stays English"


def test_the_environment_chooses_as_well_and_the_option_wins() -> None:
    assert "符合" in ohos_backup("check", NOTES, *NARROW, OHOS_BACKUP_LANG="zh_CN.UTF-8").out
    assert "CONFORMS" in ohos_backup("check", NOTES, *NARROW, "--lang", "en", OHOS_BACKUP_LANG="zh").out


def test_requirements_are_listed_and_explained_in_chinese() -> None:
    assert english_in(ohos_backup("list", "--lang=zh").out) == []
    explained = ohos_backup("explain", "RST-001", "--lang", "zh").out
    assert english_in(explained.partition("示例")[0]) == []


@pytest.mark.parametrize("command", ["check", "restore"])
def test_help_is_in_chinese(command: str) -> None:
    text = ohos_backup(command, "--help", "--lang", "zh", COLUMNS="100").out

    assert "用法：" in text
    assert english_in(text) == []
    assert "RST-001[typical]" in text or command != "check"


def test_an_error_keeps_its_code_and_place() -> None:
    ended = ohos_backup("check", "no-such-app", "--lang", "zh")

    assert ended.code == 2
    assert ended.err.startswith("错误：没有 'no-such-app'")
    assert "[E-SUBJECT]" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "app", "--sed", "1"],
        ["check", "app", "--seed", "many"],
        ["check", "app", "--json"],
        ["chek", "app"],
    ],
)
def test_what_is_wrong_with_an_option_is_told_in_chinese(arguments: list[str]) -> None:
    ended = ohos_backup(*arguments, OHOS_BACKUP_LANG="zh")

    assert ended.code == 2
    assert english_in(ended.err) == []
    assert "错误" in ended.err


def test_first_settings_are_explained_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "extension.py").write_text("", encoding="utf-8")

    ended = ohos_backup("init", tmp_path, "--lang", "zh")

    text = (tmp_path / "ohos-backup.toml").read_text("utf-8")
    assert ended.code == 0
    assert "# 暂时接受的失败。" in text
    assert english_in(text) == []


def test_reports_for_people_are_written_in_chinese_and_those_for_programs_in_english(tmp_path: Path) -> None:
    for_people = ("--html", "--markdown", "--report=statement", "--report=badge")
    for_programs = ("--junit", "--sarif", "--report=csv")
    options = [f"{option}={tmp_path / option.rpartition('=')[2].lstrip('-')}" for option in for_people + for_programs]

    ended = ohos_backup("check", APPENDING, "--case", "RST-003", "--lang", "zh", *options)

    assert ended.code == 1
    told = {
        file.name: "不符合" in (text := file.read_text("utf-8")) or "条要求失败" in text for file in tmp_path.iterdir()
    }
    assert told == {
        **dict.fromkeys(("html", "markdown", "statement", "badge"), True),
        **dict.fromkeys(("junit", "sarif", "csv"), False),
    }


def test_a_language_that_there_is_not_is_told_in_english() -> None:
    ended = ohos_backup("list", "--lang", "fr")

    assert (ended.code, ended.err) == (2, "error: there is no language 'fr'\n  Choose one of en, zh.  [E-LANGUAGE]\n")


def test_working_on_with_results_is_told_in_chinese(tmp_path: Path) -> None:
    one, other, whole = (tmp_path / name for name in ("one.json", "other.json", "whole.json"))
    for file, case in ((one, "CFG-001"), (other, "CFG-002")):
        ohos_backup("check", NOTES, "--case", case, "--json", file)

    told = [
        ohos_backup("report", "merge", one, other, "--json", whole, "--lang", "zh").out,
        ohos_backup("report", "compare", one, whole, "--lang", "zh").out,
        ohos_backup("report", "history", tmp_path / "history", "--add", one, "--add", whole, "--lang", "zh").out,
        ohos_backup("report", "--help", "--lang", "zh").out,
        ohos_backup("doctor", "--lang", "zh").out,
    ]

    assert all(told)
    assert [line for text in told for line in english_in(text)] == []
