"""Contents, room, rights, attributes and limits of single files."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.view import View
from ohos_backup.emulator.trace import Trace

OWNER = 20_010_034


@pytest.fixture
def device() -> DeviceFileSystem:
    return DeviceFileSystem(VirtualClock(), Trace(), total_bytes=1000)


@pytest.fixture
def root(device: DeviceFileSystem) -> View:
    return device.physical_view(0)


@pytest.fixture
def owner(device: DeviceFileSystem, root: View) -> View:
    root.make_directory("/home")
    root.change_owner("/home", OWNER, OWNER)
    return device.physical_view(OWNER)


@contextmanager
def failing(number: int) -> Iterator[None]:
    with pytest.raises(OSError) as caught:  # noqa: PT011 - the errno is the point
        yield
    assert caught.value.errno == number


def test_whole_contents_are_shared_not_copied(root: View) -> None:
    content = bytes(range(200))
    root.write_file("/a", content)
    assert root.read_file("/a") is content
    descriptor = root.open("/a", os.O_RDWR)
    assert root.read(descriptor, 500) is content
    root.write(descriptor, b"X", 0)
    assert root.read_file("/a") == b"X" + content[1:]
    assert content[0] == 0
    assert root.read_file("/a") is root.read_file("/a")


def test_descriptors_start_at_three_and_duplicates_share_their_position(root: View) -> None:
    root.write_file("/a", b"abcdef")
    first, second = root.open("/a", os.O_RDONLY), root.open("/a", os.O_RDONLY)
    assert (first, second) == (3, 4)
    copy = root.duplicate(first)
    assert (root.read(first, 2), root.read(copy, 2), root.read(second, 2)) == (b"ab", b"cd", b"ab")
    root.close(first)
    assert root.read(copy, 9) == b"ef"
    assert root.open("/a", os.O_RDONLY) == 3
    with failing(errno.EBADF):
        root.read(99, 1)


def test_an_unlinked_file_lives_on_in_its_descriptor(root: View) -> None:
    descriptor = root.open("/a", os.O_RDWR | os.O_CREAT)
    root.unlink("/a")
    root.write(descriptor, b"still here")
    assert root.fstat(descriptor).links == 0
    assert root.read(descriptor, 5, 0) == b"still"
    root.close(descriptor)
    assert root.space().free == 1000


def test_a_full_device_takes_what_fits_and_then_refuses(root: View) -> None:
    root.write_file("/big", b"b" * 990)
    descriptor = root.open("/a", os.O_WRONLY | os.O_CREAT)
    assert root.write(descriptor, b"x" * 30) == 10
    with failing(errno.ENOSPC):
        root.write(descriptor, b"x")
    with failing(errno.ENOSPC):
        root.write_file("/b", b"x")
    assert (root.space().total, root.space().free) == (1000, 0)
    root.unlink("/big")
    assert root.space().free == 990


def test_a_quota_binds_one_user_only(device: DeviceFileSystem, owner: View, root: View) -> None:
    device.space.set_quota(OWNER, 100)
    owner.write_file("/home/a", b"x" * 60)
    assert (owner.space().total, owner.space().free) == (100, 40)
    assert root.space().free == 940
    with failing(errno.EDQUOT):
        owner.write_file("/home/b", b"x" * 41)
    root.write_file("/home/c", b"x" * 500)
    root.change_owner("/home/a", 0, 0)
    assert owner.space().free == 100


def test_overwriting_in_place_needs_no_room(root: View) -> None:
    root.write_file("/a", b"x" * 1000)
    descriptor = root.open("/a", os.O_WRONLY)
    assert root.write(descriptor, b"y" * 1000) == 1000
    root.write_file("/a", b"z" * 1000)
    assert root.read_file("/a") == b"z" * 1000


@pytest.mark.parametrize(
    ("mode", "attempt", "allowed"),
    [
        (0o400, "read", True),
        (0o400, "write", False),
        (0o200, "read", False),
        (0o200, "write", True),
        (0o077, "read", False),
    ],
)
def test_owner_bits_decide_for_the_owner(owner: View, mode: int, attempt: str, allowed: bool) -> None:
    owner.write_file("/home/a", b"x")
    owner.change_mode("/home/a", mode)

    def use() -> None:
        owner.close(owner.open("/home/a", os.O_RDONLY if attempt == "read" else os.O_WRONLY))

    if allowed:
        use()
    else:
        with failing(errno.EACCES):
            use()


def test_group_and_others_have_their_own_bits(device: DeviceFileSystem, root: View) -> None:
    root.write_file("/a", b"x")
    root.change_owner("/a", 1, 50)
    root.change_mode("/a", 0o640)
    assert device.physical_view(2, 50).read_file("/a") == b"x"
    for stranger in (device.physical_view(2, 51), device.physical_view(3)):
        with failing(errno.EACCES):
            stranger.read_file("/a")
    root.change_mode("/a", 0)
    assert root.read_file("/a") == b"x"


def test_a_folder_without_search_right_hides_what_is_in_it(owner: View) -> None:
    owner.make_directory("/home/d")
    owner.write_file("/home/d/a", b"")
    owner.change_mode("/home/d", 0o600)
    assert owner.list_directory("/home/d") == ["a"]
    with failing(errno.EACCES):
        owner.stat("/home/d/a")
    owner.change_mode("/home/d", 0o500)
    for attempt in (
        lambda: owner.unlink("/home/d/a"),
        lambda: owner.rename("/home/d/a", "/home/b"),
        lambda: owner.write_file("/home/d/b", b""),
        lambda: owner.make_directory("/home/d/e"),
    ):
        with failing(errno.EACCES):
            attempt()


def test_only_owners_change_modes_and_only_root_gives_files_away(device: DeviceFileSystem, owner: View) -> None:
    owner.write_file("/home/a", b"")
    stranger = device.physical_view(7)
    for attempt in (
        lambda: stranger.change_mode("/home/a", 0o777),
        lambda: stranger.set_times("/home/a", 1, 1),
        lambda: owner.change_owner("/home/a", 0, 0),
    ):
        with failing(errno.EPERM):
            attempt()


def test_a_set_gid_folder_hands_its_group_down(root: View, owner: View) -> None:
    root.change_owner("/home", OWNER, 1089)
    root.change_mode("/home", 0o2770)
    owner.make_directory("/home/d")
    owner.write_file("/home/d/a", b"")
    assert oct(owner.stat("/home/d").mode) == "0o42775"
    assert owner.stat("/home/d/a").gid == 1089


def test_the_umask_of_the_view_applies_to_what_it_makes(owner: View) -> None:
    owner.umask = 0o077
    owner.write_file("/home/a", b"", 0o644)
    owner.make_directories("/home/x/y")
    assert oct(owner.stat("/home/a").mode) == "0o100600"
    assert oct(owner.stat("/home/x").mode) == "0o40700"


def test_a_fifo_is_an_entry_that_cannot_be_opened(root: View) -> None:
    root.make_fifo("/pipe")
    assert oct(root.lstat("/pipe").mode) == "0o10664"
    for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR | os.O_CREAT):
        with failing(errno.ENXIO):
            root.open("/pipe", flags)
    with failing(errno.ENXIO):
        root.read_file("/pipe")


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("", errno.ENOENT),
        ("/a\0b", errno.EINVAL),
        ("/" + "n" * 256, errno.ENAMETOOLONG),
        ("/" + "ä" * 128, errno.ENAMETOOLONG),
        ("/" + "d/" * 2048, errno.ENAMETOOLONG),
        ("/\ud800", errno.EILSEQ),
    ],
)
def test_impossible_paths_are_refused(root: View, path: str, number: int) -> None:
    with failing(number):
        root.write_file(path, b"")


@pytest.mark.parametrize("name", ["n" * 255, "ä" * 127, "\udcff\udcfe", "a b\n", "-", "..."])
def test_odd_names_are_names(root: View, name: str) -> None:
    root.write_file("/" + name, b"1")
    assert root.list_directory("/") == [name]
    assert root.read_file("/" + name) == b"1"


def test_the_longest_path_has_4095_bytes(root: View) -> None:
    path = "/" + "/".join(["d" * 254] * 16)
    root.make_directories(path)
    longest = path + "/" + "f" * (4095 - len(path) - 1)
    root.write_file(longest, b"1")
    assert len(longest) == 4095
    with failing(errno.ENAMETOOLONG):
        root.write_file(longest + "f", b"1")


def test_names_are_listed_by_their_bytes(root: View) -> None:
    for name in ("é", "z", "\udc80", "A", "\uffff", "\U00010000"):
        root.write_file("/" + name, b"")
    assert root.list_directory("/") == ["A", "z", "\udc80", "é", "\uffff", "\U00010000"]


def test_walk_tells_parents_first_and_follows_no_link(root: View) -> None:
    root.make_directories("/t/b")
    root.write_file("/t/b/x", b"12")
    root.write_file("/t/a", b"1")
    root.symbolic_link("/t/b", "/t/c")
    assert [(path, status.size) for path, status in root.walk("/t")] == [
        ("/t", 4096),
        ("/t/a", 1),
        ("/t/b", 4096),
        ("/t/b/x", 2),
        ("/t/c", 4),
    ]


def test_remove_tree_takes_links_and_leaves_their_targets(root: View) -> None:
    root.make_directories("/t/b")
    root.write_file("/keep", b"1")
    root.symbolic_link("/keep", "/t/b/link")
    root.remove_tree("/t")
    root.remove_tree("/t")
    assert root.list_directory("/") == ["keep"]


def test_attributes_belong_to_the_user_space(root: View) -> None:
    root.write_file("/a", b"")
    root.set_attribute("/a", "user.colour", b"red")
    assert root.get_attribute("/a", "user.colour") == b"red"
    assert root.list_attributes("/a") == ["user.colour"]
    with failing(errno.ENODATA):
        root.get_attribute("/a", "user.size")
    with failing(errno.EOPNOTSUPP):
        root.set_attribute("/a", "colour", b"red")
    with failing(errno.E2BIG):
        root.set_attribute("/a", "user.colour", b"x" * 65537)


def test_times_come_from_the_devices_clock(device: DeviceFileSystem, root: View) -> None:
    root.write_file("/a", b"")
    before = root.stat("/a")
    device.clock.advance(1500)
    root.read_file("/a")
    assert root.stat("/a") == before
    descriptor = root.open("/a", os.O_WRONLY | os.O_APPEND)
    root.write(descriptor, b"x")
    assert root.stat("/a").mtime_ns == before.mtime_ns + 1_500_000_000
    root.set_times("/a", 5, 7)
    assert (root.stat("/a").atime_ns, root.stat("/a").mtime_ns) == (5, 7)


def test_a_file_beyond_the_largest_size_is_refused(root: View) -> None:
    root.write_file("/a", b"")
    with failing(errno.EFBIG):
        root.truncate("/a", 1 << 40)
