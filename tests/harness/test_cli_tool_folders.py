"""``ohos-backup backup`` and ``restore``: folders of the on-device backup_tool, as a user handles them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import NOTES, ohos_backup
from ohos_backup.fixtures import good_apps

pytestmark = pytest.mark.matrix

BUNDLE = "com.example.notes"
OTHER = next(app.address for app in good_apps() if app.name == "preferences")


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole backup of the notes, beside the sandbox it came back to."""
    home = tmp_path_factory.mktemp("made")
    assert ohos_backup("backup", NOTES, "--to", home / "backup").code == 0
    ended = ohos_backup("restore", NOTES, "--from", home / "backup", "--sandbox-to", home / "sandbox")
    assert ended.code == 0, ended.out + ended.err
    return home


def test_a_backup_is_written_as_backup_tool_would_have_left_it(made: Path) -> None:
    assert sorted(content_of(made / "backup")) == [
        f"received/{BUNDLE}/manage.json",
        f"received/{BUNDLE}/part.0.tar",
        "tmp",
    ]
    capability = json.loads((made / "backup/tmp").read_bytes())
    assert [entry["name"] for entry in capability["bundleInfos"]] == [BUNDLE]


def test_a_restored_sandbox_is_data_for_the_next_backup(made: Path, tmp_path: Path) -> None:
    told = ohos_backup("backup", NOTES, "--data", made / "sandbox", "--to", tmp_path / "again")
    assert told.code == 0, told.err
    ohos_backup("restore", NOTES, "--from", tmp_path / "again", "--sandbox-to", tmp_path / "sandbox")
    assert content_of(tmp_path / "sandbox") == content_of(made / "sandbox")


def test_the_restore_tells_its_timeline_and_the_files(made: Path) -> None:
    told = ohos_backup("restore", NOTES, "--from", made / "backup")
    assert "Restore, from version 2030000 2.3.0" in told.out
    assert "onRestore" in told.out
    assert "The app has" in told.out
    assert "/data/storage/el2/base/haps/entry/files/notes/note-1.txt  43 bytes" in told.out


def test_an_incremental_backup_goes_both_ways(made: Path, tmp_path: Path) -> None:
    told = ohos_backup("backup", NOTES, "--data", made / "sandbox", "--incremental", "--to", tmp_path / "backup")
    assert told.code == 0, told.err
    names = sorted(content_of(tmp_path / "backup"))
    assert f"incrementalreceived/{BUNDLE}/manifest.rp" in names
    assert f"incrementalreceived/{BUNDLE}/0/manifest/manage.json.rp" in names
    restored = ohos_backup(
        "restore", NOTES, "--from", tmp_path / "backup", "--incremental-time", "0", "--sandbox-to", tmp_path / "new"
    )
    assert restored.code == 0, restored.out
    assert content_of(tmp_path / "new") == content_of(made / "sandbox")


def test_the_archive_of_a_run_is_restored_as_well(tmp_path: Path) -> None:
    assert ohos_backup("run", NOTES, "--archive", tmp_path / "archive").code == 0
    assert ohos_backup("restore", NOTES, "--from", tmp_path / "archive").code == 0


def test_a_restore_may_come_over_what_the_app_has(made: Path, tmp_path: Path) -> None:
    own = tmp_path / "own/data/storage/el2/base/haps/entry/files/drafts/mine.txt"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    told = ohos_backup("restore", NOTES, "--from", made / "backup", "--data", tmp_path / "own", "--version", "2:0.9")
    assert told.code == 0, told.out
    assert "drafts/mine.txt  4 bytes" in told.out


def without_index(folder: Path) -> None:
    (folder / f"received/{BUNDLE}/manage.json").unlink()


def cut_short(folder: Path) -> None:
    part = folder / f"received/{BUNDLE}/part.0.tar"
    part.write_bytes(part.read_bytes()[:-700])


def without_part(folder: Path) -> None:
    (folder / f"received/{BUNDLE}/part.0.tar").unlink()


def without_capability_file(folder: Path) -> None:
    (folder / "tmp").unlink()


def capability_file_of_noise(folder: Path) -> None:
    (folder / "tmp").write_bytes(b"\xff\x00{")


def version_as_text(folder: Path) -> None:
    text = (folder / "tmp").read_text()
    (folder / "tmp").write_text(re.sub(r'("versionCode"\s*:\s*)(\d+)', r'\1"\2"', text))


def another_capability(folder: Path) -> None:
    text = (folder / "tmp").read_text()
    (folder / "tmp").write_text(text.replace(BUNDLE, "com.example.other"))


def index_of_noise(folder: Path) -> None:
    (folder / f"received/{BUNDLE}/manage.json").write_bytes(b"[{")


def nothing(folder: Path) -> None:
    shutil.rmtree(folder)


def empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (without_index, "manage.json is missing"),
        (cut_short, "bytes, manage.json says"),
        (without_part, "is listed in manage.json and missing"),
        (without_capability_file, "capability file cannot be read"),
        (capability_file_of_noise, "capability file cannot be used"),
        (version_as_text, "versionCode"),
        (another_capability, f"no entry for {BUNDLE}"),
        (index_of_noise, "no JSON array"),
        (nothing, "there is no backup below received"),
        (empty, "there is no backup below received"),
    ],
)
def test_a_damaged_folder_is_refused_and_nothing_is_written(
    made: Path, tmp_path: Path, damage: Callable[[Path], None], words: str
) -> None:
    shutil.copytree(made / "backup", tmp_path / "backup")
    damage(tmp_path / "backup")
    told = ohos_backup("restore", NOTES, "--from", tmp_path / "backup", "--sandbox-to", tmp_path / "sandbox")
    assert told.code == 2, told.out + told.err
    assert words in told.err
    assert "[E-TOOL-FOLDER-DAMAGED]" in told.err
    assert not (tmp_path / "sandbox").exists()


def test_what_a_device_shrugs_at_is_restored_as_a_device_does(made: Path, tmp_path: Path) -> None:
    """A broken header inside a tar of the right size: the rest is lost, and the framework says success."""
    shutil.copytree(made / "backup", tmp_path / "backup")
    part = tmp_path / f"backup/received/{BUNDLE}/part.0.tar"
    content = bytearray(part.read_bytes())
    content[148:156] = b"9999999\0"
    part.write_bytes(content)
    told = ohos_backup("restore", NOTES, "--from", tmp_path / "backup", "--sandbox-to", tmp_path / "sandbox")
    assert told.code in (0, 1), told.err
    assert "note-1.txt" not in "".join(content_of(tmp_path / "sandbox"))


def test_another_apps_folder_is_refused(made: Path) -> None:
    told = ohos_backup("restore", OTHER, "--from", made / "backup")
    assert told.code == 2
    assert f"only of {BUNDLE}" in told.err
    assert "[E-NO-SUCH-BACKUP]" in told.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("backup", NOTES, "--to"), "E-TOOL-FOLDER-NOT-WRITTEN"),
        (("restore", NOTES, "--from", "BACKUP", "--sandbox-to"), "E-SANDBOX-NOT-WRITTEN"),
    ],
)
def test_a_place_that_is_taken_is_told_before_anything_runs(
    made: Path, tmp_path: Path, arguments: tuple[str | Path, ...], code: str
) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken/mine.txt").write_text("mine")
    filled = [made / "backup" if argument == "BACKUP" else argument for argument in arguments]
    told = ohos_backup(*filled, tmp_path / "taken")
    assert (told.code, told.out) == (2, "")
    assert f"[{code}]" in told.err
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["mine.txt"]
