"""How this filesystem fails: always as OSError, with Linux's number and the path it was about."""

from __future__ import annotations

import os


def failure(number: int, path: str = "", target: str = "") -> OSError:
    """The OSError (of the fitting subclass) for errno ``number``."""
    if target:
        return OSError(number, os.strerror(number), path, None, target)
    return OSError(number, os.strerror(number), path)
