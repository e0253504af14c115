"""Stand-ins written in Python: each function of the file is a function of the module that it stands for.

Its first parameter is a StandInDevice, the others are what the app passes: JSON values, bytes for buffers. It returns
a JSON value or bytes. An ``async def`` answers a promise; a callback that the app passes last is called in any case.
"""

from __future__ import annotations

import base64
import inspect
import traceback
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from types import CodeType
from typing import cast

import msgspec

from ..entropy import Entropy
from ..runtime.api import ExtensionDied, ExtensionEnvironment
from ..source import SourcePosition
from ..trace import StandInFailed
from .api import BusinessError, HostFunction
from .native import BadStandIn

BYTES = "$bytes"
"""``{"$bytes": "<Base64>"}`` is how bytes travel inside JSON, both ways (guest/realm/stand_ins.js)."""
FAILED = 801
"""The code of the error that the app sees when a stand-in broke down, as of everything that is not emulated."""
LONGEST_TEXT = 200

Namespace = dict[str, object]
Function = Callable[..., object]


class PythonStandIn(msgspec.Struct, frozen=True):
    """``functions``: by name, whether it answers a promise. Each extension process runs the file anew."""

    name: str
    file: str
    code: CodeType
    functions: Mapping[str, bool]


class StandInDevice:
    """What a stand-in is given of the device: the app's files, as the app sees them, the time and random bytes."""

    def __init__(self, environment: ExtensionEnvironment, entropy: Entropy) -> None:
        self._environment = environment
        self._entropy = entropy
        self.bundle_name = environment.bundle_name
        self.api_version = environment.profile.api

    @property
    def now_ms(self) -> int:
        """Virtual milliseconds since 1970."""
        return self._environment.clock.now_ms

    def read_file(self, path: str) -> bytes:
        return self._environment.sandbox.read_file(path)

    def write_file(self, path: str, content: bytes) -> None:
        """Make or replace a file; its folder must be there."""
        self._environment.sandbox.write_file(path, content)

    def exists(self, path: str) -> bool:
        return self._environment.sandbox.exists(path)

    def list_directory(self, path: str) -> list[str]:
        return self._environment.sandbox.list_directory(path)

    def make_directories(self, path: str) -> None:
        self._environment.sandbox.make_directories(path)

    def remove(self, path: str) -> None:
        """Remove a file or a folder with all that is in it."""
        self._environment.sandbox.remove_tree(path)

    def random_bytes(self, length: int) -> bytes:
        """The same in every run with the same seed."""
        return self._entropy.take(length)

    def error(self, code: int, message: str) -> Exception:
        """An error for the app: ``raise device.error(13900002, "No such file")``."""
        return BusinessError(code, message)


def load_python_stand_in(name: str, path: Path, file: str) -> PythonStandIn:
    """Compile and run the file once. Raises BadStandIn with the place of what is wrong."""
    try:
        code = compile(path.read_bytes(), str(path), "exec")
    except SyntaxError as error:
        where = SourcePosition(str(path), error.lineno or 0, error.offset or 0)
        raise BadStandIn(f"the stand-in for {name} is not Python: {error.msg}", where=where) from error
    except (OSError, ValueError) as error:
        where = SourcePosition(str(path))
        raise BadStandIn(f"the stand-in for {name} cannot be read: {error}", where=where) from error
    try:
        namespace = _run(code, name)
    except Exception as error:
        what = f"the stand-in for {name} fails when it is loaded: {_words(error)}"
        raise BadStandIn(what, where=_place(error, str(path), str(path))) from error
    found = {
        member: inspect.iscoroutinefunction(value)
        for member, value in namespace.items()
        if inspect.isfunction(value) and value.__code__.co_filename == str(path) and not member.startswith("_")
    }
    if not found:
        raise BadStandIn(
            f"the stand-in for {name} has no function",
            where=SourcePosition(str(path)),
            mend="Define one for each function that the app calls; the first parameter is the device.",
        )
    return PythonStandIn(name, file, code, found)


class PythonStandInModule:
    """All Python stand-ins for one extension process."""

    def __init__(self, stand_ins: Mapping[str, PythonStandIn], environment: ExtensionEnvironment) -> None:
        self._stand_ins = stand_ins
        self._environment = environment
        self._device = StandInDevice(environment, Entropy(environment.seed, environment.trace))
        self._namespaces: dict[str, Namespace] = {}
        self.host_functions: Mapping[str, HostFunction] = {"standIn.call": self.call}

    def call(self, name: str, member: str, values: list[object]) -> object:
        """Raises BusinessError: the stand-in's own, or one that says that it broke down."""
        stand_in = self._stand_ins[name]
        capability = f"{name}.{member}"
        try:
            if name not in self._namespaces:
                self._namespaces[name] = _run(stand_in.code, name)
            work = cast(Function, self._namespaces[name][member])
            answer = work(self._device, *(_received(value) for value in values))
            if stand_in.functions[member]:
                answer = _finished(cast("Coroutine[object, object, object]", answer))
            return _sent(answer)
        except (BusinessError, ExtensionDied):
            raise
        except Exception as error:
            failure = StandInFailed(
                time_ms=self._environment.clock.elapsed_ms,
                capability=capability,
                message=_words(error),
                position=_place(error, stand_in.code.co_filename, stand_in.file),
            )
            self._environment.trace.record(failure)
            raise BusinessError(FAILED, f"the stand-in for {capability} failed: {_words(error)}") from error


def _run(code: CodeType, name: str) -> Namespace:
    namespace: Namespace = {"__name__": f"stand_in:{name}", "__file__": code.co_filename}
    exec(code, namespace)  # the file that the team named in its settings
    return namespace


def _finished(work: Coroutine[object, object, object]) -> object:
    """Nothing that a stand-in could wait for goes on meanwhile, so it runs to its end at once."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    work.close()
    raise TypeError("a stand-in cannot wait for anything: there is no event loop")


def _received(value: object) -> object:
    if isinstance(value, dict):
        known = cast("dict[str, object]", value)
        content = known.get(BYTES)
        if len(known) == 1 and isinstance(content, str):
            return base64.b64decode(content)
        return {key: _received(item) for key, item in known.items()}
    if isinstance(value, list):
        return [_received(item) for item in cast("list[object]", value)]
    return value


def _sent(value: object) -> object:
    if isinstance(value, (bytes, bytearray)):
        return {BYTES: base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {str(key): _sent(item) for key, item in cast("dict[object, object]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_sent(item) for item in cast("list[object]", value)]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"a stand-in returns JSON values or bytes, not {type(value).__name__}")


def _words(error: BaseException) -> str:
    return " ".join(traceback.format_exception_only(type(error), error)[-1].split())[:LONGEST_TEXT]


def _place(error: BaseException, filename: str, shown: str) -> SourcePosition:
    """The innermost line of the stand-in's own file."""
    line = column = 0
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == filename:
            line = frame.lineno or 0
            # Python 3.11 and newer know the column.
            column = (getattr(frame, "colno", None) or -1) + 1
    return SourcePosition(shown, line, column)
