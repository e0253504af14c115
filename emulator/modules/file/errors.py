"""errno -> BusinessError of the file modules (filemanagement_file_api utils/filemgmt_libn n_error.h, n_error.cpp)."""

from __future__ import annotations

import errno

from ..api import BusinessError, HostFunction

SYSTEM_CAPABILITY = 13_900_000
INVALID_ARGUMENT = SYSTEM_CAPABILITY + 20
UNKNOWN_ERROR = SYSTEM_CAPABILITY + 42
UNKNOWN_TEXT = (
    "Unknown error. Possible causes: 1.Insufficient memory.2.Memory operation error. 3.Null pointer. "
    "4.Failed to obtain expected resources."
)

CODES = {
    number: (SYSTEM_CAPABILITY + suffix, text)
    for number, suffix, text in (
        (errno.EPERM, 1, "Operation not permitted"),
        (errno.ENOENT, 2, "No such file or directory"),
        (errno.ESRCH, 3, "No such process"),
        (errno.EINTR, 4, "Interrupted system call"),
        (errno.EIO, 5, "I/O error"),
        (errno.ENXIO, 6, "No such device or address"),
        (errno.E2BIG, 7, "Arg list too long"),
        (errno.EBADF, 8, "Bad file descriptor"),
        (errno.ECHILD, 9, "No child processes"),
        (errno.EAGAIN, 10, "Try again"),
        (errno.ENOMEM, 11, "Out of memory"),
        (errno.EACCES, 12, "Permission denied"),
        (errno.EFAULT, 13, "Bad address"),
        (errno.EBUSY, 14, "Device or resource busy"),
        (errno.EEXIST, 15, "File exists"),
        (errno.EXDEV, 16, "Cross-device link"),
        (errno.ENODEV, 17, "No such device"),
        (errno.ENOTDIR, 18, "Not a directory"),
        (errno.EISDIR, 19, "Is a directory"),
        (errno.EINVAL, 20, "Invalid argument"),
        (errno.ENFILE, 21, "File table overflow"),
        (errno.EMFILE, 22, "Too many open files"),
        (errno.ETXTBSY, 23, "Text file busy"),
        (errno.EFBIG, 24, "File too large"),
        (errno.ENOSPC, 25, "No space left on device"),
        (errno.ESPIPE, 26, "Illegal seek"),
        (errno.EROFS, 27, "Read-only file system"),
        (errno.EMLINK, 28, "Too many links"),
        (errno.EDEADLK, 29, "Resource deadlock would occur"),
        (errno.ENAMETOOLONG, 30, "File name too long"),
        (errno.ENOSYS, 31, "Function not implemented"),
        (errno.ENOTEMPTY, 32, "Directory not empty"),
        (errno.ELOOP, 33, "Too many symbolic links encountered"),
        (errno.ENODATA, 37, "No data available"),
        (errno.EOVERFLOW, 38, "Value too large for defined data type"),
        (errno.EDQUOT, 41, "Quota exceeded"),
        (errno.ENOLCK, 43, "No record locks available"),
        (errno.ENETUNREACH, 44, "Network is unreachable"),
        (errno.ECANCELED, 49, "Operation canceled"),
    )
}


def file_error(number: int, detail: str = "") -> BusinessError:
    """The error for ``number``; ``detail`` is what some calls add to the message."""
    if number not in CODES:
        return BusinessError(UNKNOWN_ERROR, detail or f"{UNKNOWN_TEXT} Internal errno is {number}")
    code, text = CODES[number]
    return BusinessError(code, f"{text}. {detail}" if detail else text)


def invalid_argument(detail: str = "") -> BusinessError:
    return file_error(errno.EINVAL, detail)


def reported(function: HostFunction) -> HostFunction:
    """``function`` with every OSError turned into the BusinessError that the guest throws."""

    def call(*arguments: object) -> object:
        try:
            return function(*arguments)
        except OSError as error:
            raise file_error(error.errno or errno.EIO) from error

    return call


def anonymised(path: str) -> str:
    """``path`` as error messages show it (n_error.cpp:AnonymizePath): most letters of each name are starred."""
    scheme, separator, rest = path.partition("://")
    head, rest = (f"{scheme}://", rest) if separator else ("", path)
    *folders, last = rest.split("/")
    stem, dot, suffix = last.rpartition(".")
    shown_last = f"{_starred(stem)}.{_starred(suffix)}" if dot else _starred(last)
    return head + "/".join([*map(_starred, folders), shown_last])


def _starred(name: str) -> str:
    length = len(name)
    if length >= 6:
        return f"{name[:2]}{'*' * (length - 3)}{name[-1]}"
    if length >= 4:
        return f"{name[0]}{'*' * (length - 2)}{name[-1]}"
    if length >= 2:
        return f"{name[0]}{'*' * (length - 1)}"
    return "*" * length
