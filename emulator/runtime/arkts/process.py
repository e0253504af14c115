"""One running extension in Node.js: orders go in, what its system modules ask for is answered, events are recorded."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ...modules.api import BusinessError, Reply, RunningModules, SystemModuleRegistry
from ...modules.native import StandIns
from ..api import Call, ExtensionDied, ExtensionEnvironment, GuestError, GuestValue, LoadFailure, Turn
from ..patience import Patience
from .events import GuestEvents
from .node_process import NodePool, NodeProcess
from .positions import Positions
from .processor import SHARED_PROCESSOR
from .program import Program
from .program_lines import ProgramLines
from .wire import (
    Answer,
    CallMessage,
    ConnectionLost,
    ErrorMessage,
    FaceRequest,
    HostCall,
    ImportMessage,
    LogMessage,
    NotEmulatedMessage,
    StandInMessage,
    TurnMessage,
    ValueMessage,
    WhatRanMessage,
)

_VALUE, _BYTES, _VALUE_AND_BYTES, _ERROR = range(4)
"""The first item of a reply to a host call (guest/realm/host_object.js)."""

_WHAT_RAN = "v"
"""Instead of a reply to a host call: tell what ran so far (guest/wire.js)."""

_KILLED = (_ERROR, 0, "the process was killed")

MOST_MESSAGES_AFTER_DEATH = 1_000
"""A killed extension that goes on for longer is ended together with its Node.js process."""


class ArkTSProcess:
    """ExtensionProcess over one Node.js process. Not for use by two threads at once."""

    def __init__(
        self,
        node: NodeProcess,
        pool: NodePool,
        environment: ExtensionEnvironment,
        program: Program,
        positions: Positions,
        system_modules: SystemModuleRegistry,
        modules: RunningModules,
        stand_ins: StandIns,
        patience: Patience,
        lines: ProgramLines | None = None,
    ) -> None:
        self._node: NodeProcess | None = node
        self._pool = pool
        self._environment = environment
        self._program = program
        self._positions = positions
        self._events = GuestEvents(environment, program, positions, stand_ins)
        self._system_modules = system_modules
        self._modules = modules
        self._stand_ins = stand_ins
        self._patience = patience
        self._lines = lines
        self._death: ExtensionDied | None = None
        self._calls = 0
        self._loaded = False
        self._uncaught_before: tuple[GuestError, ...] = ()

    def open(self, teach: Callable[[], None], program_key: str) -> None:
        """Make the realm. Raises ExtensionDied."""
        environment = self._environment
        configuration = {
            "entry": self._program.entry,
            "stage": self._program.ability_stage,
            "stageIsCreated": self._program.stage_is_created,
            "now": environment.clock.now_ms,
            "seed": environment.seed & 0xFFFFFFFF,
            "standIns": self._stand_ins.described,
            "environment": {
                "bundleName": environment.bundle_name,
                "moduleName": environment.module_name,
                "extensionName": environment.extension_name,
                "processName": environment.process_name,
                "user": environment.user,
                "appIndex": environment.app_index,
                "api": environment.profile.api,
                "locale": environment.locale,
                "timezone": environment.timezone,
            },
        }
        node = self._running()
        SHARED_PROCESSOR.join(node.pid)
        text = msgspec.json.encode(configuration).decode()
        # Watched, because a long program blocks here when the process does not read.
        node.begin_turn(self._patience.seconds(environment.limits))
        try:
            teach()
            node.connection.send({"do": "start", "program": program_key, "configuration": text})
        except ConnectionLost as loss:
            raise self._dead(loss) from None
        except BaseException:
            self._abandon()
            raise
        finally:
            node.end_turn()

    def load(self) -> LoadFailure | None:
        """See ExtensionProcess.load. Errors nobody caught meanwhile are told by the next turn."""
        turn = self._take_turn({"do": "load"})
        self._uncaught_before += self._uncaught(turn)
        if turn.loaded_class is not None:
            self._events.loaded(turn.loaded_class)
        if turn.failure is None:
            self._loaded = True
            return None
        return LoadFailure(turn.failure.stage, self._error(turn.failure.error))

    def call(self, method: str, arguments: tuple[object, ...] = ()) -> tuple[Call, Turn]:
        """See ExtensionProcess.call."""
        if not self._loaded and self._death is None:
            raise RuntimeError("call() needs a load() that succeeded")
        self._calls += 1
        detail = msgspec.json.encode((self._calls, method, arguments)).decode()
        message = self._take_turn({"do": "call", "detail": detail})
        assert message.call is not None
        return self._call(message.call), self._turn(message)

    def turn(self) -> Turn:
        """See ExtensionProcess.turn."""
        return self._turn(self._take_turn({"do": "turn"}))

    def close(self) -> None:
        """End the extension; the Node.js process is kept for the next one. May be called twice."""
        node = self._node
        self._node = None
        if node is None:
            return
        try:
            self._note_what_ran(node, {"do": "what-ran"})
            node.connection.send({"do": "end"})
        except ConnectionLost:
            self._pool.discard(node)
        else:
            self._pool.give_back(node)
        SHARED_PROCESSOR.leave()
        self._modules.close()

    def _running(self) -> NodeProcess:
        if self._death is not None:
            raise ExtensionDied(self._death.reason, self._death.message)
        if self._node is None:
            raise RuntimeError("the extension process is closed")
        return self._node

    def _take_turn(self, order: dict[str, object]) -> TurnMessage:
        """Give an order and serve the guest until it answers. Whatever goes wrong, no process is left mid-turn."""
        node = self._running()
        order["now"] = self._environment.clock.now_ms
        node.begin_turn(self._patience.seconds(self._environment.limits))
        try:
            node.connection.send(order)
            return self._serve(node)
        except ConnectionLost as loss:
            raise self._dead(loss) from None
        except ExtensionDied as death:
            self._death = death
            self.close()
            raise
        except BaseException:
            self._abandon()
            raise
        finally:
            node.end_turn()

    def _serve(self, node: NodeProcess) -> TurnMessage:
        connection, clock, functions = node.connection, self._environment.clock, self._modules.host_functions
        receive, send = connection.receive, connection.send
        while True:
            message = receive()
            if type(message) is HostCall:
                if message.time_ms > clock.now_ms:
                    clock.advance_to(message.time_ms)
                values = message.arguments
                if message.has_bytes:
                    values.append(connection.data)
                try:
                    result = functions[message.name](*values)
                except BusinessError as error:
                    send((_ERROR, error.code, error.message))
                    continue
                except ExtensionDied:
                    if not self._runs_out(node):
                        self._abandon()
                    raise
                if isinstance(result, bytes):
                    send((_BYTES, len(result)), result)
                elif isinstance(result, Reply):
                    send((_VALUE_AND_BYTES, result.value, len(result.data)), result.data)
                else:
                    send((_VALUE, result))
            elif isinstance(message, LogMessage):
                clock.advance_to(message.time_ms)
                self._events.log(message)
            elif isinstance(message, Answer):
                clock.advance_to(message.time_ms)
                return message.turn
            elif isinstance(message, FaceRequest):
                self._answer_face(node, message.name)
            elif isinstance(message, NotEmulatedMessage):
                clock.advance_to(message.time_ms)
                self._events.not_emulated(message)
            elif isinstance(message, ImportMessage):
                clock.advance_to(message.time_ms)
                self._events.imported(message)
            elif isinstance(message, StandInMessage):
                clock.advance_to(message.time_ms)
                self._events.stand_in(message)

    def _note_what_ran(self, node: NodeProcess, question: object) -> None:
        """Ask for it where someone wants to know. Raises ConnectionLost."""
        if self._lines is None:
            return
        node.begin_turn(self._patience.seconds(self._environment.limits))
        try:
            node.connection.send(question)
            told = node.connection.receive()
        finally:
            node.end_turn()
        if not isinstance(told, WhatRanMessage):
            raise ConnectionLost(f"the extension process answered with {type(told).__name__}")
        if self._death is None:
            self._lines.add(told.ranges)

    def _runs_out(self, node: NodeProcess) -> bool:
        """The extension was killed in the middle of a call: nothing that it still asks for is done. Whether its turn
        comes to an end, which leaves the Node.js process free for the next extension."""
        connection = node.connection
        try:
            self._note_what_ran(node, _WHAT_RAN)
            connection.send(_KILLED)
            for _ in range(MOST_MESSAGES_AFTER_DEATH):
                message = connection.receive()
                if isinstance(message, Answer):
                    return True
                if isinstance(message, HostCall):
                    connection.send(_KILLED)
                elif isinstance(message, FaceRequest):
                    connection.send(None)
        except ConnectionLost:
            return False
        return False

    def _answer_face(self, node: NodeProcess, name: str) -> None:
        face = self._system_modules.face(name)
        if face is None:
            node.connection.send(None)
            return
        new = face.digest not in node.sent_digests
        node.sent_digests.add(face.digest)
        answer = {"id": face.id, "digest": face.digest, "sent": new}
        node.connection.send(answer, face.code.encode() if new else b"")

    def _dead(self, loss: ConnectionLost) -> ExtensionDied:
        node = self._node
        self._abandon()
        assert node is not None
        reason = node.reason()
        limits = self._environment.limits
        if reason == "hung":
            message = self._patience.run_out(limits)
        elif reason == "out-of-memory":
            message = f"it needed more than {limits.memory_mib} MiB of memory"
        else:
            message = "\n".join(filter(None, [str(loss), node.complaint()]))
        self._death = ExtensionDied(reason, message)
        return self._death

    def _abandon(self) -> None:
        """The process is in the middle of something: end it."""
        node = self._node
        self._node = None
        if node is not None:
            SHARED_PROCESSOR.leave()
            self._pool.discard(node)
            self._modules.close()

    def _turn(self, message: TurnMessage) -> Turn:
        uncaught = self._uncaught_before + self._uncaught(message)
        self._uncaught_before = ()
        return Turn(tuple(self._call(call) for call in message.settled), uncaught, message.next)

    def _uncaught(self, message: TurnMessage) -> tuple[GuestError, ...]:
        errors: list[GuestError] = []
        for uncaught in message.uncaught:
            error = self._error(uncaught.error)
            self._events.uncaught(uncaught.origin, error)
            is_fatal = uncaught.origin != "rejection" and error.value.type == "error" and not uncaught.observed
            errors.append(msgspec.structs.replace(error, is_fatal=is_fatal))
        return tuple(errors)

    def _call(self, message: CallMessage) -> Call:
        value = _value(message.value) if message.value else GuestValue()
        error = self._error(message.error) if message.error else None
        return Call(message.id, message.method, message.state, value, error)

    def _error(self, message: ErrorMessage) -> GuestError:
        stack = self._positions.frames(message.stack)
        return GuestError(_value(message.value), message.name, message.message, stack)


def _value(message: ValueMessage) -> GuestValue:
    return GuestValue(message.type, message.text)
