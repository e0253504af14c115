"""Whatever is wrong with an archive: the service answers, only the app's own folders change, the device lives."""

from __future__ import annotations

import io
import json
import tarfile
from functools import cache
from typing import Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ohos_backup.emulator.backup.api import RestoreOptions
from ohos_backup.emulator.backup.archive import Archive, ArchivedFile
from ohos_backup.emulator.backup.report_file import ReportRecord, write_report
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.installation import InstalledBundle
from scripted_host import ScriptedHost, application

FILES = "/data/storage/el2/base/files"
TREE = {
    f"{FILES}/note.txt": b"hello",
    f"{FILES}/deep/{'n' * 100}": b"long name",
    "/data/storage/el1/base/preferences/settings": b"<xml/>",
    f"{FILES}/film.mp4": bytes(2 * 1024 * 1024 + 1),
    f"{FILES}/mine.tar": b"t" * (2 * 1024 * 1024 + 1),
}
OTHER_APP = "com.example.other"
CODES = {0, 13500003, 13500001}
"""What a caller may be told besides any code of the platform (13900000 and more)."""
PLACES = st.one_of(st.integers(0, 4096), st.integers(0, 10**7))


@cache
def sound_archive() -> Archive:
    """A full backup whose big files travel with the reports that a client of incremental sessions would send."""
    device, bundle = installed()
    for path, content in TREE.items():
        bundle.files.make_directories(path.rpartition("/")[0])
        bundle.files.write_file(path, content)
    result = device.backup_service.backup(bundle)
    assert result.archive is not None, result.message
    paths = {entry["fileName"]: entry["information"]["path"] for entry in json.loads(result.archive.manage_text)}
    files = {
        name: ArchivedFile(file.content, write_report([ReportRecord(path=paths[name], mode="33188")]))
        if name in paths and not name.startswith("part.")
        else file
        for name, file in result.archive.files.items()
    }
    return msgspec.structs.replace(result.archive, files=files)


def installed() -> tuple[Device, InstalledBundle]:
    device = Device()
    allowed = json.dumps({"allowToBackupRestore": True})
    bundles: list[InstalledBundle] = []
    for name in ("com.example.notes", OTHER_APP):
        app = application(ScriptedHost(), bundle_name=name)
        bundles.append(
            device.install(
                msgspec.structs.replace(app, extension=msgspec.structs.replace(app.extension, profile_text=allowed))
            )
        )
    bundles[1].files.write_file(f"{FILES}/precious", b"of another app")
    return device, bundles[0]


def outside(bundle: InstalledBundle) -> dict[str, object]:
    """Everything on the device but the app's own folders: status of folders, content of files."""
    view = bundle.physical_files
    seen: dict[str, object] = {}
    for path, status in view.walk("/"):
        if bundle.bundle_name not in path.split("/"):
            is_file = status.mode & 0o170000 == 0o100000
            seen[path] = view.read_file(path) if is_file else (status.mode, status.uid, status.gid)
    return seen


def flipped(content: bytes, place: int, flip: int) -> bytes:
    at = place % len(content)
    return content[:at] + bytes((content[at] ^ flip,)) + content[at + 1 :]


def damaged(archive: Archive, choice: int, damage: list[tuple[int, int]]) -> Archive:
    """``archive`` with bytes flipped in one of its files; every file and every report has its turn by ``choice``."""
    parts = [(name, False) for name in archive.files]
    parts += [(name, True) for name, file in archive.files.items() if file.report]
    name, is_report = parts[choice % len(parts)]
    content, report = archive.files[name].content, archive.files[name].report
    for place, flip in damage:
        if is_report:
            report = flipped(report or b"\0", place, flip)
        else:
            content = flipped(content, place, flip)
    return msgspec.structs.replace(archive, files={**archive.files, name: ArchivedFile(content, report)})


@settings(max_examples=120)
@given(st.integers(0, 7), st.lists(st.tuples(PLACES, st.integers(1, 255)), min_size=1, max_size=3))
def test_flipped_bytes_anywhere_stay_within_the_app_and_leave_the_device_usable(
    choice: int, damage: list[tuple[int, int]]
) -> None:
    archive = sound_archive()
    assert len(archive.files) + sum(file.report is not None for file in archive.files.values()) == 6
    device, bundle = installed()
    before = outside(bundle)
    result = device.backup_service.restore(bundle, damaged(archive, choice, damage))
    assert result.code in CODES or result.code >= 13900000
    assert outside(bundle) == before
    again = device.backup_service.restore(bundle, archive)
    assert again.succeeded, again.message
    assert {path: bundle.files.read_file(path) for path in TREE} == TREE
    assert device.backup_service.backup(bundle).succeeded


@pytest.mark.parametrize("kind", ["full", "incremental"])
def test_a_tar_that_unpacks_for_ever_is_ended_by_the_time_limit(kind: Literal["full", "incremental"]) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(tarfile.TarInfo(f"{FILES}/{'n' * 120}"))
    circular = bytearray(buffer.getvalue())
    circular[512:1024] = b"0 path=x\n".ljust(512, b" ")
    archive = sound_archive()
    files = {**archive.files, "part.0.tar": ArchivedFile(bytes(circular))}
    device, bundle = installed()
    result = device.backup_service.restore(
        bundle, msgspec.structs.replace(archive, files=files), RestoreOptions(kind=kind)
    )
    assert result.code == 13500003
    assert [call.callback for call in result.callbacks] == ["onRelease"]
    assert device.backup_service.restore(bundle, archive).succeeded
