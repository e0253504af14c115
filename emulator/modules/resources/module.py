"""Behind ``@ohos.resourceManager``: looks a resource up and answers its value.

Source: global_resource_management frameworks/resmgr/src/resource_manager_impl.cpp. A number or name that the app does
not have is one error, a resource of another kind or with a broken value a second one (GetStringById and its like).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from ...package import AppPackage
from ...runtime.api import ExtensionEnvironment
from ..api import HostFunction
from . import values
from .errors import (
    ID_NOT_FOUND,
    INVALID_PATH,
    NAME_NOT_FOUND,
    NOT_FOUND_BY_ID,
    NOT_FOUND_BY_NAME,
    TOO_MANY_REFERENCES,
    resource_error,
)
from .qualifiers import DENSITIES, DeviceConfiguration, Locale, parse_locale
from .raw_files import RawFiles
from .table import ResourceTable

_BASE_DENSITY = 160

By = Literal["id", "name"]


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """What a resource manager made with getOverrideResourceManager asks for instead of the device's own."""

    locale: str = ""
    orientation: str = ""
    device_type: str = ""
    dark: bool | None = None
    density: int = 0


@lru_cache(maxsize=16)
def _table(package: AppPackage, folders: tuple[Path, ...]) -> ResourceTable:
    """Shared by all runs of one loaded app; ``package`` keeps two loads of a changed app apart."""
    return ResourceTable(folders)


