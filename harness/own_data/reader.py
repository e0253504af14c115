"""The user's data as the app itself reads it: a function that ``ohos-backup.toml`` names, called on a device."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, cast

import msgspec

from ...emulator.arkts_reader import READ, UnusableReader, load_reader
from ...emulator.runtime.api import Call, ExtensionDied, ExtensionHost, ExtensionProcess, GuestError, Turn
from ...emulator.source import SourcePosition
from ..scenarios.trial import Trial
from ..settings import position_of, stand_in_table
from ..settings.functions import function_named
from ..subjects.subject import Subject

MOST_TURNS = 10_000
LONGEST_MS = 900_000
"""Fifteen minutes of the device's time, as a callback has."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What the function gave, or why it gave nothing."""

    value: object = None
    failure: str = ""
    position: SourcePosition | None = None


class OwnReader(msgspec.Struct, frozen=True, kw_only=True):
    """``name`` as the settings have it: ``entry/src/main/ets/notes/Notes.ets:readAll``."""

    name: str
    host: ExtensionHost

    def read(self, trial: Trial) -> Reading:
        """Call the function with the app's context where ``trial`` has its data, in a process of its own."""
        try:
            process = self.host.start(trial.bundle.extension_environment())
            try:
                return self._read(trial, process)
            finally:
                process.close()
        except ExtensionDied as death:
            return Reading(failure=death.message)

    def _read(self, trial: Trial, process: ExtensionProcess) -> Reading:
        failed = process.load()
        if failed is not None:
            return _broken(failed.error)
        clock = trial.device.clock
        latest_ms = clock.now_ms + LONGEST_MS
        call, turn = process.call(READ)
        for _ in range(MOST_TURNS):
            if call.state != "pending":
                break
            if turn.uncaught:
                return _broken(turn.uncaught[0])
            if turn.next_timer_ms is None or turn.next_timer_ms > latest_ms:
                return Reading(failure="it never ends")
            clock.advance_to(max(turn.next_timer_ms, clock.now_ms))
            turn = process.turn()
            call = _settled(call, turn)
        return _reading(self.name, call)


def own_reader(subject: Subject) -> OwnReader | None:
    """The reader that the settings of ``subject`` name.

    Raises UnusableReader and the toolchain's errors.
    """
    name = subject.settings.migration.reader
    named = function_named(name)
    if named is None:
        return None
    where = position_of(subject.root, "migration", "reader")
    if subject.project is None:
        raise UnusableReader("a reader can be named for an ArkTS app only", where=where)
    file = Path(subject.root, named.file)
    if not file.is_file():
        raise UnusableReader(
            f"the reader's file '{named.file}' does not exist",
            where=where,
            mend="It is counted from the folder of this file.",
        )
    return OwnReader(name=name, host=load_reader(subject.project, file, named.function, stand_in_table))


def covers(now: object, before: object) -> bool:
    """Whether ``now`` has all that ``before`` has; an object may have gained members."""
    if isinstance(before, dict):
        members = cast("dict[str, object]", before)
        if not isinstance(now, dict):
            return False
        gained = cast("dict[str, object]", now)
        return all(name in gained and covers(gained[name], value) for name, value in members.items())
    if isinstance(before, list):
        items = cast("list[object]", before)
        if not isinstance(now, list) or len(cast("list[object]", now)) != len(items):
            return False
        return all(covers(new, old) for new, old in zip(cast("list[object]", now), items, strict=True))
    return now == before


def shown(value: object) -> str:
    """``value`` as JSON, cut to a line."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}..."


def _settled(call: Call, turn: Turn) -> Call:
    return next((settled for settled in turn.settled if settled.id == call.id), call)


def _reading(name: str, call: Call) -> Reading:
    state: Literal["returned", "resolved", "threw", "rejected", "pending", "missing"] = call.state
    if call.error is not None:
        return _broken(call.error)
    if state == "pending":
        return Reading(failure="it never ends")
    if call.value.type != "string":
        raise UnusableReader(
            f"there is no function behind '{name}'", mend="Export the function, or name another one after the ':'."
        )
    return Reading(value=json.loads(call.value.text)[0])


def _broken(error: GuestError) -> Reading:
    return Reading(failure=error.value.text or error.message, position=error.position)
