"""Pictures of the app's files: what is captured, and what counts as a difference."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.trace import Trace
from ohos_backup.harness.data.tree import Node, Tree, capture, difference

FILE = Node(kind="file", mode=0o600, mtime_ns=1, content=b"hello")
DIRECTORY = Node(kind="directory", mode=0o700, mtime_ns=1)


def changed(**what: object) -> Node:
    values = {"kind": FILE.kind, "mode": FILE.mode, "mtime_ns": FILE.mtime_ns, "content": FILE.content}
    return Node(**(values | what))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"/a": FILE}, {"/a": FILE}, []),
        ({"/a": FILE}, {}, ["missing"]),
        ({}, {"/a": FILE}, ["unexpected"]),
        ({"/a": FILE}, {"/a": DIRECTORY}, ["kind"]),
        ({"/a": FILE}, {"/a": changed(content=b"hellO")}, ["content"]),
        ({"/a": FILE}, {"/a": changed(mode=0o644)}, ["mode"]),
        ({"/a": FILE}, {"/a": changed(mtime_ns=2)}, []),
        ({"/a": DIRECTORY}, {}, ["missing"]),
    ],
)
def test_each_kind_of_change_is_told(before: Tree, after: Tree, changes: list[str]) -> None:
    assert [change.change for change in difference(before, after)] == changes


def test_times_and_directories_count_when_asked() -> None:
    later = {"/a": changed(mtime_ns=2)}

    assert [c.change for c in difference({"/a": FILE}, later, times=True)] == ["time"]
    assert difference({"/d": DIRECTORY}, {}, directories=False) == ()


def test_a_capture_holds_files_directories_and_links_but_does_not_follow_them() -> None:
    view = DeviceFileSystem(VirtualClock(), Trace()).physical_view(actor="harness")
    view.make_directories("/data/one/empty")
    view.write_file("/data/one/file", b"content", 0o640)
    view.symbolic_link("/data/one", "/data/one/loop")

    tree = capture(view, ["/data/one", "/data/absent"])

    assert {path: node.kind for path, node in tree.items()} == {
        "/data/one": "directory",
        "/data/one/empty": "directory",
        "/data/one/file": "file",
        "/data/one/loop": "link",
    }
    assert tree["/data/one/file"].content == b"content"
