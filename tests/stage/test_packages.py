"""What each way of writing an import leads to."""

from __future__ import annotations

from pathlib import Path

import pytest
from ohos_backup.emulator.stage import ImportResolver, Missing, NativeModule, SourceFile, SystemModule, load_project
from project_texts import WriteProject

IMPORTER = "entry/src/main/ets/backup/EntryBackupAbility.ets"
PROJECT: dict[str, str | None] = {
    "build-profile.json5": '{ modules: [{ name: "entry", srcPath: "./entry" }, { name: "store", srcPath: "./common" },'
    ' { name: "named", srcPath: "./named" }] }',
    "oh-package.json5": '{ dependencies: { "@ohos/rooted": "1.0.0" }, overrides: { "forced": "file:./common" } }',
    "entry/oh-package.json5": """{
      name: "entry",
      dependencies: {
        "alias": "file:../common", "forced": "9.9.9", "@ohos/axios": "^2.2.0", "deep": "1.0.0",
        "archived": "file:./libs/archived.har", "packed": "file:./libs/packed.har", "libentry.so": "file:./types",
        "absent": "3.1.0", "unbuilt": "file:../unbuilt", "folder": "file:./local",
      },
      devDependencies: { "dev": "1.0.0" },
      dynamicDependencies: { "dynamic": "file:../dynamic" },
    }""",
    "entry/src/main/ets/backup/near.ets": "",
    "entry/src/main/ets/backup/typed.ts": "",
    "entry/src/main/ets/backup/plain.js": "",
    "entry/src/main/ets/backup/data.json": "{}",
    "entry/src/main/ets/backup/twice.ets": "",
    "entry/src/main/ets/backup/twice.ts": "",
    "entry/src/main/ets/backup/described.d.ts": "",
    "entry/src/main/ets/backup/described.js": "",
    "entry/src/main/ets/backup/declared.d.ets": "",
    "entry/src/main/ets/backup/part/index.ts": "",
    "entry/src/main/ets/backup/Part/Index.ets": "",
    "entry/src/main/ets/backup/dotted.model.ets": "",
    "entry/src/main/ets/model/Other.ets": "",
    "entry/local/index.js": "",
    "common/oh-package.json5": '{ name: "@scope/common", main: "Index.ets" }',
    "common/Index.ets": "",
    "common/src/main/module.json5": '{ module: { name: "store", type: "har" } }',
    "common/src/main/ets/x.ets": "",
    "named/src/main/module.json5": '{ module: { name: "named", type: "shared" } }',
    "named/index.ets": "",
    "named/src/main/ets/y.ts": "",
    "dynamic/oh-package.json5": '{ name: "dynamic", main: "./src/main/ets/start" }',
    "dynamic/src/main/ets/start.ets": "",
    "unbuilt/oh-package.json5": '{ name: "unbuilt", main: "dist/index.js" }',
    "entry/oh_modules/@ohos/axios/package.json": '{ "name": "@ohos/axios", "main": "index.js", "types": "i.d.ts" }',
    "entry/oh_modules/@ohos/axios/index.js": "",
    "entry/oh_modules/@ohos/axios/lib/core.js": "",
    "entry/oh_modules/dev/oh-package.json5": '{ name: "dev", types: "index.d.ts" }',
    "entry/oh_modules/dev/index.d.ts": "",
    "entry/oh_modules/dev/index.js": "",
    "entry/oh_modules/packed/oh-package.json5": '{ name: "packed", main: "src/main/ets/P.ets" }',
    "entry/oh_modules/packed/src/main/ets/P.ets": "",
    "entry/oh_modules/bytecode/oh-package.json5": '{ name: "bytecode", main: "Index.d.ets" }',
    "entry/oh_modules/bytecode/Index.d.ets": "",
    "oh_modules/@ohos/rooted/index.ts": "",
    "oh_modules/.ohpm/deep@1.0.0/oh_modules/deep/index.ets": "",
    "oh_modules/.ohpm/deep@1.0.0/oh_modules/inner/index.ets": "",
    "shared/outside.ets": "",
}


@pytest.fixture
def root(write_project: WriteProject) -> Path:
    return write_project(PROJECT)


