"""Tells the host of each line of the author's files when it first runs, so that a killed process loses none."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import partial
from types import CodeType, FrameType
from typing import Any

from .. import wire
from .channel import Channel
from .values import SourceFolder, clean

_TOOL = "ohos-backup"


def watch_lines(channel: Channel, sources: SourceFolder) -> None:
    """From now on, in every thread."""
    told: set[tuple[str, int]] = set()

    def note(file: str, line: int) -> None:
        if (file, line) not in told:
            told.add((file, line))
            channel.tell(wire.RanLine(clean(file), line))

    if sys.version_info >= (3, 12):
        _monitor(note, sources.owns)
    else:
        trace = partial(_trace, note, sources.owns)
        threading.settrace(trace)
        sys.settrace(trace)


if sys.version_info >= (3, 12):

    def _monitor(note: Callable[[str, int], None], owns: Callable[[str], bool]) -> None:
        monitoring = sys.monitoring
        tool = monitoring.COVERAGE_ID

        def line_begins(code: CodeType, line: int) -> object:
            if owns(code.co_filename):
                note(code.co_filename, line)
            # Once is enough, and costs the rest of the run nothing.
            return monitoring.DISABLE

        monitoring.use_tool_id(tool, _TOOL)
        monitoring.register_callback(tool, monitoring.events.LINE, line_begins)
        monitoring.set_events(tool, monitoring.events.LINE)


def _trace(
    note: Callable[[str, int], None], owns: Callable[[str], bool], frame: FrameType, _event: str, _argument: Any
) -> Callable[..., Any] | None:
    """Called for every frame that begins; answers what is to be called for each of its lines."""
    file = frame.f_code.co_filename
    if not owns(file):
        return None

    def line_begins(inner: FrameType, event: str, _argument: Any) -> Callable[..., Any]:
        if event == "line":
            note(file, inner.f_lineno)
        return line_begins

    return line_begins
