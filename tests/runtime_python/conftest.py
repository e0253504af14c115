"""An emulated device with one installed app, and a way to run a class written in the test itself."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.sandbox_layout import create_sandbox
from ohos_backup.emulator.filesystem.view import View
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.runtime.api import ExtensionEnvironment, Limits
from ohos_backup.emulator.runtime.python.host import PythonHost, PythonProcess
from ohos_backup.emulator.runtime.ran_lines import RanLines
from ohos_backup.emulator.trace import LogLine, Trace

BUNDLE = "com.example.model"
UID = 20_010_034
FILES = "/data/storage/el2/base/haps/entry/files"
HEADER = "from ohos_backup.emulator.runtime.python import BackupExtensionAbility, BundleVersion\n"


class Bench:
    """Starts extensions on one device; ``app`` shows their sandbox to the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = VirtualClock()
        self.trace = Trace()
        self.device = DeviceFileSystem(self.clock, self.trace)
        create_sandbox(self.device, BUNDLE, 100, UID, ("entry",))
        self.app: View = self.device.app_view(BUNDLE, 100, UID, actor="harness")
        self.app.recording = False
        self.started: list[PythonProcess] = []

    def start(
        self, source: str, *, load: bool = True, seed: int = 0, ran: RanLines | None = None, **limits: float
    ) -> PythonProcess:
        """Start class ``Model`` of ``source`` (its body of the file after the usual import)."""
        file = self.folder / f"model{len(self.started)}.py"
        file.write_text(HEADER + textwrap.dedent(source), encoding="utf-8")
        environment = ExtensionEnvironment(
            bundle_name=BUNDLE,
            module_name="entry",
            extension_name="ModelBackup",
            process_name=f"{BUNDLE}:backup",
            user=100,
            app_index=0,
            profile=LATEST,
            sandbox=self.device.app_view(BUNDLE, 100, UID),
            clock=self.clock,
            trace=self.trace,
            seed=seed,
            limits=Limits(wall_seconds=limits.get("wall_seconds", 20.0), memory_mib=int(limits.get("memory_mib", 256))),
        )
        host = PythonHost(file, "Model")
        if ran is not None:
            host.watch_lines(self.folder, ran)
        process = host.start(environment)
        self.started.append(process)
        if load:
            assert process.load() is None
        return process

    def run(self, body: str, method: str = "onBackup", *arguments: object) -> object:
        """What ``method`` with ``body`` returns, as text; an error fails the test."""
        names = {"onBackup": "self", "onRestore": "self, bundleVersion"}[method]
        source = f"class Model(BackupExtensionAbility):\n    def {method}({names}):\n" + textwrap.indent(
            textwrap.dedent(body), " " * 8
        )
        call, _ = self.start(source).call(method, arguments)
        assert call.error is None, call.error
        return call.value.text

    def log(self) -> list[tuple[str, str, str]]:
        return [(line.level, line.log_tag, line.text) for line in self.trace.of(LogLine)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    for process in bench.started:
        process.close()
