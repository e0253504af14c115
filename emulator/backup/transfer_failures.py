"""How an error inside the framework's file rules reaches the session: with the extension's number, or as a block."""

from __future__ import annotations

import errno
from collections.abc import Generator
from contextlib import contextmanager

from .data_transfer import TransferBlocked, TransferFailed
from .framework_error import FrameworkThrew
from .packing.tar import PackingNeverEnds
from .restore.pax import UnpackingNeverEnds
from .result_codes import INVALID_ARGUMENT, NO_SPACE, thrown_code


@contextmanager
def failures_reported() -> Generator[None, None, None]:
    """Turns what packing or unpacking raises within into TransferFailed and TransferBlocked."""
    try:
        yield
    except FrameworkThrew as error:
        raise TransferFailed(thrown_code(error.code), error.reason) from error
    except (PackingNeverEnds, UnpackingNeverEnds) as error:
        raise TransferBlocked(error.what) from error
    except OSError as error:
        raise out_of_room(error) from error


def out_of_room(error: OSError) -> TransferFailed:
    """The failure that the extension reports when a file cannot be written."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return TransferFailed(NO_SPACE if full else INVALID_ARGUMENT, f"a file could not be written: {error}")
