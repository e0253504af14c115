"""A fixed sample of faults that tools/mutate.py plants into good apps; the whole is examined in docs/mutation.md."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
from ohos_backup.emulator.runtime.arkts.compiler import ArkTSCompiler
from ohos_backup.fixtures.catalogue_of_apps import good_apps

pytestmark = pytest.mark.matrix

TOOLS = str(Path(__file__).parents[2] / "tools")

SAMPLE = [
    ("staging", "move-instead", "FileTree.ets", "copyFileSync"),
    ("staging", "skip-first", "DiaryStage.ets", "paths"),
    ("staging", "drop-recursion", "FileTree.ets", ", true"),
    ("staging", "drop-step", "FileTree.ets", "fs.copyFileSync(source, target);"),
    ("full-backup-only", "fixed-name", "TreeMove.ets", "${name}"),
    ("full-backup-only", "wrong-area", "RecorderBackupAbility.ets", "contextConstant.AreaMode.EL2"),
    ("full-backup-only", "main-user-only", "RecorderBackupAbility.ets", "this.context.backupDir"),
    ("notes", "forget-to-wait", "TextFile.ets", "writeSync"),
    ("notes", "drop-existence-check", "TextFile.ets", "(!fs.accessSync(folder))"),
    ("old-generation", "flatten-path", "OldGeneration.ets", "${path}"),
    ("old-generation", "negate-condition", "OldGeneration.ets", "(!path.endsWith"),
    ("notes", "drop-throw", "NotesBackupAbility.ets", "throw new Error"),
    ("preferences", "drop-await", "SettingsBackupAbility.ets", "await state.noteRestore"),
]
"""App, operator, file, and what is edited: its beginning."""


@pytest.mark.parametrize(("app", "operator", "file", "edited"), SAMPLE)
def test_a_planted_mutant_is_caught(
    app: str, operator: str, file: str, edited: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [TOOLS, *sys.path])
    operators = importlib.import_module("mutation.operators").OPERATORS
    mutants_of = importlib.import_module("mutation.mutants").mutants_of
    judge = importlib.import_module("mutation.trial").judge
    path = next(good.path for good in good_apps() if good.name == app)
    with ArkTSCompiler() as compiler:
        mutants = mutants_of(path, [operators[operator]], compiler).mutants
    planted = [m for m in mutants if m.file.endswith(f"/{file}") and m.before.startswith(edited)]
    assert planted, "the app has changed: choose another mutant that `tools/mutate.py --list` shows"

    judged = judge(path, planted[0])

    assert judged.fate == "killed", judged.reason
