"""How the old device's version reaches the extension.

Rules V1-V9 of the callback notes; app_file_service frameworks/native/backup_ext/src/{ext_backup,ext_backup_js}.cpp.
"""

from __future__ import annotations

from ..application import BundleVersion
from .cjson_text import c_string
from .config import UPGRADE_VERSION_NAME, is_upgrade_version


def was_from_old_generation(version: BundleVersion) -> bool:
    """Whether the data comes from the previous system generation (ext_backup.cpp:WasFromSpecialVersion)."""
    return is_upgrade_version(version.name)


def seen_by_restore_ex(version: BundleVersion) -> dict[str, object]:
    """The first argument of onRestoreEx: name as a C string, code as a JavaScript number
    (ext_backup_js.cpp:ParseRestoreExInfo)."""
    return {"code": _javascript_integer(version.code), "name": c_string(version.name)}


def seen_by_restore(version: BundleVersion) -> dict[str, object]:
    """The argument of onRestore: ``0.0.0.0-…`` is cut to ``0.0.0.0`` with code 0; a bare ``0.0.0.0`` keeps its code
    (ext_backup_js.cpp:ParseRestoreInfo)."""
    if "-" in version.name and was_from_old_generation(version):
        return {"code": 0, "name": UPGRADE_VERSION_NAME}
    return seen_by_restore_ex(version)


def _javascript_integer(code: int) -> int:
    """An int64 after its way through a double: exact up to 2^53."""
    return int(float(code))
