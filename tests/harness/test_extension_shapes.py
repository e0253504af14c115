# ruff: noqa: E501 - sources of extensions stay on one line
"""Shapes of extension classes and of the modules around them that published apps have."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.trace import NotEmulated
from ohos_backup.harness.scenarios.trial import Trial
from ohos_backup.harness.subjects.arkts import load_arkts_subject

TEMPLATE = Path(__file__).parents[2] / "fixtures" / "apps" / "good" / "empty-callbacks"
ENTRY = "EntryBackupAbility"
KIT = "import { BackupExtensionAbility, BundleVersion, fileIo as fs } from '@kit.CoreFileKit';\n"
MARK = "fs.closeSync(fs.openSync(this.context.filesDir + '/mark', fs.OpenMode.CREATE))"
"""What a callback does so that the test sees that it ran to its end."""

SHAPES: dict[str, tuple[str, Mapping[str, str]]] = {
    "class.ts": (KIT + f"export default class E extends BackupExtensionAbility {{ async onBackup() {{ {MARK}; }} }}", {}),
    "class.js": (
        "import fs from '@ohos.file.fs'; import Base from '@ohos.application.BackupExtensionAbility';\n"
        f"export default class E extends Base {{ async onBackup() {{ {MARK}; }} }}",
        {},
    ),
    "parameters.ets": (
        KIT + "export default class E extends BackupExtensionAbility { async onBackup(a?: string, b: number = 2) {"
        f" if (a === undefined && b === 2) {{ {MARK}; }} }} }}",
        {},
    ),
    "arrow.ets": (KIT + f"export default class E extends BackupExtensionAbility {{ onBackup = async () => {{ {MARK}; }} }}", {}),
    "inherited.ets": (
        "import { Base } from './Base';\nexport default class E extends Base {}",
        {"Base.ets": KIT + f"export abstract class Base extends BackupExtensionAbility {{ async onBackup() {{ {MARK}; }} }}"},
    ),
    "getter.ets": (
        KIT + "export default class E extends BackupExtensionAbility { private get ready(): boolean { return true }"
        f" async onBackup() {{ if (this.ready) {{ {MARK}; }} }} }}",
        {},
    ),
    "static-promise.ets": (
        KIT + "class Init { static done: Promise<number> = Init.run(); static async run(): Promise<number> {"
        " await new Promise<void>((resolve) => setTimeout(resolve, 5)); return 7; } }\n"
        "export default class E extends BackupExtensionAbility { async onBackup() {"
        f" if (await Init.done === 7) {{ {MARK}; }} }} }}",
        {},
    ),
    "as-default.ets": (
        KIT + f"class X extends BackupExtensionAbility {{ async onBackup() {{ {MARK}; }} }}\nexport {{ X as default }};",
        {},
    ),
    "default-from.ets": (
        "export { default } from './Impl';",
        {"Impl.ets": KIT + f"export default class X extends BackupExtensionAbility {{ async onBackup() {{ {MARK}; }} }}"},
    ),
    "cycle.ets": (
        KIT + f"import {{ A }} from './A';\nexport class Names {{ static tag: string = 'n'; }}\n"
        f"export default class E extends BackupExtensionAbility {{ async onBackup() {{ if (A.tag() === 'n') {{ {MARK}; }} }} }}",
        {"A.ets": f"import {{ Names }} from './{ENTRY}';\nexport class A {{ static tag(): string {{ return Names.tag; }} }}"},
    ),
    "native.ets": (
        KIT + "import whole from 'libwhole.so';\nimport { part } from 'libpart.so';\nconst kept = whole;\n"
        f"export default class E extends BackupExtensionAbility {{ async onBackup() {{ {MARK}; }}"
        " unused(): number { return part(1) + kept.other(); } }",
        {},
    ),
    "module-level.ets": (
        KIT + "import { relationalStore } from '@kit.ArkData';\nimport { hilog } from '@kit.PerformanceAnalysisKit';\n"
        "const CONFIG: relationalStore.StoreConfig = { name: 'a.db', securityLevel: relationalStore.SecurityLevel.S1 };\n"
        "class Helper { private predicates = new relationalStore.RdbPredicates('T'); }\nconst helper = new Helper();\n"
        "const title: Resource = $r('app.string.title');\nconst ink = Color.Red;\n@Observed class Model { a: number = 1; }\n"
        "const model = new Model();\nconst loggable = hilog.isLoggable(0, 'T', hilog.LogLevel.INFO);\n"
        "AppStorage.setOrCreate('count', 3);\n"
        "export default class E extends BackupExtensionAbility { held = helper; async onBackup() {"
        f" if (CONFIG.securityLevel === 1 && loggable && AppStorage.get<number>('count') === 3) {{ {MARK}; }} }} }}",
        {},
    ),
    "missing-unused.ets": (
        KIT + "import { Level } from './Level';\n"
        f"export default class E extends BackupExtensionAbility {{ async onBackup() {{ if (Level.B === 1) {{ {MARK}; }} }} }}",
        {"Level.ets": "import { gone } from 'not-installed';\nexport enum Level { A, B }\nexport function f() { gone.x(); }"},
    ),
}  # fmt: skip


def project(folder: Path, code: str, others: Mapping[str, str], suffix: str) -> Path:
    root = folder / "app"
    shutil.copytree(TEMPLATE, root)
    sources = root / "entry" / "src" / "main" / "ets" / "entrybackupability"
    (sources / f"{ENTRY}.ets").unlink()
    (sources / f"{ENTRY}{suffix}").write_text(code, encoding="utf-8")
    for name, text in others.items():
        (sources / name).write_text(text, encoding="utf-8")
    declaration = root / "entry" / "src" / "main" / "module.json5"
    text = declaration.read_text("utf-8").replace(f"{ENTRY}.ets", f"{ENTRY}{suffix}")
    declaration.write_text(text, encoding="utf-8")
    return root


def trial_of(root: Path) -> Trial:
    return Trial(load_arkts_subject(str(root), root), profile=LATEST, seed=0, user=100)


@pytest.mark.parametrize("shape", SHAPES)
def test_an_extension_of_any_shape_runs_its_callback(tmp_path: Path, shape: str) -> None:
    code, others = SHAPES[shape]
    trial = trial_of(project(tmp_path, code, others, Path(shape).suffix))
    assert trial.backup().succeeded
    assert any(path.endswith("/files/mark") for path in trial.tree())
    assert trial.device.trace.of(NotEmulated) == ()


@pytest.mark.parametrize("base", ["UIAbility", "ExtensionAbility"])
def test_a_class_of_another_base_has_no_callbacks_and_is_backed_up_like_an_empty_one(tmp_path: Path, base: str) -> None:
    code = f"import {{ {base} }} from '@kit.AbilityKit';\nexport default class E extends {base} {{ onCreate() {{}} }}"
    trial = trial_of(project(tmp_path, code, {}, ".ets"))
    assert trial.backup().succeeded
    assert trial.device.trace.of(NotEmulated) == ()


def test_a_closure_of_many_modules_is_loaded(tmp_path: Path) -> None:
    last = 400
    chain = {
        f"M{at}.ets": f"import {{ v{at + 1} }} from './M{at + 1}';\nexport const v{at}: number = v{at + 1} + 1;"
        for at in range(last)
    }
    chain[f"M{last}.ets"] = f"export const v{last}: number = 0;"
    code = KIT + (
        "import { v0 } from './M0';\n"
        f"export default class E extends BackupExtensionAbility {{ async onBackup() {{ if (v0 === {last}) {{ {MARK}; }} }} }}"
    )
    trial = trial_of(project(tmp_path, code, chain, ".ets"))
    assert trial.backup().succeeded
    assert any(path.endswith("/files/mark") for path in trial.tree())
