"""Where a migration puts the data of the previous system generation before a restore from ``0.0.0.0``.

Source: HarmonyOS guide "application data migration adaptation" (table in the service notes); the restore itself sends
nothing then and wipes nothing before the callbacks (ext_extension.cpp:HandleRestore).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import OhosBackupError
from .clearing import BACKUP_HOMES

if TYPE_CHECKING:
    from ..installation import InstalledBundle

_EL2_HOME, _EL1_HOME = BACKUP_HOMES
OLD_FOLDERS = {"de": _EL1_HOME, "ce": _EL2_HOME, "A/data": _EL2_HOME, "A/obb": _EL2_HOME}
"""Folder of the old package to the backup folder it lands in: ``de`` and ``ce`` were ``/data/user_de/<user>/<package>``
and ``/data/user/<user>/<package>``, ``A/data`` and ``A/obb`` its folders on the shared storage."""


class UnknownOldFolder(OhosBackupError):
    code = "E-OLD-GENERATION-FOLDER"


def place_old_generation_data(bundle: InstalledBundle, package: str, tree: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write the files of old package ``package`` where the extension of ``bundle`` finds them, owned by the app.

    ``tree`` maps paths such as ``ce/databases/notes.db`` or ``A/data/files/a.txt`` to contents. Returns the paths in
    the app's view. Raises UnknownOldFolder before anything is written.
    """
    targets = {_target(package, path): content for path, content in tree.items()}
    files = bundle.framework_files
    for target, content in targets.items():
        files.make_directories(target.rpartition("/")[0])
        files.write_file(target, content)
    return tuple(targets)


def _target(package: str, path: str) -> str:
    for folder, home in OLD_FOLDERS.items():
        if path.startswith(folder + "/"):
            return f"{home}/restore/{package}/{path}"
    raise UnknownOldFolder(
        f"'{path}' is in no folder of the previous system generation",
        mend="Start the path with one of " + ", ".join(f"{folder}/" for folder in OLD_FOLDERS) + ".",
    )
