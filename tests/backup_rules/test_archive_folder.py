"""An archive that is saved to a folder comes back whole, or with an error that says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.archive import Archive, ArchivedFile, BundleCapability
from ohos_backup.emulator.backup.archive_folder import ArchiveNotSaved, DamagedArchive, load, save

ARCHIVE = Archive(
    capability=BundleCapability(
        name="com.example.notes",
        version=BundleVersion(1000002, "1.0.2"),
        app_index=1,
        data_size=12,
        full_backup_only=True,
        extra_info={"supportScene": []},
    ),
    files={
        "427e5cb18d41f3cb.dir/noext": ArchivedFile(b"big", b"report"),
        "bad\udcff.bin": ArchivedFile(b"", b""),
        "part.0.tar": ArchivedFile(bytes(2048)),
        "manage.json": ArchivedFile(b"[]"),
    },
)


def test_what_was_saved_is_loaded_in_the_same_order(tmp_path: Path) -> None:
    save(ARCHIVE, tmp_path / "deep" / "backup")
    loaded = load(tmp_path / "deep" / "backup")
    assert loaded == ARCHIVE
    assert list(loaded.files) == list(ARCHIVE.files)
    assert loaded.manage_text == "[]"


def test_an_archive_replaces_an_archive_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    save(ARCHIVE, folder)
    smaller = Archive(capability=ARCHIVE.capability, files={"manage.json": ArchivedFile(b"[ ]")})
    save(smaller, folder)
    assert load(folder) == smaller
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")
    with pytest.raises(ArchiveNotSaved, match="holds something else") as refused:
        save(ARCHIVE, tmp_path / "photos")
    assert refused.value.mend
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["a.jpg"]


def test_a_place_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ArchiveNotSaved, match="could not be saved"):
        save(ARCHIVE, tmp_path / "file" / "backup")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda folder: (folder / "archive.json").unlink(), "has no readable archive.json"),
        (lambda folder: (folder / "archive.json").write_text("{"), "archive.json is not what was saved"),
        (lambda folder: (folder / "archive.json").write_bytes(b"\xff"), "archive.json is not what was saved"),
        (lambda folder: (folder / "files" / "000002").unlink(), "cannot be read"),
        (lambda folder: (folder / "files" / "000002").write_bytes(bytes(2047)), "2047 bytes, 2048 were saved"),
        (lambda folder: (folder / "files" / "000000").write_bytes(b"bag"), "has changed since it was saved"),
        (lambda folder: (folder / "files" / "000000.rp").write_bytes(b"REPORT"), "has changed since it was saved"),
        (lambda folder: edit(folder, "version", 2), "version 2 is not known"),
        (lambda folder: edit(folder, "format", "zip"), "format 'zip'"),
        (lambda folder: point_outside(folder), "no name of a file of this archive"),
        (lambda folder: list_twice(folder), "listed twice"),
    ],
)
def test_damage_is_named(tmp_path: Path, damage: object, told: str) -> None:
    folder = tmp_path / "backup"
    save(ARCHIVE, folder)
    assert callable(damage)
    damage(folder)
    with pytest.raises(DamagedArchive, match=told) as damaged:
        load(folder)
    assert str(folder) in str(damaged.value)
    assert damaged.value.code == "E-ARCHIVE-DAMAGED"


def edit(folder: Path, key: str, value: object) -> None:
    index = json.loads((folder / "archive.json").read_text())
    (folder / "archive.json").write_text(json.dumps(index | {key: value}))


def point_outside(folder: Path) -> None:
    index = json.loads((folder / "archive.json").read_text())
    index["files"][0]["content"]["file"] = "../archive.json"
    (folder / "archive.json").write_text(json.dumps(index))


def list_twice(folder: Path) -> None:
    index = json.loads((folder / "archive.json").read_text())
    index["files"].append(index["files"][0])
    (folder / "archive.json").write_text(json.dumps(index))
