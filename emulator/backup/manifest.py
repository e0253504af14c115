"""manage.json: the index of what was sent, and of what is to be restored.

Source: utils/src/b_json/b_json_entity_ext_manage.cpp; the full backup writes it line by line
(sub_ext_extension.cpp:InitManageJsonFd, DoAppendFiles), the incremental one as an indented whole.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ..filesystem.api import FileStat, FileSystemView
from ..staging import BELOW_BASE, Staging
from .jsoncpp import (
    JsonLogicError,
    JsonObject,
    JsonTooDeep,
    JsonValue,
    is_member,
    parse_json,
    write_compact,
    write_indented,
)
from .naming import is_tar
from .paths import byte_order, with_delimiter
from .selection.scan import BIG_FILE_BOUNDARY, absolute

_DEFAULT_MODE = 0o100660
_INFINITE = (float("inf"), float("-inf"))


class ManageEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the index: ``name`` is what travels, ``path`` where it belongs; ``mode`` holds the type bits.

    Times are (seconds, nanoseconds) as written: an index from elsewhere may hold nanoseconds that no file can have.
    """

    name: str
    path: str
    size: int = 0
    mode: int = 0
    atime: tuple[int, int] = (0, 0)
    mtime: tuple[int, int] = (0, 0)
    is_big_file: bool = False
    is_user_tar: bool = False


def write_lines(entries: Iterable[ManageEntry], *, without_tar: bool = False) -> bytes:
    """The index of a full backup: one compact object a line, ``[]`` when there is none."""
    lines = [write_compact(_object(entry, without_tar)) for entry in entries]
    return ("[" + ",".join(f"{line}\n" for line in lines) + "]").encode("ascii")


def write_document(entries: Iterable[ManageEntry], *, without_tar: bool = False, replaces_array: bool = False) -> bytes:
    """The index of an incremental backup: indented. Give the entries in order.

    Without entries it is ``null``, or ``[]`` when an index with an array was there before (``replaces_array``).
    """
    document: list[JsonValue] = [_object(entry, without_tar) for entry in entries]
    return write_indented(document if document or replaces_array else None).encode("ascii")


def entry_of_sent_file(
    view: FileSystemView,
    name: str,
    path: str,
    status: FileStat,
    *,
    is_big_file: bool,
    restore_path: str = "",
    android: bool = False,
    without_tar: bool = False,
) -> ManageEntry:
    """The entry of a file or tar of a full backup. The app's own ``.tar`` is one that is sent by itself, exists and
    is larger than 2 MiB (of any size ``without_tar``)."""
    return _entry(
        name,
        restore_path or path,
        status,
        is_big_file=is_big_file,
        is_user_tar=is_big_file and _is_user_tar(view, path, status.size, android, without_tar),
    )


def entry_of_incremental_file(
    view: FileSystemView,
    name: str,
    path: str,
    status: FileStat,
    *,
    by_itself: bool,
    without_tar: bool = False,
    staging: Staging = BELOW_BASE,
) -> ManageEntry:
    """The entry of a file or tar of an incremental backup (SetExtManage over a map). Large tars of the framework
    itself are no big files. ``without_tar`` also drops the test that the path exists, as the framework does."""
    return _entry(
        name,
        path,
        status,
        is_big_file=not _is_own_tar(view, path, staging) and (without_tar or status.size > BIG_FILE_BOUNDARY),
        is_user_tar=by_itself and _is_user_tar(view, path, status.size, without_tar, False),
    )


def read_names(content: bytes) -> list[str]:
    """The set of names in byte order; an element without a name counts as ``""`` (GetExtManage)."""
    document = _document(content)
    if not isinstance(document, list):
        return []
    return sorted({_text(item, "fileName") for item in document}, key=byte_order)


def read_entries(content: bytes) -> list[ManageEntry]:
    """The usable entries in their order (GetExtManageInfo). Missing parts become zero, a missing mode 0660.

    Raises JsonLogicError where the framework throws: ``information`` or a time stamp of a wrong type.
    """
    document = _document(content)
    entries: list[ManageEntry] = []
    for item in document if isinstance(document, list) else ():
        if isinstance(item, dict) and "information" in item:
            entry = _read_entry(item)
            if entry.name:
                entries.append(entry)
    return entries


