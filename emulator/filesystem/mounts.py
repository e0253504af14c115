"""Which folders an app sees and where they really lie.

The table is the framework's own (interfaces/common/backup_sandbox.json of openharmony/filemanagement_app_file_service,
item 45 of the file notes), with what the platform mounts and the framework's map leaves out: the levels el3 and el4,
the folder of logs (startup_appspawn appdata-sandbox.json) and the homes of backup (see staging).
"""

from __future__ import annotations

import msgspec

from ..staging import BELOW_BASE, BackupHome, Staging

ENCRYPTION_LEVELS = ("el1", "el2", "el3", "el4", "el5")
LOG_FOLDER = "/data/storage/el2/log"
_LEVELS_IN_SERVICE_MAP = ("el1", "el2", "el5")


class Mount(msgspec.Struct, frozen=True, kw_only=True):
    """``app`` in the app's view is ``physical`` on the device, both without trailing slash.

    ``in_service_map``: the backup service's path conversion knows it. ``alias``: another mount shows the same folder,
    and physical paths are spelled by that one.
    """

    app: str
    physical: str
    read_only: bool = False
    in_service_map: bool = True
    alias: bool = False


class MountTable:
    """The mounts of one app of one user, and the conversion of paths between the two views (pure text)."""

    def __init__(self, bundle_name: str, user: int, staging: Staging = BELOW_BASE) -> None:
        levels = [
            Mount(
                app=f"/data/storage/{level}/{kind}",
                physical=f"/data/app/{level}/{user}/{kind}/{bundle_name}",
                in_service_map=level in _LEVELS_IN_SERVICE_MAP,
            )
            for level in ENCRYPTION_LEVELS
            for kind in ("base", "database")
        ]
        shared = [
            ("/data/storage/el2/distributedfiles", f"/mnt/hmdfs/{user}/account/device_view/local/data/{bundle_name}"),
            ("/data/storage/el2/cloud", f"/mnt/hmdfs/{user}/cloud/data/{bundle_name}"),
            ("/storage/Users/currentUser", f"/mnt/hmdfs/{user}/account/device_view/local/files/Docs"),
            ("/storage/External", "/mnt/data/external"),
            ("/storage/Share", "/data/service/el1/public/storage_daemon/share/public"),
            ("/mnt/data/fuse", f"/mnt/data/{user}/fuse"),
        ]
        bundle = Mount(
            app="/data/storage/el1/bundle",
            physical=f"/data/app/el1/bundle/public/{bundle_name}",
            read_only=True,
            in_service_map=False,
        )
        logs = Mount(app=LOG_FOLDER, physical=f"/data/app/el2/{user}/log/{bundle_name}", in_service_map=False)
        self.mounts = (
            *levels,
            *(Mount(app=app, physical=physical) for app, physical in shared),
            bundle,
            logs,
            *(_backup_home(home, bundle_name, user) for home in staging.homes),
        )

    def to_physical(self, path: str, *, service_map: bool = False) -> str | None:
        """The physical path of app path ``path``, None when the app sees nothing there. Longest prefix wins.

        ``service_map`` restricts it to what the backup service's own conversion knows (no el3, no el4, no bundle).
        """
        usable = (mount for mount in self.mounts if mount.in_service_map or not service_map)
        return _convert(path, [(mount.app, mount.physical) for mount in usable])

    def to_app(self, path: str) -> str | None:
        """The app's path of physical path ``path``, None when the app does not see it."""
        return _convert(path, [(mount.physical, mount.app) for mount in self.mounts if not mount.alias])


def _backup_home(home: BackupHome, bundle_name: str, user: int) -> Mount:
    """The mount that only the processes of backup extensions have (startup_appspawn: START_FLAGS_BACKUP)."""
    if home.service_folder:
        physical = f"/data/service/{home.level}/{user}/backup/bundles/{bundle_name}"
        return Mount(app=home.path, physical=physical, in_service_map=False)
    physical = f"/data/app/{home.level}/{user}/base/{bundle_name}/.backup"
    return Mount(app=home.also, physical=physical, in_service_map=False, alias=True)


def _convert(path: str, prefixes: list[tuple[str, str]]) -> str | None:
    fitting = [pair for pair in prefixes if path == pair[0] or path.startswith(pair[0] + "/")]
    if not fitting:
        return None
    source, target = max(fitting, key=lambda pair: len(pair[0]))
    return target + path[len(source) :]
