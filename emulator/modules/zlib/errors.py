"""The error numbers of ``@ohos.zlib`` (interfaces/kits/js/zip napi/common/napi_business_error.h, business_error.h)."""

from __future__ import annotations

import errno

from ..api import BusinessError

SOURCE_INVALID = 900001
TARGET_INVALID = 900002
NOT_A_ZIP = 900003
ARCHIVE_TEXTS = {
    SOURCE_INVALID: "The input source file is invalid.",
    TARGET_INVALID: "The input destination file is invalid.",
    NOT_A_ZIP: "The input source file is not in ZIP format or is damaged.",
}
STREAM_ERROR, DATA_ERROR, MEM_ERROR, BUF_ERROR, STRUCTURE_ERROR = -2, -3, -4, -5, -9
STREAM_CODES = {
    errno.EFAULT: (17800001, "Bad address"),
    errno.ENOENT: (17800002, "No such file or access mode error"),
    STREAM_ERROR: (17800004, "Compression or decompression stream error"),
    DATA_ERROR: (17800005, "The input data is incorrect"),
    MEM_ERROR: (17800006, "Memory allocation failed"),
    BUF_ERROR: (17800007, "The output buffer is too small, or the input buffer is incorrect"),
    STRUCTURE_ERROR: (17800009, "Internal structure error"),
}


def archive_error(code: int) -> BusinessError:
    return BusinessError(code, f"BusinessError {code}: {ARCHIVE_TEXTS[code]}")


def stream_error(number: int) -> BusinessError:
    """The error for a return status of zlib, or for an errno."""
    code, text = STREAM_CODES[number]
    return BusinessError(code, text)
