"""``ohos-backup check app.hap``: its configuration is judged, its compiled code is not, bad files are told."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from ohos_backup.emulator.errors import OhosBackupError
from ohos_backup.harness.run.options import SuiteOptions
from ohos_backup.harness.run.suite_run import run_suite
from ohos_backup.harness.subjects.loading import load_subject

pytestmark = pytest.mark.matrix

OPEN = '{"allowToBackupRestore": true}'
PROFILE = "resources/base/profile/backup_config.json"


def manifest(reference: str = "$profile:backup_config", *, kind: str = "backup") -> str:
    return json.dumps(
        {
            "app": {
                "bundleName": "com.example.packed",
                "versionCode": 1000000,
                "versionName": "1.0.0",
                "minAPIVersion": 50000012,
                "targetAPIVersion": 50001013,
            },
            "module": {
                "name": "entry",
                "type": "entry",
                "deviceTypes": ["phone"],
                "extensionAbilities": [
                    {
                        "name": "EntryBackupAbility",
                        "srcEntry": "./ets/entrybackupability/EntryBackupAbility.ets",
                        "type": kind,
                        "metadata": [{"name": "ohos.extension.backup", "resource": reference}],
                    }
                ],
            },
        }
    )


def package(folder: Path, parts: dict[str, str] | None = None, *, name: str = "app.hap") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for part, content in ({"module.json": manifest(), PROFILE: OPEN} if parts is None else parts).items():
            made.writestr(part, content)
    return path


def judged(path: Path, tmp_path: Path, *cases: str) -> tuple[int, dict[str, Any]]:
    file = tmp_path / "results.json"
    code = run_suite(SuiteOptions(address=str(path), reports={"json": file}, cases=cases))
    return int(code), json.loads(file.read_text())


def test_the_configuration_is_judged_and_the_code_is_not(tmp_path: Path) -> None:
    code, results = judged(package(tmp_path), tmp_path)
    outcomes = {requirement["id"]: requirement["outcome"] for requirement in results["requirements"]}
    assert code == 0
    assert [outcomes[name] for name in ("CFG-001", "CFG-002", "CFG-003", "CFG-007", "CFG-012")] == ["pass"] * 5
    behaviour = {name: outcome for name, outcome in outcomes.items() if not name.startswith("CFG")}
    assert set(behaviour.values()) == {"not_applicable"}
    assert not results["complete"]
    reasons = [r["reason"] for r in results["requirements"] if r["id"] == "RST-001"]
    assert "compiled code" in reasons[0]


@pytest.mark.parametrize(
    ("profile", "requirement", "exit_code"),
    [
        ('{"allowToBackupRestore": "true"}', "CFG-003", 1),
        ('{"allowToBackupRestore": true,}', "CFG-002", 1),
        ('{"allowToBackupRestore": true, "includes": ["/data/storage/el2/base/haps/entry/{a,b}/"]}', "CFG-005", 0),
        ('{"allowToBackupRestore": true, "includes": ["/system/etc/"]}', "CFG-007", 1),
        ('{"allowToBackupRestore": true, "includes": ["/data/storage/el2/base/"]}', "CFG-008", 0),
        ('{"allowToBackupRestore": true, "restoreDeps": "com.example.packed"}', "CFG-011", 0),
    ],
)
def test_a_fault_in_the_profile_is_found(tmp_path: Path, profile: str, requirement: str, exit_code: int) -> None:
    code, results = judged(package(tmp_path, {"module.json": manifest(), PROFILE: profile}), tmp_path, "CFG")
    missed = [r["id"] for r in results["requirements"] if r["outcome"] in ("fail", "warn", "inconclusive")]
    assert (missed, code) == ([requirement], exit_code)


def test_a_profile_that_is_missing_is_the_apps_fault(tmp_path: Path) -> None:
    code, results = judged(package(tmp_path, {"module.json": manifest()}), tmp_path, "CFG")
    assert (code, [r["id"] for r in results["requirements"] if r["outcome"] == "fail"]) == (1, ["CFG-002"])


@pytest.mark.parametrize(
    ("parts", "name", "told"),
    [
        ({"other": ""}, "app.hap", "no module.json"),
        ({"config.json": "{}"}, "app.hap", "FA model"),
        ({"entry-default.hap": ""}, "all.app", "holds other packages"),
        ({"module.json": "{"}, "app.hap", "app.hap/module.json:1:2"),
        ({"module.json": "[]"}, "app.hap", "must hold an object"),
        ({"module.json": '{"module": {}}'}, "app.hap", "'app' is missing"),
        ({"module.json": manifest(kind="form")}, "app.hap", 'no extension of type "backup"'),
        ({"module.json": manifest("$profile:16777230")}, "app.hap", "named by its number"),
        ({"module.json": " " * 5_000_000}, "app.hap", "5000000 bytes"),
    ],
)
def test_a_package_that_cannot_be_judged_is_refused(
    tmp_path: Path, parts: dict[str, str], name: str, told: str
) -> None:
    path = package(tmp_path, parts, name=name)
    with pytest.raises(OhosBackupError) as refused:
        load_subject(str(path))
    assert told in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 cut"])
def test_a_file_that_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "app.hap"
    path.write_bytes(content)
    with pytest.raises(OhosBackupError, match="no package, or a damaged one"):
        load_subject(str(path))


def test_a_part_whose_bytes_are_damaged_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path)
    content = bytearray(path.read_bytes())
    start = content.index(b"module.json") + len(b"module.json")
    content[start : start + 40] = bytes(40)
    path.write_bytes(bytes(content))
    with pytest.raises(OhosBackupError, match="damaged"):
        load_subject(str(path))


def test_running_the_code_of_a_package_is_refused(tmp_path: Path) -> None:
    from ohos_backup.emulator.profile import LATEST
    from ohos_backup.harness.scenarios.trial import Trial

    trial = Trial(load_subject(str(package(tmp_path))), profile=LATEST)
    with pytest.raises(OhosBackupError, match="compiled code"):
        trial.backup()
