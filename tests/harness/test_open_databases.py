"""Databases as data: what they hold, and how a running app has them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from ohos_backup.harness.data.databases import content_in, database_content, really_changed
from ohos_backup.harness.data.open_database import opened
from ohos_backup.harness.data.tree import Node, difference


@pytest.fixture
def database(tmp_path: Path) -> bytes:
    connection = sqlite3.connect(tmp_path / "notes.db")
    connection.execute("create table note (id integer primary key, title text unique)")
    connection.executemany("insert into note (title) values (?)", [("milk",), ("旅行",)])
    connection.commit()
    connection.close()
    return (tmp_path / "notes.db").read_bytes()


def node(content: bytes) -> Node:
    return Node(kind="file", mode=0o600, mtime_ns=0, content=content)


def test_a_damaged_database_holds_nothing(database: bytes) -> None:
    assert database_content(database) is not None
    assert database_content(database[: len(database) // 2]) is None
    assert database_content(b"no database") is None


@pytest.mark.parametrize("in_transaction", [False, True])
def test_the_latest_rows_of_an_open_database_lie_in_its_log(database: bytes, in_transaction: bool) -> None:
    state = opened(database, in_transaction=in_transaction)

    assert state is not None
    assert database_content(state.database, state.wal) == state.holds
    assert database_content(state.database) != state.holds
    assert database_content(state.later_database, state.later_wal) == state.holds
    assert database_content(state.database, state.later_wal) != state.holds


def test_a_database_without_text_cannot_be_edited(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "empty.db")
    connection.execute("create table number (value integer)")
    connection.close()

    assert opened((tmp_path / "empty.db").read_bytes()) is None


def test_a_database_whose_log_was_copied_back_has_not_changed(database: bytes) -> None:
    state = opened(database)
    assert state is not None
    before = {"/a.db": node(state.database), "/a.db-wal": node(state.wal), "/a.db-shm": node(b"\0" * 32768)}
    after = {"/a.db": node(state.later_database), "/a.db-wal": node(state.later_wal)}
    lost = {"/a.db": node(state.database)}

    assert content_in(before, "/a.db") == state.holds
    assert really_changed(difference(before, after), before, after) == []
    assert {change.path for change in really_changed(difference(before, lost), before, lost)} == {
        "/a.db-wal",
        "/a.db-shm",
    }
