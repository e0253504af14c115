"""One device with the app installed, driven through seeding, backup and restore, each step proven before the next."""

from __future__ import annotations

from typing import Literal

from ...emulator.backup.api import RestoreOptions, SessionOptions, SessionResult
from ...emulator.backup.archive import Archive
from ...emulator.backup.service import BackupResult
from ...emulator.device import Device
from ...emulator.profile import DeviceProfile
from ...emulator.staging import EVERY_WORKING_FOLDER
from ...emulator.trace import AnyEvent, CallbackSettled
from ..data.data_set import DataSet
from ..data.tolerance import Tolerance
from ..data.tree import Tree, capture, only
from ..settings.sandbox_paths import absolute
from ..subjects.subject import Subject
from .verdicts import Inconclusive, NotApplicable

Direction = Literal["backup", "restore"]

SANDBOX_ROOTS = (
    *(f"/data/storage/el{level}/{part}" for level in range(1, 6) for part in ("base", "database")),
    "/data/storage/el2/distributedfiles",
    "/data/storage/el2/cloud",
    "/data/storage/el2/log",
)
"""Everything an app owns on the device, in app view."""


class Trial:
    """``device`` and ``bundle`` are the emulator's own objects, for whatever this class has no word for."""

    def __init__(
        self,
        subject: Subject,
        *,
        profile: DeviceProfile,
        seed: int = 0,
        user: int = 100,
        app_index: int = 0,
        endless: frozenset[Direction] = frozenset(),
    ) -> None:
        """``endless``: what the app is known never to come back from, which is not tried here."""
        self.subject = subject
        self._endless = endless
        self._seed = seed
        self._user = user
        self._app_index = app_index
        self.device = Device(profile, seed=seed, users=(user,))
        self.bundle = self.device.install(subject.application, user=user, app_index=app_index)
        self._onlooker = self.bundle.view("harness", recording=False)
        self.tolerance = Tolerance(subject.settings.expect.may_change)
        """What the team lets change, for whoever compares something else than trees."""
        left_over = [path for path, node in self.tree().items() if node.kind != "directory"]
        if left_over:
            raise Inconclusive(f"the app is newly installed and has data already: {left_over[0]}")

    def fresh(self) -> Trial:
        """The same app newly installed on another device of the same kind, with nothing of its data: a new phone."""
        return Trial(
            self.subject,
            profile=self.device.profile,
            seed=self._seed,
            user=self._user,
            app_index=self._app_index,
            endless=self._endless,
        )

    def seed(self, data_set: DataSet) -> Tree:
        """Put the user's data on the device and prove that it is there; returns all of the app's files.

        Raises Inconclusive when the sandbox already held one of the files or does not take the data.
        """
        before = self.tree()
        taken = [file.path for file in data_set.files if file.path in before]
        if taken:
            raise Inconclusive(f"the sandbox already held {taken[0]} before the data set '{data_set.name}' was placed")
        try:
            data_set.place(self.bundle.files, self.device.clock.now_ns)
        except OSError as error:
            raise Inconclusive(f"the device did not take the data set '{data_set.name}': {error}") from error
        tree = self.tree()
        for file in data_set.files:
            if file.path not in tree or tree[file.path].content != file.content:
                raise Inconclusive(f"{file.path} of the data set '{data_set.name}' did not arrive on the device")
        return tree

    def tree(self) -> Tree:
        """All of the app's files at this moment, without what lies in the framework's working folders."""
        return only(capture(self._onlooker, SANDBOX_ROOTS, self.tolerance), is_app_data)

    def backup(self, options: SessionOptions | None = None) -> BackupResult:
        self._require_an_end("backup")
        return self.device.backup_service.backup(self.bundle, options or SessionOptions())

    def restore(self, archive: Archive | None, options: RestoreOptions | None = None) -> SessionResult:
        """Restore ``archive`` here; None with ``data_ready``, where a migration has put the data in place."""
        self._require_an_end("restore")
        return self.device.backup_service.restore(self.bundle, archive, options or RestoreOptions())

    def _require_an_end(self, direction: Direction) -> None:
        if direction in self._endless:
            raise NotApplicable(f"an ordinary {direction} never comes to an end, so no other is tried: see LIF-002")

    def events(self, result: SessionResult) -> tuple[AnyEvent, ...]:
        """What happened during one session, its lingering included."""
        return self.device.trace.since(result.first_event)[: result.last_event - result.first_event]

    def settled(self, result: SessionResult, callback: str) -> tuple[CallbackSettled, ...]:
        """How each call of ``callback`` in that session ended."""
        return tuple(e for e in self.events(result) if isinstance(e, CallbackSettled) and e.callback == callback)

    def write(self, path: str, content: bytes | str) -> None:
        """Put a file into the sandbox; a relative path is below ``/data/storage/el2/base/``."""
        full = absolute(path)
        self.bundle.files.make_directories(full.rpartition("/")[0], 0o700)
        self.bundle.files.write_file(full, content.encode() if isinstance(content, str) else content, 0o600)

    def read(self, path: str) -> bytes:
        """The content of a file of the sandbox. Raises OSError."""
        return self.bundle.files.read_file(absolute(path))

    def exists(self, path: str) -> bool:
        return self.bundle.files.exists(absolute(path))


def is_app_data(path: str) -> bool:
    return not any(path == folder or path.startswith(f"{folder}/") for folder in EVERY_WORKING_FOLDER)
