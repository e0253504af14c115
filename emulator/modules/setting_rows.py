"""The settings of one domain as the table that their data share offers (settings_data SettingsDBHelper.ets).

``@ohos.data.dataShare`` reaches it by SQL that the guest's face has made of predicates.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from ..settings_table import UserSettings

TABLE = "SETTINGSDATA"
COLUMNS = "ID INTEGER PRIMARY KEY AUTOINCREMENT, KEYWORD TEXT UNIQUE, VALUE TEXT CHECK (LENGTH(VALUE) <= 1000)"


def run(settings: UserSettings, domain: str, sql: str, values: Sequence[object]) -> dict[str, object] | None:
    """What ``sql`` answers and how many rows it changed, None when SQLite refuses it; changes are in ``settings``."""
    with sqlite3.connect(":memory:", isolation_level=None) as table:
        table.execute(f"CREATE TABLE {TABLE} ({COLUMNS})")
        before = settings.all(domain)
        table.executemany(f"INSERT INTO {TABLE} (KEYWORD, VALUE) VALUES (?, ?)", before.items())
        mark = table.total_changes
        try:
            found = table.execute(sql, [value if isinstance(value, (int, float, str)) else None for value in values])
            rows = found.fetchall()
        except (sqlite3.Error, sqlite3.Warning):
            return None
        after = {str(name): str(value) for name, value in table.execute(f"SELECT KEYWORD, VALUE FROM {TABLE}")}
        if after != before:
            settings.replace(domain, after)
        return {
            "columns": [column[0] for column in found.description or ()],
            "rows": rows,
            "changed": table.total_changes - mark,
        }
