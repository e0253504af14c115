"""What host and extension process say to each other: frames of 4 length bytes and a msgpack message.

The host sends one command and serves the requests of the process until the answer to the command comes. Paths travel
as bytes, because they need not be UTF-8; callback arguments as JSON text, because they may hold any JavaScript string.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ...filesystem.api import FileStat, SpaceStat
from ...source import SourcePosition
from ..api import Call, LoadFailure, Turn

LENGTH_BYTES = 4


class Boot(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The first message: everything the process knows of its device."""

    source_file: str
    class_name: str
    bundle_name: str
    module_name: str
    extension_name: str
    process_name: str
    user: int
    uid: int
    gid: int
    umask: int
    seed: int
    timezone: str
    memory_mib: int
    database_folder: str
    now_ms: int
    tells_lines: bool = False
    """Whether the process tells which lines of the author's files run."""


class Load(msgspec.Struct, frozen=True, tag=True):
    now_ms: int


class CallMethod(msgspec.Struct, frozen=True, tag=True):
    now_ms: int
    method: str
    arguments: str


class TakeTurn(msgspec.Struct, frozen=True, tag=True):
    now_ms: int


class Reply(msgspec.Struct, frozen=True, tag=True):
    """The answer to a request; ``error`` is an errno."""

    value: object = None
    error: int = 0


Command = Boot | Load | CallMethod | TakeTurn | Reply


class FileCall(msgspec.Struct, frozen=True, tag=True):
    """A call of the sandbox's FileSystemView; see FILE_CALLS for the shapes of ``arguments``."""

    name: str
    arguments: list[object]


class SetUmask(msgspec.Struct, frozen=True, tag=True):
    umask: int


class Sleep(msgspec.Struct, frozen=True, tag=True):
    """Let virtual time pass while the process blocks; the reply is the new time."""

    milliseconds: int


class Log(msgspec.Struct, frozen=True, tag=True):
    level: Literal["debug", "info", "warn", "error", "fatal"]
    log_tag: str
    text: str
    position: SourcePosition | None


class RanLine(msgspec.Struct, frozen=True, tag=True):
    """A line of one of the author's files runs for the first time in this process; there is no reply."""

    file: str
    line: int


class LoadedClass(msgspec.Struct, frozen=True):
    """See trace.ClassLoaded."""

    names: tuple[str, ...]
    methods: tuple[str, ...]
    extends_base: bool


class Loaded(msgspec.Struct, frozen=True, tag=True):
    failure: LoadFailure | None
    loaded_class: LoadedClass | None = None


class Called(msgspec.Struct, frozen=True, tag=True):
    call: Call
    turn: Turn


class Turned(msgspec.Struct, frozen=True, tag=True):
    turn: Turn


Request = FileCall | SetUmask | Sleep | Log
Notice = RanLine
Answer = Loaded | Called | Turned

FILE_CALLS: dict[str, tuple[str, str]] = {
    "open": ("path number number", "number"),
    "close": ("number", ""),
    "read": ("number number number?", "bytes"),
    "write": ("number bytes number?", "number"),
    "seek": ("number number number", "number"),
    "duplicate": ("number", "number"),
    "open_path": ("number", "path"),
    "sync": ("number", ""),
    "stat": ("path", "stat"),
    "lstat": ("path", "stat"),
    "fstat": ("number", "stat"),
    "exists": ("path", "truth"),
    "access": ("path number", ""),
    "make_directory": ("path number", ""),
    "remove_directory": ("path", ""),
    "unlink": ("path", ""),
    "rename": ("path path", ""),
    "symbolic_link": ("path path", ""),
    "hard_link": ("path path", ""),
    "read_link": ("path", "path"),
    "real_path": ("path", "path"),
    "list_directory": ("path", "paths"),
    "change_mode": ("path number", ""),
    "change_owner": ("path number number", ""),
    "set_times": ("path number number", ""),
    "truncate": ("path number", ""),
    "truncate_descriptor": ("number number", ""),
    "get_attribute": ("path path", "bytes"),
    "set_attribute": ("path path bytes", ""),
    "list_attributes": ("path", "paths"),
    "read_file": ("path", "bytes"),
    "write_file": ("path bytes", ""),
    "space": ("", "space"),
}
"""Method of FileSystemView → the kinds of its arguments and the kind of its result."""

_encoder = msgspec.msgpack.Encoder()


def path_bytes(path: str) -> bytes:
    """A path as it travels. Text that is no path at all raises UnicodeEncodeError."""
    return path.encode("utf-8", "surrogateescape")


def path_text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def frame(message: Command | Request | Answer | Notice) -> bytes:
    body = _encoder.encode(message)
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def typed_arguments(call: FileCall) -> list[object]:
    """The arguments of ``call`` as FileSystemView takes them. Raises msgspec.ValidationError for anything else."""
    if call.name not in FILE_CALLS:
        raise msgspec.ValidationError(f"no file call {call.name}")
    kinds = FILE_CALLS[call.name][0].split()
    if len(kinds) != len(call.arguments):
        raise msgspec.ValidationError(f"{call.name} takes {len(kinds)} arguments")
    values: list[object] = []
    for kind, argument in zip(kinds, call.arguments, strict=True):
        if kind in ("path", "bytes"):
            data = msgspec.convert(argument, bytes)
            values.append(path_text(data) if kind == "path" else data)
        elif kind == "number":
            values.append(msgspec.convert(argument, int))
        else:
            values.append(msgspec.convert(argument, int | None))
    return values


def wire_result(name: str, result: object) -> object:
    """What a FileSystemView method answered, as it travels."""
    kind = FILE_CALLS[name][1]
    if kind == "path":
        return path_bytes(str(result))
    if kind == "paths":
        return [path_bytes(item) for item in msgspec.convert(result, list[str])]
    if isinstance(result, (FileStat, SpaceStat)):
        return msgspec.structs.astuple(result)
    return result if kind else None


def guest_result(name: str, value: object) -> object:
    """The reply to a file call as the process works with it."""
    kind = FILE_CALLS[name][1]
    if kind == "path":
        return path_text(msgspec.convert(value, bytes))
    if kind == "paths":
        return [path_text(item) for item in msgspec.convert(value, list[bytes])]
    if kind == "stat":
        fields = msgspec.convert(value, tuple[int, int, int, int, int, int, int, int, int])
        return FileStat(**dict(zip(FileStat.__struct_fields__, fields, strict=True)))
    if kind == "space":
        total, free = msgspec.convert(value, tuple[int, int])
        return SpaceStat(total=total, free=free)
    return value
