"""References to resources: ``$profile:`` to a file, ``$string:`` to a text. Only the base folder counts.

Qualifier folders (``zh_CN``, ``dark`` …) can translate a resource but not introduce one, so the base one stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..errors import OhosBackupError
from .fields import Declared, objects_in, optional_text, read_object
from .names import name_in_project

_STRING = "$string:"
_PROFILE = "$profile:"


class MissingResource(OhosBackupError):
    """A reference to a text that no base folder has."""

    code = "E-STAGE-RESOURCE"


def profile_path(reference: str, resource_folders: Iterable[Path]) -> Path | None:
    """The file behind ``$profile:name`` in the first folder that has it; None for any other reference."""
    if not reference.startswith(_PROFILE):
        return None
    name = reference[len(_PROFILE) :]
    candidates = (folder / "base" / "profile" / f"{name}.json" for folder in resource_folders)
    return next((path for path in candidates if path.is_file()), None)


def string_resource(text: Declared[str], resource_folders: Iterable[Path], root: Path) -> str:
    """``text`` itself, or what it refers to when it is a ``$string:`` reference. Raises MissingResource."""
    if not text.value.startswith(_STRING):
        return text.value
    wanted = text.value[len(_STRING) :]
    tried = [folder / "base" / "element" / "string.json" for folder in resource_folders]
    for path in tried:
        if not path.is_file():
            continue
        for entry in objects_in(read_object(path, name_in_project(root, path)), "string"):
            name, value = optional_text(entry, "name"), optional_text(entry, "value")
            if name and value and name.value == wanted:
                return value.value
    raise MissingResource(
        f"there is no text '{wanted}'",
        where=text.position,
        mend="Add it to " + " or ".join(name_in_project(root, path) for path in tried) + ".",
    )
