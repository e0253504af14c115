"""What a team lets change is no difference; everything else still is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from ohos_backup.emulator.modules.preferences.xml import Value, rendered
from ohos_backup.harness.data.tolerance import Tolerance
from ohos_backup.harness.data.tree import Node, Tree, difference
from ohos_backup.harness.settings import MayChange
from ohos_backup.harness.settings.globs import matches, path_matches

DATABASE = "/data/storage/el2/database/entry/rdb/notes.db"
STORE = "/data/storage/el2/base/haps/entry/preferences/settings"
LOG = "/data/storage/el2/base/files/logs/today.log"
RULES = MayChange(
    files=("files/logs/",),
    tables=(f"{DATABASE}#sync_*", f"{DATABASE}#note.read_at"),
    preferences=("haps/*/preferences/settings#last_*",),
)


def tree(contents: dict[str, bytes], rules: MayChange = RULES) -> Tree:
    tolerance = Tolerance(rules)
    return {
        path: Node(
            kind="file",
            mode=0o600,
            mtime_ns=0,
            content=content,
            overlooked=tolerance.overlooks(path),
            reading=tolerance.reading(path, {}) if tolerance.reads(path) else None,
        )
        for path, content in contents.items()
    }


def database(folder: Path, *, title: str = "milk", read_at: int = 1, synced: int = 1) -> bytes:
    file = folder / "made.db"
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file)
    connection.execute("create table note (title text, read_at int)")
    connection.execute("insert into note values (?, ?)", (title, read_at))
    connection.execute("create table sync_state (moment int)")
    connection.execute("insert into sync_state values (?)", (synced,))
    connection.commit()
    connection.close()
    return file.read_bytes()


def preferences(theme: str, last: str) -> bytes:
    return rendered({"theme": Value("string", theme), "last_sync": Value("string", last)})


def changes(before: Tree, after: Tree) -> list[str]:
    return [change.change for change in difference(before, after)]


def test_a_file_that_may_change_may_also_come_and_go() -> None:
    assert changes(tree({LOG: b"a"}), tree({LOG: b"b"})) == []
    assert changes(tree({LOG: b"a"}), tree({})) == []
    assert changes(tree({}), tree({LOG: b"b"})) == []
    assert changes(tree({LOG: b"a"}, MayChange()), tree({LOG: b"b"}, MayChange())) == ["content"]


def test_tables_and_columns_that_may_change_are_left_out(tmp_path: Path) -> None:
    usual = tree({DATABASE: database(tmp_path)})

    assert changes(usual, tree({DATABASE: database(tmp_path, read_at=2, synced=2)})) == []
    assert changes(usual, tree({DATABASE: database(tmp_path, title="bread")})) == ["content"]
    assert changes(usual, tree({DATABASE: b"no database"})) == ["content"]
    assert changes(usual, tree({})) == ["missing"]


def test_keys_that_may_change_are_left_out() -> None:
    usual = tree({STORE: preferences("dark", "1")})

    assert changes(usual, tree({STORE: preferences("dark", "2")})) == []
    assert changes(usual, tree({STORE: preferences("light", "1")})) == ["content"]
    assert changes(usual, tree({STORE: b"<preferences"})) == ["content"]


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("files/a.txt", "/data/storage/el2/base/files/a.txt", True),
        ("files/*.txt", "/data/storage/el2/base/files/deep/a.txt", False),
        ("files/**", "/data/storage/el2/base/files/deep/a.txt", True),
        ("files/**/a.txt", "/data/storage/el2/base/files/a.txt", True),
        ("files/", "/data/storage/el2/base/files/deep/a.txt", True),
        ("files/[a].txt", "/data/storage/el2/base/files/a.txt", False),
        ("/data/storage/el1/**", "/data/storage/el1/base/x", True),
    ],
)
def test_patterns_of_paths(pattern: str, path: str, *, fits: bool) -> None:
    assert path_matches(pattern, path) is fits


def test_brackets_in_the_pattern_of_a_case_are_just_letters() -> None:
    assert matches("RST-003[typ*]", "RST-003[typical]")
    assert not matches("RST-003[typical]", "RST-003t")
