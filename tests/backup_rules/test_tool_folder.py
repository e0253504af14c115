"""The folder of the on-device backup_tool: what is written, what comes back, which damage is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from app_sandbox import BASE, Sandbox, back_up, restore
from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.archive import Archive, ArchivedFile, BundleCapability
from ohos_backup.emulator.backup.capability_file import write_capability_file
from ohos_backup.emulator.backup.compare import plan_incremental
from ohos_backup.emulator.backup.packing.incremental import IncrementalBackup
from ohos_backup.emulator.backup.report_file import ReportRecord, write_file_list
from ohos_backup.emulator.backup.tool_folder import (
    DamagedToolFolder,
    ToolBackup,
    ToolFolderNotWritten,
    export_tool_folder,
    import_tool_folder,
)

NAME = "com.example.notes"
TREE: dict[str, bytes | int] = {"B/files/note.txt": b"hello", "B/files/empty/": 0, "B/files/film.mp4": 3 * 1024 * 1024}
SINCE = 1_700_000_000


def full_archive() -> Archive:
    return back_up(Sandbox().write(TREE), {"includes": [f"{BASE}/files/"]})


def incremental_archive() -> Archive:
    sandbox = Sandbox().write({"B/files/note.txt": b"hello", "B/files/film.mp4": 3 * 1024 * 1024})
    paths = ("files/note.txt", "files/film.mp4")
    listed = [
        ReportRecord(path=f"{BASE}/{path}", mode="33188", size=sandbox.view.stat(f"{BASE}/{path}").size, mtime=1)
        for path in paths
    ]
    plan = plan_incremental(
        sandbox.view, write_file_list(msgspec.structs.replace(one, is_incremental=True) for one in listed), b""
    )
    backup = IncrementalBackup(sandbox.view, plan, now_ms=1_700_000_100_000)
    files = {
        sent.name: ArchivedFile(sent.content, sent.report) for sent in backup.deliver() if sent.content is not None
    }
    return Archive(capability=BundleCapability(name=NAME, version=BundleVersion(7, "1.2")), files=files)


def tree_of(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_whole_backup_lies_where_backup_tool_restore_looks(tmp_path: Path) -> None:
    archive = full_archive()
    export_tool_folder([ToolBackup(archive=archive)], tmp_path / "backup")
    names = sorted(f"received/{NAME}/{name}" for name in archive.files)
    assert tree_of(tmp_path / "backup") == [*names, "tmp"]
    assert (tmp_path / "backup" / "received" / NAME / "manage.json").read_bytes() == archive.files[
        "manage.json"
    ].content
    document = json.loads((tmp_path / "backup" / "tmp").read_text())
    assert {"backupVersion", "systemFullName", "deviceType", "increAppIndex", "bundleInfos"} == set(document)
    assert document["bundleInfos"][0]["extraInfo"] == {"supportScene": []}
    assert "increSpaceOccupied" not in document["bundleInfos"][0]


def test_a_whole_backup_comes_back_and_can_be_restored(tmp_path: Path) -> None:
    archive = full_archive()
    export_tool_folder([ToolBackup(archive=archive)], tmp_path / "backup")
    [backup] = import_tool_folder(tmp_path / "backup")
    assert backup.since_s is None
    assert backup.archive.files == archive.files
    assert list(backup.archive.files) == list(archive.files)
    assert backup.archive.version == archive.version
    target = Sandbox()
    assert restore(target, backup.archive).code == 0
    assert target.files() == Sandbox().write(TREE).files()


def test_an_incremental_backup_keeps_data_and_reports_apart(tmp_path: Path) -> None:
    archive = incremental_archive()
    export_tool_folder([ToolBackup(archive=archive, since_s=SINCE)], tmp_path / "backup")
    home = f"incrementalreceived/{NAME}"
    expected = [f"{home}/{SINCE}/incremental/{name}" for name in archive.files]
    expected += [f"{home}/{SINCE}/manifest/{name}.rp" for name in archive.files]
    assert tree_of(tmp_path / "backup") == sorted([*expected, f"{home}/manifest.rp", "tmp"])
    assert (tmp_path / "backup" / home / "manifest.rp").read_bytes() == archive.files["manage.json"].report
    entry = json.loads((tmp_path / "backup" / "tmp").read_text())["bundleInfos"][0]
    assert entry["increSpaceOccupied"] == 5 + 3 * 1024 * 1024
    [backup] = import_tool_folder(tmp_path / "backup")
    assert (backup.since_s, backup.archive.files) == (SINCE, archive.files)


def test_several_apps_clones_and_times_share_one_folder(tmp_path: Path) -> None:
    whole, increment = full_archive(), incremental_archive()
    clone = msgspec.structs.replace(whole, capability=msgspec.structs.replace(whole.capability, app_index=2))
    backups = [
        ToolBackup(archive=whole),
        ToolBackup(archive=clone),
        ToolBackup(archive=increment, since_s=0),
        ToolBackup(archive=increment, since_s=SINCE),
    ]
    export_tool_folder(backups, tmp_path / "backup")
    read = import_tool_folder(tmp_path / "backup")
    assert [(one.archive.capability.name, one.archive.capability.app_index, one.since_s) for one in read] == [
        (NAME, 0, None),
        (NAME, 2, None),
        (NAME, 0, 0),
        (NAME, 0, SINCE),
    ]


def test_a_folder_made_by_hand_is_read_with_what_the_index_does_not_list(tmp_path: Path) -> None:
    home = tmp_path / "received" / NAME
    home.mkdir(parents=True)
    stat = {"st_size": 3, "st_mode": 33188}
    entry = {"fileName": "0123456789abcdef.bin", "information": {"path": f"{BASE}/files/a.bin", "stat": stat}}
    (home / "manage.json").write_text(json.dumps([entry | {"isBigFile": True}]))
    (home / "0123456789abcdef.bin").write_bytes(b"abc")
    (home / "stray").write_bytes(b"?")
    capability = BundleCapability(name=NAME, version=BundleVersion(1, "1"), support_scene="clone", restore_deps="a,b")
    (tmp_path / "caps.json").write_bytes(write_capability_file([capability]))
    [backup] = import_tool_folder(tmp_path, tmp_path / "caps.json")
    assert list(backup.archive.files) == ["0123456789abcdef.bin", "stray", "manage.json"]
    read = backup.archive.capability
    assert (read.support_scene, read.restore_deps, read.extra_info) == ("", "", {"supportScene": []})


def test_an_incremental_file_without_its_report_gets_an_empty_one(tmp_path: Path) -> None:
    export_tool_folder([ToolBackup(archive=incremental_archive(), since_s=5)], tmp_path / "b")
    for path in (tmp_path / "b" / "incrementalreceived" / NAME / "5" / "manifest").iterdir():
        path.unlink()
    [backup] = import_tool_folder(tmp_path / "b")
    assert {file.report for file in backup.archive.files.values()} == {b""}


def cut(path: str) -> Callable[[Path], object]:
    return lambda folder: (folder / path).write_bytes((folder / path).read_bytes()[:-1])


def remove(path: str) -> Callable[[Path], object]:
    return lambda folder: (folder / path).unlink()


def put(path: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / path).write_bytes(content)


def make_folder(folder: Path) -> None:
    (folder / HOME / "data").mkdir()


def make_link(folder: Path) -> None:
    (folder / HOME / "link").symlink_to("/etc/hostname")


HOME = f"received/{NAME}"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (remove("tmp"), "capability file cannot be read: No such file"),
        (put("tmp", b"{"), "it is not JSON"),
        (put("tmp", b"[" * 2000), "nested too deeply"),
        (put("tmp", b"{}"), "it lists no bundles"),
        (put("tmp", b'{"bundleInfos": [{"name": 5}]}'), "entry 0 of bundleInfos lacks name, versionName"),
        (
            put("tmp", write_capability_file([BundleCapability(name="other", version=BundleVersion(1, ""))])),
            "no entry for",
        ),
        (remove(f"{HOME}/manage.json"), "manage.json is missing"),
        (put(f"{HOME}/manage.json", b"{}"), "the index is no JSON array"),
        (put(f"{HOME}/manage.json", b"[{"), "the index is no JSON array"),
        (put(f"{HOME}/manage.json", b'[{"information": 5, "fileName": "a"}]'), "cannot read"),
        (remove(f"{HOME}/part.0.tar"), "listed in manage.json and missing"),
        (cut(f"{HOME}/part.0.tar"), "bytes, manage.json says"),
        (make_folder, "as restoreAsync leaves it"),
        (make_link, "no regular file"),
    ],
)
def test_damage_is_named_with_its_place(tmp_path: Path, damage: Callable[[Path], object], told: str) -> None:
    folder = tmp_path / "backup"
    export_tool_folder([ToolBackup(archive=full_archive())], folder)
    damage(folder)
    with pytest.raises(DamagedToolFolder, match=told) as damaged:
        import_tool_folder(folder)
    assert str(folder) in str(damaged.value)
    assert damaged.value.mend


def test_a_folder_without_backups_is_named(tmp_path: Path) -> None:
    with pytest.raises(DamagedToolFolder, match="there is no backup below received"):
        import_tool_folder(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("name", "owner", "told"),
    [
        ("1834db3b9adcc82d.2/blob", NAME, "cannot hold a file named"),
        ("..", NAME, "cannot hold a file named"),
        ("a", "../../outside", "is no name of a bundle"),
    ],
)
def test_what_the_tool_cannot_hold_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, owner: str, told: str
) -> None:
    capability = BundleCapability(name=owner, version=BundleVersion(1, "1"))
    archive = Archive(capability=capability, files={name: ArchivedFile(b""), "manage.json": ArchivedFile(b"[]")})
    with pytest.raises(ToolFolderNotWritten, match=told):
        export_tool_folder([ToolBackup(archive=archive)], tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


def test_nothing_that_exists_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    export_tool_folder([ToolBackup(archive=full_archive())], tmp_path / "backup")
    before = tree_of(tmp_path)
    with pytest.raises(ToolFolderNotWritten, match="exists and is not empty"):
        export_tool_folder([ToolBackup(archive=full_archive())], tmp_path / "backup")
    with pytest.raises(ToolFolderNotWritten, match="two backups would lie in"):
        export_tool_folder([ToolBackup(archive=full_archive())] * 2, tmp_path / "other")
    assert tree_of(tmp_path) == before


def test_a_capability_file_without_a_usable_entry_is_told_with_what_it_lacks(tmp_path: Path) -> None:
    export_tool_folder([ToolBackup(archive=full_archive())], tmp_path / "pulled")
    path = tmp_path / "pulled" / "tmp"
    document = json.loads(path.read_text())
    del document["bundleInfos"][0]["extensionName"]
    path.write_text(json.dumps(document))

    with pytest.raises(DamagedToolFolder, match="entry 0 of bundleInfos lacks extensionName"):
        import_tool_folder(tmp_path / "pulled")
