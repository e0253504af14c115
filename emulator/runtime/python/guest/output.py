"""What the extension prints and logs becomes log lines of the device."""

from __future__ import annotations

import io
import logging
import sys
import warnings
from typing import Literal

from .. import wire
from .channel import Channel
from .values import SourceFolder, clean

Level = Literal["debug", "info", "warn", "error", "fatal"]
_LEVELS: tuple[tuple[int, Level], ...] = (
    (logging.CRITICAL, "fatal"),
    (logging.ERROR, "error"),
    (logging.WARNING, "warn"),
    (logging.INFO, "info"),
)


class DeviceLog:
    def __init__(self, channel: Channel, sources: SourceFolder) -> None:
        self._channel = channel
        self._sources = sources

    def write(self, level: Level, tag: str, text: str) -> None:
        position = self._sources.position_of(sys._getframe(1))  # pyright: ignore[reportPrivateUsage]
        self._channel.ask(wire.Log(level, clean(tag), clean(text), position))


class _PrintedLines(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr``: each finished line is a log line."""

    def __init__(self, log: DeviceLog, level: Level, tag: str) -> None:
        super().__init__()
        self._log = log
        self._level: Level = level
        self._tag = tag
        self._rest = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._log.write(self._level, self._tag, line)
        return len(text)

    def finish(self) -> None:
        """Log an unfinished last line."""
        if self._rest:
            line, self._rest = self._rest, ""
            self._log.write(self._level, self._tag, line)


class _LogHandler(logging.Handler):
    def __init__(self, log: DeviceLog) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.write(_level(record.levelno), record.name, self.format(record))


def _level(number: int) -> Level:
    for least, level in _LEVELS:
        if number >= least:
            return level
    return "debug"


class Output:
    """Installs itself; ``finish`` at the end of each turn."""

    def __init__(self, log: DeviceLog) -> None:
        self._streams = (_PrintedLines(log, "info", "stdout"), _PrintedLines(log, "error", "stderr"))
        sys.stdout, sys.stderr = self._streams
        sys.stdin = io.StringIO()
        root = logging.getLogger()
        root.addHandler(_LogHandler(log))
        root.setLevel(logging.DEBUG)

        def show(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
            log.write("warn", category.__name__, str(message))

        warnings.showwarning = show

    def finish(self) -> None:
        for stream in self._streams:
            stream.finish()
