"""Bad input ends with one clear message that says where and how to mend, with exit code 2 and nothing half-written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from command_line import EXTENSION, NARROW, NOTES, edit, notes_at, ohos_backup

pytestmark = pytest.mark.matrix

MODULE = "entry/src/main/module.json5"
PROFILE = "entry/src/main/resources/base/profile/backup_config.json"


class Told(NamedTuple):
    """``arguments`` after the command's name; every one of ``words`` stands in the message."""

    arguments: tuple[str, ...]
    words: tuple[str, ...]


def no_project(_: Path) -> None:
    pass


def two_projects(folder: Path) -> None:
    notes_at(folder / "left")
    notes_at(folder / "right")


def two_products(folder: Path) -> None:
    notes_at(folder / "app")
    for product in ("phone", "wearable"):
        copy = folder / "app/products" / product
        shutil.copytree(NOTES / "entry", copy)
        edit(copy / "src/main/module.json5", '"name": "entry"', f'"name": "{product}"')
    shutil.rmtree(folder / "app/entry")
    profile = folder / "app/build-profile.json5"
    profile.write_text(
        '{ "modules": [ { "name": "phone", "srcPath": "./products/phone" },'
        ' { "name": "wearable", "srcPath": "./products/wearable" }, { "name": "common", "srcPath": "./common" } ] }'
    )


def same_module_twice(folder: Path) -> None:
    shutil.copytree(NOTES / "entry", notes_at(folder / "app") / "copy")
    profile = folder / "app/build-profile.json5"
    profile.write_text(
        '{ "modules": [ { "name": "entry", "srcPath": "./entry" }, { "name": "entry", "srcPath": "./copy" } ] }'
    )


def without_extension(folder: Path) -> None:
    edit(notes_at(folder / "app") / MODULE, '"type": "backup"', '"type": "form"')


def missing_source(folder: Path) -> None:
    (notes_at(folder / "app") / EXTENSION).unlink()


def broken_source(folder: Path) -> None:
    edit(notes_at(folder / "app") / EXTENSION, "\nconst DOMAIN", "\nconst = = 3;\nconst DOMAIN")


def broken_module(folder: Path) -> None:
    (notes_at(folder / "app") / MODULE).write_text('{\n  "module": { "name": , }\n}')


def module_in_utf16(folder: Path) -> None:
    (notes_at(folder / "app") / MODULE).write_bytes("{}".encode("utf-16"))


