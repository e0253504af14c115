"""The Python side of ``@ohos.data.distributedKVStore``: the stores that one process has open."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from ...entropy import Entropy
from ...runtime.api import ExtensionEnvironment
from ..api import HostFunction
from . import backups
from .database import DamagedDatabase
from .encryption import StoreCipher
from .errors import corrupted, database_error, invalid_argument, invalid_backup, not_found
from .keys import IDENTITY_LENGTH, DeviceKeys, PlainKeys
from .query import Query
from .store import Changes, Entry, KeyValueStore, store_file, store_folder
from .values import GuestValue

GuardedT = TypeVar("GuardedT")
FOLDER_MODE = 0o771


class StoreOptions(msgspec.Struct, frozen=True, rename="camel"):
    """What getKVStore is asked for. ``schema`` is its text, ``device`` makes a device store."""

    create_if_missing: bool = True
    backup: bool = True
    encrypt: bool = False
    device: bool = False
    schema: str = ""


class KeyValueModule:
    """A store is shared by folder and name; it is closed when everyone who opened it has closed it.

    A handle is the number of the store and stays valid after that: its calls are then refused.
    """

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._view = environment.sandbox
        self._clock = environment.clock
        self._secrets = environment.secrets
        self._entropy = Entropy(environment.seed, environment.trace)
        self._by_place: dict[tuple[str, str], int] = {}
        self._stores: dict[int, KeyValueStore] = {}
        self.host_functions: Mapping[str, HostFunction] = {
            "keyvalue.open": self.open,
            "keyvalue.close": self.close_store,
            "keyvalue.delete": self.delete,
            "keyvalue.put": self.put,
            "keyvalue.remove": self.remove,
            "keyvalue.get": self.get,
            "keyvalue.entries": self.entries,
            "keyvalue.count": self.count,
            "keyvalue.begin": self.begin,
            "keyvalue.end": self.end,
            "keyvalue.backup": self.backup,
            "keyvalue.restore": self.restore,
            "keyvalue.deleteBackup": self.delete_backup,
        }

    def close(self) -> None:
        """What a transaction has not committed is lost."""
        for store in self._stores.values():
            store.close()
        self._by_place.clear()
        self._stores.clear()

    def open(self, base: str, name: str, options: object) -> int:
        """A damaged file is replaced by an empty store (js_kv_manager.cpp:GetKVStore opens it again to rebuild)."""
        place = (base.rstrip("/"), name)
        if place in self._by_place:
            number = self._by_place[place]
            self._stores[number].references += 1
            return number
        wanted = msgspec.convert(options, StoreOptions)
        return self._guarded(lambda: self._opened(place, wanted))

    def close_store(self, base: str, name: str) -> None:
        """A store that is not open is no error."""
        place = (base.rstrip("/"), name)
        if place not in self._by_place:
            return
        store = self._stores[self._by_place[place]]
        store.references -= 1
        if store.references == 0:
            del self._by_place[place]
            store.close()

    def delete(self, base: str, name: str) -> None:
        """Closed for everyone and removed. Raises the documented error for a store that is not there."""
        place = (base.rstrip("/"), name)
        if place in self._by_place:
            self._stores[self._by_place.pop(place)].close()
        folder = store_folder(*place)
        if not self._view.exists(folder):
            raise not_found()
        self._guarded(lambda: self._view.remove_tree(folder))

    def put(self, handle: int, entries: object) -> Changes:
        """``entries`` are lists of key, type and plain value. This and ``remove`` answer the change notification."""
        rows = msgspec.convert(entries, list[Entry])
        return self._guarded(lambda: self._stores[handle].put(rows))

    def remove(self, handle: int, keys: list[str]) -> Changes:
        return self._guarded(lambda: self._stores[handle].remove(keys))

    def get(self, handle: int, key: str, device: str = "") -> GuestValue:
        return self._stores[handle].get(key, device)

    def entries(self, handle: int, query: object) -> list[Entry]:
        return self._stores[handle].entries(msgspec.convert(query, Query))

    def count(self, handle: int, query: object) -> int:
        return self._stores[handle].count(msgspec.convert(query, Query))

    def begin(self, handle: int) -> None:
        self._stores[handle].begin()

    def end(self, handle: int, word: str) -> None:
        self._guarded(lambda: self._stores[handle].end(word))

    def backup(self, handle: int, base: str | None, name: str) -> None:
        """``base`` is given by backupEx, else it is where the store lies."""
        store = self._stores[handle]
        invalid = invalid_argument() if base is None else invalid_backup()
        self._guarded(lambda: backups.make(self._view, store, store.base if base is None else base, name, invalid))

    def restore(self, handle: int, base: str | None, name: str) -> None:
        store = self._stores[handle]
        invalid = invalid_argument() if base is None else invalid_backup()
        self._guarded(lambda: backups.take_back(self._view, store, store.base if base is None else base, name, invalid))

    def delete_backup(self, handle: int, base: str | None, names: list[str]) -> list[tuple[str, int]]:
        store = self._stores[handle]
        return self._guarded(lambda: backups.remove(self._view, store, store.base if base is None else base, names))

    def _opened(self, place: tuple[str, str], options: StoreOptions) -> int:
        base, name = place
        file = store_file(base, name)
        if not options.create_if_missing and not self._view.exists(file):
            raise not_found()
        self._view.make_directories(posixpath.dirname(file), FOLDER_MODE)
        cipher = None
        if options.encrypt:
            cipher = StoreCipher(self._view, self._clock, self._secrets, self._entropy, base, name)
        try:
            store = self._store(place, cipher, options)
        except DamagedDatabase:
            self._view.unlink(file)
            store = self._store(place, cipher, options)
        if options.backup:
            backups.prepare(self._view, base, name)
        number = len(self._stores) + 1
        self._stores[number] = store
        self._by_place[place] = number
        return number

    def _store(self, place: tuple[str, str], cipher: StoreCipher | None, options: StoreOptions) -> KeyValueStore:
        keys = DeviceKeys(self._identity()) if options.device else PlainKeys()
        return KeyValueStore(self._view, self._clock, *place, cipher, keys=keys, schema=options.schema)

    def _identity(self) -> str:
        """How this device is called in device stores; no other device is called so."""
        if not self._secrets.device_identity:
            self._secrets.device_identity = self._entropy.take(IDENTITY_LENGTH // 2).hex()
        return self._secrets.device_identity

    @staticmethod
    def _guarded(work: Callable[[], GuardedT]) -> GuardedT:
        try:
            return work()
        except DamagedDatabase as error:
            raise corrupted() from error
        except OSError as error:
            raise database_error() from error
