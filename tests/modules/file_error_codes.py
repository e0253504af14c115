"""The error codes of @ohos.file.fs that its tests expect most often."""

from __future__ import annotations

INVALID = 13900020
MISSING = 13900002
EXISTS = 13900015
BAD_DESCRIPTOR = 13900008