@pytest.mark.parametrize(
    ("specifier", "file"),
    [
        ("./near", "entry/src/main/ets/backup/near.ets"),
        ("./near.ets", "entry/src/main/ets/backup/near.ets"),
        ("./typed", "entry/src/main/ets/backup/typed.ts"),
        ("./plain", "entry/src/main/ets/backup/plain.js"),
        ("./plain.js", "entry/src/main/ets/backup/plain.js"),
        ("./data.json", "entry/src/main/ets/backup/data.json"),
        ("./data", "entry/src/main/ets/backup/data.json"),
        ("./twice", "entry/src/main/ets/backup/twice.ets"),
        ("./twice.ts", "entry/src/main/ets/backup/twice.ts"),
        ("./described", "entry/src/main/ets/backup/described.js"),
        ("./described.d.ts", "entry/src/main/ets/backup/described.js"),
        ("./part", "entry/src/main/ets/backup/part/index.ts"),
        ("./Part", "entry/src/main/ets/backup/Part/Index.ets"),
        ("./dotted.model", "entry/src/main/ets/backup/dotted.model.ets"),
        ("../model/Other", "entry/src/main/ets/model/Other.ets"),
        ("../../../../../common/src/main/ets/x", "common/src/main/ets/x.ets"),
        ("../../../../../shared/outside", "shared/outside.ets"),
        ("../../../../oh_modules/alias", "common/Index.ets"),
        ("../../../../oh_modules/alias/src/main/ets/x", "common/src/main/ets/x.ets"),
        ("alias", "common/Index.ets"),
        ("forced", "common/Index.ets"),
        ("folder", "entry/local/index.js"),
        ("dynamic", "dynamic/src/main/ets/start.ets"),
        ("@scope/common", "common/Index.ets"),
        ("@scope/common/Index", "common/Index.ets"),
        ("@scope/common/src/main/ets/x", "common/src/main/ets/x.ets"),
        ("@scope/common/ets/x", "common/src/main/ets/x.ets"),
        ("named", "named/index.ets"),
        ("@ohos/axios", "entry/oh_modules/@ohos/axios/index.js"),
        ("@ohos/axios/lib/core", "entry/oh_modules/@ohos/axios/lib/core.js"),
        ("@ohos/rooted", "oh_modules/@ohos/rooted/index.ts"),
        ("dev", "entry/oh_modules/dev/index.js"),
        ("packed", "entry/oh_modules/packed/src/main/ets/P.ets"),
        ("deep", "oh_modules/.ohpm/deep@1.0.0/oh_modules/deep/index.ets"),
        ("@bundle:com.example.app/store/ets/x", "common/src/main/ets/x.ets"),
        ("@named/ets/y", "named/src/main/ets/y.ts"),
        ("named/ets/y", "named/src/main/ets/y.ts"),
    ],
)
def test_code_of_the_project_is_found(root: Path, specifier: str, file: str) -> None:
    assert ImportResolver(load_project(root)).resolve(root / IMPORTER, specifier) == SourceFile(root / file)


def test_an_installed_package_finds_its_own_dependencies_beside_it(root: Path) -> None:
    store = root / "oh_modules/.ohpm/deep@1.0.0/oh_modules"
    resolver = ImportResolver(load_project(root))
    assert resolver.resolve(store / "deep/index.ets", "inner") == SourceFile(store / "inner/index.ets")


@pytest.mark.parametrize(
    ("specifier", "resolution"),
    [
        ("@ohos.file.fs", SystemModule("@ohos.file.fs")),
        ("@ohos:file.fs", SystemModule("@ohos.file.fs")),
        ("@kit.CoreFileKit", SystemModule("@kit.CoreFileKit")),
        ("@system.app", SystemModule("@system.app")),
        ("@system:app", SystemModule("@system.app")),
        ("@hms.core.push", SystemModule("@hms.core.push")),
        ("@hms:core.push", SystemModule("@hms.core.push")),
        ("@arkts.lang", SystemModule("@arkts.lang")),
        ("libentry.so", NativeModule("libentry.so")),
        ("@app:com.example.app/entry/entry", NativeModule("@app:com.example.app/entry/entry")),
    ],
)
def test_the_platform_and_native_libraries_are_told_by_their_spelling(
    root: Path, specifier: str, resolution: object
) -> None:
    assert ImportResolver(load_project(root)).resolve(root / IMPORTER, specifier) == resolution


@pytest.mark.parametrize(
    ("specifier", "reason", "mend"),
    [
        ("./gone", "there is no such file, module or installed package", "Correct the import"),
        ("nowhere", "there is no such file, module or installed package", "ohpm install"),
        ("/etc/hosts", "there is no such file, module or installed package", "Correct the import"),
        ("absent", "entry/oh-package.json5:6:19 asks for 'absent' 3.1.0, which is not installed", "Run 'ohpm install'"),
        (
            "archived",
            "entry/oh-package.json5:5:21 takes it from the archive entry/libs/archived.har, which is not unpacked",
            "Run 'ohpm install'",
        ),
        ("unbuilt", "package unbuilt has no entry file: dist/index.js is not there", "Build the package"),
        ("./declared", "entry/src/main/ets/backup/declared has declarations only, no code", "compiled HAR"),
        ("bytecode", "entry/oh_modules/bytecode/Index has declarations only, no code", "compiled HAR"),
        ("@bundle:com.other.app/entry/ets/x", "'com.other.app' is another app", "com.example.app"),
        ("@named/ets/z", "there is no such file, module or installed package", "Correct the import"),
    ],
)
def test_what_is_missing_says_why_and_how_to_mend_it(root: Path, specifier: str, reason: str, mend: str) -> None:
    missing = ImportResolver(load_project(root)).resolve(root / IMPORTER, specifier)
    assert isinstance(missing, Missing)
    assert (missing.specifier, missing.reason) == (specifier, reason)
    assert mend in missing.mend


def test_a_missing_file_names_the_places_that_were_tried(root: Path) -> None:
    missing = ImportResolver(load_project(root)).resolve(root / IMPORTER, "./gone")
    assert isinstance(missing, Missing)
    assert missing.tried == ("entry/src/main/ets/backup/gone",)
