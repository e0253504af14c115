"""What the report says of the parts of system modules that an app touches."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.runtime.arkts.api_references import ApiReference
from ohos_backup.emulator.trace import ModuleImported
from ohos_backup.harness.scenarios.trial import Trial
from ohos_backup.harness.subjects.arkts import load_arkts_subject
from ohos_backup.harness.subjects.subject import Subject
from ohos_backup.harness.subjects.touched import touched_apis

TEMPLATE = Path(__file__).parents[2] / "fixtures" / "apps" / "good" / "empty-callbacks"
SOURCE = """
import { BackupExtensionAbility, fileIo as fs } from '@kit.CoreFileKit';
import { window } from '@kit.ArkUI';
import { http } from '@kit.NetworkKit';
import bundleManager from '@ohos.bundle.bundleManager';
import gone from '@ohos.gone';
export default class E extends BackupExtensionAbility {
  async onBackup() {
    const name = '@ohos.' + 'util';
    await import(name);
    if (this.context === undefined) {
      fs.openSync('a'); fs.opnSync('a'); fs.listFileExt('a');
      window.getLastWindow(this.context); http.createHttp(); bundleManager.getAllBundleInfo(); gone.x();
    }
  }
}
"""


@pytest.fixture
def subject(tmp_path: Path) -> Subject:
    project = shutil.copytree(TEMPLATE, tmp_path / "app")
    (entry,) = project.glob("**/EntryBackupAbility.ets")
    entry.write_text(SOURCE, encoding="utf-8")
    return load_arkts_subject(str(project), project)


def test_each_member_is_told_with_its_state_and_what_is_wrong_with_it(subject: Subject) -> None:
    found = {touched.name: touched for touched in touched_apis(subject)}
    states = {name: touched.state for name, touched in found.items()}
    assert states == {
        "@ohos.application.BackupExtensionAbility": "emulated",
        "@ohos.bundle.bundleManager.getAllBundleInfo": "emulated",
        "@ohos.file.fs.listFileExt": states["@ohos.file.fs.listFileExt"],
        "@ohos.file.fs.openSync": "emulated",
        "@ohos.file.fs.opnSync": "unknown",
        "@ohos.gone": "unknown",
        "@ohos.net.http.createHttp": "not-emulated",
        "@ohos.window.getLastWindow": "not-emulated",
    }
    assert [name for name, touched in found.items() if touched.forbidden] == ["@ohos.window.getLastWindow"]
    assert [name for name, touched in found.items() if touched.system_api] == [
        "@ohos.bundle.bundleManager.getAllBundleInfo"
    ]
    assert [(name, t.since) for name, t in found.items() if t.newer_than_app] == [("@ohos.file.fs.listFileExt", 26)]
    assert str(found["@ohos.window.getLastWindow"].place).endswith("EntryBackupAbility.ets:13:7")


def test_an_import_by_a_computed_name_is_an_event_and_is_told(subject: Subject) -> None:
    trial = Trial(subject, profile=LATEST, seed=0, user=100)
    trial.backup()
    (event,) = trial.device.trace.of(ModuleImported)
    assert event.module == "@ohos.util"
    assert event.position is not None
    assert event.position.line == 10
    imported = [ApiReference(module=event.module, position=event.position)]
    assert "@ohos.util" in {touched.name for touched in touched_apis(subject, imported=imported)}


def test_what_a_member_was_asked_for_is_no_part_of_its_name(subject: Subject) -> None:
    used = ["@ohos.data.dataShare.createDataShareHelper of datashare:///com.example.contacts"]
    found = touched_apis(subject, not_emulated=used)
    assert "@ohos.data.dataShare.createDataShareHelper" in {touched.name for touched in found}
    assert not any("datashare:" in touched.name for touched in found)


def test_what_a_run_used_counts_even_when_no_source_names_it(subject: Subject) -> None:
    used = ["new @ohos.net.socket.TLSSocket.bind", "libfoo.so", "module ./gone", "@ohos.secret"]
    before = {touched.name for touched in touched_apis(subject)}
    found = {t.name: t.state for t in touched_apis(subject, not_emulated=used) if t.name not in before}
    assert found == {"@ohos.net.socket.TLSSocket": "unknown", "@ohos.secret": "unknown"}
