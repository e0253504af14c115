"""Which system modules there are: the guest face of each, and the Python sides of all for one extension process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from ..runtime.api import ExtensionEnvironment
from .ability_classes import ability_code
from .api import GuestFace, HostFunction, SystemModule, SystemModuleFactory
from .bundle.module import BundleModule
from .context import ContextModule
from .crypto.module import CryptoModule
from .device import DeviceModule
from .enums import VALUES_ONLY, enum_values_code
from .file.module import FileModule
from .global_names import GLOBAL_NAMES_FACE, global_names_code
from .import_policy import completed
from .keystore.asset import AssetModule
from .keystore.huks import HuksModule
from .keyvalue.module import KeyValueModule
from .kit_table import kit_code, kit_table
from .markup.module import MarkupModule
from .preferences.module import PreferencesModule
from .relational.module import RelationalModule
from .resources.module import ResourceModule
from .system import SystemValuesModule
from .text import TextModule
from .zlib.module import ZlibModule

FACES = Path(__file__).with_name("guest")
FACTORIES: tuple[SystemModuleFactory, ...] = (
    AssetModule,
    BundleModule,
    ContextModule,
    CryptoModule,
    DeviceModule,
    FileModule,
    HuksModule,
    KeyValueModule,
    MarkupModule,
    PreferencesModule,
    RelationalModule,
    ResourceModule,
    SystemValuesModule,
    TextModule,
    ZlibModule,
)


class StartedModules:
    """The Python sides of the system modules that one extension process has called so far.

    Making one does nothing that anybody could see, so it waits for the first call: most extensions call three of them.
    """

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._environment = environment
        self._modules: list[SystemModule] = []
        self.host_functions: Mapping[str, HostFunction] = _HostFunctions(self._start)

    def close(self) -> None:
        """The process ended: unflushed data is lost, descriptors are closed."""
        for module in self._modules:
            module.close()

    def _start(self, name: str) -> Mapping[str, HostFunction]:
        module = _owner(name, self._environment)(self._environment)
        self._modules.append(module)
        return module.host_functions


class _HostFunctions(dict[str, HostFunction]):
    """By name; ``start`` gives all functions of the module that has the one which is missing."""

    def __init__(self, start: Callable[[str], Mapping[str, HostFunction]]) -> None:
        super().__init__()
        self._start = start

    def __missing__(self, name: str) -> HostFunction:
        self.update(self._start(name))
        return self[name]


_owners: dict[str, SystemModuleFactory] = {}


def _owner(name: str, environment: ExtensionEnvironment) -> SystemModuleFactory:
    """The module that has the host function. Raises KeyError when none has it."""
    if not _owners:
        _owners.update({own: factory for factory in FACTORIES for own in factory(environment).host_functions})
    return _owners[name]


def start(environment: ExtensionEnvironment) -> StartedModules:
    return StartedModules(environment)


def canonical(name: str) -> str:
    """``@ohos:file.fs`` is the older spelling of ``@ohos.file.fs``."""
    return name.replace(":", ".", 1) if name.startswith("@") else name


@cache
def face(name: str) -> GuestFace | None:
    """The guest face of ``@ohos.file.fs``, ``@kit.CoreFileKit`` …, completed as import_policy.py says; None for what
    is not OpenHarmony's, such as ``@kit.AccountKit``: the runtime stands in for it by name.

    Faces shared between modules are called ``@ohos.internal.*``; the context, which no app imports, is
    ``application.BackupExtensionContext`` (its ``createContext()`` makes what the framework assigns to ``context``).
    """
    name = canonical(name)
    code = _code(name)
    if code is None:
        return None
    return GuestFace(id=f"system:{name}", code=code, digest=hashlib.sha256(code.encode()).hexdigest())


def has_own_face(name: str) -> bool:
    """Whether the module is emulated: it has more than names and enums."""
    name = canonical(name)
    return name.removeprefix("@ohos.") in _face_files() or ability_code(name) is not None


def knows(name: str) -> bool:
    """Whether the SDK has a module or kit of that name, emulated or not."""
    name = canonical(name)
    table = kit_table()
    return name in table.kits or name in table.modules


def _code(name: str) -> str | None:
    if name.startswith("@kit."):
        return kit_code(name)
    if name.startswith(VALUES_ONLY):
        return enum_values_code(name)
    if name == GLOBAL_NAMES_FACE:
        return global_names_code()
    return completed(name, _face_code(name.removeprefix("@ohos.")) or ability_code(name))


def face_names() -> tuple[str, ...]:
    """The modules that have a hand-written face, by the names that an app imports; shared parts of faces are none."""
    stems = [stem for stem in sorted(_face_files()) if not stem.startswith("internal.")]
    return tuple(name for stem in stems if knows(name := stem if stem.startswith("@") else f"@ohos.{stem}"))


@lru_cache(maxsize=1)
def _face_files() -> Mapping[str, Path]:
    return {path.name.removesuffix(".js"): path for path in FACES.glob("*.js")}


def _face_code(stem: str) -> str | None:
    path = _face_files().get(stem)
    return path.read_text(encoding="utf-8") if path else None
