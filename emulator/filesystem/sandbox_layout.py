"""The folders that installation makes for an app, with their owners and modes.

As openharmony/bundlemanager_bundle_framework services/bundlemgr/src/installd/installd_host_impl.cpp does it
(CreateBundleDataDir, CreateBackupExtHomeDir, CreateNewBackupExtHomeDir, CreateCloudDir), together with the module
folders that the platform makes when an app first asks its context for them: here they are there from the start, in el1
and el2.
"""

from __future__ import annotations

import errno

from .device_filesystem import DeviceFileSystem
from .entries import touch_directory
from .mounts import ENCRYPTION_LEVELS, LOG_FOLDER, MountTable
from .nodes import DeviceDirectory
from .system_errors import failure

BACKUP_GROUP = 1089
DISTRIBUTED_FILES_GROUP = 1009
LOG_GROUP = 1007
FILE_MANAGER_USER = 1006

APP_FOLDERS = ("cache", "files", "temp", "preferences", "haps")
MODULE_FOLDERS = ("cache", "files", "temp", "preferences")
FILLED_LEVELS = ("el1", "el2")
USERS_SPAN = 200_000


def app_uid(user: int, app_id: int) -> int:
    """The uid of an app's processes (Constants::BASE_USER_RANGE)."""
    return user * USERS_SPAN + app_id


def create_sandbox(
    device: DeviceFileSystem, bundle_name: str, user: int, uid: int, module_names: tuple[str, ...]
) -> None:
    """Make what is missing of the app's folders. What is there keeps its content, owner and mode."""
    table = MountTable(bundle_name, user, device.staging)
    folders = {mount.app: mount.physical for mount in table.mounts}
    builder = _Builder(device)
    for level in ENCRYPTION_LEVELS:
        base = folders[f"/data/storage/{level}/base"]
        database = folders[f"/data/storage/{level}/database"]
        builder.make(base, 0o700, uid, uid)
        builder.make(database, 0o770, uid, uid)
        if level not in FILLED_LEVELS:
            continue
        for folder in APP_FOLDERS:
            builder.make(f"{base}/{folder}", 0o700, uid, uid)
        for module in module_names:
            builder.make(f"{base}/haps/{module}", 0o700, uid, uid)
            builder.make(f"{database}/{module}", 0o770, uid, uid)
            for folder in MODULE_FOLDERS:
                builder.make(f"{base}/haps/{module}/{folder}", 0o700, uid, uid)
    for shared in ("/data/storage/el2/distributedfiles", "/data/storage/el2/cloud"):
        builder.make(folders[shared], 0o2770, uid, DISTRIBUTED_FILES_GROUP)
    builder.make(folders[LOG_FOLDER], 0o2770, uid, LOG_GROUP)
    for home in device.staging.homes:
        builder.make(folders[home.also or home.path], 0o2770, uid, BACKUP_GROUP)
    builder.make(folders["/storage/Users/currentUser"], 0o2771, FILE_MANAGER_USER, FILE_MANAGER_USER)
    builder.make(folders["/data/storage/el1/bundle"], 0o755, 0, 0)
    device.sandboxes_changed()


def remove_sandbox(device: DeviceFileSystem, bundle_name: str, user: int) -> None:
    """Remove everything the app owns on the device; what it shares with others (documents) stays."""
    table = MountTable(bundle_name, user, device.staging)
    view = device.physical_view(0)
    view.recording = False
    for mount in table.mounts:
        if bundle_name in mount.physical.split("/"):
            view.remove_tree(mount.physical)
    device.sandboxes_changed()


class _Builder:
    """Makes directories as root, unseen by the trace."""

    def __init__(self, device: DeviceFileSystem) -> None:
        self._device = device

    def make(self, path: str, mode: int, uid: int, gid: int) -> None:
        """Whatever has the name already stays; ancestors that are missing belong to root."""
        *ancestors, name = path.strip("/").split("/")
        directory = self._device.root
        for ancestor in ancestors:
            child = directory.children.get(ancestor)
            if child is None:
                child = self._enter(directory, ancestor, 0o711, 0, 0)
            if not isinstance(child, DeviceDirectory):
                raise failure(errno.ENOTDIR, path)
            directory = child
        if name not in directory.children:
            self._enter(directory, name, mode, uid, gid)

    def _enter(self, parent: DeviceDirectory, name: str, mode: int, uid: int, gid: int) -> DeviceDirectory:
        directory = self._device.new_directory(name, mode, uid, gid)
        parent.attach(name, directory)
        touch_directory(parent, self._device.clock.now_ns)
        return directory
