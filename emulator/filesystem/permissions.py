"""Who may do what: owner, group and other bits, decided for each view; user 0 passes."""

from __future__ import annotations

import stat

from .nodes import DeviceDirectory, Node

READ = 4
WRITE = 2
EXECUTE = 1


def granted(node: Node, uid: int, gid: int, wanted: int) -> bool:
    """Whether ``uid``/``gid`` has every right in ``wanted`` (sum of READ, WRITE, EXECUTE) on ``node``."""
    status = node.stat_result
    mode = status.st_mode
    if uid == 0:
        return not wanted & EXECUTE or stat.S_ISDIR(mode) or bool(mode & 0o111)
    if uid == status.st_uid:
        mode >>= 6
    elif gid == status.st_gid:
        mode >>= 3
    return mode & wanted == wanted


def owns(node: Node, uid: int) -> bool:
    return uid in (0, node.stat_result.st_uid)


def may_remove_from(directory: DeviceDirectory, node: Node, uid: int, gid: int) -> bool:
    """Whether the entry ``node`` may be taken out of ``directory``; in a sticky directory only by an owner."""
    if not granted(directory, uid, gid, WRITE | EXECUTE):
        return False
    sticky = directory.stat_result.st_mode & stat.S_ISVTX
    return not sticky or owns(node, uid) or owns(directory, uid)
