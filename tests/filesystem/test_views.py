"""What an app sees of the device, and what it cannot reach."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.mounts import MountTable
from ohos_backup.emulator.filesystem.sandbox_layout import app_uid, create_sandbox, remove_sandbox
from ohos_backup.emulator.filesystem.view import View
from ohos_backup.emulator.trace import FileOperation, Trace

NOTES = "com.example.notes"
OTHER = "com.example.other"
UID = app_uid(100, 10034)
BASE = "/data/storage/el2/base"
FILES = f"{BASE}/haps/entry/files"


@pytest.fixture
def device() -> DeviceFileSystem:
    device = DeviceFileSystem(VirtualClock(), Trace(), total_bytes=1_000_000)
    create_sandbox(device, NOTES, 100, UID, ("entry",))
    create_sandbox(device, OTHER, 100, UID + 1, ("entry",))
    return device


@pytest.fixture
def app(device: DeviceFileSystem) -> View:
    return device.app_view(NOTES, 100, UID, ("entry",))


@contextmanager
def failing(number: int) -> Iterator[None]:
    with pytest.raises(OSError) as caught:  # noqa: PT011 - the errno is the point
        yield
    assert caught.value.errno == number


def test_uid_is_the_app_number_within_the_users_span() -> None:
    assert UID == 20_010_034


def test_a_new_sandbox_has_the_usual_folders(app: View) -> None:
    assert app.list_directory("/") == ["data", "storage"]
    assert app.list_directory("/data/storage") == ["el1", "el2", "el3", "el4", "el5"]
    assert app.list_directory("/data/storage/el2") == [
        "backup",
        "base",
        "cloud",
        "database",
        "distributedfiles",
        "log",
    ]
    assert app.list_directory("/data/storage/el1") == ["backup", "base", "bundle", "database"]
    assert app.list_directory(BASE) == [".backup", "cache", "files", "haps", "preferences", "temp"]
    assert app.list_directory(f"{BASE}/haps/entry") == ["cache", "files", "preferences", "temp"]
    backup = app.stat(f"{BASE}/.backup")
    assert (backup.uid, backup.gid, oct(backup.mode)) == (UID, 1089, "0o42770")


def test_an_apps_file_lies_at_its_physical_path(device: DeviceFileSystem, app: View) -> None:
    app.write_file(f"{FILES}/a.txt", b"hello")
    physical = device.physical_view(0)
    assert physical.read_file(f"/data/app/el2/100/base/{NOTES}/haps/entry/files/a.txt") == b"hello"
    status = app.stat(f"{FILES}/a.txt")
    assert (status.uid, status.gid, oct(status.mode), status.size) == (UID, UID, "0o100664", 5)
    assert status.mtime_ns == device.clock.now_ns


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        f"/data/app/el2/100/base/{NOTES}/files",
        f"{FILES}/../../../../../../../../etc",
        f"{BASE}/../../../app",
        "/data/storage/el2/base/../../el9",
        "../app",
    ],
)
def test_nothing_outside_the_mounts_exists(app: View, path: str) -> None:
    with failing(errno.ENOENT):
        app.stat(path)


def test_links_resolve_in_the_view_of_the_one_who_looks(device: DeviceFileSystem, app: View) -> None:
    app.symbolic_link(f"/data/app/el2/100/base/{OTHER}/files", f"{FILES}/escape")
    app.symbolic_link("../../../../../../../etc/passwd", f"{FILES}/up")
    app.symbolic_link(f"{BASE}/files", f"{FILES}/inside")
    for link in ("escape", "up"):
        with failing(errno.ENOENT):
            app.stat(f"{FILES}/{link}")
    app.write_file(f"{FILES}/inside/x", b"1")
    assert app.real_path(f"{FILES}/inside/x") == f"{BASE}/files/x"
    with failing(errno.ENOENT):
        device.physical_view(0).stat(f"/data/app/el2/100/base/{NOTES}/haps/entry/files/inside")


def test_another_apps_files_are_refused(device: DeviceFileSystem) -> None:
    stranger = device.physical_view(UID)
    with failing(errno.EACCES):
        stranger.list_directory(f"/data/app/el2/100/base/{OTHER}")
    with failing(errno.EACCES):
        stranger.write_file(f"/data/app/el2/100/base/{OTHER}/x", b"")


def test_mounts_are_borders(app: View) -> None:
    app.write_file(f"{FILES}/a", b"")
    with failing(errno.EXDEV):
        app.rename(f"{FILES}/a", "/data/storage/el2/database/a")
    with failing(errno.EXDEV):
        app.hard_link(f"{FILES}/a", "/data/storage/el1/base/a")
    with failing(errno.EACCES):
        app.remove_directory(BASE)
    with failing(errno.EACCES):
        app.make_directory("/data/storage/mine")
    root = app.as_actor("framework", uid=0, gid=0)
    with failing(errno.EBUSY):
        root.remove_directory("/data/storage/el3/base")


def test_the_bundle_folder_is_read_only(device: DeviceFileSystem, app: View) -> None:
    device.physical_view(0).write_file(f"/data/app/el1/bundle/public/{NOTES}/entry.hap", b"PK")
    bundle = "/data/storage/el1/bundle"
    assert app.read_file(f"{bundle}/entry.hap") == b"PK"
    for attempt in (
        lambda: app.write_file(f"{bundle}/x", b""),
        lambda: app.unlink(f"{bundle}/entry.hap"),
        lambda: app.make_directory(f"{bundle}/d"),
        lambda: app.change_mode(f"{bundle}/entry.hap", 0o777),
        lambda: app.truncate(f"{bundle}/entry.hap", 0),
        lambda: app.open(f"{bundle}/entry.hap", os.O_RDWR),
    ):
        with failing(errno.EROFS):
            attempt()


def test_removing_a_sandbox_leaves_other_apps_alone(device: DeviceFileSystem, app: View) -> None:
    app.write_file(f"{FILES}/a", b"12345")
    other = device.app_view(OTHER, 100, UID + 1)
    other.write_file(f"{FILES}/b", b"1")
    remove_sandbox(device, NOTES, 100)
    assert not app.exists(BASE)
    assert other.read_file(f"{FILES}/b") == b"1"
    create_sandbox(device, NOTES, 100, UID, ("entry",))
    assert app.list_directory(FILES) == []
    assert app.space().free == 1_000_000 - 1


@pytest.mark.parametrize(
    ("app_path", "physical"),
    [
        (f"{BASE}/files/a", f"/data/app/el2/100/base/{NOTES}/files/a"),
        (BASE, f"/data/app/el2/100/base/{NOTES}"),
        ("/data/storage/el5/database/x", f"/data/app/el5/100/database/{NOTES}/x"),
        ("/data/storage/el2/distributedfiles/d", f"/mnt/hmdfs/100/account/device_view/local/data/{NOTES}/d"),
        ("/data/storage/el2/cloud/c", f"/mnt/hmdfs/100/cloud/data/{NOTES}/c"),
        ("/storage/Users/currentUser/Docs", "/mnt/hmdfs/100/account/device_view/local/files/Docs/Docs"),
        ("/storage/External/u", "/mnt/data/external/u"),
        ("/data/storage/el2/log/l", f"/data/app/el2/100/log/{NOTES}/l"),
        ("/storage/Share/u", "/data/service/el1/public/storage_daemon/share/public/u"),
        ("/mnt/data/fuse/u", "/mnt/data/100/fuse/u"),
        ("/data/storage/el2/basement", None),
        ("/etc/passwd", None),
    ],
)
def test_paths_convert_between_the_views(app_path: str, physical: str | None) -> None:
    table = MountTable(NOTES, 100)
    assert table.to_physical(app_path) == physical
    if physical is not None:
        assert table.to_app(physical) == app_path


def test_the_services_own_map_knows_neither_el3_nor_el4() -> None:
    table = MountTable(NOTES, 100)
    assert table.to_physical("/data/storage/el3/base/x", service_map=True) is None
    assert table.to_physical("/data/storage/el4/base/x") == f"/data/app/el4/100/base/{NOTES}/x"


def test_operations_are_events_in_app_view_with_their_actor(device: DeviceFileSystem, app: View) -> None:
    mark = len(device.trace)
    device.clock.advance(5)
    app.write_file(f"{FILES}/./a.txt", b"hello")
    app.exists(f"{FILES}/b")
    with failing(errno.ENOENT):
        app.rename(f"{FILES}/b", f"{FILES}/c")
    app.as_actor("framework", recording=False).read_file(f"{FILES}/a.txt")
    assert device.trace.since(mark) == (
        FileOperation(time_ms=5, actor="extension", operation="write", path=f"{FILES}/a.txt", size=5),
        FileOperation(
            time_ms=5,
            actor="extension",
            operation="rename",
            path=f"{FILES}/b",
            target=f"{FILES}/c",
            error=errno.ENOENT,
        ),
    )
