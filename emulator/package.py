"""What an app's package says of the app, as the bundle manager and the resource manager are asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

NOTHING_DECLARED: Mapping[str, object] = MappingProxyType({})


class PackagedModule(msgspec.Struct, frozen=True, kw_only=True):
    """One module. ``declaration`` is the object ``module`` of its module.json5, as plain JSON.

    ``resource_folders`` are the ``resources`` folders whose content the build merges into the module, the one that
    wins a conflict first; they are read when the app asks for a resource, not before.
    """

    name: str
    declaration: Mapping[str, object] = NOTHING_DECLARED
    resource_folders: tuple[Path, ...] = ()


class AppPackage(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """All modules of an app. ``declaration`` is the object ``app`` of app.json5, as plain JSON.

    The default says of an app nothing but what its installation knows: that is all there is of one written in Python.
    ``modules`` leaves out static libraries (HAR): they are part of the modules that use them.
    """

    declaration: Mapping[str, object] = NOTHING_DECLARED
    modules: tuple[PackagedModule, ...] = ()
    compatible_api: int = 0
    target_api: int = 0
