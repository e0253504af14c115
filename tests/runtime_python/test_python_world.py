"""What an extension in Python finds around it: the sandbox, the virtual clock, databases, logs, and no host."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ohos_backup.emulator.filesystem.faults import CountOperations, FailAt, KillAt
from ohos_backup.emulator.runtime.api import ExtensionDied
from ohos_backup.emulator.trace import FileOperation, LogLine

if TYPE_CHECKING:
    from .conftest import Bench

FILES = "/data/storage/el2/base/haps/entry/files"
DATABASE = "/data/storage/el2/database/entry/notes.db"


def test_open_os_and_pathlib_work_on_the_sandbox(bench: Bench) -> None:
    text = bench.run("""
        import glob, os, shutil, tempfile
        from pathlib import Path
        base = Path(self.context.filesDir)
        (base / "a" / "b").mkdir(parents=True)
        (base / "a" / "b" / "x.txt").write_text("äöü")
        (base / "a" / "y.bin").write_bytes(bytes(range(9)))
        with open(base / "a" / "y.bin", "r+b") as file:
            file.seek(3)
            file.write(b"###")
            file.seek(0, os.SEEK_END)
            file.truncate(8)
        with open(base / "log", "a") as file:
            file.write("one\\n")
        with open(base / "log", "a+") as file:
            file.write("two\\n")
            file.seek(0)
            lines = list(file)
        shutil.copytree(base / "a", base / "copy")
        shutil.copy2(base / "log", base / "copy" / "log")
        os.symlink("log", base / "link")
        os.rename(base / "a", base / "moved")
        shutil.rmtree(base / "moved" / "b")
        with tempfile.NamedTemporaryFile() as temporary:
            folder = os.path.dirname(temporary.name)
        found = sorted(str(path.relative_to(base)) for path in base.rglob("*"))
        globbed = sorted(os.path.relpath(path, base) for path in glob.glob(str(base / "**"), recursive=True))[1:]
        assert found == globbed, (found, globbed)
        walked = [sorted(names) for _, _, names in os.walk(base / "copy")]
        return repr((found, lines, folder, walked, os.path.realpath(base / "link"), os.getcwd()))
        """)
    found, lines, folder, walked, real, working = eval(str(text))
    assert found == ["copy", "copy/b", "copy/b/x.txt", "copy/log", "copy/y.bin", "link", "log", "moved", "moved/y.bin"]
    assert (lines, folder) == (["one\n", "two\n"], "/data/storage/el2/base/haps/entry/temp")
    assert walked == [["log", "y.bin"], ["x.txt"]]
    assert (real, working) == (f"{FILES}/log", "/")
    assert bench.app.read_file(f"{FILES}/moved/y.bin") == b"\0\1\2###\6\7"
    assert bench.app.read_file(f"{FILES}/copy/b/x.txt").decode() == "äöü"
    assert bench.app.read_link(f"{FILES}/link") == "log"


def test_status_times_and_rights_are_those_of_the_device(bench: Bench) -> None:
    bench.clock.advance(1234)
    text = bench.run("""
        import os, stat
        path = os.path.join(self.context.filesDir, "a")
        open(path, "w").close()
        before = os.stat(path)
        os.utime(path, (1, 2.5))
        os.chmod(path, 0o400)
        after = os.stat(path)
        try:
            open(path, "w")
        except PermissionError as error:
            refused = error.errno
        return repr((before.st_mtime_ns, before.st_uid, os.getuid(), after.st_mtime, oct(after.st_mode), refused))
        """)
    assert eval(str(text)) == (bench.clock.now_ns, 20_010_034, 20_010_034, 2.5, "0o100400", errno.EACCES)


def test_odd_names_come_through_unchanged(bench: Bench) -> None:
    bench.app.write_file(f"{FILES}/\udcff ä\n", b"1")
    text = bench.run("""
        import os
        name = os.listdir(self.context.filesDir)[0]
        with open(os.path.join(self.context.filesDir, name), "rb") as file:
            content = file.read()
        return repr((os.fsencode(name), content, os.listdir(os.fsencode(self.context.filesDir))))
        """)
    assert eval(str(text)) == (b"\xff \xc3\xa4\n", b"1", [b"\xff \xc3\xa4\n"])


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("open('/etc/passwd')", "FileNotFoundError"),
        ("open(HERE)", "FileNotFoundError"),
        ("__import__('os').listdir('/usr')", "FileNotFoundError"),
        ("__import__('pathlib').Path(HERE).write_text('broken')", "FileNotFoundError"),
        ("__import__('os').remove(HERE)", "FileNotFoundError"),
        ("__import__('posix').open('/etc/passwd', 0)", "PermissionError"),
        ("__import__('posix').open(HERE, 1)", "PermissionError"),
        ("__import__('subprocess').run(['true'])", "PermissionError"),
        ("__import__('os').system('true')", "PermissionError"),
        ("__import__('os').fork()", "PermissionError"),
        ("__import__('socket').create_connection(('127.0.0.1', 9))", "PermissionError"),
        ("open('/data/storage/el1/bundle/x', 'w')", "OSError"),
        ("open('/data/storage/el2/base/../../../app')", "FileNotFoundError"),
    ],
)
def test_the_host_is_out_of_reach(bench: Bench, statement: str, error: str) -> None:
    process = bench.start(
        f"HERE = __file__\nclass Model(BackupExtensionAbility):\n    def onBackup(self):\n        {statement}\n"
    )
    call, _ = process.call("onBackup")
    assert call.error is not None
    assert call.error.name == error
    assert (bench.folder / "model0.py").read_text(encoding="utf-8").endswith(f"{statement}\n")


def test_nothing_of_the_hosts_environment_is_visible(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "1")
    working_directory = Path.cwd()
    umask = os.umask(0o022)
    os.umask(umask)
    text = bench.run("""
        import os, sys
        os.chdir(self.context.filesDir)
        os.umask(0o077)
        open("relative", "w").close()
        return repr((sorted(os.environ), sys.argv, os.getcwd(), oct(os.stat("relative").st_mode)))
        """)
    assert eval(str(text)) == (["TMPDIR"], [""], FILES, "0o100600")
    assert Path.cwd() == working_directory
    assert os.umask(umask) == umask


def test_time_is_the_devices(bench: Bench) -> None:
    start = bench.clock.now_ms
    text = bench.run("""
        import datetime, time
        from datetime import date, datetime as moment
        first = time.time()
        began = time.monotonic()
        time.sleep(90)
        return repr((
            first, time.monotonic() - began, time.strftime("%Y-%m-%d %H:%M:%S"), moment.now().isoformat(),
            moment.now(datetime.timezone.utc).isoformat(), date.today().isoformat(), time.localtime().tm_hour,
            isinstance(moment.now() + datetime.timedelta(1), moment), isinstance(moment.now(), date),
        ))
        """)
    assert eval(str(text)) == (
        start / 1000,
        90.0,
        "2026-01-01 08:01:30",
        "2026-01-01T08:01:30",
        "2026-01-01T00:01:30+00:00",
        "2026-01-01",
        8,
        True,
        True,
    )
    assert bench.clock.now_ms == start + 90_000


def test_chance_follows_the_seed(bench: Bench) -> None:
    source = """
        import os, random, secrets, uuid
        class Model(BackupExtensionAbility):
            def onBackup(self):
                return repr((random.random(), secrets.token_hex(4), str(uuid.uuid4()), os.urandom(3), hash("a")))
        """
    results = [bench.start(source, seed=seed).call("onBackup")[0].value.text for seed in (1, 1, 2)]
    assert results[0] == results[1]
    assert results[0] != results[2]


def test_prints_and_logs_are_log_lines_with_their_position(bench: Bench) -> None:
    process = bench.start("""
        import logging, sys, warnings
        class Model(BackupExtensionAbility):
            def onBackup(self):
                print("one", "two\\nthree", end="")
                logging.getLogger("app.store").warning("low on %s", "space")
                print("bad", file=sys.stderr)
                warnings.warn("old")
        """)
    process.call("onBackup")
    assert bench.log() == [
        ("info", "stdout", "one two"),
        ("warn", "app.store", "low on space"),
        ("error", "stderr", "bad"),
        ("warn", "UserWarning", "old"),
        ("info", "stdout", "three"),
    ]
    position = bench.trace.of(LogLine)[1].position
    assert position is not None
    assert (position.line, Path(position.file).name) == (7, "model0.py")


def test_an_error_while_an_object_is_collected_is_a_log_line(bench: Bench) -> None:
    process = bench.start("""
        class Broken:
            def __del__(self):
                raise ValueError("in __del__")
        class Model(BackupExtensionAbility):
            def onBackup(self):
                Broken()
                return "alive"
        """)
    assert process.call("onBackup")[0].value.text == "alive"
    assert any(text == "ValueError: in __del__" for _, _, text in bench.log())


def test_a_database_is_on_the_device_after_each_commit(bench: Bench, tmp_path: Path) -> None:
    process = bench.start(f"""
        import os, sqlite3
        class Model(BackupExtensionAbility):
            def onBackup(self):
                self.store = sqlite3.connect("{DATABASE}")
                self.store.execute("create table note (text)")
                self.store.execute("insert into note values ('first')")
            def onBackupEx(self, info):
                self.store.commit()
                with self.store:
                    self.store.executemany("insert into note values (?)", [("second",), ("third",)])
                self.store.close()
                with sqlite3.connect("{DATABASE}") as again:
                    return str(again.execute("select count(*) from note").fetchone()[0])
            def onProcess(self):
                try:
                    sqlite3.connect("/data/storage/el2/nowhere/x.db")
                except sqlite3.OperationalError as error:
                    return str(error)
        """)

    def rows() -> list[str]:
        copy = tmp_path / "copy.db"
        copy.write_bytes(bench.app.read_file(DATABASE))
        connection = sqlite3.connect(copy)
        try:
            return [text for (text,) in connection.execute("select text from note")]
        finally:
            connection.close()

    assert process.call("onBackup")[0].error is None
    assert rows() == []
    call, _ = process.call("onBackupEx", ("",))
    assert (call.value.text, call.error) == ("3", None)
    assert rows() == ["first", "second", "third"]
    assert bench.app.list_directory("/data/storage/el2/database/entry") == ["notes.db"]
    assert process.call("onProcess")[0].value.text == "unable to open database file"


def test_a_database_in_wal_mode_keeps_its_journal_on_the_device(bench: Bench) -> None:
    process = bench.start(f"""
        import sqlite3
        class Model(BackupExtensionAbility):
            def onBackup(self):
                self.store = sqlite3.connect("{DATABASE}", isolation_level=None)
                self.store.execute("pragma journal_mode=wal")
                self.store.execute("create table note (text)")
        """)
    assert process.call("onBackup")[0].error is None
    assert bench.app.list_directory("/data/storage/el2/database/entry") == ["notes.db", "notes.db-shm", "notes.db-wal"]


WRITER = """
    import os
    class Model(BackupExtensionAbility):
        def onBackup(self):
            base = self.context.filesDir
            os.mkdir(base + "/d")
            with open(base + "/d/a", "w") as file:
                file.write("content")
            os.rename(base + "/d/a", base + "/b")
            return "done"
    """


def test_every_operation_is_in_the_trace_and_can_fail_or_kill(bench: Bench) -> None:
    counter = CountOperations()
    bench.device.fault = counter
    assert bench.start(WRITER).call("onBackup")[0].value.text == "done"
    seen = [(event.operation, event.path) for event in bench.trace.of(FileOperation) if event.actor == "extension"]
    assert seen == counter.seen
    assert [name for name, _ in seen] == ["mkdir", "open", "fstat", "write", "close", "rename"]

    bench.app.remove_tree(f"{FILES}/d")
    bench.app.remove_tree(f"{FILES}/b")
    bench.device.fault = FailAt(6, errno.ENOSPC)
    call, _ = bench.start(WRITER).call("onBackup")
    assert call.error is not None
    assert (call.error.name, call.error.message.partition(":")[0]) == ("OSError", "[Errno 28] No space left on device")
    assert bench.app.read_file(f"{FILES}/d/a") == b"content"

    bench.app.remove_tree(f"{FILES}/d")
    bench.device.fault = KillAt(6)
    with pytest.raises(ExtensionDied) as death:
        bench.start(WRITER).call("onBackup")
    assert death.value.reason == "killed-by-fault"
    assert bench.app.read_file(f"{FILES}/d/a") == b"content"
    assert not bench.app.exists(f"{FILES}/b")
