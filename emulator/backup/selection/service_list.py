"""The list with which an incremental backup begins: the service walks physical paths on the app's behalf.

Source: services/backup_sa/src/module_external/bms_adapter.cpp:CreateIPCInteractionFiles and
storage_manager_service.cpp:GetBundleStatsForIncreaseEach. Other rules than those of a full backup: nothing is globbed
but the folders of the app's modules, excludes must exist, links and sockets are listed like files.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from ...filesystem.api import FileStat, FileSystemView
from ...filesystem.mounts import MountTable
from ..paths import byte_order, is_valid_path, with_delimiter
from ..report_file import ReportRecord, needs_encoding, percent_encode, write_file_list

_INCLUDES, _EXCLUDES = "INCLUDES", "EXCLUDES"
_MODULE_PATTERNS = tuple(f"/data/storage/{level}/base/haps/*" for level in ("el1", "el2"))
_MODULE_FOLDERS = frozenset(("files", "database", "preferences"))
_APP_PREFIX = "/data/storage"
_PUBLIC_PREFIX = "/storage/Users"
_MEDIA_PREFIXES = ("/storage/media", "/storage/cloud")
_PUBLIC_AUTHORITY = "docs"


class ServiceList(msgspec.Struct, frozen=True):
    """``content`` is the list as the extension gets it; ``size`` and ``changed_size`` are bytes, folders' own sizes
    included. Without any usable include ``content`` is empty."""

    content: bytes
    size: int
    changed_size: int


def list_changes(
    view: FileSystemView, sandbox_name: str, user: int, includes: Iterable[str], excludes: Iterable[str], since_s: int
) -> ServiceList:
    """List what the includes name in the physical tree ``view``. ``since_s`` is the time of the last backup in
    seconds; what is not newer, in whole seconds, is listed as unchanged, nothing is when it is 0."""
    told_includes, told_excludes = read_interaction_file(write_interaction_file(includes, excludes))
    places = _Places(MountTable(sandbox_name, user), sandbox_name, user)
    roots: list[str] = []
    for include in told_includes:
        path = include if include.startswith("/") else f"/{include}"
        if path.startswith(_MODULE_PATTERNS):
            roots += places.module_folders(view, path)
        else:
            roots += places.convert(path)
    if not roots:
        return ServiceList(b"", 0, 0)
    excluded = _Excluded(view)
    for exclude in told_excludes:
        for place in places.convert(exclude if exclude.startswith("/") else f"/{exclude}"):
            excluded.add(place)
    records: list[ReportRecord] = []
    for root in sorted(set(roots), key=byte_order):
        records += _scan_root(view, root, places.app_path(root), excluded, since_s)
    return ServiceList(
        write_file_list(records),
        sum(record.size for record in records),
        sum(record.size for record in records if record.is_incremental),
    )


def write_interaction_file(includes: Iterable[str], excludes: Iterable[str]) -> str:
    """The text of ``incExc_<t>``, by which the service tells itself the two lists."""
    return "".join(f"{line}\n" for line in (_INCLUDES, *includes, _EXCLUDES, *excludes))


def read_interaction_file(text: str) -> tuple[list[str], list[str]]:
    """Includes and excludes, read up to the first empty line: an empty include hides everything behind it."""
    lists: dict[str, list[str]] = {_INCLUDES: [], _EXCLUDES: []}
    current = _INCLUDES
    for line in text.split("\n"):
        if not line:
            break
        if line in lists:
            current = line
        else:
            lists[current].append(line)
    return lists[_INCLUDES], lists[_EXCLUDES]


class _Places:
    """Where app paths lie, and back: the service remembers how it came to each physical path."""

    def __init__(self, table: MountTable, sandbox_name: str, user: int) -> None:
        self._prefixes = [(f"{mount.app}/", f"{mount.physical}/") for mount in table.mounts if mount.in_service_map]
        self._sandbox_name = sandbox_name
        self._user = user
        self._app_paths: dict[str, str] = {}

    def app_path(self, physical: str) -> str:
        return self._app_paths.get(physical, physical)

    def convert(self, path: str) -> list[str]:
        """The physical path, none for a place that the service does not know (ConvertSandboxRealPath)."""
        for prefix in _MEDIA_PREFIXES:
            if path.startswith(prefix):
                return [self._remember(f"{prefix}/{self._user}{path.removeprefix(prefix)}", path)]
        if not path.startswith((_APP_PREFIX, _PUBLIC_PREFIX)):
            return []
        authority = self._sandbox_name if path.startswith(_APP_PREFIX) else _PUBLIC_AUTHORITY
        if not is_valid_path(f"file://{authority}{percent_encode(path)}"):
            return []
        physical = self._physical(path)
        return [self._remember(physical, path)] if physical else []

    def module_folders(self, view: FileSystemView, pattern: str) -> list[str]:
        """The folders ``files``, ``database`` and ``preferences`` of each module, whatever follows the ``*``
        (GetPathWildCard)."""
        app_above = pattern.rpartition("*")[0]
        above = self._physical(app_above)
        found: list[str] = []
        for module in _folders_in(view, above):
            for folder in _folders_in(view, f"{above}{module}"):
                if folder in _MODULE_FOLDERS:
                    path = f"{above}{module}/{folder}"
                    found.append(self._remember(path, f"{app_above}{module}/{folder}"))
        return found

    def _physical(self, path: str) -> str:
        """The longest prefix of the service's table decides; ``""`` when it has none."""
        fitting = [pair for pair in self._prefixes if path.startswith(pair[0])]
        if not fitting:
            return ""
        prefix, physical = max(fitting, key=lambda pair: len(pair[0]))
        return physical + path.removeprefix(prefix)

    def _remember(self, physical: str, path: str) -> str:
        self._app_paths.setdefault(physical, path)
        return physical


