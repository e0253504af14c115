"""How an extension in Python is loaded, called and turned."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ohos_backup.emulator.runtime.api import ExtensionDied, GuestValue
from ohos_backup.emulator.runtime.python.host import MissingPythonSource, PythonHost

if TYPE_CHECKING:
    from .conftest import Bench


def test_callbacks_work_on_the_sandbox_and_keep_their_object(bench: Bench) -> None:
    process = bench.start("""
        import json, os
        from pathlib import Path

        class Model(BackupExtensionAbility):
            def __init__(self):
                self.calls = []

            def onBackupEx(self, backupInfo):
                self.calls.append(backupInfo)
                with open(self.context.backupDir + "data.json", "w") as file:
                    json.dump({"a": 1}, file)
                return '{"type": "default"}'

            def onRestore(self, bundleVersion):
                Path(self.context.filesDir, "restored.txt").write_text(f"{bundleVersion.code} {bundleVersion.name}")
                return self.calls
        """)
    call, turn = process.call("onBackupEx", ("info",))
    assert (call.state, call.value) == ("returned", GuestValue("string", '{"type": "default"}'))
    assert turn.next_timer_ms is None
    assert bench.app.read_file("/data/storage/el2/base/.backup/data.json") == b'{"a": 1}'
    call, _ = process.call("onRestore", ({"code": 5, "name": "1.0"},))
    assert call.value == GuestValue("object", '["info"]')
    assert bench.app.read_file("/data/storage/el2/base/haps/entry/files/restored.txt") == b"5 1.0"


@pytest.mark.parametrize(
    ("expression", "type_", "text"),
    [
        ("'ä'", "string", "ä"),
        ("''", "string", ""),
        ("None", "undefined", ""),
        ("True", "boolean", "true"),
        ("5", "number", "5"),
        ("2.5", "number", "2.5"),
        ("{'a': [1]}", "object", '{"a": [1]}'),
        ("[]", "object", "[]"),
        ("ValueError('x')", "error", "ValueError: x"),
        ("'\\udc80'", "string", "\\udc80"),
    ],
)
def test_results_map_to_guest_values(bench: Bench, expression: str, type_: str, text: str) -> None:
    process = bench.start(f"class Model(BackupExtensionAbility):\n    def onBackup(self): return {expression}\n")
    call, _ = process.call("onBackup")
    assert (call.state, call.value) == ("returned", GuestValue(type_, text))


def test_the_base_class_has_every_callback_but_on_backup_ex(bench: Bench) -> None:
    process = bench.start("class Model(BackupExtensionAbility): pass\n")
    states = {
        name: process.call(name, arguments)[0].state
        for name, arguments in (
            ("onBackup", ()),
            ("onBackupEx", ("",)),
            ("onRestore", ({"code": 1, "name": "1"},)),
            ("onRestoreEx", ({"code": 1, "name": "1"}, "")),
            ("onProcess", ()),
            ("onRelease", (1,)),
            ("getBackupInfo", ()),
        )
    }
    assert states.pop("onBackupEx") == "missing"
    assert set(states.values()) == {"returned"}


def test_context_is_assigned_after_construction_and_follows_its_area(bench: Bench) -> None:
    failure = bench.start(
        """
        class Model(BackupExtensionAbility):
            def __init__(self):
                self.folder = self.context.filesDir
        """,
        load=False,
    ).load()
    assert failure is not None
    assert (failure.stage, failure.error.name) == ("constructor", "AttributeError")
    text = bench.run("""
        context = self.context
        seen = [context.area, context.backupDir, context.filesDir, context.databaseDir, context.bundleCodeDir]
        context.area = 0
        seen += [context.backupDir, context.getApplicationContext().filesDir]
        context.area = 3
        seen += [context.backupDir, context.cacheDir]
        return "\\n".join(map(str, seen))
        """)
    assert str(text).split("\n") == [
        "1",
        "/data/storage/el2/base/.backup/",
        "/data/storage/el2/base/haps/entry/files",
        "/data/storage/el2/database/entry",
        "/data/storage/el1/bundle",
        "/data/storage/el1/base/.backup/",
        "/data/storage/el2/base/files",
        "",
        "/data/storage/el4/base/haps/entry/cache",
    ]


@pytest.mark.parametrize(
    ("source", "stage", "name", "line"),
    [
        ("raise ValueError('at import')", "module", "ValueError", 2),
        ("def broken(:", "module", "SyntaxError", 2),
        ("import no_such_module", "module", "ModuleNotFoundError", 2),
        ("Other = 1", "export", "AttributeError", None),
        ("Model = 1", "export", "AttributeError", None),
        ("class Model:\n    def __init__(self):\n        1 / 0", "constructor", "ZeroDivisionError", 4),
        ("class Model:\n    def __init__(self, needed): pass", "constructor", "TypeError", None),
    ],
)
def test_a_class_that_cannot_be_loaded_is_told_with_its_line(
    bench: Bench, source: str, stage: str, name: str, line: int | None
) -> None:
    failure = bench.start(source, load=False).load()
    assert failure is not None
    assert (failure.stage, failure.error.name) == (stage, name)
    position = failure.error.position
    assert (position and position.line) == line
    if position:
        assert position.file == str(bench.folder / "model0.py")


def test_an_exception_carries_the_authors_own_frames(bench: Bench) -> None:
    (bench.folder / "storage.py").write_text("def save(path):\n    open(path, 'rb')\n", encoding="utf-8")
    process = bench.start("""
        import storage

        class Model(BackupExtensionAbility):
            def onBackup(self):
                storage.save("/nowhere")
        """)
    call, _ = process.call("onBackup")
    assert call.state == "threw"
    assert call.error is not None
    assert (call.error.name, call.error.value.type) == ("FileNotFoundError", "error")
    assert call.error.message == "[Errno 2] No such file or directory: '/nowhere'"
    assert [(Path(frame.file).name, frame.line) for frame in call.error.stack] == [("storage.py", 2), ("model0.py", 7)]


def test_an_asynchronous_callback_settles_when_the_clock_says_so(bench: Bench) -> None:
    process = bench.start("""
        import asyncio

        class Model(BackupExtensionAbility):
            async def onBackup(self):
                await asyncio.sleep(1.5)
                await asyncio.gather(asyncio.sleep(2), asyncio.to_thread(lambda: 1))
                return "done"
        """)
    start = bench.clock.now_ms
    call, turn = process.call("onBackup")
    assert (call.state, turn.next_timer_ms) == ("pending", start + 1500)
    assert process.turn().settled == ()
    bench.clock.advance_to(start + 1500)
    turn = process.turn()
    assert (turn.settled, turn.next_timer_ms) == ((), start + 3500)
    bench.clock.advance_to(start + 3500)
    (settled,) = process.turn().settled
    assert (settled.id, settled.state, settled.value.text) == (call.id, "resolved", "done")


def test_an_asynchronous_callback_that_needs_no_time_settles_at_once(bench: Bench) -> None:
    process = bench.start("""
        class Model(BackupExtensionAbility):
            async def onBackup(self):
                return "ok"
            async def onRelease(self, scenario):
                raise RuntimeError("late")
        """)
    assert process.call("onBackup")[0].state == "resolved"
    call, turn = process.call("onRelease", (1,))
    assert (call.state, call.error and call.error.message) == ("rejected", "late")
    assert turn.uncaught == ()


def test_a_promise_that_never_settles_is_pending_without_a_timer(bench: Bench) -> None:
    process = bench.start("""
        import asyncio
        class Model(BackupExtensionAbility):
            async def onBackup(self):
                await asyncio.get_running_loop().create_future()
        """)
    call, turn = process.call("onBackup")
    assert (call.state, turn.next_timer_ms) == ("pending", None)


def test_work_that_nobody_awaits_goes_on_after_the_callback(bench: Bench) -> None:
    process = bench.start("""
        import asyncio
        from pathlib import Path

        class Model(BackupExtensionAbility):
            def onBackup(self):
                asyncio.create_task(self.later())

            async def later(self):
                await asyncio.sleep(0.25)
                Path(self.context.filesDir, "late.txt").write_text("late")
                raise OSError("nobody sees this")
        """)
    call, turn = process.call("onBackup")
    assert (call.state, turn.next_timer_ms) == ("returned", bench.clock.now_ms + 250)
    bench.clock.advance(250)
    turn = process.turn()
    assert [error.message for error in turn.uncaught] == ["nobody sees this"]
    assert bench.app.exists("/data/storage/el2/base/haps/entry/files/late.txt")


def test_asyncio_run_inside_a_callback_blocks_for_virtual_time(bench: Bench) -> None:
    start = bench.clock.now_ms
    assert (
        bench.run("""
        import asyncio
        async def work():
            await asyncio.sleep(60)
            return "done"
        return asyncio.run(work())
        """)
        == "done"
    )
    assert bench.clock.now_ms == start + 60_000


def test_a_thread_that_outlives_its_callback_waits_for_the_next_one(bench: Bench) -> None:
    process = bench.start("""
        import threading
        from pathlib import Path

        class Model(BackupExtensionAbility):
            def onBackup(self):
                self.go = threading.Event()
                self.thread = threading.Thread(target=self.work)
                self.thread.start()

            def work(self):
                self.go.wait()
                Path(self.context.filesDir, "threaded").write_text("1")

            def onBackupEx(self, info):
                self.go.set()

            def onProcess(self):
                self.thread.join()
                return "joined"
        """)
    process.call("onBackup")
    process.call("onBackupEx", ("",))
    assert process.call("onProcess")[0].value.text == "joined"
    assert bench.app.exists("/data/storage/el2/base/haps/entry/files/threaded")


def test_a_missing_source_is_an_error_for_the_user(tmp_path: Path) -> None:
    with pytest.raises(MissingPythonSource, match=r"there is no Python file '.*gone\.py'"):
        PythonHost(tmp_path / "gone.py", "Model")


@pytest.mark.parametrize(
    ("statement", "reason", "message"),
    [
        ("while True: pass", "hung", "one turn did not end within 5 s of real time"),
        ("import threading; threading.Event().wait()", "hung", "did not end within 5 s"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "hung", "did not end within 5 s"),
        ("import os; os._exit(3)", "died", "exited with code 3"),
        ("import sys; sys.exit()", "died", "exited with code 0"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "died", "SIGSEGV"),
        ("b'x' * (1 << 31)", "out-of-memory", "256 MiB"),
        ("list(iter(lambda: bytearray(1 << 20), 0))", "out-of-memory", "256 MiB"),
    ],
)
def test_a_broken_process_ends_as_a_verdict(bench: Bench, statement: str, reason: str, message: str) -> None:
    source = f"class Model(BackupExtensionAbility):\n    def onBackup(self):\n        {statement}\n"
    process = bench.start(source, wall_seconds=5)
    with pytest.raises(ExtensionDied) as death:
        process.call("onBackup")
    assert death.value.reason == reason
    assert message in death.value.message
    process.close()
    process.close()
