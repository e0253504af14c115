"""``ohos-backup check --watch``: judge again whenever a file of the app is saved."""

from __future__ import annotations

from .loop import watch_suite

__all__ = ["watch_suite"]
