"""The contract of a system module: a small JavaScript face in the guest over host functions in Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from ..runtime.api import ExtensionEnvironment


class BusinessError(Exception):
    """An error as OpenHarmony's APIs raise it: a number from the module's documentation and its message."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Reply(msgspec.Struct, frozen=True):
    """A JSON value together with bytes, for host functions that answer both."""

    value: object
    data: bytes


HostFunction = Callable[..., object]
"""Called with the guest's JSON arguments; bytes that the guest sends along come last.

Returns a JSON value, ``bytes`` or a Reply. Raises BusinessError, which the guest throws as an Error with numeric
``code``. An OSError that escapes is a bug of the module. ExtensionDied passes through and ends the process.
"""


class SystemModule(Protocol):
    """The Python side of one module for one extension process: ``host_functions`` maps names such as
    ``fs.open`` (unique over all modules) to functions."""

    host_functions: Mapping[str, HostFunction]

    def close(self) -> None:
        """The process ended: drop descriptors and the like."""
        ...


SystemModuleFactory = Callable[[ExtensionEnvironment], SystemModule]


class GuestFace(msgspec.Struct, frozen=True, kw_only=True):
    """The JavaScript side of one system module: the body of a function of ``(exports, require, module, host)``.

    ``id`` is the script name in stack traces (``system:@ohos.file.fs``); ``digest`` is the SHA-256 (hex) of ``code``.
    """

    id: str
    code: str
    digest: str


class RunningModules(Protocol):
    """The Python side of all system modules for one extension process."""

    host_functions: Mapping[str, HostFunction]

    def close(self) -> None:
        """The process ended: close every module."""
        ...


class SystemModuleRegistry(Protocol):
    """Every system module the device has, by the name that an app imports."""

    def face(self, name: str) -> GuestFace | None:
        """The face of ``@ohos.file.fs``, ``@kit.CoreFileKit`` and the like; None for a stand-in by that name.

        ``application.BackupExtensionContext`` names the face whose ``createContext(host)`` makes ``this.context``,
        ``@ohos.internal.globals`` the one whose ``lookup(name)`` answers a global that nobody defined, or undefined.
        """
        ...

    def start(self, environment: ExtensionEnvironment) -> RunningModules: ...
