"""The Python side of ``@ohos.data.preferences`` and ``@ohos.data.storage``: the stores that one process has open.

Source: distributeddatamgr_preferences napi_preferences_helper.cpp, preferences_helper.cpp.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from ...runtime.api import ExtensionEnvironment
from ..api import HostFunction
from ..context_directories import context_directories
from .errors import delete_failed, inner_error, not_supported
from .files import DATABASE_SUFFIX, STORE_SUFFIXES
from .gskv import SUPPORTED_SINCE, ForeignDatabase, GskvStore
from .store import Changes, Store, XmlStore
from .xml import Value

GuardedT = TypeVar("GuardedT")

LONGEST_PATH = 4096
GSKV_BUNDLES = ("uttest", "alipay", "com.jd.", "cmblife", "os.mms", "os.ouc", "meetime", "appgallery", "screenreader")
"""Parts of bundle names whose new stores are GSKV whatever they ask for (preferences_helper.cpp:IsInTrustList)."""


class PreferencesModule:
    """Stores are shared by path: two getPreferences of one name give one content.

    A handle is the number of the store; it stays valid after removePreferencesFromCache, as a device keeps the object.
    """

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._view = environment.sandbox
        self._api = environment.profile.api
        self._trusted = any(part in environment.bundle_name for part in GSKV_BUNDLES)
        self._by_path: dict[str, int] = {}
        self._stores: dict[int, Store] = {}
        self.host_functions: Mapping[str, HostFunction] = {
            "preferences.open": self.open,
            "preferences.openPath": self.open_path,
            "preferences.deletePath": self.delete_path,
            "preferences.forgetPath": self.forget_path,
            "preferences.delete": self.delete,
            "preferences.forget": self.forget,
            "preferences.gskv": self.has_gskv,
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

    def has_gskv(self) -> bool:
        """Whether the device has GSKV storage."""
        return self._api >= SUPPORTED_SINCE

    def open(self, level: str, area: int, module: str, name: str, gskv: bool) -> int:
        """The store ``name`` in the preferences folder of a context; 0 for a GSKV file that a real device made."""
        return self._opened(self._path(level, area, module, name), gskv)

    def open_path(self, path: str) -> int:
        """A store of ``@ohos.data.storage``, which is named by its file."""
        return self._opened(_checked(path), False)

    def delete(self, level: str, area: int, module: str, name: str) -> None:
        """The file goes with all that stands beside it; a missing one is no error."""
        self.delete_path(self._path(level, area, module, name))

    def delete_path(self, path: str) -> None:
        path = _checked(path)
        self._forget(path)
        for suffix in STORE_SUFFIXES:
            if not self._view.exists(path + suffix):
                continue
            try:
                self._view.unlink(path + suffix)
            except OSError as error:
                raise delete_failed() from error

    def forget(self, level: str, area: int, module: str, name: str) -> None:
        self._forget(self._path(level, area, module, name))

    def forget_path(self, path: str) -> None:
        self._forget(_checked(path))

    def get(self, handle: int, key: str) -> Value | None:
        return self._stores[handle].values.get(key)

    def all(self, handle: int) -> dict[str, Value]:
        return dict(self._stores[handle].values)

    def put(self, handle: int, key: str, value: object) -> Changes:
        """This and the following answer what observers are told now."""
        _refuse_empty(key)
        return self._guarded(lambda: self._stores[handle].put(key, msgspec.convert(value, Value)))

    def remove(self, handle: int, key: str) -> Changes:
        _refuse_empty(key)
        return self._guarded(lambda: self._stores[handle].delete(key))

    def clear(self, handle: int) -> Changes:
        return self._guarded(self._stores[handle].clear)

    def flush(self, handle: int) -> Changes:
        return self._guarded(self._stores[handle].flush)

    def _opened(self, path: str, gskv: bool) -> int:
        if path not in self._by_path:
            try:
                store = self._made(path, gskv)
            except ForeignDatabase:
                return 0
            number = len(self._stores) + 1
            self._stores[number] = store
            self._by_path[path] = number
        return self._by_path[path]

    def _made(self, path: str, gskv: bool) -> Store:
        """preferences_helper.cpp:GetPreferencesInner: a name belongs to the storage that used it first."""
        if self._trusted and self.has_gskv():
            gskv = not self._view.exists(path)
        elif self._view.exists(path if gskv else path + DATABASE_SUFFIX) or (gskv and not self.has_gskv()):
            raise not_supported()
        kind = GskvStore if gskv else XmlStore
        return self._guarded(lambda: kind(self._view, path, self._api))

    def _forget(self, path: str) -> None:
        number = self._by_path.pop(path, None)
        if number is not None:
            self._stores[number].close()

    @staticmethod
    def _path(level: str, area: int, module: str, name: str) -> str:
        folder = context_directories(area, module if level == "module" else None)["preferencesDir"]
        return _checked(f"{folder}/{name}")

    @staticmethod
    def _guarded(work: Callable[[], GuardedT]) -> GuardedT:
        try:
            return work()
        except OSError as error:
            raise inner_error() from error


def _checked(path: str) -> str:
    if len(path.encode("utf-8", "surrogateescape")) > LONGEST_PATH:
        raise inner_error("The file path length exceeds the limit.")
    if not path.startswith("/"):
        raise inner_error("The file path is empty or not absolute.")
    if path.endswith("/"):
        raise inner_error("The file name is empty.")
    return path


def _refuse_empty(key: str) -> None:
    if not key:
        raise inner_error("The key is empty.")
