"""The main thread of an extension process: calls methods of the app's object and writes down how each call ended.

Source: app_file_service frameworks/native/backup_ext/src/ext_backup_js.cpp:CallJsMethod, DealNapiException.
"""

from __future__ import annotations

import json
from typing import Literal

from ..runtime.api import Call, ExtensionDied, ExtensionProcess, GuestError, Turn
from ..trace import CallbackEntered, CallbackSettled, UncaughtError
from .api import CallbackRecord
from .recording import Recorder

MAX_TURNS = 100_000
"""How many turns a process may ask for in one run before it counts as hung: real apps stay far below."""


class Invocation:
    """One call of a callback. ``call`` is its latest state; ``awaited`` turns False when the framework gives up."""

    def __init__(self, method: str, call: Call) -> None:
        self.method = method
        self.call = call
        self.awaited = True

    @property
    def settled(self) -> bool:
        return self.call.state != "pending"


class JavaScriptThread:
    """Runs one process in turns. Raises ExtensionDied when the process ends, by itself or by an uncaught Error."""

    def __init__(
        self, process: ExtensionProcess, recorder: Recorder, *, on_uncaught: Literal["dies", "observed"]
    ) -> None:
        self._process = process
        self._recorder = recorder
        self._on_uncaught: Literal["dies", "observed"] = on_uncaught
        self._pending: dict[int, Invocation] = {}
        self._turns = 0
        self.next_timer_ms: int | None = None
        self.callbacks: list[CallbackRecord] = []

    def call(self, method: str, *arguments: object) -> Invocation:
        """Run the synchronous part of ``method``; the clock may have moved when the app was busy."""
        self._recorder.trace.record(
            CallbackEntered(
                time_ms=self._recorder.now_ms,
                callback=method,
                arguments=tuple(json.dumps(argument, ensure_ascii=False) for argument in arguments),
            )
        )
        try:
            call, turn = self._process.call(method, arguments)
        except ExtensionDied as death:
            self._record_end(method, "abandoned", death.message)
            raise
        invocation = Invocation(method, call)
        if invocation.settled:
            self._record_settled(method, call)
        else:
            self._pending[call.id] = invocation
        self._take(turn)
        return invocation

    def turn(self) -> None:
        """Give the process a turn at the present time."""
        self._turns += 1
        if self._turns > MAX_TURNS:
            raise ExtensionDied("hung", f"the extension asked for more than {MAX_TURNS} turns in one run")
        self._take(self._process.turn())

    def abandon(self, invocation: Invocation, why: str) -> None:
        """The framework no longer waits for ``invocation``; nothing happens when it has settled."""
        if invocation.awaited and not invocation.settled:
            self._record_end(invocation.method, "abandoned", why)
        invocation.awaited = False

    def abandon_all(self, why: str) -> None:
        for invocation in self._pending.values():
            self.abandon(invocation, why)

    def raise_uncaught(self, error: GuestError, origin: Literal["throw", "rejection"]) -> None:
        """The framework raises an Error that a callback let out once more, as uncaught
        (ext_backup_js.cpp:DealNapiException)."""
        self.note_uncaught(error, origin)
        self._crash(error)

    def note_uncaught(self, error: GuestError, origin: Literal["throw", "rejection"]) -> None:
        self._recorder.trace.record(
            UncaughtError(time_ms=self._recorder.now_ms, origin=origin, message=text_of(error), position=error.position)
        )

    def _take(self, turn: Turn) -> None:
        """Errors that nobody in the app caught are in the trace already: the host knows where they came from."""
        self.next_timer_ms = turn.next_timer_ms
        for call in turn.settled:
            invocation = self._pending.pop(call.id, None)
            if invocation is None:
                continue
            invocation.call = call
            if invocation.awaited:
                self._record_settled(invocation.method, call)
            else:
                self._recorder.step("late-result-ignored", invocation.method)
        for error in turn.uncaught:
            if error.is_fatal:
                self._crash(error)

    def _crash(self, error: GuestError) -> None:
        """The platform ends the process at an uncaught error, unless an error observer is installed (rule F3)."""
        if self._on_uncaught == "dies":
            raise ExtensionDied("died", text_of(error))

    def _record_settled(self, method: str, call: Call) -> None:
        assert call.state != "pending"
        if call.error is None:
            value, kind, position = call.value.text, call.value.type, None
        else:
            value, kind, position = text_of(call.error), call.error.value.type, call.error.position
        self._recorder.trace.record(
            CallbackSettled(
                time_ms=self._recorder.now_ms,
                callback=method,
                outcome=call.state,
                value=value,
                value_type=kind,
                position=position,
            )
        )
        self.callbacks.append(CallbackRecord(callback=method, outcome=call.state, value=value, value_type=kind))

    def _record_end(self, method: str, outcome: Literal["abandoned"], why: str) -> None:
        self._recorder.trace.record(
            CallbackSettled(time_ms=self._recorder.now_ms, callback=method, outcome=outcome, value=why)
        )
        self.callbacks.append(CallbackRecord(callback=method, outcome=outcome, value=why, value_type="undefined"))


def text_of(error: GuestError) -> str:
    """What people read of ``error``: ``Error: disk full``, or the string that was thrown."""
    return error.value.text or error.message