def settings(text: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (notes_at(folder / "app") / "ohos-backup.toml").write_text(text)

    return make


def python(text: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / "model.py").write_text(text)

    return make


def data_outside_the_sandbox(folder: Path) -> None:
    notes_at(folder / "app")
    (folder / "mine/files").mkdir(parents=True)


def empty_data(folder: Path) -> None:
    notes_at(folder / "app")
    (folder / "mine").mkdir()


def good_app(folder: Path) -> None:
    notes_at(folder / "app")
    (folder / "file").touch()


POLICY = '# ours\n[policy]\non_restore = "mixed"\n'

CASES: dict[str, tuple[Callable[[Path], None], Told]] = {
    "no such path": (no_project, Told(("check", "gone"), ("there is no 'gone'", "E-SUBJECT"))),
    "no project": (no_project, Told(("check", "."), ("not a stage-model project", "AppScope"))),
    "two projects": (two_projects, Told(("check", "."), ("2 projects", "left", "right"))),
    "two products": (two_products, Told(("check", "app"), ("products/phone", "products/wearable"))),
    "same module twice": (
        same_module_twice,
        Told(
            ("check", "app"),
            ("copy/src/main/module.json5:", "'entry' is there twice", "in entry/src/main/module.json5"),
        ),
    ),
    "no backup extension": (without_extension, Told(("check", "app"), ('of type "backup"', '"extensionAbilities"'))),
    "missing source": (missing_source, Told(("check", "app"), (f"{MODULE}:24:21", f"{EXTENSION} is not there"))),
    "syntax error": (broken_source, Told(("check", "app"), (f"{EXTENSION}:6:7: ",))),
    "JSON5 error": (broken_module, Told(("check", "app"), (f'{MODULE}:2:23: unexpected ","',))),
    "other encoding": (module_in_utf16, Told(("check", "app"), (f"{MODULE}:1:1: ", "UTF-16"))),
    "wrong setting": (settings(POLICY), Told(("check", "app"), ("ohos-backup.toml:3:1: ", "mixed", '"merge"'))),
    "unknown setting": (settings("[policy]\nx = 1\n"), Told(("check", "app"), ("ohos-backup.toml:2:1: ", "'x'"))),
    "broken settings": (settings("\n[policy\n"), Told(("check", "app"), ("ohos-backup.toml:2:8: ",))),
    "data set gone": (
        settings('[[data]]\nname="a"\nfolder="b"\n'),
        Told(("check", "app"), ("ohos-backup.toml", "'b'")),
    ),
    "data folder gone": (good_app, Told(("check", "app", "--data", "gone"), ("gone does not exist",))),
    "data outside": (
        data_outside_the_sandbox,
        Told(("check", "app", "--data", "mine"), ("mine/files", "data/storage")),
    ),
    "empty data": (empty_data, Told(("check", "app", "--data", "mine"), ("mine holds no file",))),
    "no class named": (python("x = 1"), Told(("check", "model.py"), ("which class", "model.py:MyExtension"))),
    "class missing": (python("class A: ..."), Told(("check", "model.py:B"), ("no class 'B'", "It has A."))),
    "Python syntax": (python("x = 1\ndef ("), Told(("check", "model.py:B"), ("model.py:2:5: ",))),
    "unknown option": (good_app, Told(("check", "app", "--jsn", "x"), ("No such option", "--json"))),
    "unknown profile": (good_app, Told(("check", "app", "--profile", "api99"), ("'api99'", "api12", "latest"))),
    "unknown requirement": (good_app, Told(("check", "app", "--case", "RTS-001"), ("'RTS-001'", "RST-001"))),
    "unknown case": (good_app, Told(("check", "app", "--case", "RST-001[typicl]"), ("RST-001[typical]",))),
    "one of two unknown": (good_app, Told(("check", "app", "--case", "CFG", "--case", "CFX"), ("'CFX'",))),
    "no workers": (good_app, Told(("check", "app", "-n", "0"), ("'0' is no number of workers",))),
    "report is a folder": (good_app, Told(("check", "app", "--json", "app"), ("app is a folder",))),
    "report below a file": (
        good_app,
        Told(("check", "app", "--junit", "file/x.xml"), ("file/x.xml cannot be written",)),
    ),
    "report in no known form": (
        good_app,
        Told(("check", "app", "--report", "jnuit=x.xml"), ("'jnuit' is no form", "json, junit, html, sarif")),
    ),
    "Allure into a file": (good_app, Told(("check", "app", "--alluredir", "file"), ("file is a file",))),
    "unknown data set": (good_app, Told(("run", "app", "--data-set", "x"), ("no data set 'x'", "typical"))),
    "bad version": (good_app, Told(("run", "app", "--version", "x"), ("'x' is no version", "1000000:1.0.0"))),
    "explain nothing known": (no_project, Told(("explain", "RST-0001"), ("RST-001",))),
    "unknown family": (no_project, Told(("list", "RTS"), ("no family 'RTS'", "RST"))),
    "toolchain into a file": (good_app, Told(("toolchain", "install", "--dir", "file"), ("file is a file",))),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_told_once_and_ends_with_2(name: str, tmp_path: Path) -> None:
    make, told = CASES[name]
    make(tmp_path)
    before = everything_below(tmp_path)

    ended = ohos_backup(*told.arguments, folder=tmp_path)

    assert ended.code == 2
    assert [word for word in told.words if word not in ended.err] == []
    assert "Traceback" not in ended.err + ended.out
    assert ended.out == ""
    assert everything_below(tmp_path) == before


def everything_below(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def test_without_network_the_first_use_says_how_to_prefetch(tmp_path: Path) -> None:
    ended = ohos_backup(
        "check", NOTES, OHOS_BACKUP_CACHE=str(tmp_path / "cache"), npm_config_registry="http://127.0.0.1:9/"
    )

    assert ended.code == 2
    assert "E-TOOLCHAIN-FETCH" in ended.err
    assert "ohos-backup toolchain install --dir DIR" in ended.err
    assert not list(tmp_path.rglob("*.js"))


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("OHOS_BACKUP_NODE", "/nowhere/node", "E-NODE"),
        ("OHOS_BACKUP_NODE", "/bin/sh", "does not answer --version as Node.js does"),
        ("OHOS_BACKUP_CACHE", "/dev/null", "E-CACHE-UNWRITABLE"),
    ],
)
def test_an_environment_variable_that_leads_nowhere_is_named(variable: str, value: str, words: str) -> None:
    ended = ohos_backup("check", NOTES, *NARROW, **{variable: value})

    assert (ended.code, variable in ended.err, words in ended.err) == (2, True, True)
    assert "Traceback" not in ended.err


def test_a_missing_import_counts_only_when_something_needs_it(tmp_path: Path) -> None:
    unused = notes_at(tmp_path / "unused")
    edit(unused / EXTENSION, "import { hilog }", "import { Gone } from './Gone';\nimport { hilog }")
    needed = notes_at(tmp_path / "needed")
    edit(needed / EXTENSION, "import { hilog }", "import { Gone } from './Gone';\nGone.start();\nimport { hilog }")

    harmless = ohos_backup("check", unused, "--case", "RST-001[typical]")
    fatal = ohos_backup("check", needed, "--case", "BKP-001[typical-complete]")

    assert (harmless.code, "CONFORMS" in harmless.out) == (0, True)
    assert (fatal.code, "module ./Gone" in fatal.out) == (2, True)


def test_a_toolchain_folder_that_is_not_there_is_told_even_when_the_cache_knows_every_file(tmp_path: Path) -> None:
    app = notes_at(tmp_path / "app")
    assert ohos_backup("check", app, *NARROW).code == 0
    told = ohos_backup("check", app, *NARROW, OHOS_BACKUP_TOOLCHAIN=str(tmp_path / "gone"))
    assert (told.code, told.out) == (2, "")
    assert "[E-TOOLCHAIN-DIRECTORY]" in told.err
    assert "gone, where there is no typescript.js" in told.err
