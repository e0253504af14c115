"""Runs ``ohos-backup`` as a user does, and makes apps to run it on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from ohos_backup.fixtures import fault_apps, good_apps

COMMAND = str(Path(sys.executable).with_name("ohos-backup"))
EXTENSION = "entry/src/main/ets/backup/NotesBackupAbility.ets"
NOTES = next(app.path for app in good_apps() if app.name == "notes")
APPENDING = next(app.path for app in fault_apps() if app.name == "RST-003-appends-list")

NARROW = ("--case", "CFG-001")
"""For tests that need a whole run but not its cases."""


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def ohos_backup(*arguments: str | Path, folder: Path | None = None, **environment: str) -> Ended:
    """What the command printed and its exit code. ``environment`` comes on top of this process's own."""
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        cwd=folder,
        env={**plain_environment(), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=300,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def plain_environment() -> dict[str, str]:
    """This process's environment without what pytest and terminals put into it, in English."""
    unwanted = ("PYTEST_", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM", "PYTHONIOENCODING", "GITHUB_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return {**kept, "OHOS_BACKUP_LANG": "en"}


def notes_at(folder: Path) -> Path:
    """A copy of the sample app ``notes``, to be spoilt."""
    shutil.copytree(NOTES, folder)
    return folder


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
