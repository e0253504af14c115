"""What a guest's messages become in the device's trace."""

from __future__ import annotations

from typing import Literal

from ...modules.native import StandIns
from ...source import SourcePosition
from ...trace import LogLine, ModuleImported, NotEmulated, StandInAnswered, StandInFailed, UncaughtError
from ..api import ExtensionEnvironment, GuestError
from .positions import Positions
from .program import Program
from .wire import ImportMessage, LogMessage, NotEmulatedMessage, StandInMessage

MOST_LOG_LINES = 20_000
MOST_UNCAUGHT = 1_000


class GuestEvents:
    """Records the events of one extension process; a flood is cut, and the trace says where."""

    def __init__(
        self, environment: ExtensionEnvironment, program: Program, positions: Positions, stand_ins: StandIns
    ) -> None:
        self._stand_in_files = stand_ins.files
        self._clock = environment.clock
        self._trace = environment.trace
        self._positions = positions
        self._problems = {problem.module_id: problem for problem in program.problems}
        self._log_lines = 0
        self._uncaught = 0
        self._imported: set[str] = set()
        self._not_emulated: set[tuple[str, SourcePosition | None]] = set()

    def log(self, message: LogMessage) -> None:
        self._log_lines += 1
        if self._log_lines > MOST_LOG_LINES:
            return
        self._trace.record(
            LogLine(
                time_ms=self._clock.elapsed_ms,
                level=message.level,
                domain=message.domain,
                log_tag=message.log_tag,
                text=message.text,
                raw=message.raw,
                position=self._positions.innermost(message.stack),
            )
        )
        if self._log_lines == MOST_LOG_LINES:
            text = f"the extension logs more than {MOST_LOG_LINES} lines; the rest is not recorded"
            self._trace.record(
                LogLine(time_ms=self._clock.elapsed_ms, level="warn", domain="", log_tag="ohos-backup", text=text)
            )

    def imported(self, message: ImportMessage) -> None:
        """Once for each module."""
        if message.name in self._imported:
            return
        self._imported.add(message.name)
        position = self._positions.innermost(message.stack)
        self._trace.record(ModuleImported(time_ms=self._clock.elapsed_ms, module=message.name, position=position))

    def not_emulated(self, message: NotEmulatedMessage) -> None:
        """Once for each capability and place. What is missing stands where it is imported."""
        capability, position = message.name, self._positions.innermost(message.stack)
        if message.kind == "missing":
            problem = self._problems.get(message.name)
            capability = f"module {message.name.removeprefix('missing:')}"
            position = problem.position if problem else position
        if (capability, position) in self._not_emulated:
            return
        self._not_emulated.add((capability, position))
        self._trace.record(NotEmulated(time_ms=self._clock.elapsed_ms, capability=capability, position=position))

    def stand_in(self, message: StandInMessage) -> None:
        """What it answered; an error without a code that was made in its own file is its breakdown."""
        position = self._positions.innermost(message.stack)
        if (
            message.outcome in ("threw", "rejected")
            and not message.meant
            and position is not None
            and position.file in self._stand_in_files
        ):
            self._trace.record(
                StandInFailed(
                    time_ms=self._clock.elapsed_ms,
                    capability=message.capability,
                    message=message.value,
                    position=position,
                )
            )
            return
        self._trace.record(
            StandInAnswered(
                time_ms=self._clock.elapsed_ms,
                capability=message.capability,
                outcome=message.outcome,
                value=message.value,
                position=position,
            )
        )

    def uncaught(self, origin: Literal["throw", "rejection", "timer"], error: GuestError) -> None:
        self._uncaught += 1
        if self._uncaught > MOST_UNCAUGHT:
            return
        self._trace.record(
            UncaughtError(
                time_ms=self._clock.elapsed_ms,
                origin=origin,
                message=error.value.text,
                position=error.position,
            )
        )
