"""Starts extensions written in Python, each in an operating-system process of its own, and drives them."""

from __future__ import annotations

import json
import os
import select
import signal
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar, cast

import msgspec
import psutil

from ...errors import OhosBackupError
from ...trace import ClassLoaded, LogLine
from ..api import Call, ExtensionDied, ExtensionEnvironment, LoadFailure, Turn
from ..patience import Patience
from ..ran_lines import RanLines
from . import wire
from .code_lines import lines_of_code
from .declarations import declared
from .host_exit import OUT_OF_MEMORY_EXIT
from .spawner import SpawnedProcess, SpawnerGone, spawner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...source import SourcePosition

_AnswerT = TypeVar("_AnswerT", wire.Loaded, wire.Called, wire.Turned)

_MEMORY_LOOK_SECONDS = 0.2
_LONGEST_ENDING_SECONDS = 5.0
_MEBIBYTE = 1024 * 1024
_INTERPRETER_MIB = 64
"""What a bare interpreter needs; the limit of the extension comes on top."""

_from_process = msgspec.msgpack.Decoder(wire.Request | wire.Answer | wire.Notice)


class MissingPythonSource(OhosBackupError):
    code = "E-PYTHON-SOURCE"


class PythonHost:
    """Runs class ``class_name`` of ``source_file``. Implements runtime.api.ExtensionHost."""

    def __init__(self, source_file: Path, class_name: str) -> None:
        if not source_file.is_file():
            raise MissingPythonSource(
                f"there is no Python file '{source_file}'", mend="Name the file and the class: model.py:MyExtension"
            )
        self.source_file = source_file.resolve()
        self.class_name = class_name
        self._ran: RanLines | None = None
        self._patience = Patience()

    def watch_lines(self, root: Path, ran: RanLines) -> None:
        """See SourceHost.watch_lines; its own files are those below the folder of the extension's file."""
        self._ran = ran

    def lines_of_code(self, file: Path) -> tuple[int, ...]:
        """See SourceHost.lines_of_code."""
        return lines_of_code(file)

    def declared(self, classes: Sequence[str], method: str = "") -> SourcePosition | None:
        """See SourceHost.declared. Only the extension's own file is looked at."""
        return declared(self.source_file, classes, method)

    def start(self, environment: ExtensionEnvironment) -> PythonProcess:
        return PythonProcess(self.source_file, self.class_name, environment, self._patience, self._ran)


