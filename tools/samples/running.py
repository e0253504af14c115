"""A page's program on a phone: what became of each block."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
from ohos_backup.emulator.application import Application
from ohos_backup.emulator.arkts_application import load_arkts_application
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.runtime.api import Call, ExtensionProcess
from ohos_backup.emulator.trace import Event, LogLine, NotEmulated, UncaughtError

from .blocks import Block
from .program import BEGIN, END, program, variants

State = Literal["ran", "told an error", "not emulated", "threw", "does not compile", "a fragment", "not applicable"]
NOT_FOR_AN_EXTENSION = {
    "@ohos.file.picker": "the user picks a file",
    "@ohos.file.photoAccessHelper": "the user picks a picture",
    "@ohos.fileshare": "grants that a picker gave",
    "@ohos.abilityAccessCtrl.AtManager.requestPermissionsFromUser": "asks the user",
    "@ohos.distributedDeviceManager": "another device",
    "@ohos.distributedHardware": "another device",
    "@ohos.file.fs.connectDfs": "another device",
    "@ohos.data.cloudData": "the cloud",
    "@ohos.file.cloudSync": "the cloud",
    "@ohos.request": "the network",
    "@ohos.arkui": "user interface",
    "@ohos.window": "user interface",
}
"""What a backup extension, which has no user and no network, does not come to."""

UNDECLARED = re.compile(r"^(?:(\w+) is not defined|(this\.\w+) is not a function)$")


class Outcome(msgspec.Struct, frozen=True):
    state: State
    detail: str = ""


class Page:
    """The blocks of one page in an app of their own."""

    def __init__(self, model: Path, folder: Path, blocks: Sequence[Block]) -> None:
        shutil.copytree(model, folder)
        self._root = folder
        self._source = load_arkts_application(folder).declaration.source
        self._blocks = [block for block in blocks if block.kind == "arkts"]
        self.outcomes = {block.number: Outcome("not applicable", block.kind) for block in blocks}

    def run(self) -> dict[int, Outcome]:
        """Runs the page again without the block that stopped it, until the rest comes to its end."""
        left_out = self._that_do_not_compile()
        while True:
            stopped = self._attempt(left_out)
            if stopped is None:
                return self.outcomes
            left_out.add(stopped)

    def _that_do_not_compile(self) -> set[int]:
        found: set[int] = set()
        for index, block in enumerate(self._blocks):
            problems: list[str] = []
            for variant in variants(block):
                problems.append(self._load([variant], set())[1])
                if not problems[-1]:
                    self._blocks[index] = variant
                    break
            else:
                self.outcomes[block.number] = Outcome("does not compile", problems[0])
                found.add(block.number)
        return found

    def _load(self, blocks: Sequence[Block], left_out: set[int]) -> tuple[Application, str]:
        self._source.write_text(program(blocks, left_out), encoding="utf-8")
        loaded = load_arkts_application(self._root)
        problem = loaded.entry_problem
        return loaded.application, problem.message if problem else ""

    def _attempt(self, left_out: set[int]) -> int | None:
        application, problem = self._load(self._blocks, left_out)
        if problem:
            raise RuntimeError(f"{self._root.name}: the blocks do not compile together: {problem}")
        device = Device()
        bundle = device.install(application)
        process = application.extension.host.start(bundle.extension_environment())
        try:
            failure = process.load()
            if failure is not None:
                raise RuntimeError(f"{self._root.name}: {failure.error.message}")
            call = settled(device, process)
        finally:
            process.close()
        return self._judge(tuple(device.trace), call)

    def _judge(self, events: Sequence[Event], call: Call) -> int | None:
        current, ended = 0, False
        for event in events:
            if isinstance(event, LogLine) and event.text.startswith((BEGIN, END)):
                mark, number = event.text.split()
                current, ended = int(number), mark == END
                self.outcomes[current] = Outcome("ran") if mark == BEGIN else self.outcomes[current]
            elif isinstance(event, NotEmulated):
                self.outcomes[current] = not_emulated(event.capability)
            elif self.outcomes.get(current, Outcome("ran")).state == "ran":
                if isinstance(event, UncaughtError):
                    self.outcomes[current] = Outcome("threw", event.message)
                elif isinstance(event, LogLine) and event.level in ("error", "fatal"):
                    self.outcomes[current] = Outcome("told an error", event.text)
        if call.error is None and (current == 0 or ended):
            return None
        if call.error is None:
            if self.outcomes[current].state == "ran":
                self.outcomes[current] = Outcome("ran", "as far as its own return")
            return current
        if self.outcomes[current].state not in ("not emulated", "not applicable"):
            missing = UNDECLARED.search(call.error.message)
            if missing:
                self.outcomes[current] = Outcome(
                    "a fragment", f"needs {missing[1] or missing[2]}, which the page does not show"
                )
                return current
            self.outcomes[current] = Outcome("threw", f"{call.error.name}: {call.error.message}")
        return current


def settled(device: Device, process: ExtensionProcess) -> Call:
    call, turn = process.call("onBackup")
    while True:
        for error in turn.uncaught:
            device.trace.record(UncaughtError(time_ms=device.clock.now_ms, origin="throw", message=error.message))
        if call.state != "pending" or turn.next_timer_ms is None:
            return call
        device.clock.advance_to(turn.next_timer_ms)
        turn = process.turn()
        call = next((done for done in turn.settled if done.id == call.id), call)


def not_emulated(capability: str) -> Outcome:
    for prefix, why in NOT_FOR_AN_EXTENSION.items():
        if capability.startswith(prefix):
            return Outcome("not applicable", why)
    return Outcome("not emulated", capability)
