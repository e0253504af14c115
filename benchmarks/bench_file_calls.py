"""``file.fs`` from app code against the emulated filesystem asked directly in Python: at most 3 x for a small file.

Both are processor time, that of Python and of Node.js together: waiting for a busy processor is no work.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import sys
import time

import msgspec
import psutil
from file_calls import CALLS, FOLDER, MOST_CALLS, NOTE, TEXT, FileCall
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.sandbox_layout import app_uid, create_sandbox
from ohos_backup.emulator.modules import registry
from ohos_backup.emulator.runtime.api import ExtensionProcess
from ohos_backup.emulator.runtime.arkts.host import ArkTSHost
from ohos_backup.emulator.runtime.arkts.program import CompiledModule, Program
from ohos_backup.emulator.trace import FileOperation, Trace
from realm_device import NODE, BareNode, environment

MOST = 3.0
REPEATS = 25
WARM_UP = 10
NOTES = "com.example.notes"


def app_code() -> str:
    bodies = "\n".join(f"  {call.name!r}(path) {{ {call.code}; }}," for call in CALLS)
    return f"""
const fs = require('@ohos.file.fs').default;
const folder = '{FOLDER}';
const note = '{NOTE}';
const calls = {{
{bodies}
}};
exports.default = class {{
  onBackup([name, count]) {{
    const call = calls[name];
    for (let index = 0; index < count; index++) call(`${{folder}}/it${{index}}`);
  }}
}};
"""


class Bench:
    """An installed app with one small file, as Python sees it and as its running extension."""

    def __init__(self) -> None:
        clock, self._trace = VirtualClock(), Trace()
        filesystem = DeviceFileSystem(clock, self._trace)
        uid = app_uid(100, 10034)
        create_sandbox(filesystem, NOTES, 100, uid, ("entry",))
        self._view = filesystem.app_view(NOTES, 100, uid, ("entry",))
        self._view.write_file(NOTE, TEXT.encode())
        code = app_code()
        module = CompiledModule(
            id="entry/Backup.ets",
            code=code,
            digest=hashlib.sha256(code.encode()).hexdigest(),
            imports={"@ohos.file.fs": "system:@ohos.file.fs"},
            source_map="",
        )
        started = msgspec.structs.replace(environment(), sandbox=self._view, clock=clock, trace=self._trace)
        self.process: ExtensionProcess = ArkTSHost(Program(entry=module.id, modules=(module,)), registry, NODE).start(
            started
        )
        assert self.process.load() is None
        (self._node,) = psutil.Process().children()

    def ratio(self, call: FileCall) -> float:
        """How many times longer the call takes for the app; the fastest repeat of both sides, measured in turns."""
        assert self._operations(call, directly=True) == self._operations(call, directly=False), call.name
        here: list[float] = []
        there: list[float] = []
        for repeat in range(REPEATS + WARM_UP):
            times = self._seconds(call, MOST_CALLS, directly=True), self._seconds(call, MOST_CALLS, directly=False)
            if repeat >= WARM_UP:
                here.append(times[0])
                there.append(times[1])
        direct_us, guest_us = (min(times) / MOST_CALLS * 1e6 for times in (here, there))
        print(f"{call.name:32}{direct_us:8.1f} us{guest_us:8.1f} us{guest_us / direct_us:8.2f} x")
        return guest_us / direct_us

    def _operations(self, call: FileCall, *, directly: bool) -> list[tuple[str, str]]:
        """What one call does to the files, by the trace: both sides must do the same."""
        self._prepare(call)
        begin = len(self._trace)
        self._run(call, 1, directly=directly)
        return [(event.operation, event.path) for event in self._trace.of(FileOperation, begin)]

    def _seconds(self, call: FileCall, count: int, *, directly: bool) -> float:
        self._prepare(call)
        begin = self._processor_time()
        self._run(call, count, directly=directly)
        return self._processor_time() - begin

    def _prepare(self, call: FileCall) -> None:
        for name in self._view.list_directory(FOLDER):
            if f"{FOLDER}/{name}" != NOTE:
                self._view.remove_tree(f"{FOLDER}/{name}")
        call.before(self._view)

    def _run(self, call: FileCall, count: int, *, directly: bool) -> None:
        if directly:
            view, work = self._view, call.directly
            for index in range(count):
                work(view, f"{FOLDER}/it{index}")
            return
        outcome, _ = self.process.call("onBackup", ([call.name, count],))
        assert outcome.state == "returned", outcome

    def _processor_time(self) -> float:
        return time.thread_time() + processor_time(self._node)


def processor_time(process: psutil.Process) -> float:
    """Seconds that ``process`` has had a processor; on Linux to the nanosecond."""
    if sys.platform == "linux":
        # clock_getcpuclockid(3)
        return time.clock_gettime(~process.pid << 3 | 2)
    times = process.cpu_times()
    return times.user + times.system


def pipe_echo() -> float:
    """Microseconds of a bare round trip through the pipes: what no host call can be faster than."""
    node = BareNode()
    source, target = node.output.fileno(), node.input.fileno()
    (child,) = (child for child in psutil.Process().children() if child.cmdline()[-1].endswith("bare_node.js"))
    times: list[float] = []
    for _ in range(REPEATS):
        node.order(do="ping", size=64, count=MOST_CALLS)
        begin = time.thread_time() + processor_time(child)
        for _ in range(MOST_CALLS):
            os.write(target, os.read(source, 1 << 16))
        times.append(time.thread_time() + processor_time(child) - begin)
    node.close()
    return min(times) / MOST_CALLS * 1e6


def on_one_processor() -> None:
    """Waking a process on another processor costs several times the call."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def main() -> int:
    on_one_processor()
    bench = Bench()
    print(f"{'':32}{'directly':>11}{'from app':>11}{'ratio':>10}")
    try:
        ratios = [bench.ratio(call) for call in CALLS]
    finally:
        bench.process.close()
    over = sum(ratio > MOST for ratio in ratios)
    print(f"median ratio {statistics.median(ratios):.2f}; {over} of {len(ratios)} above {MOST:g}")
    print(f"a bare round trip through the pipes takes {pipe_echo():.1f} us, and no call does with less than one")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
