"""The incoming side of a restore: the files that a client sent lie in the incoming folder, each beside its report.

Source: ext_extension.cpp:GetFileHandle, GetIncrementalFileHandle, GetIncreFileHandleForNormalVersion.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from ..staging import BELOW_BASE, Staging
from .archive import Archive
from .naming import REPORT_EXTENSION
from .transfer_failures import out_of_room

if TYPE_CHECKING:
    from ..filesystem.api import FileSystemView

RECEIVED_MODE = 0o600


def receive(
    view: FileSystemView, archive: Archive, staging: Staging = BELOW_BASE, *, with_folders: bool = False
) -> list[tuple[str, int]]:
    """Fill the incoming folder as the service does on behalf of its client: each file and beside it a report file,
    empty where the archive has none. Returns the names that could not be received with their errno.

    Only the incoming folder itself is made, unless ``with_folders``: files that travel under their whole path get
    their folders (GetIncrementalFileHandleUntarPath). A big file whose folder has a dot in its name and whose own
    name has none travels under a name with a slash, so otherwise it cannot be received
    (ext_extension.cpp:GetIncreFileHandleForNormalVersion), and the restore of its app fails. Raises TransferFailed
    when there is no room or the incoming folder cannot be made.
    """
    refused: list[tuple[str, int]] = []
    try:
        view.make_directories(staging.incoming.rstrip("/"), 0o700)
    except OSError as error:
        raise out_of_room(error) from error
    for name, file in archive.files.items():
        path = staging.incoming + name
        try:
            if with_folders:
                view.make_directories(path.rpartition("/")[0])
            view.write_file(path, file.content, RECEIVED_MODE)
            view.write_file(path + REPORT_EXTENSION, file.report or b"", RECEIVED_MODE)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise out_of_room(error) from error
            refused.append((name, error.errno or errno.EIO))
    return refused
