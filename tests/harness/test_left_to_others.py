"""What one requirement leaves to another is told to the user as open when the other one did not run."""

from __future__ import annotations

from pathlib import Path

from command_line import edit, notes_at, ohos_backup

BACKUP = "async onBackup(): Promise<void> {"
EXTENSION = "entry/src/main/ets/backup/NotesBackupAbility.ets"


def broken_app(folder: Path) -> Path:
    app = notes_at(folder)
    edit(app / EXTENSION, BACKUP, f"{BACKUP}\n    throw new Error('no backup today');")
    return app


def test_a_restore_that_had_no_backup_is_open_when_nothing_says_why(tmp_path: Path) -> None:
    app = broken_app(tmp_path / "app")

    ended = ohos_backup("check", app, "--case", "LIF-001", "--case", "RST-001[typical]")

    assert ended.code == 2, ended.out
    assert "nothing that ran tells why" in " ".join(ended.out.split())


def test_it_is_not_applicable_when_the_failed_backup_is_told_of(tmp_path: Path) -> None:
    app = broken_app(tmp_path / "app")

    ended = ohos_backup("check", app, "--case", "BKP-001[typical-complete]", "--case", "RST-001[typical]")

    assert ended.code == 1, ended.out
    assert "INCONCLUSIVE" not in ended.out
