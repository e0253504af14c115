"""One preferences store in memory and its way to and from the file.

Source: distributeddatamgr_preferences native/src/preferences_impl.cpp and preferences_xml_utils.cpp. Nothing reaches
the file before flush; flush writes only when something changed since the last one.
"""

from __future__ import annotations

from ...filesystem.api import FileSystemView
from .xml import UnreadableStore, Value, parsed, rendered

BACKUP_SUFFIX = ".bak"
BROKEN_SUFFIX = ".broken"
LOCK_SUFFIX = ".lock"
OBJECT_SUFFIX = ".objectFlag"
FILE_MODE = 0o660


class Store:
    """``path`` is the file; it and its folder may be missing."""

    def __init__(self, view: FileSystemView, path: str) -> None:
        self._view = view
        self.path = path
        self._values = self._load()
        self._changed: dict[str, None] = {}

    @property
    def values(self) -> dict[str, Value]:
        return self._values

    def put(self, key: str, value: Value) -> None:
        """A value equal to the stored one changes nothing, so the next flush may have nothing to do."""
        if self._values.get(key) == value:
            return
        self._values[key] = value
        self._changed[key] = None

    def delete(self, key: str) -> None:
        if self._values.pop(key, None) is not None:
            self._changed[key] = None

    def clear(self) -> None:
        self._changed.update(dict.fromkeys(self._values))
        self._values.clear()

    def flush(self) -> list[str]:
        """Write the file and answer the keys that changed. Raises OSError; the old file is then back in place."""
        changed = list(self._changed)
        if not changed:
            return []
        self._changed.clear()
        backup = self.path + BACKUP_SUFFIX
        kept = self._view.exists(self.path)
        if kept:
            self._view.rename(self.path, backup)
        try:
            self._view.write_file(self.path, rendered(self._values), FILE_MODE)
        except OSError:
            if kept:
                self._view.rename(backup, self.path)
            raise
        if kept:
            self._view.unlink(backup)
        return changed

    def _load(self) -> dict[str, Value]:
        """The file, else its ``.bak``; a file that does not parse is set aside as ``.broken``."""
        if self._view.exists(self.path):
            try:
                return parsed(self._view.read_file(self.path))
            except UnreadableStore:
                self._view.rename(self.path, self.path + BROKEN_SUFFIX)
        backup = self.path + BACKUP_SUFFIX
        if not self._view.exists(backup):
            return {}
        try:
            values = parsed(self._view.read_file(backup))
        except UnreadableStore:
            self._view.unlink(backup)
            return {}
        self._view.rename(backup, self.path)
        return values
