"""Where a migration puts the data of the previous system generation before a restore from ``0.0.0.0``.

Source: HarmonyOS guide "application data migration adaptation" (table in the service notes); the restore itself sends
nothing then and wipes nothing before the callbacks (ext_extension.cpp:HandleRestore).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import OhosBackupError

if TYPE_CHECKING:
    from ..installation import InstalledBundle
    from ..staging import Staging

OLD_FOLDERS = {"de": "el1", "ce": "el2", "A/data": "el2", "A/obb": "el2"}
"""Folder of the old package to the level of the backup folder it lands in: ``de`` and ``ce`` were
``/data/user_de/<user>/<package>`` and ``/data/user/<user>/<package>``, ``A/data`` and ``A/obb`` its folders on the
shared storage."""


class UnknownOldFolder(OhosBackupError):
    code = "E-OLD-GENERATION-FOLDER"


def place_old_generation_data(bundle: InstalledBundle, package: str, tree: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write the files of old package ``package`` where the extension of ``bundle`` finds them, owned by the app.

    ``tree`` maps paths such as ``ce/databases/notes.db`` or ``A/data/files/a.txt`` to contents. Returns the paths in
    the app's view. Raises UnknownOldFolder before anything is written.
    """
    targets = {_target(bundle.staging, package, path): content for path, content in tree.items()}
    files = bundle.framework_files
    for target, content in targets.items():
        files.make_directories(target.rpartition("/")[0])
        files.write_file(target, content)
    return tuple(targets)


def _target(staging: Staging, package: str, path: str) -> str:
    for folder, level in OLD_FOLDERS.items():
        if path.startswith(folder + "/"):
            home = staging.home(level)
            if home is None:
                raise UnknownOldFolder(
                    f"'{path}' belongs below the backup folder of {level}, and this kind of device has none",
                    mend="Use a device profile of API 11 or newer.",
                )
            return f"{home.path}/restore/{package}/{path}"
    raise UnknownOldFolder(
        f"'{path}' is in no folder of the previous system generation",
        mend="Start the path with one of " + ", ".join(f"{folder}/" for folder in OLD_FOLDERS) + ".",
    )
