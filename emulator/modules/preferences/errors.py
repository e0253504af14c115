"""How preferences fail, by the number of the documentation (preferences_error.cpp, preferences_errno.h)."""

from __future__ import annotations

from ..api import BusinessError

INNER_ERROR = 15500000
DELETE_FAILED = 15500010
NOT_SUPPORTED = 801
NATIVE_ERROR = 13 << 21 | 6 << 16
"""E_ERROR of the native layer, shown in the message."""


def inner_error(message: str = f"Inner error. Error code {NATIVE_ERROR}") -> BusinessError:
    return BusinessError(INNER_ERROR, message)


def delete_failed() -> BusinessError:
    return BusinessError(DELETE_FAILED, "Failed to delete the user preferences persistence file.")


def not_supported() -> BusinessError:
    return BusinessError(NOT_SUPPORTED, "Capability not supported.")
