"""A guest and the thread that drives it share a processor while the guest lives, and no longer."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from ohos_backup.emulator.runtime.api import ExtensionDied

if sys.platform != "linux":
    pytest.skip("the scheduler of this system takes no wishes", allow_module_level=True)

LIVING = "async onBackup() {}"


def guest_processors(device):
    """Where the newest guest may run: its main thread, which has the id of the process."""
    return os.sched_getaffinity(device.process._node.pid)


def test_guest_and_driver_are_on_the_same_single_processor(device):
    device.loaded(LIVING)

    assert guest_processors(device) == os.sched_getaffinity(0)
    assert len(os.sched_getaffinity(0)) == 1


def test_a_guest_hears_no_ctrl_c_of_the_terminal(device):
    device.loaded(LIVING)

    assert os.getpgid(device.process._node.pid) != os.getpgid(0)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="subprocess can make a session only")
def test_a_guest_is_scheduled_in_the_group_of_its_driver(device):
    """Linux makes one of each session."""
    device.loaded(LIVING)

    assert os.getsid(device.process._node.pid) == os.getsid(0)


@pytest.mark.parametrize("times", [1, 2])
def test_the_driver_is_free_again_when_the_guest_is_closed(device, times):
    allowed = os.sched_getaffinity(0)
    process = device.loaded(LIVING)

    for _ in range(times):
        process.close()

    assert os.sched_getaffinity(0) == allowed


def test_the_driver_is_free_again_when_the_guest_dies(device):
    allowed = os.sched_getaffinity(0)
    process = device.loaded(LIVING)
    os.kill(process._node.pid, signal.SIGKILL)

    with pytest.raises(ExtensionDied):
        process.call("onBackup")

    assert os.sched_getaffinity(0) == allowed


def test_two_guests_of_one_thread_share_its_processor_until_the_last_is_closed(device):
    allowed = os.sched_getaffinity(0)
    first = device.loaded(LIVING)
    second = device.loaded(LIVING)

    first.close()
    between = os.sched_getaffinity(0)
    second.close()

    assert len(between) == 1
    assert os.sched_getaffinity(0) == allowed
