"""An archive as a folder on the host: ``archive.json`` and the received files below ``files``.

``archive.json`` says the format's version, the capability entry and, for each file in its order: its name as it
travelled, the numbered file that holds it (names can hold slashes and bytes that a host refuses), its size and
SHA-256, and the same of its report file if it had one. A folder is made beside its place and moved there when it is
whole, so a folder that exists is complete.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

import msgspec

from ..errors import OhosBackupError
from ..source import SourcePosition
from .archive import Archive, ArchivedFile, BundleCapability

FORMAT = "ohos-backup-archive"
FORMAT_VERSION = 1
INDEX_NAME = "archive.json"
FILES_FOLDER = "files"


class DamagedArchive(OhosBackupError):
    """A folder that is no archive, or one whose files are not those that were saved."""

    code = "E-ARCHIVE-DAMAGED"


class ArchiveNotSaved(OhosBackupError):
    """The host did not let the archive be written."""

    code = "E-ARCHIVE-NOT-SAVED"


class _Stored(msgspec.Struct, frozen=True, kw_only=True):
    file: str
    size: int
    sha256: str


class _Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    name: str
    content: _Stored
    report: _Stored | None = None


class _Index(msgspec.Struct, frozen=True, kw_only=True):
    format: str
    version: int
    capability: BundleCapability
    files: tuple[_Entry, ...]


def save(archive: Archive, folder: Path) -> None:
    """Write ``archive`` to ``folder``, replacing an archive that is there already.

    Raises ArchiveNotSaved, also when ``folder`` exists and is no archive; then nothing has changed.
    """
    if folder.exists() and not (folder / INDEX_NAME).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise ArchiveNotSaved(
            "the place exists and holds something else than an archive",
            where=SourcePosition(str(folder)),
            mend="Name a new folder, an empty one, or an archive to be replaced.",
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _not_saved(folder, error) from error
    try:
        _write(archive, building)
        _put_in_place(building, folder)
    except OSError as error:
        raise _not_saved(folder, error) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def load(folder: Path) -> Archive:
    """Read an archive that ``save`` wrote. Raises DamagedArchive, which names the file that is not as it was."""
    index_path = folder / INDEX_NAME
    try:
        index = msgspec.json.decode(index_path.read_bytes(), type=_Index)
    except OSError as error:
        raise _damaged(index_path, f"the archive has no readable {INDEX_NAME}: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _damaged(index_path, f"{INDEX_NAME} is not what was saved: {error}") from error
    if index.format != FORMAT or index.version != FORMAT_VERSION:
        raise _damaged(index_path, f"format '{index.format}' version {index.version} is not known to this program")
    files: dict[str, ArchivedFile] = {}
    for entry in index.files:
        name = _from_json_name(entry.name)
        if name in files:
            raise _damaged(index_path, f"the file '{entry.name}' is listed twice")
        report = None if entry.report is None else _read(folder, entry.report)
        files[name] = ArchivedFile(_read(folder, entry.content), report)
    return Archive(capability=index.capability, files=files)


def _write(archive: Archive, building: Path) -> None:
    files = building / FILES_FOLDER
    files.mkdir()
    entries: list[_Entry] = []
    for number, (name, file) in enumerate(archive.files.items()):
        content = _store(building, f"{number:06d}", file.content)
        report = None if file.report is None else _store(building, f"{number:06d}.rp", file.report)
        entries.append(_Entry(name=_to_json_name(name), content=content, report=report))
    index = _Index(format=FORMAT, version=FORMAT_VERSION, capability=archive.capability, files=tuple(entries))
    (building / INDEX_NAME).write_bytes(msgspec.json.format(msgspec.json.encode(index), indent=2) + b"\n")


def _store(building: Path, name: str, content: bytes) -> _Stored:
    (building / FILES_FOLDER / name).write_bytes(content)
    return _Stored(file=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def _put_in_place(building: Path, folder: Path) -> None:
    building.chmod(0o755)
    if not folder.exists():
        building.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        folder.replace(old)
        try:
            building.rename(folder)
        except OSError:
            old.replace(folder)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _read(folder: Path, stored: _Stored) -> bytes:
    path = folder / FILES_FOLDER / stored.file
    if Path(stored.file).name != stored.file or stored.file in (".", ".."):
        raise _damaged(folder / INDEX_NAME, f"'{stored.file}' is no name of a file of this archive")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _damaged(path, f"a file of the archive cannot be read: {error.strerror}") from error
    if len(content) != stored.size:
        raise _damaged(path, f"the file has {len(content)} bytes, {stored.size} were saved")
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise _damaged(path, "the content of the file has changed since it was saved")
    return content


def _to_json_name(name: str) -> str:
    """Bytes that are not UTF-8 cannot stand in JSON: such names are written as ``hex:…``."""
    if name.startswith("hex:") or not _is_utf8(name):
        return "hex:" + name.encode("utf-8", "surrogateescape").hex()
    return name


def _from_json_name(name: str) -> str:
    if not name.startswith("hex:"):
        return name
    try:
        return bytes.fromhex(name[4:]).decode("utf-8", "surrogateescape")
    except ValueError:
        return name


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _damaged(path: Path, what: str) -> DamagedArchive:
    return DamagedArchive(
        what, where=SourcePosition(str(path)), mend="Make the backup again, or restore the archive from its copy."
    )


def _not_saved(folder: Path, error: OSError) -> ArchiveNotSaved:
    return ArchiveNotSaved(
        f"the archive could not be saved: {error.strerror}",
        where=SourcePosition(str(folder)),
        mend="Choose a folder on a disk that can be written and has room.",
    )
