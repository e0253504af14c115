"""What the tests of the file rules share: the files of one app, and one full backup or restore of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.archive import Archive, ArchivedFile, BundleCapability
from ohos_backup.emulator.backup.config import parse_backup_config
from ohos_backup.emulator.backup.packing.full import FullBackup
from ohos_backup.emulator.backup.receiving import receive
from ohos_backup.emulator.backup.restore.outcome import RestoreOutcome
from ohos_backup.emulator.backup.restore.restore import restore_full
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.view import View
from ohos_backup.emulator.trace import Trace

APP = 20010035
BASE = "/data/storage/el2/base"
DATABASE = "/data/storage/el2/database"
SHORT = {"B": BASE, "DB": DATABASE}


def full_path(path: str) -> str:
    """``B/files/a`` and ``DB/r.db`` written out; anything else as it is."""
    head, slash, rest = path.partition("/")
    return f"{SHORT[head]}{slash}{rest}" if head in SHORT else path


class Sandbox:
    """The app's files as the framework sees them inside the extension's process."""

    def __init__(self) -> None:
        device = DeviceFileSystem(VirtualClock(), Trace())
        owner = device.physical_view()
        for folder in ("/data", "/system", "/storage"):
            owner.make_directory(folder, 0o755)
            owner.change_owner(folder, APP, APP)
        self.view: View = device.physical_view(APP, APP, actor="framework")
        self.view.umask = 0o002
        self.view.make_directories(f"{BASE}/.backup")

    def write(self, files: Mapping[str, bytes | int]) -> Sandbox:
        """``path: content``; a number is a size in zeros; a path that ends in ``/`` is an empty folder."""
        for short, content in files.items():
            path = full_path(short)
            self.view.make_directories(path.rpartition("/")[0])
            if not path.endswith("/"):
                self.view.write_file(path, bytes(content) if isinstance(content, int) else content)
        return self

    def files(self) -> dict[str, bytes]:
        """Every regular file outside the framework's own folder."""
        return {
            path: self.view.read_file(path)
            for path, status in self.view.walk("/")
            if status.mode & 0o170000 == 0o100000 and not path.startswith(f"{BASE}/.backup/")
        }


def back_up(sandbox: Sandbox, config: Mapping[str, object], **options: Any) -> Archive:
    """The archive of one full backup with ``config``."""
    backup = FullBackup(sandbox.view, parse_backup_config(json.dumps(config)), **options)
    total = backup.scan()
    backup.pack()
    files = {sent.name: ArchivedFile(sent.content) for sent in backup.deliver() if sent.content is not None}
    files["manage.json"] = ArchivedFile(backup.index())
    version = BundleVersion(1000000, "1.0.0")
    return Archive(capability=BundleCapability(name="com.example.notes", version=version, data_size=total), files=files)


def restore(sandbox: Sandbox, archive: Archive, *, full_backup_only: bool = False) -> RestoreOutcome:
    """Receive ``archive`` and put it back as a full restore."""
    receive(sandbox.view, archive)
    outcome = RestoreOutcome()
    restore_full(sandbox.view, outcome, full_backup_only=full_backup_only)
    return outcome
