"""Which bundles a bundle wants to be restored before it.

Source: services/backup_sa/src/module_ipc/svc_restore_deps_manager.cpp. The service writes the wish down and starts
every bundle all the same; the documentation (app-file-backup-extension.md) promises the order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .config import UnusableConfig, parse_backup_config

if TYPE_CHECKING:
    from ..installation import InstalledBundle


def restore_deps_of(bundle: InstalledBundle) -> tuple[str, ...]:
    """The names in ``restoreDeps`` of the bundle as it is installed here; a saved capability file has no say."""
    try:
        return split_restore_deps(
            parse_backup_config(bundle.application.extension.profile_text, bundle.profile).restore_deps
        )
    except UnusableConfig:
        return ()


def split_restore_deps(text: str) -> tuple[str, ...]:
    """Split at commas (BuildDepsMap, SplitString): a single name stays as it is, several lose blanks and the CR of a
    line end; nothing between two commas is no name."""
    if "," not in text:
        return (text,) if text else ()
    return tuple(part.strip(" ").rstrip("\r") for part in text.split(",") if part)
