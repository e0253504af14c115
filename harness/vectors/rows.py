"""How recorded rows are written: byte strings, trees of files, and answers that may be given in two ways."""

from __future__ import annotations

import base64
import hashlib
import stat
import zlib
from collections.abc import Callable
from typing import Any, TypeAlias, cast

from .row_view import NOW_NS, RowView

Row: TypeAlias = "dict[str, Any]"
Answer: TypeAlias = Any
Replayer: TypeAlias = Callable[[Row], "dict[str, Any]"]

DEFAULT_OWNER = 20010034
DEFAULT_MTIME = 1_700_000_000


def text_of(value: Any) -> str:
    """A recorded string: plain, or ``{"b64": …}`` where it is no UTF-8."""
    if isinstance(value, dict):
        return base64.b64decode(str(cast("dict[str, Any]", value)["b64"])).decode("utf-8", "surrogateescape")
    return str(value)


def bytes_of(value: Any) -> bytes:
    return text_of(value).encode("utf-8", "surrogateescape")


def recorded(value: str) -> Any:
    """``value`` as a row would hold it."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return {"b64": base64.b64encode(raw).decode()}


def inflate(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))


def content_of(entry: Row) -> bytes:
    if "data" in entry:
        return bytes_of(entry["data"])
    size = int(entry.get("size", 0))
    if "pat" not in entry:
        return bytes(size)
    pattern = int(entry["pat"])
    block = bytes((at * 31 + (at >> 8) + pattern) & 255 for at in range(min(size, 65536)))
    return (block * (size // 65536 + 1))[:size]


def tree_entries(tree: Any) -> list[Row]:
    """The entries of a row's tree; large regular trees are recorded as the rule that made them."""
    if isinstance(tree, list):
        return cast("list[Row]", tree)
    rule = str(tree["generator"])
    if "/m/%05d" in rule:
        entries = [{"p": f"{tree['F']}/m/{at:05d}", "t": "f"} for at in range(int(tree["n"]))]
    else:
        size = int(rule.rpartition(" ")[2])
        entries = [{"p": f"{tree['F']}/s/{at:03d}", "t": "f", "size": size} for at in range(int(tree["n"]))]
    return [*entries, {"p": "/data/storage/el2/base/.backup", "t": "d"}]


def build_tree(view: RowView, tree: Any) -> None:
    """Make the files of a row as user 0, with their owners, modes and times."""
    entries = tree_entries(tree)
    uid, gid, umask = view.uid, view.gid, view.umask
    view.uid, view.gid, view.umask = 0, 0, 0
    folders: dict[str, int] = {}
    for entry in entries:
        path = text_of(entry["p"])
        parent = path.rstrip("/").rpartition("/")[0]
        if parent:
            _make_parents(view, parent, folders)
        kind = entry["t"]
        if kind == "h":
            view.hard_link(text_of(entry["target"]), path)
            continue
        if kind == "l":
            view.symbolic_link(text_of(entry["target"]), path)
        elif kind == "d":
            if not view.exists(path):
                view.make_directory(path)
            view.change_mode(path, int(entry.get("mode", 0o755)))
        elif kind == "p":
            view.make_fifo(path)
            view.change_mode(path, int(entry.get("mode", 0o644)))
        else:
            view.write_file(path, content_of(entry))
            view.change_mode(path, int(entry.get("mode", 0o644)))
        owner = int(entry.get("uid", DEFAULT_OWNER)), int(entry.get("gid", DEFAULT_OWNER))
        nanoseconds = int(entry.get("mtime", DEFAULT_MTIME)) * 1_000_000_000
        if kind == "l":
            view.set_link_status(path, *owner, nanoseconds)
        else:
            view.change_owner(path, *owner)
            view.set_times(path, nanoseconds, nanoseconds)
        if kind == "d":
            folders[path] = nanoseconds
    for path, nanoseconds in folders.items():
        view.set_times(path, nanoseconds, nanoseconds)
    view.uid, view.gid, view.umask = uid, gid, umask


def _make_parents(view: RowView, path: str, folders: dict[str, int]) -> None:
    if path in folders or view.exists(path):
        return
    _make_parents(view, path.rpartition("/")[0] or "/", folders)
    view.make_directory(path, 0o755)
    view.change_owner(path, DEFAULT_OWNER, DEFAULT_OWNER)
    folders[path] = DEFAULT_MTIME * 1_000_000_000


def describe_tree(view: RowView) -> list[Row]:
    """The whole tree as ``tree_after`` lists it."""
    rows: list[Row] = []
    uid, view.uid = view.uid, 0
    for path, status in view.walk("/"):
        if path == "/":
            continue
        row: Row = {"p": recorded(path)}
        if stat.S_ISLNK(status.mode):
            row |= {"t": "l", "target": recorded(view.read_link(path))}
        elif stat.S_ISDIR(status.mode):
            row |= {"t": "d", "mode": oct(status.mode & 0o7777)}
        elif stat.S_ISFIFO(status.mode):
            row |= {"t": "p", "mode": oct(status.mode & 0o7777)}
        else:
            seconds = status.mtime_ns // 1_000_000_000
            row |= {
                "t": "f",
                "mode": oct(status.mode & 0o7777),
                "size": status.size,
                "mtime": "now" if status.mtime_ns == NOW_NS else seconds,
                "sha256": hashlib.sha256(view.read_file(path)).hexdigest(),
            }
        rows.append(row)
    view.uid = uid
    return sorted(rows, key=lambda row: bytes_of(row["p"]))
