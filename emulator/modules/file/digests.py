"""``@ohos.file.hash``: the digest of a file, and of what a HashStream was fed (filemanagement_file_api mod_hash)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import count
from typing import Protocol

from ...filesystem.api import FileSystemView
from ..api import HostFunction
from .errors import reported


class Digest(Protocol):
    """What hashlib makes."""

    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


class Digests:
    """Algorithms are md5, sha1 and sha256; the guest checks that. Digests are upper-case hexadecimal digits."""

    def __init__(self, view: FileSystemView) -> None:
        self._view = view
        self._fed: dict[int, Digest] = {}
        self._numbers = count(1)
        self.host_functions: Mapping[str, HostFunction] = {
            "fs.hash": reported(self.file),
            "hash.open": self.open,
            "hash.update": self.update,
            "hash.digest": self.digest,
        }

    def file(self, path: str, algorithm: str) -> str:
        return hashlib.new(algorithm, self._view.read_file(path), usedforsecurity=False).hexdigest().upper()

    def open(self, algorithm: str) -> int:
        number = next(self._numbers)
        self._fed[number] = hashlib.new(algorithm, usedforsecurity=False)
        return number

    def update(self, number: int, data: bytes) -> None:
        self._fed[number].update(data)

    def digest(self, number: int) -> str:
        return self._fed[number].hexdigest().upper()
