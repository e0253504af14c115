"""The Python side of ``@ohos.data.preferences``: the stores that one process has open.

Source: distributeddatamgr_preferences napi_preferences_helper.cpp, preferences_helper.cpp, preferences_error.cpp.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from ...runtime.api import ExtensionEnvironment
from ..api import BusinessError, HostFunction
from ..context_directories import context_directories
from .store import BACKUP_SUFFIX, BROKEN_SUFFIX, LOCK_SUFFIX, OBJECT_SUFFIX, Store
from .xml import Value

GuardedT = TypeVar("GuardedT")

INNER_ERROR = 15500000
DELETE_FAILED = 15500010
NATIVE_ERROR = 13 << 21 | 6 << 16
"""E_ERROR of the native layer, shown in the message (preferences_errno.h)."""


def inner_error() -> BusinessError:
    return BusinessError(INNER_ERROR, f"Inner error. Error code {NATIVE_ERROR}")


class PreferencesModule:
    """Stores are shared by path: two getPreferences of one name give one content.

    A handle is the number of the store; it stays valid after removePreferencesFromCache, as a device keeps the object.
    """

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._view = environment.sandbox
        self._by_path: dict[str, int] = {}
        self._stores: dict[int, Store] = {}
        self.host_functions: Mapping[str, HostFunction] = {
            "preferences.open": self.open,
            "preferences.delete": self.delete,
            "preferences.forget": self.forget,
            "preferences.get": self.get,
            "preferences.all": self.all,
            "preferences.put": self.put,
            "preferences.remove": self.remove,
            "preferences.clear": self.clear,
            "preferences.flush": self.flush,
        }

    def close(self) -> None:
        """What was not flushed is lost."""
        self._by_path.clear()
        self._stores.clear()

    def open(self, level: str, area: int, module: str, name: str) -> int:
        """The store ``name`` in the preferences folder of a context."""
        path = self._path(level, area, module, name)
        if path not in self._by_path:
            number = len(self._stores) + 1
            self._stores[number] = self._guarded(lambda: Store(self._view, path))
            self._by_path[path] = number
        return self._by_path[path]

    def delete(self, level: str, area: int, module: str, name: str) -> None:
        """The file goes with its ``.bak``, ``.broken`` and ``.lock``; a missing one is no error."""
        path = self._path(level, area, module, name)
        self._by_path.pop(path, None)
        for suffix in ("", BACKUP_SUFFIX, BROKEN_SUFFIX, LOCK_SUFFIX, OBJECT_SUFFIX):
            if not self._view.exists(path + suffix):
                continue
            try:
                self._view.unlink(path + suffix)
            except OSError as error:
                message = "Failed to delete the user preferences persistence file."
                raise BusinessError(DELETE_FAILED, message) from error

    def forget(self, level: str, area: int, module: str, name: str) -> None:
        self._by_path.pop(self._path(level, area, module, name), None)

    def get(self, handle: int, key: str) -> Value | None:
        return self._stores[handle].values.get(key)

    def all(self, handle: int) -> dict[str, Value]:
        return dict(self._stores[handle].values)

    def put(self, handle: int, key: str, value: object) -> None:
        _refuse_empty(key)
        self._stores[handle].put(key, msgspec.convert(value, Value))

    def remove(self, handle: int, key: str) -> None:
        _refuse_empty(key)
        self._stores[handle].delete(key)

    def clear(self, handle: int) -> None:
        self._stores[handle].clear()

    def flush(self, handle: int) -> list[str]:
        """The keys that changed."""
        return self._guarded(self._stores[handle].flush)

    def _path(self, level: str, area: int, module: str, name: str) -> str:
        if not name or name.endswith("/"):
            raise BusinessError(INNER_ERROR, "The file name is empty.")
        folder = context_directories(area, module if level == "module" else None)["preferencesDir"]
        return f"{folder}/{name}"

    @staticmethod
    def _guarded(work: Callable[[], GuardedT]) -> GuardedT:
        try:
            return work()
        except OSError as error:
            raise inner_error() from error


def _refuse_empty(key: str) -> None:
    if not key:
        raise BusinessError(INNER_ERROR, "The key is empty.")
