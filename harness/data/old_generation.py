"""Data as the previous system generation leaves it for an app that is upgraded."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

SHARED_PREFERENCES = """<?xml version='1.0' encoding='utf-8' standalone='yes' ?>
<map>
    <string name="nickname">小明 &amp; co</string>
    <string name="signature">&lt;3 from "home"</string>
    <boolean name="dark_mode" value="true" />
    <boolean name="tips" value="false" />
    <int name="launches" value="42" />
    <int name="offset" value="-7" />
    <long name="last_sync" value="1700000000000" />
    <float name="scale" value="1.25" />
    <set name="tags"><string>work</string><string>家</string></set>
    <set name="seen"><string>intro</string></set>
</map>
"""
SCALARS = {
    "nickname": "小明 & co",
    "signature": '<3 from "home"',
    "dark_mode": "true",
    "tips": "false",
    "launches": "42",
    "offset": "-7",
    "last_sync": "1700000000000",
    "scale": "1.25",
}
"""What SHARED_PREFERENCES says, but for the sets."""


def old_generation_tree() -> dict[str, bytes]:
    """Files, preferences and a database of an old package, by their path below its folder. Two photos have one name,
    so that an app which gives up the folders loses one of them."""
    return {
        "ce/files/note-1.txt": "备忘录 – an old note\n".encode(),
        "ce/files/books/2019/january.txt": b"rent 900\nbread 3.20\n",
        "ce/files/books/2019/february.txt": "房租 900\n".encode(),
        "ce/files/attachments/photo.jpg": b"\xff\xd8\xff" + bytes(range(256)) * 40,
        "ce/files/photo.jpg": b"\xff\xd8\xff" + bytes(range(255, -1, -1)) * 40,
        "ce/shared_prefs/settings.xml": SHARED_PREFERENCES.encode(),
        "ce/databases/app.db": _database(),
        "A/data/files/export.csv": b"id,title\n1,old\n",
        "de/shared_prefs/device.xml": SHARED_PREFERENCES.encode(),
    }


def _database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "app.db"
        connection = sqlite3.connect(path)
        connection.execute("create table note (id integer primary key, title text)")
        connection.executemany("insert into note (title) values (?)", [("旧笔记",), ("shopping",)])
        connection.execute("pragma user_version = 3")
        connection.commit()
        connection.close()
        return path.read_bytes()
