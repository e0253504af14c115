"""An extension host whose extension does what a script says, and the few things that session tests share."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from ohos_backup.emulator.application import Application, BackupExtension, BundleVersion
from ohos_backup.emulator.backup.api import SessionOptions
from ohos_backup.emulator.backup.archive import BundleCapability
from ohos_backup.emulator.backup.data_transfer import PackedBackup, TransferFailed
from ohos_backup.emulator.backup.packing.full import ExtensionMemory
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.installation import InstalledBundle
from ohos_backup.emulator.profile import LATEST, DeviceProfile
from ohos_backup.emulator.runtime.api import (
    Call,
    ExtensionDied,
    ExtensionEnvironment,
    GuestError,
    GuestValue,
    LoadFailure,
    Turn,
)
from ohos_backup.emulator.source import SourcePosition
from ohos_backup.emulator.trace import (
    AnyEvent,
    CallbackEntered,
    CallbackSettled,
    ClientCall,
    ExtensionEnded,
    ExtensionStarted,
    FrameworkStep,
    Trace,
    UncaughtError,
)

EL1 = "/data/storage/el1/base"
EL2 = "/data/storage/el2/base"
ERROR_LINE = SourcePosition("entry/src/main/ets/Backup.ets", 7, 3)


class Error(Exception):
    """Stands for a JavaScript Error object in a script."""


class Act(msgspec.Struct, frozen=True):
    """What a method does: block for ``busy_ms`` first, then end as ``state`` says with ``value``, after ``after_ms``
    for promises. ``effect`` runs in the synchronous part, ``late_effect`` when the promise settles."""

    state: str
    value: object = None
    after_ms: int | None = None
    busy_ms: int = 0
    effect: Callable[[ScriptedProcess], None] | None = None
    late_effect: Callable[[ScriptedProcess], None] | None = None


def returns(value: object = None, **more: object) -> Act:
    return msgspec.structs.replace(Act("returned", value), **more)


def resolves(value: object = None, after_ms: int | None = None, **more: object) -> Act:
    return msgspec.structs.replace(Act("resolved", value, after_ms), **more)


def throws(value: object) -> Act:
    return Act("threw", value)


def rejects(value: object, after_ms: int | None = None) -> Act:
    return Act("rejected", value, after_ms)


def never() -> Act:
    return Act("never")


def dies(reason: str = "died") -> Act:
    return Act("dies", reason)


def guest_value(value: object) -> GuestValue:
    if value is None:
        return GuestValue()
    if isinstance(value, str):
        return GuestValue("string", value)
    if isinstance(value, Error):
        return GuestValue("error", f"Error: {value}")
    if isinstance(value, bool):
        return GuestValue("boolean", str(value).lower())
    if isinstance(value, (int, float)):
        return GuestValue("number", str(value))
    return GuestValue("object", str(value))


def guest_error(value: object) -> GuestError:
    return GuestError(guest_value(value), "Error" if isinstance(value, Error) else "", str(value), (ERROR_LINE,))


class ScriptedProcess:
    def __init__(self, host: ScriptedHost, environment: ExtensionEnvironment) -> None:
        self.host = host
        self.environment = environment
        self.closed = False
        self.calls_of: dict[str, int] = {}
        self._last_id = 0
        self._due: list[tuple[int, Call | None, Act | None]] = []

    def load(self) -> LoadFailure | None:
        if self.host.load_dies:
            raise ExtensionDied(self.host.load_dies, "scripted")
        return self.host.load_failure

    def call(self, method: str, arguments: tuple[object, ...] = ()) -> tuple[Call, Turn]:
        assert not self.closed, "nobody may call a process that ended"
        self.host.calls.append((method, arguments))
        count = self.calls_of[method] = self.calls_of.get(method, 0) + 1
        self._last_id += 1
        script = self.host.script.get(method)
        if script is None:
            return Call(self._last_id, method, "missing"), self._turn()
        act = script if isinstance(script, Act) else script[min(count, len(script)) - 1]
        if act.state == "dies":
            raise ExtensionDied(act.value, "scripted death")
        if act.busy_ms:
            self.environment.clock.advance(act.busy_ms)
        if act.effect:
            act.effect(self)
        call = self._settled(method, self._last_id, act)
        if act.state == "never":
            call = Call(self._last_id, method, "pending")
        elif act.after_ms is not None:
            self._due.append((self.environment.clock.now_ms + act.after_ms, call, act))
            call = Call(self._last_id, method, "pending")
        return call, self._turn()

    def turn(self) -> Turn:
        assert not self.closed, "nobody may turn a process that ended"
        now = self.environment.clock.now_ms
        settled, uncaught = [], []
        for item in sorted((item for item in self._due if item[0] <= now), key=lambda item: item[0]):
            self._due.remove(item)
            _, call, act = item
            if act and act.late_effect:
                act.late_effect(self)
            if act and act.state in ("uncaught", "unhandled"):
                is_fatal = act.state == "uncaught"
                uncaught.append(msgspec.structs.replace(guest_error(act.value), is_fatal=is_fatal))
                self._record_uncaught(uncaught[-1])
            elif call:
                settled.append(call)
        return self._turn(tuple(settled), tuple(uncaught))

    def timer(self, delay_ms: int, effect: Callable[[ScriptedProcess], None] | None = None) -> None:
        self._due.append((self.environment.clock.now_ms + delay_ms, None, Act("timer", late_effect=effect)))

    def timer_that_throws(self, delay_ms: int, text: str) -> None:
        self._due.append((self.environment.clock.now_ms + delay_ms, None, Act("uncaught", Error(text))))

    def rejection_that_nobody_handles(self, delay_ms: int, text: str) -> None:
        self._due.append((self.environment.clock.now_ms + delay_ms, None, Act("unhandled", Error(text))))

    def close(self) -> None:
        self.closed = True

    def _record_uncaught(self, error: GuestError) -> None:
        self.environment.trace.record(
            UncaughtError(
                time_ms=self.environment.clock.elapsed_ms,
                origin="timer",
                message=error.value.text,
                position=error.position,
            )
        )

    def _settled(self, method: str, number: int, act: Act) -> Call:
        if act.state in ("threw", "rejected"):
            return Call(number, method, act.state, error=guest_error(act.value))
        return Call(number, method, act.state, guest_value(act.value))

    def _turn(self, settled: tuple[Call, ...] = (), uncaught: tuple[GuestError, ...] = ()) -> Turn:
        return Turn(settled, uncaught, min((due for due, _, _ in self._due), default=None))


class ScriptedHost:
    """``script`` maps a method to what it does: one Act, or one for each call (the last one repeats)."""

    def __init__(self, **script: Act | list[Act]) -> None:
        self.script = script
        self.calls: list[tuple[str, tuple[object, ...]]] = []
        self.processes: list[ScriptedProcess] = []
        self.load_failure: LoadFailure | None = None
        self.load_dies: str | None = None

    def start(self, environment: ExtensionEnvironment) -> ScriptedProcess:
        self.processes.append(ScriptedProcess(self, environment))
        return self.processes[-1]


class PackedFiles(msgspec.Struct, frozen=True):
    version: BundleVersion
    file_names: tuple[str, ...]
    data_size: int
    files: dict[str, bytes]

    @property
    def capability(self) -> BundleCapability:
        return BundleCapability(name="com.example.notes", version=self.version)


class ScriptedData:
    """Packs everything below the app's files folder and puts it back; can be told to fail."""

    def __init__(self) -> None:
        self.allowed = True
        self.fails_with: int | None = None
        self.result_texts: list[str] = []
        self.staging_seen: list[bool] = []

    def allows_backup(self, bundle: InstalledBundle) -> bool:
        return self.allowed

    def allows_restore(self, bundle: InstalledBundle, version: BundleVersion) -> bool:
        return self.allowed

    def pack(
        self,
        bundle: InstalledBundle,
        result_text: str,
        options: SessionOptions,
        memory: ExtensionMemory | None = None,
    ) -> PackedBackup:
        self._fail()
        self.result_texts.append(result_text)
        view = bundle.files
        folder = "/data/storage/el2/base/files"
        files = {name: view.read_file(f"{folder}/{name}") for name in view.list_directory(folder)}
        size = sum(len(content) for content in files.values())
        return PackedBackup(archive=PackedFiles(bundle.application.version, ("part.0.tar", "manage.json"), size, files))

    def place(
        self, bundle: InstalledBundle, packed: PackedFiles, version: BundleVersion, options: SessionOptions
    ) -> None:
        self._fail()
        for name, content in packed.files.items():
            bundle.files.write_file(f"/data/storage/el2/base/files/{name}", content)

    def _fail(self) -> None:
        if self.fails_with is not None:
            raise TransferFailed(self.fails_with, "scripted failure")


