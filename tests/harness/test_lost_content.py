"""What a migration may change, and what counts as lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from ohos_backup.harness.data.content import differing
from ohos_backup.harness.data.lost_content import vanished
from ohos_backup.harness.data.tree import Node, Tree


def database(folder: Path, table: str, rows: list[tuple[int, str]]) -> bytes:
    file = folder / f"{table}-{len(rows)}.db"
    connection = sqlite3.connect(file)
    connection.execute(f"create table {table} (id integer, title text)")
    connection.executemany(f"insert into {table} values (?, ?)", rows)
    connection.commit()
    connection.close()
    return file.read_bytes()


def tree(**files: bytes) -> Tree:
    return {f"/{name}": Node(kind="file", mode=0o600, mtime_ns=0, content=content) for name, content in files.items()}


def test_rows_may_move_to_another_table_and_file(tmp_path: Path) -> None:
    before = tree(old=database(tmp_path, "note", [(1, "milk"), (2, "面包")]))
    after = tree(new=database(tmp_path, "item", [(7, "面包"), (8, "milk")]))

    assert vanished(before, after) == ()


def test_a_lost_row_is_told(tmp_path: Path) -> None:
    before = tree(old=database(tmp_path, "note", [(1, "milk"), (2, "bread")]))
    after = tree(new=database(tmp_path, "item", [(1, "milk")]))

    (lost,) = vanished(before, after)
    assert lost.after == "1 of 2 rows of table note are found nowhere"


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b'["shopping", "travel plans"]', 0), (b"shopping", 1), (b"", 1)],
)
def test_a_text_may_take_another_form(content: bytes, expected: int) -> None:
    assert len(vanished(tree(old=b"shopping\ntravel plans\n"), tree(new=content))) == expected


def test_preferences_are_compared_by_entries() -> None:
    one = b'<preferences version="1.0"><int key="a" value="1"/><string key="b">x</string></preferences>'
    other = b'<preferences version="1.0">\n<string key="b">x</string>\n<int key="a" value="1"/></preferences>'

    assert differing(tree(store=one), tree(store=other)) == ()
    assert len(differing(tree(store=one), tree(store=other.replace(b'"1"/', b'"2"/')))) == 1
