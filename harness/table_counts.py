"""How many rows each table of the app's databases has: enough to see that a statement did something else."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from .tree import Tree

HEADER = b"SQLite format 3\0"


def table_counts(tree: Tree) -> dict[str, dict[str, int]]:
    """By the path of each database in ``tree``: its tables and their rows; nothing of what cannot be read."""
    found: dict[str, dict[str, int]] = {}
    for path, node in tree.items():
        if not node.content.startswith(HEADER):
            continue
        wal = tree.get(f"{path}-wal")
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, "copy.db")
            copy.write_bytes(node.content)
            if wal is not None and wal.content:
                copy.with_name("copy.db-wal").write_bytes(wal.content)
            try:
                found[path] = _counts(copy)
            except sqlite3.DatabaseError:
                continue
    return found


def _counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        quoted = {name: name.replace('"', '""') for name in names}
        return {name: connection.execute(f'select count(*) from "{quoted[name]}"').fetchone()[0] for name in names}
