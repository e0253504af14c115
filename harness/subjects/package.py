"""A built package as a subject: its configuration can be judged, its compiled code cannot run here."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from ...emulator.application import Application, BackupExtension, BundleVersion
from ...emulator.errors import OhosBackupError
from ...emulator.runtime.api import ExtensionEnvironment
from ...emulator.stage.hap import load_package
from .subject import Subject

CHECK_THE_PROJECT = "check the project that it was built from"
"""What to do about cases that a built package leaves open."""


class CompiledCode(OhosBackupError):
    """Somebody asked to run an extension whose sources are not there."""

    code = "E-COMPILED-CODE"


class PackedHost:
    """ExtensionHost of an app of which only the package is there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def start(self, environment: ExtensionEnvironment) -> NoReturn:
        raise CompiledCode(
            f"{self.path.name} holds the compiled code of {environment.extension_name}, which only a device can run",
            mend=f"{CHECK_THE_PROJECT[0].upper()}{CHECK_THE_PROJECT[1:]}.",
        )


def load_package_subject(address: str, path: Path) -> Subject:
    """Raises the errors of load_package."""
    packaged = load_package(path)
    project, declaration = packaged.project, packaged.declaration
    return Subject(
        address=address,
        root=project.root,
        application=Application(
            bundle_name=project.app.bundle_name.value,
            version=BundleVersion(project.app.version_code_number, project.app.version_name_text),
            module_names=(*project.module_names, *(module.value for module in project.absent_modules)),
            compatible_api=project.compatible_api,
            extension=BackupExtension(
                name=declaration.name,
                module_name=declaration.module.name,
                profile_text=declaration.profile_text or "",
                profile_position=declaration.profile_position,
                host=PackedHost(path),
            ),
        ),
        project=project,
        declaration=declaration,
        packed=True,
    )