class _Excluded:
    """The excludes that exist: a folder covers itself and all below it, anything else only itself
    (SetExcludePathMap, ExcludeFilter)."""

    def __init__(self, view: FileSystemView) -> None:
        self._view = view
        self._folders: list[str] = []
        self._others: set[str] = set()

    def add(self, path: str) -> None:
        try:
            mode = self._view.stat(path).mode
        except OSError:
            return
        if stat.S_ISDIR(mode):
            self._folders.append(with_delimiter(path))
        else:
            self._others.add(path)

    def covers(self, path: str) -> bool:
        """``path`` of a folder ends in ``/``."""
        return path in self._others or any(path.startswith(folder) for folder in self._folders)


def _scan_root(
    view: FileSystemView, root: str, app_root: str, excluded: _Excluded, since_s: int
) -> Iterator[ReportRecord]:
    """The root, then what is below it, the folder seen last first (CheckIfDirForIncludes, GetIncludesFileStats)."""
    try:
        status = view.stat(root)
    except OSError:
        return
    is_folder = stat.S_ISDIR(status.mode)
    if not excluded.covers(with_delimiter(root) if is_folder else root):
        yield _record(app_root, status, since_s, is_folder=is_folder)
    folders = [root] if is_folder else []
    while folders:
        folder = folders.pop()
        for name, is_folder in _entries(view, folder):
            path = with_delimiter(folder) + name
            if is_folder:
                folders.append(path)
            if not excluded.covers(with_delimiter(path) if is_folder else path):
                yield _record(app_root + path[len(root) :], _stat_or_none(view, path), since_s, is_folder=is_folder)


def _record(path: str, status: FileStat | None, since_s: int, *, is_folder: bool) -> ReportRecord:
    """What cannot be looked at is listed with zeros."""
    mtime = status.mtime_ns // 1_000_000_000 if status else 0
    return ReportRecord(
        path=path,
        mode=str(status.mode if status else 0),
        is_directory=is_folder,
        size=status.size if status else 0,
        mtime=mtime,
        is_incremental=since_s == 0 or mtime > since_s,
        encoded=needs_encoding(path),
    )


def _entries(view: FileSystemView, folder: str) -> Sequence[tuple[str, bool]]:
    """The entries of ``folder`` and whether each is a folder itself; none when it cannot be opened."""
    base = with_delimiter(folder)
    try:
        return [(name, stat.S_ISDIR(view.lstat(base + name).mode)) for name in view.list_directory(folder)]
    except OSError:
        return []


def _folders_in(view: FileSystemView, folder: str) -> list[str]:
    return [name for name, is_folder in _entries(view, folder) if is_folder]


def _stat_or_none(view: FileSystemView, path: str) -> FileStat | None:
    try:
        return view.stat(path)
    except OSError:
        return None