def _entry(name: str, path: str, status: FileStat, *, is_big_file: bool, is_user_tar: bool) -> ManageEntry:
    return ManageEntry(
        name=name,
        path=path,
        size=status.size,
        mode=status.mode,
        atime=divmod(status.atime_ns, 1_000_000_000),
        mtime=divmod(status.mtime_ns, 1_000_000_000),
        is_big_file=is_big_file,
        is_user_tar=is_user_tar,
    )


def _object(entry: ManageEntry, without_tar: bool) -> JsonObject:
    status: JsonObject = {"st_size": entry.size, "st_mode": _as_signed(entry.mode)}
    if not without_tar:
        status["st_atim"] = _time(entry.atime)
        status["st_mtim"] = _time(entry.mtime)
    return {
        "fileName": entry.name,
        "information": {"path": entry.path, "stat": status},
        "isBigFile": entry.is_big_file,
        "isUserTar": entry.is_user_tar,
    }


def _as_signed(mode: int) -> int:
    return mode - 2**32 if mode >= 2**31 else mode


def _time(time: tuple[int, int]) -> JsonObject:
    return {"tv_sec": time[0], "tv_nsec": time[1]}


def _is_user_tar(view: FileSystemView, path: str, size: int, exists_elsewhere: bool, without_tar: bool) -> bool:
    if not exists_elsewhere and not view.exists(absolute(path)):
        return False
    return is_tar(path) and (without_tar or size > BIG_FILE_BOUNDARY)


def _is_own_tar(view: FileSystemView, path: str, staging: Staging) -> bool:
    if not is_tar(path):
        return False
    folder, _, name = path.rpartition("/")
    try:
        real_folder = with_delimiter(view.real_path(absolute(folder + "/")))
    except OSError:
        return False
    return real_folder.startswith(staging.outgoing) and "part" in name.partition(".")[0]


def _document(content: bytes) -> JsonValue:
    text = content.partition(b"\0")[0]
    try:
        return parse_json(text)[1] if text else None
    except JsonTooDeep as error:
        raise JsonLogicError(str(error)) from error


def _read_entry(item: JsonObject) -> ManageEntry:
    information = item["information"]
    path = _text(information, "path") if is_member(information, "path") else ""
    status: JsonValue = None
    if isinstance(information, dict) and "stat" in information:
        status = information["stat"]
    name = _text(item, "fileName")
    fields: JsonObject = status if isinstance(status, dict) else {}
    mode = _integer(fields.get("st_mode"), -(2**31), 2**31 - 1)
    return ManageEntry(
        name=name,
        path=path,
        size=_integer(fields.get("st_size"), -(2**63), 2**63 - 1) or 0,
        mode=0 if not isinstance(status, dict) else (_DEFAULT_MODE if mode is None else mode & 0xFFFFFFFF),
        atime=_read_time(fields.get("st_atim")),
        mtime=_read_time(fields.get("st_mtim")),
        is_big_file=item["isBigFile"] is True if "isBigFile" in item else bool(name) and not is_tar(name),
        is_user_tar=item.get("isUserTar") is True,
    )


def _read_time(value: JsonValue) -> tuple[int, int]:
    is_member(value, "tv_sec")
    if not isinstance(value, dict):
        return 0, 0
    seconds = _integer(value.get("tv_sec"), -(2**63), 2**63 - 1) or 0
    return seconds, _integer(value.get("tv_nsec"), -(2**63), 2**63 - 1) or 0


def _text(value: JsonValue, name: str) -> str:
    member = value.get(name) if isinstance(value, dict) else None
    return member if isinstance(member, str) else ""


def _integer(value: JsonValue, least: int, most: int) -> int | None:
    """``isInt`` / ``isInt64`` and the value: a real number counts when it is whole."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value or value in _INFINITE:
        return None
    return int(value) if int(value) == value and least <= value <= most else None
