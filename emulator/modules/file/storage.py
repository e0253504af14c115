"""What an app may ask ``@ohos.file.storageStatistics``: its own size and the room on the device.

Source: filemanagement_storage_service services/storage_manager (bundle statistics come from installd, which counts
code, data and caches); the other members are system API. The service looks itself: the app does no operation.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...filesystem.api import FileSystemView
from ...filesystem.mounts import ENCRYPTION_LEVELS
from ..api import HostFunction

CODE = "/data/storage/el1/bundle"
DATA = tuple(f"/data/storage/{level}/{kind}" for level in ENCRYPTION_LEVELS for kind in ("base", "database"))


def is_cache(path: str) -> bool:
    """``cache`` of the app or of one of its modules (installd_operator.cpp:GetBundleCacheSize)."""
    parts = path.split("/")[5:]
    return parts[:1] == ["cache"] or (parts[:1] == ["haps"] and parts[2:3] == ["cache"])


class StorageStatistics:
    def __init__(self, view: FileSystemView) -> None:
        self._view = view
        self.host_functions: Mapping[str, HostFunction] = {
            "storage.bundle": self.bundle,
            "storage.space": self.space,
        }

    def bundle(self) -> dict[str, int]:
        """Bytes of code, of data without caches, and of caches."""
        service = self._view.as_actor("framework", recording=False, uid=0)
        sizes = {"appSize": 0, "cacheSize": 0, "dataSize": 0}
        for root in (CODE, *DATA):
            if not service.exists(root):
                continue
            for path, info in service.walk(root):
                kind = "appSize" if root == CODE else "cacheSize" if is_cache(path) else "dataSize"
                sizes[kind] += info.size
        return sizes

    def space(self) -> dict[str, int]:
        space = self._view.space()
        return {"total": space.total, "free": space.free}
