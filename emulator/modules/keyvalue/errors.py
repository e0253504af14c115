"""How key-value stores fail: the status of the native layer and its number in JavaScript (js_error_utils.cpp)."""

from __future__ import annotations

from ..api import BusinessError


def invalid_argument() -> BusinessError:
    return BusinessError(401, "Parameter error: Parameters verification failed.")


def invalid_backup() -> BusinessError:
    """The same, from backupEx and restoreEx."""
    return BusinessError(15100000, "Parameter error: Parameters verification failed.")


def not_found() -> BusinessError:
    return BusinessError(15100004, "Not found.")


def already_closed() -> BusinessError:
    return BusinessError(15100005, "Database or result set already closed.")


def corrupted() -> BusinessError:
    return BusinessError(15100003, "Database corrupted")


def database_error() -> BusinessError:
    """Statuses without a number of their own: a full device, a transaction at the wrong time."""
    return BusinessError(-1, "")
