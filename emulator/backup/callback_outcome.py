"""What the framework makes of a callback that came to its end: the outcome table of the callback notes (section 2.2).

Source: app_file_service frameworks/native/backup_ext/src/ext_backup_js.cpp: CallJsOnBackupEx, CallJSRestoreEx,
DealNapiStrValue, DealNapiException, PromiseCatchCallback, PromiseCatchCallbackEx, InvokeAppExtMethod.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..runtime.api import Call, GuestError


class Delivery(msgspec.Struct, frozen=True):
    """``accepted``: onBackupEx or onRestoreEx gave ``text``. ``fallback``: it gave nothing, so the plain callback is
    next. ``completed``: the plain callback is done. ``failed``: 13500007, with ``text`` only if a string was thrown.
    ``undelivered``: the framework never learns of it and waits on.

    ``uncaught`` is the Error that the framework raises again as uncaught: it may end the process.
    """

    kind: Literal["accepted", "fallback", "completed", "failed", "undelivered"]
    text: str = ""
    uncaught: GuestError | None = None


def delivery_of(call: Call, *, extended: bool) -> Delivery:
    """The outcome of a settled ``call``; ``extended`` for onBackupEx and onRestoreEx, whose result counts."""
    if call.state == "threw":
        return _thrown(call.error)
    if call.state == "rejected":
        return _rejected(call.error)
    if not extended:
        return Delivery("completed")
    text = call.value.string
    return Delivery("accepted", text) if text else Delivery("fallback")


def _thrown(error: GuestError | None) -> Delivery:
    """The exception's text is read only when it is itself a string; an Error object is raised again
    (ext_backup_js.cpp:DealNapiException)."""
    if error is None:
        return Delivery("failed")
    return Delivery("failed", error.value.string, error if error.value.type == "error" else None)


def _rejected(error: GuestError | None) -> Delivery:
    """The catch handler raises the value again first; that works for Error objects only, and when it does not work
    the handler returns without delivering anything (ext_backup_js.cpp:PromiseCatchCallbackEx)."""
    if error is not None and error.value.type == "error":
        return Delivery("failed", "", error)
    return Delivery("undelivered")
