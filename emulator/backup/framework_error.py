"""Errors that the framework throws to itself, with the numbers of its own class (utils/include/b_error/b_error.h)."""

from __future__ import annotations

EXT_INVAL_ARG = 0x5000
EXT_BACKUP_PACKET_ERROR = 0x5007
EXT_REPORT_FILE_READY_FAIL = 0x5013
ERR_INVALID_VALUE = 22
"""What the restore answers for an index entry whose name is no acceptable path (c_utils errors.h)."""


class FrameworkThrew(Exception):
    """``code`` is the framework's own number; whoever drives the session turns it into the external one."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{reason} ({code:#x})")
        self.code = code
        self.reason = reason
