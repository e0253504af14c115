"""Looking a file up beside one that was found before gives what a search from the root gives."""

from __future__ import annotations

import errno

import pytest
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.view import View
from ohos_backup.emulator.trace import Trace

USER = 20010000


@pytest.fixture
def device() -> DeviceFileSystem:
    return DeviceFileSystem(VirtualClock(), Trace())


@pytest.fixture
def root(device: DeviceFileSystem) -> View:
    view = device.physical_view(0)
    view.make_directories("/a/b")
    view.write_file("/a/b/file", b"first")
    assert view.exists("/a/b/file")
    return view


def test_a_renamed_folder_takes_its_files_along(root: View) -> None:
    root.rename("/a", "/c")
    assert not root.exists("/a/b/file")
    assert root.read_file("/c/b/file") == b"first"


def test_a_folder_made_anew_does_not_hold_what_the_old_one_held(root: View) -> None:
    root.remove_tree("/a")
    root.make_directories("/a/b")
    assert not root.exists("/a/b/file")
    assert root.list_directory("/a/b") == []


def test_a_link_in_the_place_of_a_folder_leads_elsewhere(root: View) -> None:
    root.rename("/a/b", "/elsewhere")
    root.make_directory("/other")
    root.write_file("/other/file", b"second")
    root.symbolic_link("/other", "/a/b")
    assert root.read_file("/a/b/file") == b"second"
    root.unlink("/a/b")
    root.symbolic_link("/elsewhere", "/a/b")
    assert root.read_file("/a/b/file") == b"first"


def test_a_right_that_was_taken_away_is_missed_at_once(device: DeviceFileSystem, root: View) -> None:
    user = device.physical_view(USER)
    root.change_mode("/a/b/file", 0o644)
    assert user.read_file("/a/b/file") == b"first"
    root.change_mode("/a", 0o700)
    with pytest.raises(PermissionError):
        user.read_file("/a/b/file")
    root.change_owner("/a", USER, USER)
    assert user.read_file("/a/b/file") == b"first"


def test_what_one_user_may_search_another_may_not(device: DeviceFileSystem, root: View) -> None:
    root.change_mode("/a", 0o700)
    assert root.exists("/a/b/file")
    assert not device.physical_view(USER).exists("/a/b/file")


@pytest.mark.parametrize(
    ("name", "number"),
    [("file/", errno.ENOTDIR), ("fi\0le", errno.EINVAL), ("n" * 256, errno.ENAMETOOLONG), ("none", errno.ENOENT)],
)
def test_a_name_is_checked_beside_a_known_file_as_anywhere(root: View, name: str, number: int) -> None:
    with pytest.raises(OSError) as raised:  # noqa: PT011 - the errno is the point
        root.stat(f"/a/b/{name}")
    assert raised.value.errno == number


@pytest.mark.parametrize("path", ["/a/b/.", "/a/b/../b/file", "/a//b/file", "/a/b/./file", "a/b/file"])
def test_paths_that_are_not_plain_lead_to_the_same_place(root: View, path: str) -> None:
    assert root.stat(path).inode == root.stat("/a/b" if path.endswith(".") else "/a/b/file").inode