class Setting:
    """A device with one installed app whose extension follows ``script``."""

    def __init__(self, profile: DeviceProfile = LATEST, **script: Act | list[Act]) -> None:
        self.host = ScriptedHost(**script)
        self.data = ScriptedData()
        self.device = Device(profile, data_transfer=self.data)
        self.bundle = self.device.install(application(self.host))
        self.service = self.device.backup_service

    @property
    def packed(self) -> PackedFiles:
        return PackedFiles(BundleVersion(3, "1.0.3"), ("part.0.tar", "manage.json"), 5, {"note.txt": b"hello"})


def application(host: ScriptedHost, *, bundle_name: str = "com.example.notes", code: int = 3) -> Application:
    return Application(
        bundle_name=bundle_name,
        version=BundleVersion(code, f"1.0.{code}"),
        module_names=("entry",),
        compatible_api=12,
        extension=BackupExtension(
            name="Backup", module_name="entry", profile_text="{}", profile_position=None, host=host
        ),
    )


def told(trace: Trace, since: int = 0) -> list[str]:
    """The events of a session, one short line each, file operations left out."""
    return [line for event in trace.since(since) if (line := _line(event))]


def _line(event: AnyEvent) -> str:
    match event:
        case ExtensionStarted():
            return f"start {event.action}"
        case ExtensionEnded():
            return f"end {event.reason}"
        case CallbackEntered():
            return f"> {event.callback}"
        case CallbackSettled():
            return f"< {event.callback} {event.outcome}"
        case ClientCall(code=code):
            return f"client {event.callback}" + (f" {code}" if code else "")
        case FrameworkStep():
            return f"step {event.step}"
        case UncaughtError():
            return f"uncaught {event.message}"
        case _:
            return ""
