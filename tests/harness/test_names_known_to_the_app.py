"""An extension that fetches only files it knows by name is judged by the app's own data, not by generated files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import edit, ohos_backup
from ohos_backup.fixtures import good_apps

pytestmark = pytest.mark.matrix

RECORDER = next(app.path for app in good_apps() if app.name == "full-backup-only")
EXTENSION = "entry/src/main/ets/backup/RecorderBackupAbility.ets"
WALK = "await moveTree(`${landing}${home}`, home, this.progress);"
BY_NAME = """
      if (fs.accessSync(`${landing}${home}`) && fs.listFileSync(`${landing}${home}`).includes('mine.txt')) {
        fs.moveFileSync(`${landing}${home}/mine.txt`, `${home}/mine.txt`);
      }
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    shutil.copytree(RECORDER, tmp_path / "app")
    extension = tmp_path / "app" / EXTENSION
    edit(extension, WALK, BY_NAME)
    edit(extension, "BackupExtensionAbility, BundleVersion }", "BackupExtensionAbility, BundleVersion, fileIo as fs }")
    return tmp_path / "app"


def test_generated_files_that_it_passes_over_cannot_be_judged(app: Path) -> None:
    done = ohos_backup("check", app, "--case", "RST-006[typical]")
    assert done.code == 2, done.out
    assert "Give the app's own data: --data" in " ".join(done.out.split())


@pytest.mark.parametrize(("name", "code"), [("mine.txt", 0), ("other.txt", 1)])
def test_its_own_files_are_judged(app: Path, tmp_path: Path, name: str, code: int) -> None:
    folder = tmp_path / "data" / "data/storage/el2/base/haps/entry/files"
    folder.mkdir(parents=True)
    (folder / name).write_text("said by the user")
    done = ohos_backup("check", app, "--data", tmp_path / "data", "--case", "RST-006")
    assert done.code == code, done.out
