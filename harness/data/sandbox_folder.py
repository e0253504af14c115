"""The app's files as a folder on the host that mirrors the sandbox, as ``--data`` reads it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from ...emulator.errors import OhosBackupError
from ...emulator.source import SourcePosition
from .tree import Tree

OWNER_MAY = 0o600
OWNER_ENTERS = 0o700


class SandboxNotWritten(OhosBackupError):
    code = "E-SANDBOX-NOT-WRITTEN"


def require_free_folder(folder: Path) -> None:
    """Raises SandboxNotWritten when something else lies at ``folder`` already."""
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise _refused(folder, error) from error
    if taken:
        raise SandboxNotWritten(
            "the place exists and is not empty",
            where=SourcePosition(str(folder)),
            mend="Name a new folder or an empty one.",
        )


def write_sandbox(tree: Tree, folder: Path) -> tuple[str, ...]:
    """Write ``tree`` to ``folder``, which is there whole or not at all. Returns the paths of links and special files:
    they are left out, for on the host they would lead elsewhere. Raises SandboxNotWritten."""
    require_free_folder(folder)
    left_out: list[str] = []
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _refused(folder, error) from error
    try:
        for path, node in sorted(tree.items()):
            place = building / os.fsdecode(path.lstrip("/").encode("utf-8", "surrogateescape"))
            if node.kind == "directory":
                place.mkdir(parents=True, exist_ok=True)
                place.chmod(node.mode | OWNER_ENTERS)
            elif node.kind == "file":
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(node.content)
                place.chmod(node.mode | OWNER_MAY)
                os.utime(place, ns=(node.mtime_ns, node.mtime_ns))
            else:
                left_out.append(path)
        building.chmod(0o755)
        building.replace(folder)
    except (OSError, ValueError) as error:
        raise _refused(folder, error) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return tuple(left_out)


def _refused(folder: Path, error: OSError | ValueError) -> SandboxNotWritten:
    words = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return SandboxNotWritten(
        f"the sandbox cannot be written: {words}",
        where=SourcePosition(str(folder)),
        mend="Choose a disk that can be written, has room and takes the app's file names.",
    )
