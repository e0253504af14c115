"""The device's one tree of files, and the views through which everybody works with it."""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

from pyfakefs.fake_filesystem import FakeFilesystem, OSType

from ..staging import BELOW_BASE, Staging
from .lookup import MountedArea, Namespace
from .mounts import MountTable
from .nodes import DeviceDirectory, DeviceFile, TreeGeneration
from .space import SpaceAccount
from .system_errors import failure
from .view import View

if TYPE_CHECKING:
    from ..clock import VirtualClock
    from ..trace import Actor, Trace
    from .faults import Fault

DEFAULT_TOTAL_BYTES = 64 * 1024**3


class DeviceFileSystem:
    """All files of one device, kept in pyfakefs objects; nothing of the host is patched or touched.

    ``fault``, when set, is called before each operation of actor ``extension``, ``framework_fault`` before each of
    actor ``framework`` (see faults).
    """

    def __init__(
        self,
        clock: VirtualClock,
        trace: Trace,
        *,
        total_bytes: int = DEFAULT_TOTAL_BYTES,
        staging: Staging = BELOW_BASE,
    ) -> None:
        self.clock = clock
        self.trace = trace
        self.staging = staging
        self.fault: Fault | None = None
        self.framework_fault: Fault | None = None
        self._filesystem = FakeFilesystem(path_separator="/")
        self._filesystem.os = OSType.LINUX
        device_number = self._filesystem.root.stat_result.st_dev
        self.generation = TreeGeneration()
        self.root = self.new_directory("/", 0o755, 0, 0)
        self._filesystem.root = self.root
        self.space = SpaceAccount(self._filesystem, total_bytes, device_number)
        self.layout_generation = 0
        """Goes up when sandboxes come or go, so that app views look for their mounts again."""
        self._mount_tables: dict[tuple[str, int], MountTable] = {}
        self._namespaces: dict[MountTable | None, Namespace] = {}

    def new_directory(self, name: str, mode: int, uid: int, gid: int) -> DeviceDirectory:
        """A directory that is not in the tree yet."""
        directory = DeviceDirectory(self._filesystem, name, mode, self.generation)
        self._initialise(directory, uid, gid)
        return directory

    def new_file(self, name: str, mode: int, uid: int, gid: int) -> DeviceFile:
        """A file, link or fifo (by the type bits of ``mode``) that is not in the tree yet."""
        file = DeviceFile(self._filesystem, name, mode if stat.S_IFMT(mode) else mode | stat.S_IFREG)
        self._initialise(file, uid, gid)
        return file

    def _initialise(self, node: DeviceFile | DeviceDirectory, uid: int, gid: int) -> None:
        status = node.stat_result
        self._filesystem.last_ino += 1
        status.st_ino = self._filesystem.last_ino
        status.st_uid = uid
        status.st_gid = gid
        status.st_atime_ns = status.st_mtime_ns = status.st_ctime_ns = self.clock.now_ns

    def directory_at(self, path: str) -> DeviceDirectory | None:
        """The directory at physical ``path``, None when there is none."""
        directory = self.root
        for name in path.split("/"):
            if name:
                child = directory.children.get(name)
                if not isinstance(child, DeviceDirectory):
                    return None
                directory = child
        return directory

    def physical_view(self, uid: int = 0, gid: int | None = None, *, actor: Actor = "framework") -> View:
        """The whole tree as ``uid`` sees it."""
        return View(self, None, uid, uid if gid is None else gid, actor)

    def app_view(
        self, bundle_name: str, user: int, uid: int, module_names: tuple[str, ...] = (), *, actor: Actor = "extension"
    ) -> View:
        """What the processes of an app see: its mounts (see mounts) and nothing outside.

        Mounts whose folder does not exist on the device are left out; they appear when it is created by
        ``create_sandbox``. ``module_names`` does not change what is visible.
        """
        table = self._mount_tables.get((bundle_name, user))
        if table is None:
            table = self._mount_tables[bundle_name, user] = MountTable(bundle_name, user, self.staging)
        return View(self, table, uid, uid, actor)

    def sandboxes_changed(self) -> None:
        """Sandboxes have come or gone."""
        self.layout_generation += 1
        self._namespaces.clear()

    def namespace(self, table: MountTable | None) -> Namespace:
        """The namespace with the mounts of ``table``, or the whole tree; all views of an app share theirs."""
        namespace = self._namespaces.get(table)
        if namespace is None:
            namespace = self._namespaces[table] = self._new_namespace(table)
        return namespace

    def _new_namespace(self, table: MountTable | None) -> Namespace:
        if table is None:
            return Namespace(self.root)
        root = self.new_directory("/", 0o755, 0, 0)
        namespace = Namespace(root)
        for mount in table.mounts:
            source = self.directory_at(mount.physical)
            if source is None:
                continue
            parent = root
            *ancestors, name = mount.app.strip("/").split("/")
            for ancestor in ancestors:
                child = parent.children.get(ancestor)
                if child is None:
                    child = self.new_directory(ancestor, 0o755, 0, 0)
                    parent.attach(ancestor, child)
                if not isinstance(child, DeviceDirectory):
                    raise failure(errno.ENOTDIR, mount.app)
                parent = child
            namespace.mount(parent, name, source, MountedArea(mount.app, mount.read_only))
        return namespace
