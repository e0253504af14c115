"""Old data that an app took over and damaged is told; what it left out or remodelled is its own affair."""

from __future__ import annotations

import pytest
from ohos_backup.harness.data.taken_over import damaged
from ohos_backup.harness.data.tree import Node, Tree

OLD = "/data/storage/el2/base/.backup/restore/com.example.old/ce/"
BASE = "/data/storage/el2/base/haps/entry/"
PHOTO, OTHER_PHOTO = b"\xff\xd8photo", b"\xff\xd8other"
ALL = {f"{OLD}files/attachments/photo.jpg": PHOTO, f"{OLD}files/photo.jpg": OTHER_PHOTO, f"{OLD}files/a.txt": b"words"}
STORE = """<?xml version="1.0" encoding="UTF-8"?><preferences version="1.0">
<string key="nickname">{nickname}</string><int key="launches" value="42"/><bool key="dark_mode" value="true"/>
</preferences>"""


def tree(files: dict[str, bytes]) -> Tree:
    return {f"{BASE}{path}": Node(kind="file", mode=0o600, mtime_ns=0, content=text) for path, text in files.items()}


def told(files: dict[str, bytes], read: set[str], old: dict[str, bytes] = ALL) -> list[str]:
    return [change.path.rpartition("/ce/")[2] for change in damaged(old, read, {}, tree(files))]


@pytest.mark.parametrize(
    "files",
    [
        {"files/attachments/photo.jpg": PHOTO, "files/photo.jpg": OTHER_PHOTO, "files/a.txt": b"words"},
        {"files/pictures/1.jpg": PHOTO, "files/pictures/2.jpg": OTHER_PHOTO},
        {"files/notes.json": b'{"a": "words"}'},
        {"files/attachments/photo.jpg": PHOTO, "cache/photo.jpg": PHOTO, "files/photo.jpg": OTHER_PHOTO},
        {},
    ],
)
def test_whole_remodelled_and_left_out_data_is_right(files: dict[str, bytes]) -> None:
    assert told(files, set(ALL)) == []


@pytest.mark.parametrize(
    ("files", "read", "lost"),
    [
        (
            {"files/attachments/photo.jpg": b"\xef\xbf\xbdphoto", "files/photo.jpg": OTHER_PHOTO},
            set(ALL),
            "files/attachments/photo.jpg",
        ),
        ({"temp/photo.jpg": PHOTO, "files/2.jpg": OTHER_PHOTO}, set(ALL), "files/attachments/photo.jpg"),
        ({"files/photo.jpg": OTHER_PHOTO}, set(ALL), "files/attachments/photo.jpg"),
        ({"files/attachments/photo.jpg": OTHER_PHOTO}, set(), "files/attachments/photo.jpg"),
    ],
)
def test_bytes_that_are_lost_on_the_way_are_told(files: dict[str, bytes], read: set[str], lost: str) -> None:
    assert told(files, read) == [lost]


@pytest.mark.parametrize(("nickname", "wrong"), [("小明 &amp; co", False), ("小明 &amp;amp; co", True), ("", True)])
def test_settings_that_were_taken_over_say_the_same(nickname: str, wrong: bool) -> None:
    old = {f"{OLD}shared_prefs/settings.xml": b""}
    store = {"preferences/settings": STORE.format(nickname=nickname).encode()}

    assert bool(told(store, set(old), old)) is wrong
    assert told(store, set(), old) == []


def test_a_store_with_a_value_of_the_same_name_by_chance_is_not_judged() -> None:
    old = {f"{OLD}shared_prefs/settings.xml": b""}
    store = b'<preferences version="1.0"><int key="launches" value="0"/></preferences>'

    assert told({"preferences/settings": store}, set(old), old) == []
