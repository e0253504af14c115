"""One preferences store in XML storage: in memory, and its way to and from the file.

Source: distributeddatamgr_preferences native/src/preferences_impl.cpp and preferences_xml_utils.cpp. Nothing reaches
the file before flush; flush writes only when something changed since the last one. A file that could not be read when
the store was opened is tried again by every later call, so one that is put there meanwhile is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from xml.etree.ElementTree import Element

from ...filesystem.api import FileSystemView
from .files import (
    BACKUP_SUFFIX,
    BROKEN_SUFFIX,
    FILE_MODE,
    LOCK_FILE_SINCE,
    LOCK_SUFFIX,
    OBJECT_FLAG_SINCE,
    OBJECT_SUFFIX,
    leave_marker,
)
from .xml import IncompleteStore, UnreadableStore, Value, document, rendered, values_of

Changes = list[tuple[str, Value | None]]
"""Keys with their new values, None for a key that is gone: what observers are told."""


class Store(Protocol):
    """What both storage modes do. Writing calls answer the changes that observers are told now; OSError escapes."""

    @property
    def values(self) -> Mapping[str, Value]: ...
    def put(self, key: str, value: Value) -> Changes: ...
    def delete(self, key: str) -> Changes: ...
    def clear(self) -> Changes: ...
    def flush(self) -> Changes: ...
    def close(self) -> None: ...


class XmlStore:
    """``path`` is the file; it and its folder may be missing. ``api`` is the device's API version.

    Raises OSError when the file is there and cannot be read. The device hides that and begins with an empty store; an
    app that is not told of a failure cannot be judged by what it does about it.
    """

    def __init__(self, view: FileSystemView, path: str, api: int) -> None:
        self._view = view
        self._api = api
        self.path = path
        self._values: dict[str, Value] = {}
        self._changed: dict[str, None] = {}
        self._loaded = False
        self._blocked = False
        self._load()

    @property
    def values(self) -> Mapping[str, Value]:
        self._catch_up()
        return self._values

    def put(self, key: str, value: Value) -> Changes:
        """A value equal to the stored one changes nothing, so the next flush may have nothing to do."""
        self._catch_up()
        if value.t == "object" and self._api >= OBJECT_FLAG_SINCE:
            leave_marker(self._view, self.path + OBJECT_SUFFIX)
        if self._values.get(key) != value:
            self._values[key] = value
            self._changed[key] = None
        return []

    def delete(self, key: str) -> Changes:
        self._catch_up()
        if self._values.pop(key, None) is not None:
            self._changed[key] = None
        return []

    def clear(self) -> Changes:
        self._catch_up()
        self._changed.update(dict.fromkeys(self._values))
        self._values.clear()
        return []

    def flush(self) -> Changes:
        """Write the file. Raises OSError; the old file is then back in place.

        While a file is there that cannot be read, nothing is written, and from then on never again: the request
        stays in the device's queue of one place (preferences_impl.cpp:FlushSync).
        """
        self._catch_up()
        self._blocked = self._blocked or (not self._loaded and self._view.exists(self.path))
        if self._blocked or not self._changed:
            return []
        changes: Changes = [(key, self._values.get(key)) for key in self._changed]
        self._changed.clear()
        self._save(rendered(self._values))
        self._loaded = True
        return changes

    def close(self) -> None:
        """The object stays usable, as on the device."""

    def _save(self, content: bytes) -> None:
        if self._api >= LOCK_FILE_SINCE:
            leave_marker(self._view, self.path + LOCK_SUFFIX)
        backup = self.path + BACKUP_SUFFIX
        if self._view.exists(self.path):
            self._view.rename(self.path, backup)
        try:
            self._view.write_file(self.path, content, FILE_MODE)
        except OSError:
            if self._view.exists(self.path):
                self._view.rename(self.path, self.path + BROKEN_SUFFIX)
            self._restored()
            raise
        if self._view.exists(backup):
            self._view.unlink(backup)

    def _catch_up(self) -> None:
        if not self._loaded and self._view.exists(self.path):
            try:
                self._load()
            except OSError:
                # The file stays unread, as it was before.
                return

    def _load(self) -> None:
        """What is in memory already wins over the file."""
        try:
            root = self._document()
            if root is not None:
                self._values = {**values_of(root), **self._values}
                self._loaded = True
        except IncompleteStore:
            # The device logs it and goes on with what it has (preferences_impl.cpp:LoadFromDisk).
            return

    def _document(self) -> Element | None:
        """The file, else its ``.bak``; a file that does not parse is set aside as ``.broken``."""
        if self._view.exists(self.path):
            try:
                return document(self._view.read_file(self.path))
            except UnreadableStore:
                self._view.rename(self.path, self.path + BROKEN_SUFFIX)
        return self._restored()

    def _restored(self) -> Element | None:
        """The ``.bak`` put back in place; one that cannot be read is removed."""
        backup = self.path + BACKUP_SUFFIX
        if not self._view.exists(backup):
            return None
        try:
            root = document(self._view.read_file(backup))
        except (OSError, UnreadableStore):
            self._view.unlink(backup)
            return None
        self._view.rename(backup, self.path)
        return root
