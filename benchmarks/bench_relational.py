"""10,000 rows in one transaction: relationalStore's batchInsert against Python's sqlite3, at most 3 x.

The store does what sqlite3 does, and brings the rows out of the extension's process and the database to the emulated
device. Single inserts are shown as well: each is a call from one process to the other, so what they cost is the call
(see bench_hostcall.py); their figure is compared with as many calls that do nothing.
"""

from __future__ import annotations

import hashlib
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench_hostcall import on_one_processor
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.sandbox_layout import app_uid, create_sandbox
from ohos_backup.emulator.modules import registry
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.runtime.api import ExtensionEnvironment, ExtensionProcess
from ohos_backup.emulator.runtime.arkts.host import ArkTSHost
from ohos_backup.emulator.runtime.arkts.program import CompiledModule, Program
from ohos_backup.emulator.trace import Trace
from realm_device import NODE

MOST = 3.0
ROWS = 10_000
REPEATS = 7
WARM_UP = 2
BUNDLE = "com.example.app"
CREATE = "CREATE TABLE IF NOT EXISTS notes(id INTEGER PRIMARY KEY, title TEXT, body TEXT, stars REAL)"
INSERT = "INSERT INTO notes(title, body, stars) VALUES (?, ?, ?)"
CODE = f"""
const relationalStore = require('@ohos.data.relationalStore').default;
const row = (n) => ({{ title: 'title ' + n, body: 'some text of the note ' + n, stars: n / 4 }});
const rows = Array.from({{ length: {ROWS} }}, (_, n) => row(n));
let store;
exports.default = class {{
  open() {{
    store = relationalStore.getRdbStoreSync(this.context, {{ name: 'notes.db', securityLevel: 1 }});
    store.executeSync('{CREATE}');
  }}
  clear() {{ store.executeSync('DELETE FROM notes'); }}
  batch() {{
    store.beginTransaction();
    if (store.batchInsertSync('notes', rows) !== rows.length) throw new Error('not all went in');
    store.commit();
  }}
  single() {{
    store.beginTransaction();
    for (const row of rows) store.insertSync('notes', row);
    store.commit();
  }}
  calls() {{ for (const row of rows) void this.context.databaseDir; }}
}};
"""


def plain_rows() -> list[tuple[str, str, float]]:
    return [(f"title {n}", f"some text of the note {n}", n / 4) for n in range(ROWS)]


class Plain:
    """Python's sqlite3 on a file, configured as the store's database is."""

    def __init__(self, folder: str) -> None:
        self._connection = sqlite3.connect(Path(folder, "notes.db"), isolation_level=None)
        for sql in ("PRAGMA synchronous=OFF", "PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=100", CREATE):
            self._connection.execute(sql)
        self._rows = plain_rows()

    def clear(self) -> None:
        self._connection.execute("DELETE FROM notes")

    def many(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(INSERT, self._rows)
        self._connection.execute("COMMIT")

    def single(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        for row in self._rows:
            self._connection.execute(INSERT, row)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


def started() -> ExtensionProcess:
    clock, trace = VirtualClock(), Trace()
    device = DeviceFileSystem(clock, trace)
    uid = app_uid(100, 10034)
    create_sandbox(device, BUNDLE, 100, uid, ("entry",))
    entry = CompiledModule(
        id="entry/Backup.ets",
        code=CODE,
        digest=hashlib.sha256(CODE.encode()).hexdigest(),
        imports={"@ohos.data.relationalStore": "system:@ohos.data.relationalStore"},
        source_map="",
    )
    process = ArkTSHost(Program(entry=entry.id, modules=(entry,)), registry, NODE).start(
        ExtensionEnvironment(
            bundle_name=BUNDLE,
            module_name="entry",
            extension_name="Backup",
            process_name=f"{BUNDLE}:backup",
            user=100,
            app_index=0,
            profile=LATEST,
            sandbox=device.app_view(BUNDLE, 100, uid, ("entry",)),
            clock=clock,
            trace=trace,
        )
    )
    assert process.load() is None
    return process


def called(process: ExtensionProcess, method: str) -> None:
    call, _ = process.call(method)
    assert call.state == "returned", call


def seconds(work: Callable[[], None], clear: Callable[[], None]) -> float:
    """The median of several runs, each on an empty table."""
    times: list[float] = []
    for repeat in range(REPEATS + WARM_UP):
        clear()
        begin = time.perf_counter()
        work()
        if repeat >= WARM_UP:
            times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main() -> int:
    on_one_processor()
    process = started()
    called(process, "open")

    def measured(method: str) -> float:
        return seconds(lambda: called(process, method), lambda: called(process, "clear"))

    with tempfile.TemporaryDirectory() as folder:
        plain = Plain(folder)
        plain_many, plain_single = seconds(plain.many, plain.clear), seconds(plain.single, plain.clear)
        plain.close()
    batch, single, calls = measured("batch"), measured("single"), measured("calls")
    process.close()
    ratio = batch / plain_many
    print(
        f"{ROWS} rows in a transaction: sqlite3 executemany {plain_many * 1e3:.1f} ms, "
        f"batchInsert {batch * 1e3:.1f} ms, ratio {ratio:.2f} (at most {MOST:g})"
    )
    print(
        f"{ROWS} single inserts: sqlite3 execute {plain_single * 1e3:.1f} ms, insert {single * 1e3:.1f} ms, "
        f"as many calls that do next to nothing {calls * 1e3:.1f} ms"
    )
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
