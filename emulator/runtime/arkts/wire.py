"""Frames between Python and Node.js: two 32-bit little-endian lengths, a JSON text, bytes (guest/wire.js)."""

from __future__ import annotations

import json
import os
import re
import struct
from typing import Any, Literal

import msgspec

_HEAD = struct.Struct("<II")
_HEAD_SIZE = _HEAD.size
_unpack_head, _pack_head = _HEAD.unpack_from, _HEAD.pack
_CHUNK = 1 << 16
_SURROGATE = re.compile("[\ud800-\udfff]")


class Ready(msgspec.Struct, frozen=True, array_like=True, tag="r"):
    """The process has started."""


class HostCall(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="c"):
    """A system module calls its Python side and waits for a reply. ``time_ms``: the guest's virtual time."""

    name: str
    arguments: list[Any]
    has_bytes: bool
    time_ms: int


class FaceRequest(msgspec.Struct, frozen=True, array_like=True, tag="f"):
    """The app imports a system module; the guest waits for its face."""

    name: str


class LogMessage(msgspec.Struct, frozen=True, array_like=True, tag="l"):
    level: Literal["debug", "info", "warn", "error", "fatal"]
    domain: str
    log_tag: str
    text: str
    raw: str
    stack: str
    time_ms: int


class ImportMessage(msgspec.Struct, frozen=True, array_like=True, tag="i"):
    """The app imported a system module by a name that it made at run time."""

    name: str
    stack: str
    time_ms: int


class NotEmulatedMessage(msgspec.Struct, frozen=True, array_like=True, tag="n"):
    """``kind`` missing: ``name`` is a module id that the program does not have."""

    kind: Literal["native", "missing"]
    name: str
    stack: str
    time_ms: int


class StandInMessage(msgspec.Struct, frozen=True, array_like=True, tag="s"):
    """A stand-in answered. ``meant``: an error that it threw has a code, so it is meant for the app.

    ``stack``: where the app called it; of an error, where the error was made.
    """

    capability: str
    outcome: Literal["returned", "resolved", "threw", "rejected"]
    value: str
    meant: bool
    stack: str
    time_ms: int


class ValueMessage(msgspec.Struct, frozen=True):
    type: str
    text: str


class ErrorMessage(msgspec.Struct, frozen=True):
    value: ValueMessage
    name: str = ""
    message: str = ""
    stack: str = ""


class CallMessage(msgspec.Struct, frozen=True):
    id: int
    method: str
    state: Literal["returned", "resolved", "threw", "rejected", "pending", "missing"]
    value: ValueMessage | None = None
    error: ErrorMessage | None = None


class UncaughtMessage(msgspec.Struct, frozen=True):
    origin: Literal["throw", "rejection", "timer"]
    error: ErrorMessage
    observed: bool = False


class LoadFailureMessage(msgspec.Struct, frozen=True):
    stage: Literal["module", "export", "constructor"]
    error: ErrorMessage


class ClassMessage(msgspec.Struct, frozen=True):
    """The loaded class: its name and its parents', and the methods they have, up to the platform's base class."""

    parents: list[str]
    methods: list[str]
    extends_base: bool


class TurnMessage(msgspec.Struct, frozen=True):
    failure: LoadFailureMessage | None
    loaded_class: ClassMessage | None = msgspec.field(name="class")
    call: CallMessage | None
    settled: list[CallMessage]
    uncaught: list[UncaughtMessage]
    next: int | None


class Answer(msgspec.Struct, frozen=True, array_like=True, tag="a"):
    """The end of a turn."""

    turn: TurnMessage
    time_ms: int


class WhatRanMessage(msgspec.Struct, frozen=True, array_like=True, tag="v"):
    """JSON of what ran since the last time (guest/coverage.js), asked for with the order or reply ``"v"``."""

    ranges: str


Message = (
    Ready
    | HostCall
    | FaceRequest
    | LogMessage
    | ImportMessage
    | NotEmulatedMessage
    | StandInMessage
    | WhatRanMessage
    | Answer
)


class ConnectionLost(Exception):
    """The other side closed the pipe, or what it sent makes no sense (``str()`` says what)."""


class Connection:
    """One end of the pipe pair. The descriptors belong to the caller."""

    def __init__(self, read_descriptor: int, write_descriptor: int) -> None:
        self._input = read_descriptor
        self._output = write_descriptor
        self._pending = b""
        self.data = b""
        decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)
        self._decode = decoder.decode
        self._encode = msgspec.json.Encoder().encode

    def receive(self) -> Message:
        """The next message; waits for it. Its bytes are in ``data`` until the next one. Raises ConnectionLost."""
        frame = self._pending
        try:
            if frame:
                self._pending = b""
            else:
                frame = os.read(self._input, _CHUNK)
            while len(frame) < _HEAD_SIZE:
                frame += self._read()
            text_size, data_size = _unpack_head(frame)
            text_end = _HEAD_SIZE + text_size
            if len(frame) != text_end + data_size:
                frame = self._whole(frame, text_end + data_size)
            self.data = frame[text_end:] if data_size else b""
            return self._decode(frame[_HEAD_SIZE:text_end])
        except OSError as error:
            raise ConnectionLost(str(error)) from None
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise ConnectionLost(f"the extension process sent a message that makes no sense: {error}") from None

    def _whole(self, start: bytes, total: int) -> bytes:
        """The frame of ``total`` bytes that begins with ``start``; what lies behind it is kept."""
        pieces = bytearray(start)
        while len(pieces) < total:
            pieces += self._read()
        self._pending = bytes(pieces[total:])
        return bytes(pieces[:total])

    def _read(self) -> bytes:
        chunk = os.read(self._input, _CHUNK)
        if not chunk:
            raise ConnectionLost("the extension process ended")
        return chunk

    def send(self, message: object, data: bytes = b"") -> None:
        """Send one frame. Raises ConnectionLost."""
        try:
            text = self._encode(message)
        except UnicodeEncodeError:
            text = _replaced(message)
        frame = _pack_head(len(text), len(data)) + text + data
        try:
            sent = os.write(self._output, frame)
            if sent < len(frame):
                view = memoryview(frame)
                while sent < len(frame):
                    sent += os.write(self._output, view[sent:])
        except OSError as error:
            raise ConnectionLost(str(error)) from None


def _replaced(message: object) -> bytes:
    """JSON of a message that holds what is not Unicode (a file name with surrogate escapes), with U+FFFD for it."""
    return _SURROGATE.sub("\ufffd", json.dumps(message, ensure_ascii=False, default=msgspec.to_builtins)).encode()
