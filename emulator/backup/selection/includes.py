"""How includes become the roots of a scan (b_dir.cpp:ExpandPathWildcard, sub_ext_extension.cpp:DivideIncludes…)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from ...filesystem.api import FileSystemView
from ..paths import FORCED_OUT, PUBLIC_HOME, byte_order, mapped_include, with_delimiter
from .glob import expand


def expand_includes(view: FileSystemView, patterns: Iterable[str], *, only_below_directories: bool = True) -> list[str]:
    """The roots to scan, in byte order, each once; directories end in ``/``.

    What lies below a root directory is left out by its text alone, so two spellings of one directory both stay.
    ``only_below_directories=False`` also drops what merely begins with the text of a file.
    """
    found: set[str] = set()
    for pattern in patterns:
        for path in expand(view, pattern):
            found.add(path if "/" not in path or path.startswith("/") else f"/{path}")
    roots = sorted(_without_public_app_data(view, found), key=byte_order)
    kept: list[str] = []
    covering = ""
    for path in roots:
        if covering and path.startswith(covering):
            continue
        kept.append(path)
        covering = path if path.endswith("/") or not only_below_directories else ""
    return kept


def divide_includes(
    includes: Sequence[str], mapping: Mapping[str, str], enabled: Collection[str]
) -> tuple[list[str], list[str]]:
    """Split ``includes`` into ordinary ones and mapped ones (``backupDir||||restoreDir||||``, in byte order).

    An include is mapped when it equals a restoreDir of ``mapping`` that the app named in ``enabled``.
    """
    ordinary: list[str] = []
    mapped: set[str] = set()
    for include in includes:
        if include in enabled and include in mapping:
            mapped.add(mapped_include(mapping[include], include))
        else:
            ordinary.append(include)
    return ordinary, sorted(mapped, key=byte_order)


def _without_public_app_data(view: FileSystemView, paths: set[str]) -> set[str]:
    """The public home is replaced by what lies in it, and the apps' data in there is never taken."""
    kept = {path for path in paths if not path.startswith(FORCED_OUT)}
    if PUBLIC_HOME not in kept:
        return kept
    inside = _children(view, PUBLIC_HOME)
    return (kept - {PUBLIC_HOME}) | inside if inside else kept


def _children(view: FileSystemView, folder: str) -> set[str]:
    try:
        names = view.list_directory(folder)
    except OSError:
        return set()
    children: set[str] = set()
    for name in names:
        path = folder + name
        children.add(with_delimiter(path) if is_plain_directory(view, path) else path)
    return children - {FORCED_OUT}


def is_plain_directory(view: FileSystemView, path: str) -> bool:
    """Whether a directory entry is a directory itself, not a link to one."""
    return view.lstat(path).mode & 0o170000 == 0o040000
