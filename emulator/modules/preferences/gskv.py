"""One preferences store in GSKV storage: every change is on disk at once.

Source: distributeddatamgr_preferences native/src/preferences_enhance_impl.cpp and platform/src/
preferences_db_adapter.cpp. The engine behind it (libarkdata_db_core) is not public, so the file under the real name
``<name>.db`` has a form of ours: a line that tells it apart, then the values as JSON. Its companions (``.ctrl`` …) are
not made. A damaged file of ours becomes an empty store, as the device repairs or rebuilds one; a file of a real device
cannot be read and is told apart from that.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ...filesystem.api import FileSystemView
from .errors import inner_error
from .files import DATABASE_SUFFIX, FILE_MODE, OBJECT_FLAG_SINCE, OBJECT_SUFFIX, leave_marker
from .store import Changes
from .xml import Value

HEADER = b"ohos-backup-conformance GSKV 1\n"
SUPPORTED_SINCE = 18
"""First API version with ``StorageType``."""


class ForeignDatabase(Exception):
    """The file was not made by this emulator."""


class GskvStore:
    """``path`` is that of the store, without ``.db``. Raises ForeignDatabase."""

    def __init__(self, view: FileSystemView, path: str, api: int) -> None:
        self._view = view
        self._path = path
        self._api = api
        self._open = True
        self._values = self._load()

    @property
    def values(self) -> Mapping[str, Value]:
        """A closed store answers as if it were empty."""
        return self._values if self._open else {}

    def put(self, key: str, value: Value) -> Changes:
        """Observers hear of an equal value as well."""
        if value.t == "object" and self._api >= OBJECT_FLAG_SINCE:
            leave_marker(self._view, self._path + OBJECT_SUFFIX)
        self._write({**self._values, key: value})
        return [(key, value)]

    def delete(self, key: str) -> Changes:
        """Observers hear of a key that was not there as well."""
        self._write({known: value for known, value in self._values.items() if known != key})
        return [(key, None)]

    def clear(self) -> Changes:
        """Observers are told the values that are gone (preferences_enhance_impl.cpp:Clear)."""
        changes: Changes = list(self._values.items())
        self._write({})
        return changes

    def flush(self) -> Changes:
        """Nothing is left to write."""
        return []

    def close(self) -> None:
        self._open = False

    def _load(self) -> dict[str, Value]:
        file = self._path + DATABASE_SUFFIX
        content = self._view.read_file(file) if self._view.exists(file) else b""
        if content and not content.startswith(HEADER):
            raise ForeignDatabase
        try:
            return msgspec.json.decode(content[len(HEADER) :], type=dict[str, Value])
        except msgspec.DecodeError:
            self._write({})
            return {}

    def _write(self, values: dict[str, Value]) -> None:
        if not self._open:
            raise inner_error()
        content = HEADER + msgspec.json.encode(values)
        self._view.write_file(self._path + DATABASE_SUFFIX, content, FILE_MODE)
        self._values = values
