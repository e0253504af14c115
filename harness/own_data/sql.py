"""A SQLite database from a script of the team."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from ...emulator.source import SourcePosition
from ..data.data_set import SeedFile, UnusableDataSet


def database_file(script: Path, database: str, where: SourcePosition) -> SeedFile:
    """The database that ``script`` makes, to lie at ``database``. Raises UnusableDataSet with the script's line."""
    try:
        text = script.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UnusableDataSet(
            f"the SQL script '{script.name}' cannot be read: {reason}",
            where=where,
            mend="Give a file of SQL statements; it is counted from the folder of this file.",
        ) from error
    with tempfile.TemporaryDirectory(prefix="ohos-backup-") as folder:
        made = Path(folder) / "database"
        with closing(sqlite3.connect(made, isolation_level=None)) as connection:
            line = 0
            try:
                for line, statement in _statements(text):  # noqa: B007 - told when it fails
                    connection.execute(statement)
            except (sqlite3.Error, sqlite3.Warning) as error:
                raise UnusableDataSet(str(error), where=SourcePosition(str(script), line)) from error
        if not made.is_file() or not made.stat().st_size:
            raise UnusableDataSet("the script makes no table", where=SourcePosition(str(script)))
        return SeedFile(path=database, content=made.read_bytes(), mode=0o660)


def _statements(text: str) -> list[tuple[int, str]]:
    """Each statement with the line on which it begins; a semicolon within a trigger or a text ends none."""
    found: list[tuple[int, str]] = []
    begun, pending = 0, ""
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        for piece in _pieces(line):
            if not pending.strip():
                begun, pending = number, ""
            pending += piece
            if sqlite3.complete_statement(pending):
                found.append((begun, pending))
                pending = ""
    if pending.strip():
        found.append((begun, pending))
    return found


def _pieces(line: str) -> list[str]:
    """The line after every semicolon, where a statement may end."""
    parts = line.split(";")
    return [part + ";" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
