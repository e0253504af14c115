"""How directory entries come, go and move: the order of checks is that of Linux (fs/namei.c), because apps see it."""

from __future__ import annotations

import errno
import stat

from .lookup import Namespace, Place
from .names import check_name
from .nodes import DeviceDirectory, DeviceFile, Node
from .permissions import EXECUTE, WRITE, granted, may_remove_from
from .space import SpaceAccount
from .system_errors import failure


def check_new(place: Place, path: str, uid: int, gid: int) -> DeviceDirectory:
    """The directory in which ``place`` may be created; raises when there is an entry, or no right to make one."""
    check_name(place.name, path)
    if place.node is not None or place.parent is None:
        raise failure(errno.EEXIST, path)
    if place.area.read_only:
        raise failure(errno.EROFS, path)
    if not granted(place.parent, uid, gid, WRITE | EXECUTE):
        raise failure(errno.EACCES, path)
    return place.parent


def enter(directory: DeviceDirectory, name: str, node: Node, now_ns: int) -> None:
    """Put the new ``node`` into ``directory`` as ``name``, with the group of a set-gid directory."""
    if directory.stat_result.st_mode & stat.S_ISGID:
        node.stat_result.st_gid = directory.stat_result.st_gid
        if isinstance(node, DeviceDirectory):
            node.stat_result.st_mode |= stat.S_ISGID
    directory.attach(name, node)
    touch_directory(directory, now_ns)


def touch_directory(directory: DeviceDirectory, now_ns: int) -> None:
    directory.stat_result.st_mtime_ns = now_ns
    directory.stat_result.st_ctime_ns = now_ns


def take_out(directory: DeviceDirectory, name: str, space: SpaceAccount, now_ns: int) -> None:
    """Remove the entry; the bytes of a file without further links become free."""
    node = directory.children[name]
    directory.detach(name)
    node.stat_result.st_ctime_ns = now_ns
    if isinstance(node, DeviceFile):
        if node.stat_result.st_nlink == 0:
            space.release(node)
    else:
        node.stat_result.st_nlink = 0
    touch_directory(directory, now_ns)


def check_removal(place: Place, path: str, uid: int, gid: int) -> tuple[DeviceDirectory, Node]:
    """What unlink and rmdir check alike."""
    if place.parent is None:
        raise failure(errno.EBUSY, path)
    if place.parent_area.read_only:
        raise failure(errno.EROFS, path)
    check_name(place.name, path)
    if place.node is None:
        raise failure(errno.ENOENT, path)
    _check_may_remove(place.parent, place.node, path, uid, gid)
    return place.parent, place.node


def _check_may_remove(directory: DeviceDirectory, node: Node, path: str, uid: int, gid: int) -> None:
    if not granted(directory, uid, gid, WRITE | EXECUTE):
        raise failure(errno.EACCES, path)
    if not may_remove_from(directory, node, uid, gid):
        raise failure(errno.EPERM, path)


def unlink(place: Place, path: str, uid: int, gid: int, space: SpaceAccount, now_ns: int) -> None:
    if place.ends_in_dots or place.parent is None:
        raise failure(errno.EISDIR, path)
    if place.ends_in_slash and place.node is not None:
        raise failure(errno.EISDIR if isinstance(place.node, DeviceDirectory) else errno.ENOTDIR, path)
    directory, node = check_removal(place, path, uid, gid)
    if isinstance(node, DeviceDirectory):
        raise failure(errno.EISDIR, path)
    take_out(directory, place.name, space, now_ns)


def remove_directory(
    namespace: Namespace, place: Place, path: str, uid: int, gid: int, space: SpaceAccount, now_ns: int
) -> None:
    if place.ends_in_dots:
        raise failure(
            errno.EINVAL if path.rstrip("/").endswith("/.") or path.strip("/") == "." else errno.ENOTEMPTY, path
        )
    directory, node = check_removal(place, path, uid, gid)
    if not isinstance(node, DeviceDirectory):
        raise failure(errno.ENOTDIR, path)
    if namespace.is_mount(place):
        raise failure(errno.EBUSY, path)
    if node.children:
        raise failure(errno.ENOTEMPTY, path)
    take_out(directory, place.name, space, now_ns)


def rename(
    namespace: Namespace,
    source: Place,
    target: Place,
    paths: tuple[str, str],
    uid: int,
    gid: int,
    space: SpaceAccount,
    now_ns: int,
) -> None:
    if source.parent_area is not target.parent_area:
        raise failure(errno.EXDEV, *paths)
    if source.ends_in_dots or target.ends_in_dots or source.parent is None or target.parent is None:
        raise failure(errno.EBUSY, *paths)
    if source.parent_area.read_only:
        raise failure(errno.EROFS, *paths)
    check_name(source.name, paths[0])
    moved, replaced = source.node, target.node
    if moved is None:
        raise failure(errno.ENOENT, *paths)
    check_name(target.name, paths[1])
    is_directory = isinstance(moved, DeviceDirectory)
    if not is_directory and (source.ends_in_slash or target.ends_in_slash):
        raise failure(errno.ENOTDIR, *paths)
    if is_directory and target.parent.is_within(moved):
        raise failure(errno.EINVAL, *paths)
    if isinstance(replaced, DeviceDirectory) and source.parent.is_within(replaced):
        raise failure(errno.ENOTEMPTY, *paths)
    if moved is replaced:
        return
    _check_may_remove(source.parent, moved, paths[0], uid, gid)
    if replaced is None:
        if not granted(target.parent, uid, gid, WRITE | EXECUTE):
            raise failure(errno.EACCES, *paths)
    else:
        _check_may_remove(target.parent, replaced, paths[1], uid, gid)
        if is_directory and not isinstance(replaced, DeviceDirectory):
            raise failure(errno.ENOTDIR, *paths)
        if not is_directory and isinstance(replaced, DeviceDirectory):
            raise failure(errno.EISDIR, *paths)
    if is_directory and source.parent is not target.parent and not granted(moved, uid, gid, WRITE):
        raise failure(errno.EACCES, *paths)
    if namespace.is_mount(source) or (replaced is not None and namespace.is_mount(target)):
        raise failure(errno.EBUSY, *paths)
    if isinstance(replaced, DeviceDirectory) and replaced.children:
        raise failure(errno.ENOTEMPTY, *paths)
    if replaced is not None:
        take_out(target.parent, target.name, space, now_ns)
    source.parent.detach(source.name)
    target.parent.attach(target.name, moved)
    moved.stat_result.st_ctime_ns = now_ns
    touch_directory(source.parent, now_ns)
    touch_directory(target.parent, now_ns)
