"""AppScope/app.json5: what the app is called and which version it has."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ..source import SourcePosition
from .build_profile import BuildProfile, api_version
from .fields import Declared, optional_text, read_object, required, required_text
from .json5 import JsonValue
from .locate import APP_FILES


class AppDeclaration(msgspec.Struct, frozen=True, kw_only=True):
    """The app as declared, a product's overrides applied.

    ``version_code`` and ``version_name`` are kept as they stand, whatever their type, and are None when missing: a
    wrong one is for the suite to judge. ``compatible_api`` is None when no file claims any, ``target_version`` 0.
    """

    path: Path
    position: SourcePosition
    bundle_name: Declared[str]
    version_code: JsonValue | None
    version_name: JsonValue | None
    label: Declared[str] | None
    compatible_api: Declared[int] | None
    target_version: int
    declaration: JsonValue
    """The object ``app`` as it stands."""

    @property
    def version_code_number(self) -> int:
        """The code as a device would know it: 0 when none or no whole number is declared."""
        scalar = self.version_code.scalar if self.version_code else None
        return scalar if isinstance(scalar, int) and not isinstance(scalar, bool) else 0

    @property
    def version_name_text(self) -> str:
        """The name as a device would know it: empty when none or no string is declared."""
        scalar = self.version_name.scalar if self.version_name else None
        return scalar if isinstance(scalar, str) else ""


def read_app(root: Path, profile: BuildProfile) -> AppDeclaration:
    """The declaration under ``root``/AppScope; app.json is the older spelling. Raises the errors of fields."""
    name = next(name for name in APP_FILES if (root / name).is_file())
    app = required(read_object(root / name, name), "app", "object")
    minimum = app.members.get("minAPIVersion")
    return AppDeclaration(
        path=root / name,
        position=app.position,
        bundle_name=profile.bundle_name or required_text(app, "bundleName"),
        version_code=profile.version_code or app.members.get("versionCode"),
        version_name=profile.version_name or app.members.get("versionName"),
        label=optional_text(app, "label"),
        compatible_api=profile.compatible_api or (api_version(minimum) if minimum else None),
        target_version=profile.target_version,
        declaration=app,
    )
