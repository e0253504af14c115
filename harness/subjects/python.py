"""An extension written in Python as a subject: ``file.py:ClassName``, with what a project would say in a TOML file."""

from __future__ import annotations

import ast
from pathlib import Path

from ...emulator.application import Application, BackupExtension, BundleVersion
from ...emulator.runtime.python.host import PythonHost
from ...emulator.source import SourcePosition
from ..settings import BadSettings, ProjectSettings, position_of, project_settings
from .subject import BrokenSource, NoSuchSubject, Subject

OPEN_GATE = '{"allowToBackupRestore": true}'
"""The configuration of an extension that has none beside it: the gate open, the default folders."""


def load_python_subject(address: str, source: Path, class_name: str) -> Subject:
    """The class ``class_name`` of ``source``. Raises NoSuchSubject and BadSettings."""
    if not source.is_file():
        raise NoSuchSubject(f"there is no file '{source}'", mend="Give file.py:ClassName.")
    if not class_name.isidentifier():
        raise NoSuchSubject(f"'{class_name}' is no class name", mend=f"Give {source}:MyExtension.")
    _require_class(source, class_name)
    settings = project_settings(source.parent)
    _require_no_stand_ins(settings, source.parent)
    app = settings.app
    profile = source.parent / app.backup_config
    found = profile.is_file()
    return Subject(
        address=address,
        root=source.parent,
        settings=settings,
        application=Application(
            bundle_name=app.bundle_name,
            version=BundleVersion(app.version_code, app.version_name),
            module_names=(app.module,),
            compatible_api=app.compatible_api,
            extension=BackupExtension(
                name=class_name,
                module_name=app.module,
                profile_text=profile.read_text(encoding="utf-8") if found else OPEN_GATE,
                profile_position=SourcePosition(app.backup_config, 1, 1) if found else None,
                host=PythonHost(source, class_name),
            ),
        ),
    )


def _require_no_stand_ins(settings: ProjectSettings, root: Path) -> None:
    """Nobody would notice that a stand-in is never asked."""
    for name in settings.native:
        raise BadSettings(
            "the table [native] stands in for what an ArkTS app imports, and the extension is written in Python",
            where=position_of(root, "native", name),
            mend="Take the table out, and import what you need in the extension itself.",
        )


def _require_class(source: Path, class_name: str) -> None:
    """Raise BrokenSource or NoSuchSubject unless ``source`` is Python that binds ``class_name`` at its top level."""
    try:
        tree = ast.parse(source.read_bytes(), str(source))
    except SyntaxError as error:
        where = SourcePosition(str(source), error.lineno or 0, error.offset or 0)
        raise BrokenSource(error.msg, where=where, mend="Correct it and run the check again.") from error
    except (OSError, ValueError) as error:
        raise BrokenSource(f"cannot be read: {error}", where=SourcePosition(str(source))) from error
    classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    # A class may also be imported or assigned; what such a name is, only running the file can tell.
    if class_name not in classes and not any(
        class_name == (alias.asname or alias.name) if isinstance(alias, ast.alias) else class_name == alias.id
        for node in tree.body
        for alias in ast.walk(node)
        if isinstance(alias, (ast.alias, ast.Name))
    ):
        known = f"It has {', '.join(classes)}." if classes else "It has no class at all."
        raise NoSuchSubject(f"{source} has no class '{class_name}'", mend=known)
