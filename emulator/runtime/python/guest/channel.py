"""The process's end of the wire: requests to the host, one at a time."""

from __future__ import annotations

import os
import threading
from typing import TypeVar

import msgspec

from ....filesystem.api import FileStat, SpaceStat
from .. import wire

# The real calls, taken before anything is replaced.
_real_read = os.read
_real_write = os.write
_real_exit = os._exit  # pyright: ignore[reportPrivateUsage]
_text_of_error = os.strerror

_decoder = msgspec.msgpack.Decoder(wire.Command)
ResultT = TypeVar("ResultT")


class Channel:
    def __init__(self, incoming: int, outgoing: int) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._lock = threading.RLock()
        self._writing = threading.Lock()
        self.now_ms = 0
        """Virtual time, milliseconds since 1970. It moves only with commands and ``sleep``."""

    def next_command(self, answer: wire.Answer | None = None) -> wire.Command:
        """Give ``answer`` and wait for what the host wants next. Other threads' requests wait meanwhile: between two
        commands nobody serves them."""
        with self._lock:
            if answer is not None:
                self._send(answer)
            return self._receive()

    def _receive(self) -> wire.Command:
        length = int.from_bytes(self._exactly(wire.LENGTH_BYTES), "big")
        command: wire.Command = _decoder.decode(self._exactly(length))
        if not isinstance(command, wire.Reply):
            self.now_ms = command.now_ms
        return command

    def _send(self, message: wire.Request | wire.Answer | wire.Notice) -> None:
        data = memoryview(wire.frame(message))
        with self._writing:
            while data:
                data = data[_real_write(self._outgoing, data) :]

    def tell(self, notice: wire.Notice) -> None:
        """Send what needs no reply, at any time."""
        self._send(notice)

    def ask(self, request: wire.Request) -> wire.Reply:
        with self._lock:
            self._send(request)
            reply = self._receive()
        if not isinstance(reply, wire.Reply):
            _real_exit(70)
        return reply

    def sleep(self, milliseconds: int) -> None:
        """Block for that much virtual time."""
        self.now_ms = msgspec.convert(self.ask(wire.Sleep(milliseconds)).value, int)

    def file_call(self, name: str, *arguments: object, path: str = "") -> object:
        """Call the device's filesystem. ``str`` arguments are paths. Raises OSError as the device does; ``path`` is
        what the error shows."""
        shown = path or next((item for item in arguments if isinstance(item, str)), None)
        sent = [wire.path_bytes(item) if isinstance(item, str) else item for item in arguments]
        reply = self.ask(wire.FileCall(name, sent))
        if reply.error:
            raise OSError(reply.error, _text_of_error(reply.error), shown)
        return wire.guest_result(name, reply.value)

    def number(self, name: str, *arguments: object, path: str = "") -> int:
        return msgspec.convert(self.file_call(name, *arguments, path=path), int)

    def status(self, name: str, *arguments: object) -> FileStat:
        return _checked(self.file_call(name, *arguments), FileStat)

    def space(self) -> SpaceStat:
        return _checked(self.file_call("space"), SpaceStat)

    def exists(self, path: str) -> bool:
        return self.file_call("exists", path) is True

    def data(self, name: str, *arguments: object, path: str = "") -> bytes:
        return _checked(self.file_call(name, *arguments, path=path), bytes)

    def path(self, name: str, *arguments: object) -> str:
        return _checked(self.file_call(name, *arguments), str)

    def names(self, name: str, *arguments: object) -> list[str]:
        return msgspec.convert(self.file_call(name, *arguments), list[str])

    def _exactly(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            more = _real_read(self._incoming, size - len(data))
            if not more:
                _real_exit(0)
            data += more
        return bytes(data)


def _checked(value: object, kind: type[ResultT]) -> ResultT:
    if not isinstance(value, kind):
        raise TypeError(f"the device answered {type(value).__name__}, not {kind.__name__}")
    return value
