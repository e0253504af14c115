"""ohos-backup debug: a real debugger attaches, sees the app's own line and its variables, and the run goes on."""

from __future__ import annotations

import base64
import json
import re
import signal
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import pytest
from command_line import COMMAND, EXTENSION, edit, notes_at, ohos_backup, plain_environment
from ohos_backup.emulator.runtime.arkts.node import node_executable
from ohos_backup.emulator.runtime.arkts.source_map import SourceMap
from ohos_backup.fixtures import good_apps

pytestmark = pytest.mark.matrix

CLIENT = Path(__file__).with_name("debugger_client.mjs")
PATIENCE_SECONDS = 120
ADDRESS = re.compile(r"ws://127\.0\.0\.1:\d+/\S+")


class Debugged(NamedTuple):
    code: int
    out: str
    err: str
    pauses: list[dict[str, Any]]


def started(app: Path, *arguments: str) -> tuple[subprocess.Popen[str], str]:
    """The command and the address at which it waits."""
    process = subprocess.Popen(
        [COMMAND, "debug", str(app), "--port", "0", *arguments],
        env=plain_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if address := ADDRESS.search(line):
            return process, address[0]
    process.kill()
    raise AssertionError(said)


def debugged(app: Path, *arguments: str) -> Debugged:
    """The whole run with the client attached; the client ends with the process that it debugs."""
    process, address = started(app, *arguments)
    try:
        client = subprocess.Popen(
            [str(node_executable()), str(CLIENT), address], stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
        told, _ = client.communicate(timeout=PATIENCE_SECONDS)
    finally:
        process.kill()
    return Debugged(process.returncode, out, err, [json.loads(line) for line in told.splitlines()])


def place(pause: dict[str, Any]) -> tuple[str, int, str]:
    """Where a debugger shows the pause: the address of the file, the line, and what its text has there."""
    text = base64.b64decode(pause["sourceMap"].partition("base64,")[2]).decode()
    told = json.loads(text)
    found = SourceMap(text).lookup(pause["line"], pause["column"])
    assert found is not None
    return told["sources"][0], found[0], told["sourcesContent"][0].splitlines()[found[0] - 1].strip()


def test_each_callback_stops_at_its_first_line(tmp_path: Path) -> None:
    app = notes_at(tmp_path / "app")

    ended = debugged(app)

    source = (app / EXTENSION).resolve().as_uri()
    text = (app / EXTENSION).read_text(encoding="utf-8").splitlines()
    backup = text.index("  async onBackup(): Promise<void> {") + 2
    restore = text.index("  async onRestore(bundleVersion: BundleVersion): Promise<void> {") + 2
    assert [place(pause)[:2] for pause in ended.pauses] == [(source, backup), (source, restore)]
    assert [place(pause)[2] for pause in ended.pauses] == [text[backup - 1].strip(), text[restore - 1].strip()]
    assert ended.code == 0
    assert "0 differ" in ended.out


def test_a_named_line_stops_with_its_variables_and_errors_keep_their_places(tmp_path: Path) -> None:
    app = notes_at(tmp_path / "app")
    statement = "index.remove();"
    edit(
        app / EXTENSION, statement, f"const answer = 42; {statement} if (answer === 42) throw new Error('on purpose');"
    )
    text = (app / EXTENSION).read_text(encoding="utf-8").splitlines()
    line = next(number for number, code in enumerate(text, 1) if "const answer" in code) - 1
    column = text[line].index("new Error") + 1

    ended = debugged(app, "--case", "RST-001[typical]", "--break", f"{Path(EXTENSION).name}:{line}")

    assert {place(pause)[:2] for pause in ended.pauses} == {((app / EXTENSION).resolve().as_uri(), line)}
    assert all(pause["name"] == "onRestore" and "index" in pause["locals"] for pause in ended.pauses)
    assert ended.code == 1
    assert f"{EXTENSION}:{line + 1}:{column}" in ended.out


def test_local_values_are_read_and_a_backup_may_be_all_there_is(tmp_path: Path) -> None:
    app = notes_at(tmp_path / "app")
    edit(
        app / EXTENSION,
        "  async onBackup(): Promise<void> {",
        "  async onBackup(): Promise<void> {\n    const answer = 42;",
    )
    line = (app / EXTENSION).read_text(encoding="utf-8").splitlines().index("    const answer = 42;") + 2

    ended = debugged(app, "--backup", "--break", f"{EXTENSION}:{line}")

    (pause,) = ended.pauses
    assert pause["locals"]["answer"] == 42
    assert (ended.code, "Restore on" in ended.out) == (0, False)


def test_ctrl_c_while_it_waits_leaves_nothing_behind(tmp_path: Path) -> None:
    process, _ = started(notes_at(tmp_path / "app"))
    children = psutil.Process(process.pid).children(recursive=True)

    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE_SECONDS)

    assert process.returncode == 130
    assert "Traceback" not in err
    assert children
    assert psutil.wait_procs(children, timeout=PATIENCE_SECONDS)[1] == []


def test_what_cannot_be_debugged_is_told(tmp_path: Path) -> None:
    app = notes_at(tmp_path / "app")
    model = next(app for app in good_apps() if app.name == "python-notes")
    extension = next(model.path.glob("*.py"))
    name = re.search(r"class (\w+)\(BackupExtension", extension.read_text(encoding="utf-8"))
    assert name

    for arguments, code in (
        ((app, "--break", "Gone.ets:3"), "E-DEBUG-LINE"),
        ((app, "--break", f"{EXTENSION}:9999"), "E-DEBUG-LINE"),
        ((app, "--break", "here"), "E-DEBUG-LINE"),
        ((f"{extension}:{name[1]}",), "E-DEBUG"),
    ):
        ended = ohos_backup("debug", *arguments)
        assert (ended.code, f"[{code}]" in ended.err) == (2, True), ended.err


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = ohos_backup("debug", notes_at(tmp_path / "app"), "--port", str(taken.getsockname()[1]))

    assert (ended.code, "E-INSPECTOR" in ended.err, "--port" in ended.err) == (2, True, True)
