"""What the extension returned or raised, as the framework sees it from outside."""

from __future__ import annotations

import json
import traceback
from pathlib import PurePath
from types import FrameType

from ....source import SourcePosition
from ...api import GuestError, GuestValue

LONGEST_RENDERING = 200


def clean(text: str) -> str:
    """``text`` without lone surrogates, which cannot leave the process."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def guest_value(value: object) -> GuestValue:
    """None is undefined, bool boolean, int and float number, str string, everything else object."""
    if value is None:
        return GuestValue()
    if isinstance(value, bool):
        return GuestValue("boolean", "true" if value else "false")
    if isinstance(value, (int, float)):
        return GuestValue("number", repr(value))
    if isinstance(value, str):
        return GuestValue("string", clean(value))
    if isinstance(value, BaseException):
        return GuestValue("error", clean(f"{type(value).__name__}: {value}"))
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    return GuestValue("object", clean(text)[:LONGEST_RENDERING])


class SourceFolder:
    """Tells the author's own frames from everybody else's: those of files in the folder of the extension."""

    def __init__(self, source_file: str) -> None:
        self._folder = PurePath(source_file).parent

    def owns(self, file: str) -> bool:
        path = PurePath(file)
        return self._folder in path.parents and "site-packages" not in path.parts

    def error(self, error: BaseException) -> GuestError:
        frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)
        stack = [
            SourcePosition(clean(frame.filename), frame.lineno or 0, _column(frame))
            for frame in reversed(frames)
            if self.owns(frame.filename)
        ]
        if isinstance(error, SyntaxError) and error.filename and self.owns(error.filename):
            stack.insert(0, SourcePosition(clean(error.filename), error.lineno or 0, error.offset or 0))
        return GuestError(
            value=guest_value(error), name=type(error).__name__, message=clean(str(error)), stack=tuple(stack)
        )

    def position_of(self, frame: FrameType | None) -> SourcePosition | None:
        """Where the author's code stands that led to ``frame``."""
        while frame is not None:
            if self.owns(frame.f_code.co_filename):
                return SourcePosition(clean(frame.f_code.co_filename), frame.f_lineno)
            frame = frame.f_back
        return None


def _column(frame: traceback.FrameSummary) -> int:
    """Counted from 1; Python tells it from 3.11 on."""
    column: int | None = getattr(frame, "colno", None)
    return 0 if column is None else column + 1
