"""Everything that happens on a device, as one stream of frozen events on the virtual clock.

The suite judges traces, the terminal and the reports render them, a replay is a trace compared.
Nobody prints from the middle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeVar

import msgspec

from .source import SourcePosition

Actor = Literal["extension", "framework", "harness"]
"""Who did it: the app's own code, the backup framework, or the test that seeds and inspects."""


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What all events share: ``time_ms`` on the virtual clock, milliseconds since the device started."""

    time_ms: int


class ExtensionStarted(Event, frozen=True, kw_only=True, tag="extension-started"):
    """A fresh extension process loaded the app's class. ``action`` is backup, restore or clean."""

    bundle_name: str
    action: str


class ClassLoaded(Event, frozen=True, kw_only=True, tag="class-loaded"):
    """The app's class was constructed. ``names``: its own and its parents', nearest first, without the platform's base
    class; ``methods``: what they bring of their own; ``extends_base``: whether that base class is the last parent."""

    names: tuple[str, ...]
    methods: tuple[str, ...]
    extends_base: bool


class ExtensionEnded(Event, frozen=True, kw_only=True, tag="extension-ended"):
    """The extension process is gone. ``reason``: disconnected, died, hung, out-of-memory, killed-by-fault."""

    reason: str
    message: str = ""


class CallbackEntered(Event, frozen=True, kw_only=True, tag="callback-entered"):
    """The framework called a method of the extension object. ``arguments`` are JSON texts."""

    callback: str
    arguments: tuple[str, ...] = ()


class CallbackSettled(Event, frozen=True, kw_only=True, tag="callback-settled"):
    """That call came to its end. ``outcome``: returned, resolved, threw, rejected, abandoned, missing.

    ``value`` is the text of the result or of the error; ``position`` is the app's own line of an error.
    ``abandoned`` means that the framework stopped waiting (timer, death of the process).
    """

    callback: str
    outcome: Literal["returned", "resolved", "threw", "rejected", "abandoned", "missing"]
    value: str = ""
    value_type: str = "undefined"
    position: SourcePosition | None = None


class FileOperation(Event, frozen=True, kw_only=True, gc=False, tag="file-operation"):
    """One operation on the device's filesystem. ``path`` (and ``target`` of a rename, copy or link) in app view.

    ``error`` is the errno of a failure, 0 for success; ``size`` counts bytes read or written.
    """

    actor: Actor
    operation: str
    path: str
    target: str = ""
    size: int = 0
    error: int = 0


class LogLine(Event, frozen=True, kw_only=True, tag="log"):
    """A line of hilog or console. ``text`` as the device prints it; ``raw`` with private values shown."""

    level: Literal["debug", "info", "warn", "error", "fatal"]
    domain: str
    log_tag: str
    text: str
    raw: str = ""
    position: SourcePosition | None = None


class UncaughtError(Event, frozen=True, kw_only=True, tag="uncaught-error"):
    """An error nobody caught. ``origin``: throw, rejection, timer."""

    origin: Literal["throw", "rejection", "timer"]
    message: str
    position: SourcePosition | None = None


class NotEmulated(Event, frozen=True, kw_only=True, tag="not-emulated"):
    """The app used something this emulator does not have, or a source that is missing.

    Whatever is judged from a run that holds this event is inconclusive. ``capability`` names it
    (``@ohos.net.http.createHttp``, ``libfoo.so``, ``module ./gone``).
    """

    capability: str
    position: SourcePosition | None = None


class ModuleImported(Event, frozen=True, kw_only=True, tag="module-imported"):
    """The app imported a system module by a name that it made at run time, or by ``requireNapi``.

    Imports that stand in the sources are read off the compiled program (runtime/arkts/api_references.py).
    """

    module: str
    position: SourcePosition | None = None


class StandInAnswered(Event, frozen=True, kw_only=True, tag="stand-in"):
    """A stand-in that the team wrote answered in place of what is not emulated; verdicts rest on it.

    ``capability``: what was called (``libentry.so.add``); ``outcome`` and ``value`` as of a callback.
    """

    capability: str
    outcome: Literal["returned", "resolved", "threw", "rejected"]
    value: str = ""
    position: SourcePosition | None = None


class StandInFailed(NotEmulated, frozen=True, kw_only=True, tag="stand-in-failed"):
    """A stand-in broke down: an error that it did not mean for the app. ``position`` is a place in the stand-in."""

    message: str


class FrameworkStep(Event, frozen=True, kw_only=True, tag="framework-step"):
    """The framework passed a step: scan, pack, send, unpack, clear, timer-expired … with its numbers."""

    step: str
    detail: str = ""


class ClientCall(Event, frozen=True, kw_only=True, tag="client-call"):
    """The service called its client back: onFileReady, onBundleBegin, onBundleEnd, onResultReport, onProcess …"""

    callback: str
    bundle_name: str
    code: int = 0
    payload: str = ""


AnyEvent = (
    ExtensionStarted
    | ClassLoaded
    | ExtensionEnded
    | CallbackEntered
    | CallbackSettled
    | FileOperation
    | LogLine
    | UncaughtError
    | NotEmulated
    | ModuleImported
    | StandInAnswered
    | StandInFailed
    | FrameworkStep
    | ClientCall
)

EventT = TypeVar("EventT", bound=Event)


class Trace:
    """The events of one device, in order. Append-only."""

    def __init__(self) -> None:
        self._events: list[AnyEvent] = []

    def record(self, event: AnyEvent) -> None:
        self._events.append(event)

    def __iter__(self) -> Iterator[AnyEvent]:
        return iter(self._events)

    def __len__(self) -> int:
        return len(self._events)

    def since(self, mark: int) -> tuple[AnyEvent, ...]:
        """The events after the first ``mark`` ones (``mark`` is an earlier ``len(trace)``)."""
        return tuple(self._events[mark:])

    def of(self, kind: type[EventT], since: int = 0) -> tuple[EventT, ...]:
        """The events of one kind, in order."""
        return tuple(event for event in self._events[since:] if isinstance(event, kind))
