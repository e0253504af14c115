"""Finding the one stage-model project that a path means: the path itself, a project around it, or one below it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from ..errors import OhosBackupError
from ..source import SourcePosition

APP_FILES = ("AppScope/app.json5", "AppScope/app.json")
MODULE_FILES = ("src/main/module.json5", "src/main/module.json")
_SKIPPED = frozenset({"node_modules", "oh_modules", "build", "hvigor"})
_MAXIMUM_DEPTH = 6
LISTED = 10
"""Projects that an error names at most."""


class NoProject(OhosBackupError):
    """There is no stage-model project at, around or below the path."""

    code = "E-STAGE-NO-PROJECT"


class SeveralProjects(OhosBackupError):
    """More than one project lies below the path."""

    code = "E-STAGE-SEVERAL-PROJECTS"


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """``root`` holds AppScope; ``module`` is the module folder that the path named or lies in, if any."""

    root: Path
    module: Path | None


def locate_project(path: Path) -> Location:
    """The project that ``path``, a folder or a file in it, means. Raises NoProject, SeveralProjects."""
    if not path.exists():
        raise NoProject(
            "there is no such file or folder",
            where=SourcePosition(str(path)),
            mend="Give the folder of a project, or of one of its modules.",
        )
    start = path.resolve()
    if start.is_file():
        start = start.parent
    around = next((folder for folder in (start, *start.parents) if _has_any(folder, APP_FILES)), None)
    if around == start:
        return Location(root=start, module=None)
    module = next((folder for folder in (start, *start.parents) if _has_any(folder, MODULE_FILES)), None)
    if around and module and module.is_relative_to(around):
        return Location(root=around, module=module)
    below = sorted(_projects_below(start, 0))
    if len(below) == 1:
        return Location(root=below[0], module=None)
    if below:
        listed = "".join(f"\n    {path / folder.relative_to(start)}" for folder in below[:LISTED])
        raise SeveralProjects(
            f"{len(below)} projects lie below this folder",
            where=SourcePosition(str(path)),
            mend=f"Name one:{listed}" if len(below) <= LISTED else f"Name one, such as:{listed}",
        )
    if around:
        return Location(root=around, module=None)
    raise _no_project(path, module)


def _no_project(path: Path, module: Path | None) -> NoProject:
    if module:
        return NoProject(
            f"the module in {module} has no app: no AppScope/app.json5 stands in it or in a folder above it",
            where=SourcePosition(str(path)),
            mend="Check out the whole project: the folder that holds AppScope and the modules.",
        )
    return NoProject(
        "this is not a stage-model project: no AppScope/app.json5 here, in a folder above or below",
        where=SourcePosition(str(path)),
        mend="Give the folder that holds AppScope. Projects of the older FA model (config.json) cannot be checked.",
    )


def _has_any(folder: Path, names: tuple[str, ...]) -> bool:
    return any((folder / name).is_file() for name in names)


def _projects_below(folder: Path, depth: int) -> Iterator[Path]:
    """Projects under ``folder``, but none within another."""
    for child in source_folders(folder):
        if _has_any(child, APP_FILES):
            yield child
        elif depth + 1 < _MAXIMUM_DEPTH:
            yield from _projects_below(child, depth + 1)


def source_folders(folder: Path) -> list[Path]:
    """The folders in ``folder`` that may hold sources, by name: no links, no build output, no installed packages."""
    try:
        children = [child for child in folder.iterdir() if child.is_dir() and not child.is_symlink()]
    except PermissionError:
        return []  # a folder that the user may not list cannot be the project that they mean
    return sorted(child for child in children if child.name not in _SKIPPED and not child.name.startswith("."))
