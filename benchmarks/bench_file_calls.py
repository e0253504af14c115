"""``file.fs`` from app code against the emulated filesystem asked directly in Python: at most 3 x for a small file."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable

import msgspec
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.sandbox_layout import app_uid, create_sandbox
from ohos_backup.emulator.filesystem.view import View
from ohos_backup.emulator.modules import registry
from ohos_backup.emulator.runtime.api import ExtensionProcess
from ohos_backup.emulator.runtime.arkts.host import ArkTSHost
from ohos_backup.emulator.runtime.arkts.program import CompiledModule, Program
from ohos_backup.emulator.trace import Trace
from realm_device import NODE, BareNode, environment

MOST = 3.0
CALLS = 300
REPEATS = 40
WARM_UP = 15
NOTES = "com.example.notes"
NOTE = "/data/storage/el2/base/files/note"
CODE = f"""
const fs = require('@ohos.file.fs').default;
const path = '{NOTE}';
const calls = {{
  statSync: () => fs.statSync(path).size,
  accessSync: () => fs.accessSync(path),
  openReadClose() {{
    const file = fs.openSync(path, fs.OpenMode.READ_ONLY);
    const size = fs.readSync(file.fd, new ArrayBuffer(64));
    fs.closeSync(file);
    return size;
  }},
}};
exports.default = class {{
  onBackup([name, count]) {{
    const call = calls[name];
    for (let index = 0; index < count; index++) call();
  }}
}};
"""


def open_read_close(view: View) -> None:
    descriptor = view.open(NOTE, os.O_RDONLY)
    view.read(descriptor, 64)
    view.close(descriptor)


DIRECTLY: dict[str, Callable[[View], object]] = {
    "statSync": lambda view: view.stat(NOTE),
    "accessSync": lambda view: view.access(NOTE, os.F_OK),
    "openReadClose": open_read_close,
}


def device() -> tuple[View, ExtensionProcess]:
    """An installed app with one small file, as Python sees it and as its running extension."""
    clock, trace = VirtualClock(), Trace()
    filesystem = DeviceFileSystem(clock, trace)
    uid = app_uid(100, 10034)
    create_sandbox(filesystem, NOTES, 100, uid, ("entry",))
    view = filesystem.app_view(NOTES, 100, uid, ("entry",))
    view.write_file(NOTE, b"a small file")
    module = CompiledModule(
        id="entry/Backup.ets",
        code=CODE,
        digest=hashlib.sha256(CODE.encode()).hexdigest(),
        imports={"@ohos.file.fs": "system:@ohos.file.fs"},
        source_map="",
    )
    started = msgspec.structs.replace(environment(), sandbox=view, clock=clock, trace=trace)
    process = ArkTSHost(Program(entry=module.id, modules=(module,)), registry, NODE).start(started)
    assert process.load() is None
    return view, process


def measure(name: str, view: View, process: ExtensionProcess) -> float:
    """How many times longer the call takes for the app; the fastest repeat of both sides, measured in turns."""
    direct = DIRECTLY[name]
    here: list[float] = []
    there: list[float] = []
    for repeat in range(REPEATS + WARM_UP):
        begin = time.perf_counter()
        for _ in range(CALLS):
            direct(view)
        middle = time.perf_counter()
        call, _ = process.call("onBackup", ([name, CALLS],))
        end = time.perf_counter()
        assert call.state == "returned", call
        if repeat >= WARM_UP:
            here.append(middle - begin)
            there.append(end - middle)
    direct_us, guest_us = (min(times) / CALLS * 1e6 for times in (here, there))
    ratio = guest_us / direct_us
    print(f"{name}: emulated filesystem {direct_us:.1f} us, from the app {guest_us:.1f} us, ratio {ratio:.2f}")
    return ratio


def pipe_echo() -> float:
    """Microseconds of a bare round trip through the pipes: what no host call can be faster than."""
    node = BareNode()
    source, target = node.output.fileno(), node.input.fileno()
    times: list[float] = []
    for _ in range(REPEATS):
        node.order(do="ping", size=64, count=CALLS)
        begin = time.perf_counter()
        for _ in range(CALLS):
            os.write(target, os.read(source, 1 << 16))
        times.append(time.perf_counter() - begin)
    node.close()
    return min(times) / CALLS * 1e6


def on_one_processor() -> None:
    """Waking a process on another processor costs several times the call."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def main() -> int:
    on_one_processor()
    view, process = device()
    try:
        ratios = [measure(name, view, process) for name in DIRECTLY]
    finally:
        process.close()
    print(f"at most {MOST:g}; a bare round trip through the pipes takes {pipe_echo():.1f} us")
    return 0 if max(ratios) <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
