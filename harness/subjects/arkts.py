"""A stage-model project as a subject."""

from __future__ import annotations

from pathlib import Path

from ...emulator.arkts_application import load_arkts_application
from ...emulator.errors import OhosBackupError
from ...emulator.stage import StageProject
from ..settings import BadSettings, PythonApp, position_of, project_settings, stand_in_table
from .subject import BrokenSource, Subject, SubjectProblem


class SeveralExtensions(OhosBackupError):
    """Nobody said which of the project's products is meant."""

    code = "E-SEVERAL-EXTENSIONS"


def load_arkts_subject(address: str, path: Path) -> Subject:
    """Raises BrokenSource, BadSettings, and the errors of the stage loader and of the toolchain."""
    loaded = load_arkts_application(path, stand_in_table)
    _require_one_product(loaded.project)
    broken = loaded.entry_problem
    if broken is not None:
        raise BrokenSource(broken.message, where=broken.position, mend="Correct it and run the check again.")
    settings = project_settings(loaded.project.root)
    if settings.app != PythonApp():
        raise BadSettings(
            "the table [app] is for an extension written in Python; an ArkTS app says it in app.json5",
            where=position_of(loaded.project.root, "app"),
            mend="Take the table out.",
        )
    return Subject(
        address=address,
        root=loaded.project.root,
        application=loaded.application,
        problems=tuple(SubjectProblem(problem.message, problem.position) for problem in loaded.problems),
        stand_ins=stand_in_table(loaded.project.root),
        project=loaded.project,
        declaration=loaded.declaration,
        settings=settings,
        program=loaded.program,
    )


def _require_one_product(project: StageProject) -> None:
    """Entry modules are alternatives, one for each kind of device; an app is installed with one of them."""
    products = [
        module
        for module in project.modules
        if module.type == "entry" and any(extension.type == "backup" for extension in module.extensions)
    ]
    if project.selected is None and len(products) > 1:
        raise SeveralExtensions(
            f"{len(products)} entry modules have a backup extension, and an app is installed with one of them",
            where=project.app.position,
            mend="Check each by its folder:\n    " + "\n    ".join(str(product.folder) for product in products),
        )
