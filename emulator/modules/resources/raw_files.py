"""Raw files: what lies in ``resources/rawfile``, as it is (resourceManager.getRawFileContent and its like).

Source: global_resource_management frameworks/resmgr/src/hap_manager.cpp:FindRawFileFromHap, GetRawFileList.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from .errors import INVALID_PATH, resource_error

_FOLDER = "rawfile"


class RawFiles:
    """``folders`` as in PackagedModule.resource_folders; of two files with one name the first one's is taken."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = tuple(folder / _FOLDER for folder in folders)

    def content(self, path: str) -> bytes:
        """Raises BusinessError 9001005."""
        found = next((place for place in self._places(path) if place.is_file()), None)
        if found is None:
            raise resource_error(INVALID_PATH)
        return found.read_bytes()

    def names(self, path: str) -> list[str]:
        """What lies in the folder ``path``, sorted; the empty path is the top. Raises BusinessError 9001005."""
        places = [place for place in self._places(path) if place.is_dir()]
        if not places:
            raise resource_error(INVALID_PATH)
        return sorted({child.name for place in places for child in place.iterdir()})

    def is_folder(self, path: str) -> bool:
        """Raises BusinessError 9001005 when there is nothing of that name."""
        places = [place for place in self._places(path) if place.exists()]
        if not places:
            raise resource_error(INVALID_PATH)
        return places[0].is_dir()

    def _places(self, path: str) -> list[Path]:
        """A path that climbs out of the folder leads nowhere: a package has no such entry."""
        relative = PurePosixPath(path)
        if relative.is_absolute() or ".." in relative.parts or "\0" in path:
            return []
        return [folder / relative for folder in self._folders]
