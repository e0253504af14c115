"""The contract between the backup framework and whatever runs an extension's code.

A host (ArkTS in Node.js, or Python) starts extension processes. The framework drives one process in *turns*: it calls
a method, the host runs the synchronous part and every microtask, and says how the call stands. Time passes only when
the framework moves the device's virtual clock and gives the process another turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

import msgspec

from ..keystore import AppSecrets
from ..package import AppPackage
from ..settings_table import UserSettings
from ..source import SourcePosition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..clock import VirtualClock
    from ..filesystem.api import FileSystemView
    from ..profile import DeviceProfile
    from ..trace import Trace
    from .ran_lines import RanLines


class GuestValue(msgspec.Struct, frozen=True):
    """A value of the extension, seen from outside.

    ``type`` is what JavaScript's ``typeof`` says, with ``null``, ``error`` and ``promise`` told apart from ``object``;
    ``text`` is the string itself for a string, else a short rendering for people.
    """

    type: str = "undefined"
    text: str = ""

    @property
    def string(self) -> str:
        """The string, or ``""`` for anything else (the framework never converts: ext_backup_js.cpp)."""
        return self.text if self.type == "string" else ""


class GuestError(msgspec.Struct, frozen=True):
    """What was thrown or rejected. ``value.type`` is ``error`` only for genuine Error objects."""

    value: GuestValue
    name: str = ""
    message: str = ""
    stack: tuple[SourcePosition, ...] = ()
    """The app's own frames, innermost first."""
    is_fatal: bool = True
    """Of an error that nobody caught: whether the platform ends the process for it.

    It does for an Error that a timer, a completion or an event let out (ability_ability_runtime
    main_thread.cpp:InitUncatchableTask). It does not for another thrown value, which has no stack
    (uncaught_exception_callback.cpp:CallbackTask), nor for one that the app's errorManager observers were told of
    (application_data_manager.cpp:NotifyUncaughtException), nor for a rejection that nobody handles: without an observer
    the engine drops it (arkui_napi ark_native_engine.cpp:PromiseRejectCallback).
    """

    @property
    def position(self) -> SourcePosition | None:
        return self.stack[0] if self.stack else None


CallState = Literal["returned", "resolved", "threw", "rejected", "pending", "missing"]


class Call(msgspec.Struct, frozen=True):
    """How a call of the extension stands: ``value`` when returned or resolved, ``error`` when threw or rejected.

    ``pending``: it returned a genuine promise that has not settled. ``missing``: there is no such method.
    """

    id: int
    method: str
    state: CallState
    value: GuestValue = GuestValue()
    error: GuestError | None = None


class Turn(msgspec.Struct, frozen=True):
    """What one turn brought: calls that settled in it, errors nobody caught, and when the process wants its next turn.

    ``next_timer_ms`` is absolute virtual time (milliseconds since 1970) of the earliest timer or unfinished
    asynchronous operation, None when nothing is left to happen.
    """

    settled: tuple[Call, ...] = ()
    uncaught: tuple[GuestError, ...] = ()
    next_timer_ms: int | None = None


class LoadFailure(msgspec.Struct, frozen=True):
    """Why there is no extension object. ``stage``: module (evaluation threw), export (no class), constructor."""

    stage: Literal["module", "export", "constructor"]
    error: GuestError


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What an extension process may use before it is killed from outside."""

    wall_seconds: float = 20.0
    """Real seconds for one turn. Virtual time is limited by the framework's own timers."""
    wall_seconds_after_hang: float = 5.0
    """The same, once a turn of the app has not ended in time."""
    memory_mib: int = 512


class ExtensionEnvironment(msgspec.Struct, frozen=True, kw_only=True):
    """The device as one extension process is given it."""

    bundle_name: str
    module_name: str
    extension_name: str
    process_name: str
    user: int
    app_index: int
    profile: DeviceProfile
    sandbox: FileSystemView
    clock: VirtualClock
    trace: Trace
    seed: int = 0
    timezone: str = "Asia/Shanghai"
    locale: str = "zh-CN"
    limits: Limits = Limits()
    secrets: AppSecrets = msgspec.field(default_factory=AppSecrets)
    """The app's keys and secrets on this device; they outlive the process."""
    version_code: int = 0
    version_name: str = ""
    package: AppPackage = AppPackage()
    """What the app's configuration files and resources say; empty for an app that has none."""
    settings: UserSettings = msgspec.field(default_factory=UserSettings)
    """The device's settings as this user sees them; they outlive the process."""


DeathReason = Literal["died", "hung", "out-of-memory", "killed-by-fault"]


class ExtensionDied(Exception):
    """The process is gone: crashed, called exit, or was killed. ``reason`` as in trace.ExtensionEnded."""

    def __init__(self, reason: DeathReason, message: str) -> None:
        super().__init__(message)
        self.reason: DeathReason = reason
        self.message = message


class ExtensionProcess(Protocol):
    """One running extension. Every method but ``close`` may raise ExtensionDied."""

    def load(self) -> LoadFailure | None:
        """Evaluate the module, construct its default export without arguments, then assign ``context``.

        The context is not there during construction (ext_backup_js.cpp:ExportJsContext runs after LoadModule).
        """
        ...

    def call(self, method: str, arguments: tuple[object, ...] = ()) -> tuple[Call, Turn]:
        """Call a method of the one instance with JSON-like arguments; run its synchronous part and all microtasks."""
        ...

    def turn(self) -> Turn:
        """Run every timer and asynchronous completion that is due at the clock's present time, and all microtasks."""
        ...

    def close(self) -> None:
        """End it. Unfinished work is dropped, as when a device ends the process after disconnect."""
        ...


@runtime_checkable
class SourceHost(Protocol):
    """A host that has the app's sources and knows what of them ran."""

    def watch_lines(self, root: Path, ran: RanLines) -> None:
        """From the next start on, tell ``ran`` which lines of the app's own files run.

        The app lies in ``root``. Raises OhosBackupError where that cannot be had.
        """
        ...

    def lines_of_code(self, file: Path) -> tuple[int, ...]:
        """The numbers of the lines of ``file``, one that ``ran`` was told of, that hold code."""
        ...

    def declared(self, classes: Sequence[str], method: str = "") -> SourcePosition | None:
        """Where the first of ``classes`` that does declares ``method``, or where the first class itself stands."""
        ...


class ExtensionHost(Protocol):
    """Runs the code of one app's backup extension; each start is a fresh process state."""

    def start(self, environment: ExtensionEnvironment) -> ExtensionProcess: ...
