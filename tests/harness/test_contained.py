"""What is wanted is there when stores have more keys and tables more rows and columns; files count by their bytes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from ohos_backup.harness.data.contained import lacking
from ohos_backup.harness.data.tree import Node, Tree

PATH = "/data/storage/el2/base/haps/entry/files/it"
TABLE = "create table entry (id integer primary key, title text, amount real);"
WANTED_ROWS = f"{TABLE} insert into entry (title, amount) values ('rent', 900), ('面包', 3.2);"


def tree(content: bytes | None) -> Tree:
    return {} if content is None else {PATH: Node(kind="file", mode=0o600, mtime_ns=0, content=content)}


def store(*entries: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<preferences version="1.0">{"".join(entries)}</preferences>'.encode()
    )


def gskv(*entries: str) -> bytes:
    from ohos_backup.emulator.modules.preferences.gskv import HEADER

    return HEADER + ("{" + ",".join(entries) + "}").encode()


def database(folder: Path, script: str) -> bytes:
    path = folder / "made.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()
    return path.read_bytes()


OWNER, MONTHS = '<string key="owner">Mei</string>', '<double key="months" value="2.000000"/>'


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (b"rent 900\n", b"rent 900\n"),
        (store(OWNER), store('<bool key="new" value="true"/>', OWNER)),
        (store(MONTHS), store('<int key="months" value="2"/>')),
        (store(OWNER), gskv('"owner": {"t": "string", "v": "Mei"}')),
        (
            store('<doubleArray key="sizes"><double value="1"/></doubleArray>'),
            store('<intArray key="sizes"><int value="1"/></intArray>'),
        ),
    ],
)
def test_what_is_there_is_not_told(wanted: bytes, found: bytes) -> None:
    assert lacking(tree(wanted), tree(found)) == ()


@pytest.mark.parametrize(
    ("wanted", "found", "told"),
    [
        (b"rent 900\n", None, ""),
        (b"rent 900\n", b"rent 90\n", "8 bytes"),
        (store(OWNER, MONTHS), store(OWNER), "there is no key 'months'"),
        (store(OWNER), store('<string key="owner">mei</string>'), "'owner' is 'mei', not 'Mei'"),
        (store(MONTHS), store('<string key="months">2</string>'), "'months' is '2', not 2.0"),
        (store(OWNER), b"owner=Mei", "no preferences store"),
        (
            store('<doubleArray key="sizes"><double value="1"/></doubleArray>'),
            store('<doubleArray key="sizes"><double value="2"/></doubleArray>'),
            "'sizes' is [2.0], not [1.0]",
        ),
    ],
)
def test_what_is_not_there_is_told(wanted: bytes, found: bytes | None, told: str) -> None:
    (change,) = lacking(tree(wanted), tree(found))

    assert change.path == PATH
    assert told in change.after
    assert change.change == ("missing" if found is None else "content")


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (f"{WANTED_ROWS} insert into entry (title) values ('new');", None),
        (f"{WANTED_ROWS} alter table entry add column tag text default 'old';", None),
        (f"{TABLE} insert into entry (title, amount) values ('rent', 900);", "1 of 2 rows of table entry"),
        (f"{TABLE} insert into entry (title, amount) values ('rent', 900), ('面包', 3);", "1 of 2 rows of table entry"),
        ("create table entry (id integer primary key, title text);", "no column amount"),
        ("create table other (x);", "table entry is not there"),
    ],
)
def test_rows_are_looked_for_by_their_columns(tmp_path: Path, script: str, told: str | None) -> None:
    changes = lacking(tree(database(tmp_path, WANTED_ROWS)), tree(database(tmp_path, script)))

    assert [told in change.after for change in changes if told] == ([True] if told else [])
    assert bool(changes) is bool(told)


def test_a_database_that_cannot_be_read_lacks_everything(tmp_path: Path) -> None:
    whole = database(tmp_path, WANTED_ROWS)

    for found in (b"no database", whole[:100]):
        (change,) = lacking(tree(whole), tree(found))
        assert "no database that can be read" in change.after
