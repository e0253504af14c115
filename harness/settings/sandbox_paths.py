"""Paths on the device as people write them: relative ones are below the folder where apps keep most of their data."""

from __future__ import annotations

import posixpath
import re

DEFAULT_BASE = "/data/storage/el2/base/"
"""What a path without a leading slash is relative to."""

_SANDBOX = re.compile(r"/data/storage/el[1-5]/(base|database|distributedfiles|cloud)/.")


def absolute(path: str) -> str:
    return path if path.startswith("/") else DEFAULT_BASE + path


def is_inside(path: str) -> bool:
    """Whether an absolute path names something that an app can own."""
    return posixpath.normpath(path) == path and _SANDBOX.match(path) is not None
