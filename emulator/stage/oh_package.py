"""oh-package.json5 (or package.json) of one folder: its name, its entry file and what it depends on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from .fields import Declared, optional, optional_text, read_object
from .json5 import JsonValue
from .names import name_in_project

PACKAGE_FILES = ("oh-package.json5", "package.json")
_DEPENDENCY_FIELDS = ("dependencies", "dynamicDependencies", "devDependencies")


class OhPackage(msgspec.Struct, frozen=True, kw_only=True):
    """``dependencies`` maps the name used in imports to a version, ``file:`` or other specification."""

    folder: Path
    name: str
    main: str | None
    types: str | None
    dependencies: Mapping[str, Declared[str]]
    overrides: Mapping[str, Declared[str]]


def read_package(folder: Path, root: Path) -> OhPackage | None:
    """The package in ``folder``; None when it holds none. Raises the errors of fields."""
    path = next((folder / name for name in PACKAGE_FILES if (folder / name).is_file()), None)
    if path is None:
        return None
    document = read_object(path, name_in_project(root, path))
    name, main, types = (optional_text(document, field) for field in ("name", "main", "types"))
    dependencies: dict[str, Declared[str]] = {}
    for field in reversed(_DEPENDENCY_FIELDS):
        dependencies.update(_specifications(document, field))
    return OhPackage(
        folder=folder,
        name=name.value if name else "",
        main=main.value if main and main.value else None,
        types=types.value if types and types.value else None,
        dependencies=dependencies,
        overrides=_specifications(document, "overrides"),
    )


def _specifications(document: JsonValue, field: str) -> dict[str, Declared[str]]:
    declared = optional(document, field, "object")
    if declared is None:
        return {}
    found = ((name, optional_text(declared, name)) for name in declared.members)
    return {name: specification for name, specification in found if specification}
