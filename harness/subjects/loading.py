"""From the address that a user typed to the app behind it."""

from __future__ import annotations

from pathlib import Path

from ..settings import SETTINGS_FILE
from .subject import NoSuchSubject, Subject

PACKAGES = (".hap", ".hsp", ".app")


def load_subject(address: str) -> Subject:
    """The app at ``address``: a project root, a module's folder, a built package, or ``file.py:ClassName``.

    Raises OhosBackupError (NoSuchSubject, and whatever the loader of that kind raises).
    """
    path_text, separator, class_name = address.rpartition(":")
    if separator and path_text.endswith(".py"):
        from .python import load_python_subject

        return load_python_subject(address, Path(path_text), class_name)
    path = Path(address)
    if not path.exists():
        raise NoSuchSubject(
            f"there is no '{address}'",
            mend="Give the folder of a stage-model project or of one of its modules, a .hap, or file.py:ClassName.",
        )
    if path.suffix == ".py":
        raise NoSuchSubject(
            f"'{address}' does not say which class", mend=f"Name the extension class: {address}:MyExtension"
        )
    if path.is_file() and path.suffix.lower() in PACKAGES:
        from .package import load_package_subject

        return load_package_subject(address, path)
    models = sorted(path.glob("*.py")) if (path / SETTINGS_FILE).is_file() else []
    if models and not (path / "AppScope").exists():
        raise NoSuchSubject(
            f"'{address}' holds an extension written in Python, and does not say which class",
            mend=f"Name file and class: {models[0]}:MyExtension",
        )
    from .arkts import load_arkts_subject

    return load_arkts_subject(address, path)
