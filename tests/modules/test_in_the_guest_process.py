# ruff: noqa: E501 - the guest's script keeps its lines
"""The system modules in the real guest process, driven as the framework drives an extension."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from guest_phone import Phone
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.runtime.arkts.node_process import NodePool
from ohos_backup.emulator.trace import LogLine, NotEmulated

NOTES = "com.example.notes"
ENTRY = "entry/src/main/ets/Backup.ets"
IMPORTS = ("@kit.CoreFileKit", "@kit.ArkData", "@kit.PerformanceAnalysisKit", "@ohos.file.BackupExtensionContext")
CODE = """
const { BackupExtensionAbility, fileIo } = require('@kit.CoreFileKit');
const { preferences } = require('@kit.ArkData');
const { hilog } = require('@kit.PerformanceAnalysisKit');
const BackupExtensionContext = require('@ohos.file.BackupExtensionContext').default;
exports.default = class extends BackupExtensionAbility {
  async onBackup() {
    const { OpenMode } = fileIo;
    const file = await fileIo.open(this.context.filesDir + '/note', OpenMode.CREATE | OpenMode.READ_WRITE);
    const size = fileIo.writeSync(file.fd, new Uint8Array([104, 105]).buffer);
    const buffer = new ArrayBuffer(2);
    const got = await fileIo.read(file.fd, buffer, { offset: 0 });
    await fileIo.close(file);
    const store = await preferences.getPreferences(this.context, 'settings');
    await store.put('count', size);
    await store.flush();
    hilog.info(0x1, 'notes', 'wrote %{public}d of %{private}s', size, 'secret');
    let code = 0;
    try { fileIo.statSync(this.context.backupDir + 'none'); } catch (error) { code = error.code; }
    return JSON.stringify([size, got, [...new Uint8Array(buffer)], code, this.context instanceof BackupExtensionContext]);
  }
  onRestore() { fileIo.disconnectDfs('id'); }
};
"""


@pytest.fixture
def pool() -> Iterator[NodePool]:
    made = NodePool()
    yield made
    made.close()


@pytest.fixture
def phone(pool: NodePool) -> Iterator[Phone]:
    made = Phone(pool, CODE)
    yield made
    made.process.close()


def test_an_extension_writes_files_preferences_and_logs(phone: Phone) -> None:
    call = phone.settled("onBackup")
    assert (call.state, call.value.string) == ("resolved", "[2,2,[104,105],13900002,true]")
    assert phone.view.read_file("/data/storage/el2/base/haps/entry/files/note") == b"hi"
    assert b'key="count" value="2.000000"' in phone.view.read_file(
        "/data/storage/el2/base/haps/entry/preferences/settings"
    )
    (line,) = phone.trace.of(LogLine)
    assert (line.level, line.domain, line.text, line.raw) == (
        "info",
        "0x0001",
        "wrote 2 of <private>",
        "wrote 2 of secret",
    )


def test_what_is_not_emulated_is_recorded_by_name(phone: Phone) -> None:
    assert phone.settled("onRestore").state == "threw"
    assert [event.capability for event in phone.trace.of(NotEmulated)] == ["@ohos.file.fs.disconnectDfs"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("require('@ohos.data.relationalStore').default.SecurityLevel.S1", "1"),
        ("require('@kit.ArkData').relationalStore.SecurityLevel.S4", "4"),
        ("typeof require('@ohos.data.relationalStore').default.RdbPredicates", '"function"'),
        ("require('@ohos.net.http').default.RequestMethod.GET", '"GET"'),
        ("typeof Color.Red", '"function"'),
        ("$r('app.string.a').type", "10003"),
        ("canIUse('SystemCapability.FileManagement.StorageService.Backup')", "true"),
        ("canIUse('SystemCapability.None')", "false"),
    ],
)
def test_enums_and_globals_are_there_without_a_stop(pool: NodePool, expression: str, value: str) -> None:
    phone = Phone(pool, f"exports.default = class {{ onBackup() {{ return JSON.stringify({expression}); }} }};")
    assert phone.settled("onBackup").value.string == value
    assert phone.trace.of(NotEmulated) == ()
    phone.process.close()


@pytest.mark.parametrize(("api", "taken"), [(11, "false"), (12, "true")])
def test_app_storage_takes_absent_values_since_api_12(pool: NodePool, api: int, taken: str) -> None:
    code = "exports.default = class { onBackup() { return `${AppStorage.setOrCreate('a', null)}`; } };"
    phone = Phone(pool, code, msgspec.structs.replace(LATEST, api=api))
    assert phone.settled("onBackup").value.string == taken
    phone.process.close()
