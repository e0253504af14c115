"""The command on each Python: an app checked and a run told. The rest of it is tried on one Python (marker matrix)."""

from __future__ import annotations

from command_line import APPENDING, NOTES, ohos_backup


def test_a_good_app_conforms() -> None:
    ended = ohos_backup("check", NOTES, "--case", "RST-001", "--case", "VER-002")
    assert ended.code == 0
    assert "CONFORMS" in ended.out


def test_a_fault_is_found_by_parallel_workers_too() -> None:
    ended = ohos_backup("check", APPENDING, "--case", "RST-003", "-n", "2")
    assert ended.code == 1
    assert "DOES NOT CONFORM" in ended.out


def test_a_backup_and_a_restore_are_told() -> None:
    ended = ohos_backup("run", NOTES)
    assert ended.code == 0
    assert "onRestore" in ended.out