class ResourceModule:
    """The resources of all modules of the app, for one extension process."""

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._sandbox = environment.sandbox
        self._module = environment.module_name
        self._package = environment.package
        self._folders = {module.name: module.resource_folders for module in environment.package.modules}
        self._device = DeviceConfiguration(locale=parse_locale(environment.locale) or Locale("zh", "", "CN"))
        self._open: dict[str, tuple[int, int]] = {}
        self.host_functions: Mapping[str, HostFunction] = {
            "resources.get": self.get,
            "resources.media": self.media,
            "resources.nameOf": self.name_of,
            "resources.locales": self.locales,
            "resources.rawContent": self.raw_content,
            "resources.rawNames": self.raw_names,
            "resources.rawIsFolder": self.raw_is_folder,
            "resources.rawOpen": self.raw_open,
            "resources.rawClose": self.raw_close,
        }

    def close(self) -> None:
        """The view closes its descriptors itself."""

    def get(self, module: str, kinds: list[str], by: By, key: str | int, override: dict[str, Any] | None) -> object:
        """The value of the first of ``kinds`` that the app has under ``key``: a number, or a name such as
        ``app.string.title``; a bare name when ``by`` is "name". ``{"system": name}`` when it leads to the system's
        resources. A float with a unit is in physical pixels, a plural is an object of its forms."""
        device = self._configured(override)
        table = self._table(module)
        kind, name = self._identify(table, kinds, by, key)
        missing = resource_error(NOT_FOUND_BY_ID if by == "id" else NOT_FOUND_BY_NAME)
        if kind not in kinds:
            raise missing

        def lookup(kind: str, name: str) -> Any:
            return table.find(kind, name, device)

        try:
            value = _converted(kind, lookup(kind, name), lookup, device.density / _BASE_DENSITY)
        except values.SystemReference as reference:
            return {"system": str(reference)}
        except values.Cyclic:
            raise resource_error(TOO_MANY_REFERENCES) from None
        if value is None:
            raise missing
        return {"value": value}

    def media(
        self, module: str, by: By, key: str | int, density: int | None, override: dict[str, Any] | None, as_text: bool
    ) -> bytes | str:
        """A medium's bytes, or a ``data:`` URL of them."""
        table = self._table(module)
        kind, name = self._identify(table, ["media"], by, key)
        found = table.find(kind, name, self._configured(override), density) if kind == "media" else None
        if not isinstance(found, Path):
            raise resource_error(NOT_FOUND_BY_ID if by == "id" else NOT_FOUND_BY_NAME)
        content = found.read_bytes()
        if not as_text:
            return content
        return f"data:image/{found.suffix[1:]};base64,{base64.b64encode(content).decode()}"

    def name_of(self, module: str, identifier: int) -> str:
        """``title`` for the number of ``app.string.title``."""
        names = self._table(module).names_of(identifier)
        if not names:
            raise resource_error(ID_NOT_FOUND)
        return names[0].split(".", 2)[2]

    def locales(self, module: str) -> list[str]:
        return self._table(module).locales

    def raw_content(self, module: str, path: str) -> bytes:
        return self._raw(module).content(path)

    def raw_names(self, module: str, path: str) -> list[str]:
        return self._raw(module).names(path)

    def raw_is_folder(self, module: str, path: str) -> bool:
        return self._raw(module).is_folder(path)

    def raw_open(self, module: str, path: str) -> dict[str, int]:
        """A descriptor of the raw file; the same one until it is closed."""
        if path not in self._open:
            content = self._raw(module).content(path)
            shown = f"/data/storage/el1/bundle/{module or self._module}.hap!/resources/rawfile/{path}"
            self._open[path] = self._sandbox.open_content(content, shown), len(content)
        descriptor, length = self._open[path]
        return {"fd": descriptor, "offset": 0, "length": length}

    def raw_close(self, module: str, path: str) -> None:
        """Only what was opened can be closed (hap_manager.cpp:CloseRawFileDescriptor)."""
        if path not in self._open:
            raise resource_error(INVALID_PATH)
        descriptor, _ = self._open.pop(path)
        try:
            self._sandbox.close(descriptor)
        except OSError:
            return  # the app has closed the descriptor by itself

    def _identify(self, table: ResourceTable, kinds: list[str], by: By, key: str | int) -> tuple[str, str]:
        """Kind and name. Raises BusinessError 9001001 or 9001003 when the app has no such resource."""
        if by == "name":
            kind = next((kind for kind in kinds if table.has(kind, str(key))), None)
            if kind is None:
                raise resource_error(NAME_NOT_FOUND)
            return kind, str(key)
        names = [key] if isinstance(key, str) else table.names_of(key)
        known = [(kind, name) for _, kind, name in (full.split(".", 2) for full in names) if table.has(kind, name)]
        if not known:
            raise resource_error(ID_NOT_FOUND)
        return next((entry for entry in known if entry[0] in kinds), known[0])

    def _configured(self, override: dict[str, Any] | None) -> DeviceConfiguration:
        if not override:
            return self._device
        asked = msgspec.convert(override, Override)
        device = self._device
        return DeviceConfiguration(
            locale=parse_locale(asked.locale) or device.locale,
            orientation=asked.orientation or device.orientation,
            device_type=asked.device_type or device.device_type,
            dark=device.dark if asked.dark is None else asked.dark,
            density=asked.density if asked.density in DENSITIES.values() else device.density,
        )

    def _table(self, module: str) -> ResourceTable:
        return _table(self._package, self._folders.get(module or self._module, ()))

    def _raw(self, module: str) -> RawFiles:
        return RawFiles(self._folders.get(module or self._module, ()))


def _converted(kind: str, raw: Any, lookup: values.Lookup, scale: float) -> object:
    """The value as an app gets it; None when the text in the file is not one of its kind."""
    if kind == "strarray":
        return values.texts(raw, lookup)
    if kind == "intarray":
        items = values.texts(raw, lookup)
        numbers = [values.integer(item) for item in items] if items is not None else [None]
        return None if None in numbers else numbers
    if kind == "plural":
        return values.plural_forms(raw, lookup)
    text = values.resolve(raw, lookup)
    if text is None:
        return None
    if kind == "float":
        number = values.decimal(text)
        return number and number[0] * (scale if number[1] in ("vp", "fp") else 1)
    convert = {"boolean": values.boolean, "integer": values.integer, "color": values.color, "symbol": values.symbol}
    return convert[kind](text) if kind in convert else text
