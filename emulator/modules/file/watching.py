"""``fs.createWatcher``: what happens to files, as inotify(7) tells it (filemanagement_file_api mod_fs/class_watcher).

The events are read off the trace: every operation that the app's process did, by whatever module, and nothing that
failed. What other processes do is not seen.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from ...filesystem.api import FileSystemView
from ...trace import FileOperation, Trace
from ..api import HostFunction
from .errors import reported

ACCESS, MODIFY, ATTRIB, CLOSE_WRITE, CLOSE_NOWRITE, OPEN = 0x1, 0x2, 0x4, 0x8, 0x10, 0x20
MOVED_FROM, MOVED_TO, CREATE, DELETE, DELETE_SELF, MOVE_SELF = 0x40, 0x80, 0x100, 0x200, 0x400, 0x800
IN_PARENT_ONLY = CREATE | DELETE | MOVED_FROM | MOVED_TO
ON_ITSELF_ONLY = DELETE_SELF | MOVE_SELF

PLAIN: Mapping[str, tuple[int, ...]] = {
    "truncate": (MODIFY,),
    "unlink": (DELETE_SELF, DELETE),
    "rmdir": (DELETE_SELF, DELETE),
    "mkdir": (CREATE,),
    "mkfifo": (CREATE,),
    "symlink": (CREATE,),
    "chmod": (ATTRIB,),
    "chown": (ATTRIB,),
    "utimes": (ATTRIB,),
    "setxattr": (ATTRIB,),
    "list": (OPEN, ACCESS, CLOSE_NOWRITE),
}


class Watch(msgspec.Struct):
    """One path that is watched, by whom, and for what."""

    path: str
    masks: dict[int, int]


class WatchEvent(NamedTuple):
    """``watcher`` is to hear that ``event`` happened to ``path``."""

    watcher: int
    path: str
    event: int
    cookie: int


class Watches:
    """The watchers of one process."""

    def __init__(self, view: FileSystemView, trace: Trace) -> None:
        self._view = view
        self._trace = trace
        self._watches: dict[str, Watch] = {}
        self._mark = 0
        self._cookie = 0
        self._known: set[str] = set()
        self._open: dict[str, int] = {}
        self._written: set[str] = set()
        self._flags: dict[int, int] = {}
        """Flags of the open or close that is the n-th event of the trace."""
        self.host_functions: Mapping[str, HostFunction] = {
            "watch.start": reported(self.start),
            "watch.stop": self.stop,
            "watch.take": self.take,
        }

    def opened(self, flags: int) -> None:
        """The last operation opened a file with ``flags`` of open(2)."""
        if self._watches:
            self._flags[len(self._trace) - 1] = flags

    def closing(self, descriptor: int) -> None:
        """The next operation closes ``descriptor``."""
        if self._watches:
            self._flags[len(self._trace)] = self._view.open_flags(descriptor)

    def start(self, watcher: int, path: str, mask: int) -> None:
        """ENOENT and EACCES as inotify_add_watch(2)."""
        self._view.access(path, os.R_OK)
        if not self._watches:
            self._mark = len(self._trace)
        place = posixpath.normpath(path)
        watch = self._watches.setdefault(place, Watch(path=path, masks={}))
        watch.masks[watcher] = mask
        observer = self._view.as_actor("framework", recording=False)
        try:
            self._known.update(f"{place.rstrip('/')}/{name}" for name in observer.list_directory(place))
        except NotADirectoryError:
            self._known.add(place)

    def stop(self, watcher: int) -> None:
        for place, watch in list(self._watches.items()):
            watch.masks.pop(watcher, None)
            if not watch.masks:
                del self._watches[place]

    def take(self) -> list[WatchEvent]:
        """What happened since the last time; the same thing twice in a row counts once, as in inotify's queue."""
        events: list[WatchEvent] = []
        operations = list(enumerate(self._trace.since(self._mark), self._mark))
        self._mark = len(self._trace)
        for index, operation in operations:
            if isinstance(operation, FileOperation) and operation.actor == "extension" and not operation.error:
                for path, event, cookie in self._happened(operation, self._flags.pop(index, None)):
                    fresh = [item for item in self._heard(path, event, cookie) if item not in events[-1:]]
                    events.extend(fresh)
        return events

    def _heard(self, path: str, event: int, cookie: int) -> Iterator[WatchEvent]:
        folder, _, name = path.rpartition("/")
        if not event & ON_ITSELF_ONLY and (watch := self._watches.get(folder or "/")):
            yield from self._told(watch, f"{watch.path}/{name}", event, cookie)
        if not event & IN_PARENT_ONLY and (watch := self._watches.get(path)):
            yield from self._told(watch, watch.path, event, cookie)

    @staticmethod
    def _told(watch: Watch, path: str, event: int, cookie: int) -> Iterator[WatchEvent]:
        return (WatchEvent(watcher, path, event, cookie) for watcher, mask in watch.masks.items() if mask & event)

    def _happened(self, operation: FileOperation, flags: int | None) -> Iterator[tuple[str, int, int]]:
        """(path, event, cookie) for one operation."""
        path, name = operation.path, operation.operation
        if name in PLAIN:
            yield from ((path, event, 0) for event in PLAIN[name])
            if name in ("unlink", "rmdir"):
                self._known.discard(path)
            elif CREATE in PLAIN[name]:
                self._known.add(path)
        elif name == "link":
            yield from self._created(operation.target)
        elif name == "rename":
            self._cookie += 1
            self._known.discard(path)
            self._known.add(operation.target)
            yield from (
                (path, MOVED_FROM, self._cookie),
                (operation.target, MOVED_TO, self._cookie),
                (path, MOVE_SELF, 0),
            )
        elif name == "open":
            yield from self._opened(path, flags or 0)
        elif name == "close":
            yield from self._closed(path, flags)
        elif name in ("read", "write"):
            yield from self._transferred(path, MODIFY if name == "write" else ACCESS, operation.size)

    def _created(self, path: str) -> Iterator[tuple[str, int, int]]:
        if path not in self._known:
            self._known.add(path)
            yield path, CREATE, 0

    def _opened(self, path: str, flags: int) -> Iterator[tuple[str, int, int]]:
        is_new = path not in self._known
        yield from self._created(path)
        if flags & os.O_TRUNC and not is_new:
            yield path, MODIFY, 0
        yield path, OPEN, 0
        self._open[path] = self._open.get(path, 0) + 1

    def _closed(self, path: str, flags: int | None) -> Iterator[tuple[str, int, int]]:
        writing = path in self._written if flags is None else flags & os.O_ACCMODE != os.O_RDONLY
        yield path, CLOSE_WRITE if writing else CLOSE_NOWRITE, 0
        self._open[path] = max(0, self._open.get(path, 0) - 1)
        if not self._open[path]:
            self._written.discard(path)

    def _transferred(self, path: str, event: int, size: int) -> Iterator[tuple[str, int, int]]:
        """Bytes through a descriptor; when none is open, the whole file at once by another module."""
        at_once = not self._open.get(path)
        if at_once:
            yield from self._created(path)
            yield path, OPEN, 0
        if size:
            yield path, event, 0
        if event == MODIFY and not at_once:
            self._written.add(path)
        if at_once:
            yield path, CLOSE_WRITE if event == MODIFY else CLOSE_NOWRITE, 0
