"""What a path may be: 4095 bytes in all, 255 bytes a name, no NUL; bytes that are not UTF-8 as surrogate escapes."""

from __future__ import annotations

import errno
import posixpath

from .system_errors import failure

NAME_BYTES = 255
PATH_BYTES = 4095


def path_bytes(path: str) -> bytes:
    """The bytes that ``path`` stands for. A lone surrogate that stands for no byte raises OSError(EILSEQ)."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise failure(errno.EILSEQ, path) from None


def path_text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def split_path(path: str) -> tuple[list[str], bool]:
    """The components of ``path`` and whether it ends in a slash. A relative path starts at the root, which is the
    working directory of an app process."""
    if not path:
        raise failure(errno.ENOENT, path)
    if "\0" in path:
        raise failure(errno.EINVAL, path.replace("\0", "\\0"))
    if len(path) > PATH_BYTES // 4 and len(path_bytes(path)) > PATH_BYTES:
        raise failure(errno.ENAMETOOLONG, path)
    return [part for part in path.split("/") if part], path.endswith("/")


def check_name(name: str, path: str) -> None:
    """Raises when ``name`` cannot be the name of an entry."""
    if (len(name) > NAME_BYTES // 4 or not name.isascii()) and len(path_bytes(name)) > NAME_BYTES:
        raise failure(errno.ENAMETOOLONG, path)


def plain_path(path: str) -> str:
    """``path`` as events and descriptors show it: absolute, without ``.``, ``..``, doubled and trailing slashes."""
    if path.startswith("/") and "//" not in path and "/." not in path and not path.endswith("/"):
        return path
    return posixpath.normpath("/" + path.lstrip("/"))


def byte_order(name: str) -> bytes:
    """Sort key of names: their bytes (rule 155 of the file notes)."""
    return name.encode("utf-8", "surrogateescape")
