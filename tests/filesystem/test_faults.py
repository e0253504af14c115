"""Faults hit the n-th operation of the extension, and leave on the device exactly what happened before."""

from __future__ import annotations

import errno

import pytest
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.faults import CountOperations, FailAt, KillAt
from ohos_backup.emulator.filesystem.view import View
from ohos_backup.emulator.runtime.api import ExtensionDied
from ohos_backup.emulator.trace import FileOperation, Trace


def script(view: View) -> None:
    view.make_directories("/d/e")
    view.write_file("/d/e/a", b"1")
    view.rename("/d/e/a", "/d/b")
    view.remove_tree("/d")


def fresh() -> tuple[DeviceFileSystem, View]:
    device = DeviceFileSystem(VirtualClock(), Trace())
    return device, device.physical_view(0, actor="extension")


def tree(device: DeviceFileSystem) -> list[str]:
    return [path for path, _ in device.physical_view(0, actor="harness").walk("/")]


def test_operations_of_the_extension_are_counted_and_nobody_elses() -> None:
    device, view = fresh()
    counter = CountOperations()
    device.fault = counter
    script(view)
    device.physical_view(0, actor="framework").write_file("/x", b"")
    assert [operation for operation, _ in counter.seen] == [
        "mkdir",
        "mkdir",
        "write",
        "rename",
        "list",
        "unlink",
        "list",
        "rmdir",
        "rmdir",
    ]
    assert counter.seen[3] == ("rename", "/d/e/a")
    assert counter.count == 9


TREES = [
    ["/"],
    ["/", "/d"],
    ["/", "/d", "/d/e"],
    ["/", "/d", "/d/e", "/d/e/a"],
    ["/", "/d", "/d/b", "/d/e"],
    ["/", "/d", "/d/b", "/d/e"],
    ["/", "/d", "/d/e"],
    ["/", "/d", "/d/e"],
    ["/", "/d"],
]


@pytest.mark.parametrize(("number", "left"), list(enumerate(TREES, 1)))
@pytest.mark.parametrize("kind", [FailAt, KillAt])
def test_every_operation_can_be_the_last(number: int, left: list[str], kind: type[FailAt] | type[KillAt]) -> None:
    device, view = fresh()
    device.fault = kind(number)
    with pytest.raises((OSError, ExtensionDied)):
        script(view)
    device.fault = None
    assert tree(device) == left


def test_a_failed_operation_is_recorded_and_a_kill_is_not() -> None:
    device, view = fresh()
    device.fault = FailAt(1, errno.ENOSPC)
    with pytest.raises(OSError, match="No space left"):
        view.write_file("/a", b"1")
    (event,) = device.trace.of(FileOperation)
    assert (event.operation, event.path, event.error) == ("write", "/a", errno.ENOSPC)
    device.fault = KillAt(1)
    with pytest.raises(ExtensionDied) as death:
        view.write_file("/a", b"1")
    assert death.value.reason == "killed-by-fault"
    assert len(device.trace) == 1