class PythonProcess:
    """One running extension. Implements runtime.api.ExtensionProcess.

    The process works on the sandbox through this object, one request after the other, so what it did is on the device
    and in the trace at any moment it may be killed.
    """

    def __init__(
        self,
        source_file: Path,
        class_name: str,
        environment: ExtensionEnvironment,
        patience: Patience,
        ran: RanLines | None = None,
    ) -> None:
        self._environment = environment
        self._patience = patience
        self._ran = ran
        self._folder = tempfile.TemporaryDirectory(prefix="ohos-backup-")
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        child_in, self._to_process = os.pipe()
        self._from_process, child_out = os.pipe()
        os.set_blocking(self._to_process, False)
        self._received = bytearray()
        try:
            self._process = _forked(self._folder.name, environment.timezone, child_in, child_out, self._errors.fileno())
        finally:
            os.close(child_in)
            os.close(child_out)
        try:
            self._send(self._boot_message(source_file, class_name), self._deadline())
        except ExtensionDied:
            self.close()
            raise

    def _boot_message(self, source_file: Path, class_name: str) -> wire.Boot:
        environment = self._environment
        sandbox = environment.sandbox
        return wire.Boot(
            source_file=str(source_file),
            class_name=class_name,
            bundle_name=environment.bundle_name,
            module_name=environment.module_name,
            extension_name=environment.extension_name,
            process_name=environment.process_name,
            user=environment.user,
            uid=sandbox.uid,
            gid=sandbox.gid,
            umask=sandbox.umask,
            seed=environment.seed,
            timezone=environment.timezone,
            memory_mib=environment.limits.memory_mib + _INTERPRETER_MIB,
            database_folder=self._folder.name,
            now_ms=environment.clock.now_ms,
            tells_lines=self._ran is not None,
        )

    def load(self) -> LoadFailure | None:
        answer = self._ask(wire.Load(self._environment.clock.now_ms))
        loaded = self._expect(answer, wire.Loaded)
        if loaded.loaded_class is not None:
            self._record_class(loaded.loaded_class)
        return loaded.failure

    def _record_class(self, found: wire.LoadedClass) -> None:
        self._environment.trace.record(
            ClassLoaded(
                time_ms=self._environment.clock.elapsed_ms,
                names=found.names,
                methods=found.methods,
                extends_base=found.extends_base,
            )
        )

    def call(self, method: str, arguments: tuple[object, ...] = ()) -> tuple[Call, Turn]:
        text = json.dumps(msgspec.to_builtins(arguments))
        answer = self._expect(self._ask(wire.CallMethod(self._environment.clock.now_ms, method, text)), wire.Called)
        return answer.call, answer.turn

    def turn(self) -> Turn:
        return self._expect(self._ask(wire.TakeTurn(self._environment.clock.now_ms)), wire.Turned).turn

    def close(self) -> None:
        self._process.kill()
        for descriptor in (self._to_process, self._from_process):
            if descriptor >= 0:
                os.close(descriptor)
        self._to_process = self._from_process = -1
        self._errors.close()
        self._folder.cleanup()

    def _ask(self, command: wire.Command) -> wire.Answer:
        """Send ``command`` and serve the process until it answers."""
        deadline = self._deadline()
        self._send(command, deadline)
        while True:
            message = self._receive(deadline)
            if isinstance(message, wire.Loaded | wire.Called | wire.Turned):
                return message
            if isinstance(message, wire.RanLine):
                self._note_line(message)
                continue
            try:
                reply = self._serve(message)
            except ExtensionDied:
                self._process.kill()
                raise
            self._send(reply, deadline)

    def _note_line(self, notice: wire.RanLine) -> None:
        if self._ran is not None:
            self._ran.add(Path(notice.file), [notice.line])

    def _deadline(self) -> float:
        return time.monotonic() + self._patience.seconds(self._environment.limits)

    def _expect(self, answer: wire.Answer, kind: type[_AnswerT]) -> _AnswerT:
        if isinstance(answer, kind):
            return answer
        return self._refuse(f"answered with {type(answer).__name__}")

    def _serve(self, request: wire.Request) -> wire.Reply:
        environment = self._environment
        if isinstance(request, wire.FileCall):
            try:
                arguments = wire.typed_arguments(request)
                method = cast("Callable[..., object]", getattr(environment.sandbox, request.name))
                return wire.Reply(wire.wire_result(request.name, method(*arguments)))
            except OSError as error:
                return wire.Reply(error=error.errno or 5)
            except msgspec.ValidationError as error:
                self._refuse(str(error))
        if isinstance(request, wire.SetUmask):
            environment.sandbox.umask, before = request.umask & 0o777, environment.sandbox.umask
            return wire.Reply(before)
        if isinstance(request, wire.Sleep):
            environment.clock.advance(max(0, request.milliseconds))
            return wire.Reply(environment.clock.now_ms)
        environment.trace.record(
            LogLine(
                time_ms=environment.clock.elapsed_ms,
                level=request.level,
                domain="",
                log_tag=request.log_tag,
                text=request.text,
                position=request.position,
            )
        )
        return wire.Reply()

    def _send(self, message: wire.Command, deadline: float) -> None:
        data = memoryview(wire.frame(message))
        try:
            while data:
                _, writable, _ = select.select([], [self._to_process], [], max(0.0, deadline - time.monotonic()))
                if not writable:
                    self._report_hang()
                data = data[os.write(self._to_process, data) :]
        except BrokenPipeError:
            self._report_death()

    def _receive(self, deadline: float) -> wire.Request | wire.Answer | wire.Notice:
        while True:
            length = int.from_bytes(self._received[: wire.LENGTH_BYTES], "big")
            end = wire.LENGTH_BYTES + length
            if len(self._received) >= wire.LENGTH_BYTES and len(self._received) >= end:
                body = bytes(memoryview(self._received)[wire.LENGTH_BYTES : end])
                del self._received[:end]
                try:
                    return _from_process.decode(body)
                except msgspec.DecodeError as error:
                    self._refuse(str(error))
            self._wait_for_bytes(deadline)

    def _wait_for_bytes(self, deadline: float) -> None:
        limits = self._environment.limits
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                self._report_hang()
            ready, _, _ = select.select([self._from_process], [], [], min(left, _MEMORY_LOOK_SECONDS))
            if ready:
                data = os.read(self._from_process, _MEBIBYTE)
                if not data:
                    self._report_death()
                self._received += data
                return
            if self._memory_mib() > limits.memory_mib + _INTERPRETER_MIB:
                self._process.kill()
                raise ExtensionDied("out-of-memory", f"used more than {limits.memory_mib} MiB")

    def _memory_mib(self) -> float:
        try:
            return psutil.Process(self._process.pid).memory_info().rss / _MEBIBYTE
        except psutil.Error:
            return 0.0

    def _refuse(self, reason: str) -> NoReturn:
        """The process does not keep to the protocol: user code has damaged its own interpreter."""
        self._process.kill()
        raise ExtensionDied("died", f"the extension process sent something unreadable: {reason}")

    def _report_hang(self) -> NoReturn:
        self._process.kill()
        raise ExtensionDied("hung", self._patience.run_out(self._environment.limits))

    def _report_death(self) -> NoReturn:
        status = self._process.wait(_LONGEST_ENDING_SECONDS)
        if status is None:
            self._process.kill()
            raise ExtensionDied("died", "the extension process closed its connection")
        if status == OUT_OF_MEMORY_EXIT:
            limit = self._environment.limits.memory_mib
            raise ExtensionDied("out-of-memory", f"needed more than {limit} MiB")
        if status < 0:
            raise ExtensionDied("died", f"the extension process was ended by {signal.Signals(-status).name}")
        self._errors.seek(0)
        last_words = self._errors.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise ExtensionDied("died", f"the extension process exited with code {status}. {last_words}".rstrip(". "))


def _forked(folder: str, timezone: str, incoming: int, outgoing: int, errors: int) -> SpawnedProcess:
    try:
        return spawner().start(folder, timezone, incoming, outgoing, errors)
    except SpawnerGone:
        # It died between two extensions, perhaps by somebody's hand; a new one does as well.
        return spawner().start(folder, timezone, incoming, outgoing, errors)
