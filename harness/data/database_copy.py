"""A copy of an app's database on the host, opened with plain SQLite."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

HEADER = b"SQLite format 3\0"

COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside an open database (sqlite.org/tempfiles.html); the device's SQLite leaves the first two."""


def is_database(content: bytes) -> bool:
    return content.startswith(HEADER)


@contextmanager
def opened(content: bytes, beside: Mapping[str, bytes]) -> Generator[sqlite3.Connection]:
    """The database ``content`` with its companions ``beside`` it by their suffix; texts are given as bytes, for one
    that is no UTF-8 is data, too. Raises sqlite3.Error, as does whoever reads on."""
    with tempfile.TemporaryDirectory(prefix="ohos-backup-") as folder:
        path = Path(folder, "copy.db")
        path.write_bytes(content)
        for suffix, data in beside.items():
            # The shared memory is rebuilt from the log; that of another process would only disturb.
            if suffix != "-shm" and data:
                path.with_name(path.name + suffix).write_bytes(data)
        with closing(sqlite3.connect(path)) as connection:
            connection.text_factory = bytes
            yield connection


def quoted(name: str) -> str:
    """The name of a table or column for a statement."""
    return '"' + name.replace('"', '""') + '"'
