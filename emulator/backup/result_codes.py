"""The numbers a caller of the backup service sees, and the sentences that go with them.

Source: app_file_service utils/include/b_error/b_error.h (errCodeTable_, sysErrnoCodeTable_, backupErrorMsgTable_).
"""

from __future__ import annotations

import errno

OK = 0
IPC_ERROR = 13600001
NOT_PERMITTED = 13900001
IO_ERROR = 13900005
OUT_OF_MEMORY = 13900011
INVALID_ARGUMENT = 13900020
NO_SPACE = 13900025
UNKNOWN_ERROR = 13900042
NOT_SUPPORTED = 13500001
BOOT_TIMEOUT = 13500002
EXTENSION_TIMEOUT = 13500003
EXTENSION_DIED = 13500004
BUNDLE_UNKNOWN = 13500005
PACK_FAILED = 13500006
EXTENSION_THREW = 13500007
UNPACK_FAILED = 13500008
BOOT_FAILED = 13500009
CANCEL_NOT_STARTED = 13500011
CANCEL_NO_TASK = 13500012
SESSION_CONFLICT = 13500013

_MESSAGES = {
    IPC_ERROR: "IPC error",
    NOT_PERMITTED: "Operation not permitted",
    IO_ERROR: "I/O error",
    OUT_OF_MEMORY: "Out of memory",
    INVALID_ARGUMENT: "Invalid argument",
    NO_SPACE: "No space left on device",
    UNKNOWN_ERROR: "Unknown error",
    NOT_SUPPORTED: "Not support backup/restore",
    BOOT_TIMEOUT: "SA boot extension timeout",
    EXTENSION_TIMEOUT: "Extension process timeout",
    EXTENSION_DIED: "Extension process died",
    BUNDLE_UNKNOWN: "SA the bundle info for backup/restore is empty",
    PACK_FAILED: "Tar failed",
    EXTENSION_THREW: "Extension throw exception",
    UNPACK_FAILED: "Untar failed",
    BOOT_FAILED: "SA failed to boot application extension",
    CANCEL_NOT_STARTED: "Cancel unstarted backup or restore task ",
    CANCEL_NO_TASK: "Cancel a backup or restore task that does not exist",
    SESSION_CONFLICT: "Session Conflict",
}

_THROWN = {
    0x5000: INVALID_ARGUMENT,
    0x5006: NOT_SUPPORTED,
    0x5007: PACK_FAILED,
    0x5009: EXTENSION_THREW,
    0x5010: UNPACK_FAILED,
}


_OF_ERRNO = {
    errno.EPERM: NOT_PERMITTED,
    errno.EIO: IO_ERROR,
    errno.EBADF: IO_ERROR,
    errno.EACCES: IO_ERROR,
    errno.EFBIG: IO_ERROR,
    errno.ENOMEM: OUT_OF_MEMORY,
    errno.EMFILE: OUT_OF_MEMORY,
    errno.ENOENT: INVALID_ARGUMENT,
    errno.ENOTDIR: INVALID_ARGUMENT,
    errno.EISDIR: INVALID_ARGUMENT,
    errno.ENAMETOOLONG: INVALID_ARGUMENT,
    errno.ENOSPC: NO_SPACE,
}


def thrown_code(internal: int) -> int:
    """What the extension reports for an error that its framework threw to itself (b_error.cpp:GetCode)."""
    return _THROWN.get(internal, internal)


def code_of_errno(number: int) -> int:
    """What the framework makes of a failing system call where it asks its table (b_error.cpp:GetCodeByErrno)."""
    return _OF_ERRNO.get(number, UNKNOWN_ERROR)


def external_code(code: int) -> int:
    """The number that reaches the caller: one the table does not know becomes 13900042 (b_error.cpp:GetCode)."""
    return code if code == OK or code in _MESSAGES else UNKNOWN_ERROR


def message_of(code: int) -> str:
    """The caller's error text for ``code``, ``""`` for success; a raw number stays visible as "origin errno"
    (session_backup_n_exporter.cpp:OnBundleEnd)."""
    if code == OK:
        return ""
    return f"{_MESSAGES[external_code(code)]}, origin errno: {code}"
