"""The class that a backup extension in Python inherits from, with OpenHarmony's own names."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING

from ...application import BundleVersion

if TYPE_CHECKING:
    from .guest.context import BackupExtensionContext

MaybeLater = str | None | Awaitable[str | None]


class BackupExtensionAbility:
    """Override what the app needs, as a plain method or as ``async def``.

    ``context`` is assigned after construction: it is not there in ``__init__``. As in the platform's base class
    (openharmony/filemanagement_app_file_service interfaces/api/js/napi/backup_ext/backup_extension_ability.js) every
    method but ``onBackupEx`` exists and answers nothing.
    """

    context: BackupExtensionContext

    def onBackup(self) -> MaybeLater:  # noqa: N802
        """Prepare the data; everything must be on disk when this is done."""
        return None

    def onRestore(self, bundleVersion: BundleVersion) -> MaybeLater:  # noqa: N802, N803
        """The data of ``bundleVersion`` is in place: take it over."""
        return None

    def onRestoreEx(self, bundleVersion: BundleVersion, restoreInfo: str) -> MaybeLater:  # noqa: N802, N803
        """As onRestore; a non-empty text settles the restore, anything else lets onRestore run as well."""
        return None

    def onProcess(self) -> str | None:  # noqa: N802
        """Progress as JSON text, at once."""
        return None

    def onRelease(self, scenario: int) -> Awaitable[None] | None:  # noqa: N802
        """The last call: ``scenario`` is 1 after a backup, 2 after a restore."""
        return None

    def getBackupInfo(self) -> str | None:  # noqa: N802
        return None

    def getBackupCompatibilityInfo(self, extInfo: str) -> MaybeLater:  # noqa: N802, N803
        return None

    def getRestoreCompatibilityInfo(self, extInfo: str) -> MaybeLater:  # noqa: N802, N803
        return None
