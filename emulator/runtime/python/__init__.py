"""Backup extensions written in Python: what their authors import. The host itself is in ``host``."""

from ...application import BundleVersion
from .ability import BackupExtensionAbility
from .guest.context import BackupExtensionContext

__all__ = ["BackupExtensionAbility", "BackupExtensionContext", "BundleVersion"]
