"""What the built package would hold of a project: its modules' declarations, and where their resources come from.

Static libraries (HAR) are built into the modules that depend on them. Of two resources with the same name and
qualifiers the build keeps AppScope's, then the module's own, then that of the library which is named first in
oh-package.json5 (docs: harmonyos-guides har-package, "resource conflicts").
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from ..package import AppPackage, PackagedModule
from .module import module_file
from .oh_package import read_package
from .project import StageProject

_LIBRARY = "har"


def app_package(project: StageProject) -> AppPackage:
    """Raises the errors of fields for a broken oh-package.json5."""
    installed = [module for module in project.modules if module.type != _LIBRARY]
    return AppPackage(
        declaration=cast("dict[str, object]", project.app.declaration.plain()),
        modules=tuple(
            PackagedModule(
                name=module.name,
                declaration=cast("dict[str, object]", module.declaration.plain()),
                resource_folders=tuple(
                    folder
                    for folder in (project.app_resources, module.resources, *_libraries(project, module.folder))
                    if folder.is_dir()
                ),
            )
            for module in installed
        ),
        compatible_api=project.compatible_api,
        target_api=project.app.target_version or project.compatible_api,
    )


def _libraries(project: StageProject, folder: Path) -> Iterator[Path]:
    """The resource folders of all libraries that ``folder`` depends on, near ones first."""
    seen = {folder}
    waiting = [folder]
    while waiting:
        asking = waiting.pop(0)
        package = read_package(asking, project.root)
        for name, specification in package.dependencies.items() if package else ():
            target = _library(project, asking, name, specification.value)
            if target is None or target in seen:
                continue
            seen.add(target)
            waiting.append(target)
            yield target / "src" / "main" / "resources"


def _library(project: StageProject, asking: Path, name: str, specification: str) -> Path | None:
    """The folder of a library that is there and is not a module with a package of its own."""
    places = [place / "oh_modules" / name for place in (asking, project.root)]
    if specification.startswith("file:"):
        places.insert(0, Path(os.path.normpath(asking / specification.removeprefix("file:"))))
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        return None
    resolved = found.resolve()
    own = next((module for module in project.modules if module.folder.resolve() == resolved), None)
    if own is not None:
        return own.folder if own.type == _LIBRARY else None
    return found if module_file(found) or (found / "src" / "main" / "resources").is_dir() else None
