"""What others could see while an extension runs: its files in folders that are shared, and files that anybody may read.

Looked at between any two of the extension's own operations, so a copy that is gone at the end is seen as well.
"""

from __future__ import annotations

import stat

import msgspec

from ...emulator.filesystem.faults import CountOperations
from .trial import Trial

SHARED_FOLDERS = (
    "/data/storage/el2/cloud",
    "/data/storage/el2/distributedfiles",
    "/data/storage/el2/share",
    "/mnt/data",
    "/storage",
)
"""Seen by other apps, other devices of the account or a cloud (backup_sandbox.json; guide 'application sandbox')."""

OTHERS = stat.S_IROTH | stat.S_IWOTH


class Exposed(msgspec.Struct, frozen=True):
    """A file as it was at one moment; ``shared`` or else open to anybody by its ``mode``."""

    path: str
    content: bytes
    shared: bool
    mode: int


class ExposureWatch(CountOperations):
    """Set as ``filesystem.fault`` for a session; call ``look`` after it. It lets every operation pass."""

    def __init__(self, trial: Trial) -> None:
        super().__init__()
        self._view = trial.bundle.view("harness", recording=False)
        self.exposed: dict[Exposed, None] = {}

    def _act(self, number: int, operation: str, path: str) -> None:
        if number > 1:
            self._look_at(self.seen[number - 2][1])

    def look(self) -> None:
        """See what the whole session has left."""
        for path in dict.fromkeys(path for _, path in self.seen):
            self._look_at(path)

    def _look_at(self, path: str) -> None:
        try:
            status = self._view.lstat(path)
        except OSError:
            return
        shared = is_shared(path)
        if stat.S_ISREG(status.mode) and (shared or status.mode & OTHERS):
            self.exposed.setdefault(Exposed(path, self._view.read_file(path), shared, stat.S_IMODE(status.mode)))


def is_shared(path: str) -> bool:
    return any(path.startswith(f"{folder}/") for folder in SHARED_FOLDERS)
