"""Databases as a running app has them: the latest rows are committed, but lie in the write-ahead log."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import msgspec

from .databases import DatabaseContent, database_content

UNCOMMITTED_ROWS = 400
"""So many that SQLite, given a cache of one page, writes some to the log before they are committed."""


class OpenDatabase(msgspec.Struct, frozen=True, kw_only=True):
    """``holds`` is what any reader must find in the two files together; ``later_database`` and ``later_wal`` are the
    files a moment later: the log was copied back and begun anew, and they hold the same."""

    database: bytes
    wal: bytes
    holds: DatabaseContent
    later_database: bytes
    later_wal: bytes


def opened(content: bytes, *, in_transaction: bool = False) -> OpenDatabase | None:
    """``content``, a database file, with a text edited by the user since the log was last copied back, and with
    ``in_transaction`` a transaction under way. None when it has no text to edit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "open.db")
        path.write_bytes(content)
        with closing(sqlite3.connect(path, isolation_level=None)) as app:
            app.execute("pragma journal_mode=wal")
            app.execute("pragma wal_autocheckpoint=0")
            if not _edit(app):
                return None
            if in_transaction:
                _leave_open(app)
            before = _files(path)
            if in_transaction:
                app.execute("rollback")
            app.execute("pragma wal_checkpoint(restart)").fetchall()
            # Of all there is to write, this touches no page of a table, so it brings back none of the edited text.
            app.execute("pragma application_id=1")
            after = _files(path)
    holds = database_content(*before)
    if holds is None or holds != database_content(*after) or holds == database_content(content):
        return None
    return OpenDatabase(database=before[0], wal=before[1], holds=holds, later_database=after[0], later_wal=after[1])


def _files(path: Path) -> tuple[bytes, bytes]:
    return path.read_bytes(), path.with_name(f"{path.name}-wal").read_bytes()


def _edit(connection: sqlite3.Connection) -> bool:
    """Append a word to one text, the first that the schema lets be changed."""
    for table, column in _text_columns(connection):
        try:
            changed = connection.execute(
                f'update "{table}" set "{column}" = "{column}" || ? '
                f'where rowid = (select max(rowid) from "{table}" where typeof("{column}") = \'text\')',
                (" (edited)",),
            ).rowcount
        except sqlite3.Error:
            # A constraint or a trigger of the app's own: try the next one.
            continue
        if changed:
            return True
    return False


def _text_columns(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """(table, column), keys and unique columns last."""
    return connection.execute(
        "select m.name, p.name from sqlite_master m, pragma_table_info(m.name) p "
        "where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\' and p.type like '%TEXT%' "
        "order by p.pk, m.name, p.cid desc"
    ).fetchall()


def _leave_open(connection: sqlite3.Connection) -> None:
    """Begin a transaction that has written to the log and is not committed."""
    connection.execute("pragma cache_size=1")
    connection.execute("begin immediate")
    connection.execute("create table unfinished (content blob)")
    connection.executemany("insert into unfinished values (?)", [(b"x" * 300,)] * UNCOMMITTED_ROWS)
