"""The project's build-profile.json5: which modules it has, and what a product changes of the app's own declaration."""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec

from ..errors import OhosBackupError
from ..source import SourcePosition
from .fields import Declared, objects_in, optional, optional_text, read_object, required_text
from .json5 import JsonValue

_RELEASES = {
    "3.1": 8, "3.2": 9, "4.0": 10, "4.1": 11, "5.0.0": 12, "5.0.1": 13, "5.0.2": 14, "5.0.3": 15, "5.0.4": 16,
    "5.0.5": 17, "5.1.0": 18, "5.1.1": 19, "6.0.0": 20, "6.0.1": 21, "6.0.2": 22, "6.1.0": 23, "6.1.1": 24,
}  # fmt: skip
"""API version of each release that is sometimes written without it (docs: release-notes)."""


class UnknownApiVersion(OhosBackupError):
    """A version from which no API number can be read."""

    code = "E-STAGE-API-VERSION"


class ListedModule(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of ``modules``."""

    name: str
    folder: Path
    position: SourcePosition


class BuildProfile(msgspec.Struct, frozen=True, kw_only=True):
    """What matters of build-profile.json5.

    ``target_version`` is the version that the app was built for as the bundle manager gives it: an API number, for a
    release of HarmonyOS the packed form (``5.0.0(12)`` is 50000012); 0 when none can be read.
    The three overrides are the first product's (``default`` when there is one): they win over app.json5
    (Huawei's FAQ faqs-ability-88).
    """

    modules: tuple[ListedModule, ...] = ()
    compatible_api: Declared[int] | None = None
    target_version: int = 0
    bundle_name: Declared[str] | None = None
    version_code: JsonValue | None = None
    version_name: JsonValue | None = None


def read_build_profile(root: Path) -> BuildProfile:
    """The project's build profile; an empty one when it has none. Raises the errors of fields and UnknownApiVersion."""
    path = root / "build-profile.json5"
    if not path.is_file():
        return BuildProfile()
    document = read_object(path, path.name)
    app = optional(document, "app", "object")
    product = _product(app) if app else None
    declaring = [holder for holder in (product, app) if holder]
    api = next((holder.members[key] for holder in declaring for key in _API_KEYS if key in holder.members), None)
    target = next((holder.members[key] for holder in declaring for key in _TARGET_KEYS if key in holder.members), None)
    return BuildProfile(
        target_version=_packed(target) if target else 0,
        modules=tuple(_listed(entry, root) for entry in objects_in(document, "modules")),
        compatible_api=api_version(api) if api else None,
        bundle_name=optional_text(product, "bundleName") if product else None,
        version_code=product.members.get("versionCode") if product else None,
        version_name=product.members.get("versionName") if product else None,
    )


_API_KEYS = ("compatibleSdkVersion", "compatibleApiVersion", "minAPIVersion")
_TARGET_KEYS = ("targetSdkVersion", "targetAPIVersion", "compileSdkVersion", "compileApiVersion")


def _packed(value: JsonValue) -> int:
    """Nothing is loaded by this version, so one that cannot be read is no error."""
    scalar = value.scalar
    if isinstance(scalar, int) and not isinstance(scalar, bool):
        return scalar
    match = re.fullmatch(r"\s*(\d+)\.(\d+)\.(\d+)\s*\((\d+)\)\s*", scalar) if isinstance(scalar, str) else None
    if match:
        major, minor, patch, api = (int(part) for part in match.groups())
        return major * 10_000_000 + minor * 100_000 + patch * 1_000 + api
    return (_api_in_text(scalar.strip()) or 0) if isinstance(scalar, str) else 0


def api_version(value: JsonValue) -> Declared[int]:
    """The API number in ``12``, ``"12"``, ``"5.0.0(12)"``, ``"26.0.0"`` or the packed ``50000012``.

    Raises UnknownApiVersion.
    """
    scalar = value.scalar
    number = scalar if isinstance(scalar, int) and not isinstance(scalar, bool) else None
    if isinstance(scalar, str):
        number = _api_in_text(scalar.strip())
    if number is None or number <= 0:
        raise UnknownApiVersion(
            f"no API version can be read from {value.plain()!r}",
            where=value.position,
            mend='Write a number such as 12, or a release such as "5.0.0(12)".',
        )
    # A packed app's number puts the release before the API: 50000012 (window_impl.cpp: API_VERSION_MOD).
    return Declared(number % 1000 if number >= 1_000_000 else number, value.position)


def _api_in_text(text: str) -> int | None:
    if match := re.search(r"\((\d+)\)\s*$", text) or re.fullmatch(r"(\d+)", text):
        return int(match[1])
    match = re.match(r"(\d+)(\.\d+)?(\.\d+)?", text)
    if not match:
        return None
    if int(match[1]) > 6:
        return int(match[1])  # from 26.0.0 on, the release is named after its API
    return _RELEASES.get(match[0]) or _RELEASES.get(match[1] + (match[2] or ".0"))


def _product(app: JsonValue) -> JsonValue | None:
    products = objects_in(app, "products")
    named_default = (
        product for product in products if (name := optional_text(product, "name")) and name.value == "default"
    )
    return next(named_default, products[0] if products else None)


def _listed(entry: JsonValue, root: Path) -> ListedModule:
    name = required_text(entry, "name")
    source = required_text(entry, "srcPath")
    # normpath, not resolve: a linked module keeps the name that the profile gives it.
    folder = Path(os.path.normpath(root / source.value.replace("\\", "/")))
    return ListedModule(name=name.value, folder=folder, position=source.position)
