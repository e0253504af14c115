"""``@ohos.file.securityLabel``: a file's data level, in an extended attribute (mod_securitylabel/security_label.h)."""

from __future__ import annotations

from collections.abc import Mapping

from ...filesystem.api import FileSystemView
from ..api import HostFunction
from .errors import invalid_argument, reported

ATTRIBUTE = "user.security"
DEFAULT_LEVEL = "s3"


class SecurityLabels:
    def __init__(self, view: FileSystemView) -> None:
        self._view = view
        self.host_functions: Mapping[str, HostFunction] = {
            "label.set": reported(self.set),
            "label.get": self.get,
        }

    def set(self, path: str, level: str) -> None:
        """A level can only be raised."""
        present = self._read(path)
        if len(present) == len(DEFAULT_LEVEL) and present > level:
            raise invalid_argument()
        self._view.set_attribute(path, ATTRIBUTE, level.encode())

    def get(self, path: str) -> str:
        """``s3`` for a file without a label, and for a missing one, too."""
        return self._read(path) or DEFAULT_LEVEL

    def _read(self, path: str) -> str:
        try:
            return self._view.get_attribute(path, ATTRIBUTE).decode("utf-8", "replace")
        except OSError:
            return ""
