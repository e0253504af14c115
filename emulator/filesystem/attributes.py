"""Extended attributes: names in the ``user.`` space, values up to 64 KiB, as xattr(7) has them."""

from __future__ import annotations

import errno

from .system_errors import failure

NAME_BYTES = 255
VALUE_BYTES = 65536


def check_attribute(name: str, value: bytes, path: str) -> None:
    """Raises when ``name`` cannot be an attribute of an app's file or ``value`` is too long for one."""
    if not name or len(name.encode("utf-8", "surrogateescape")) > NAME_BYTES:
        raise failure(errno.ERANGE, path)
    if not name.startswith("user.") or name == "user.":
        raise failure(errno.EOPNOTSUPP, path)
    if len(value) > VALUE_BYTES:
        raise failure(errno.E2BIG, path)
