"""A stage-model project made ready to be installed: its extension compiled, with a host that runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from .application import Application, BackupExtension, BundleVersion
from .modules import registry
from .modules.native import BadStandIn, StandInEntry, StandIns, load_stand_ins
from .runtime.arkts.compiler import ArkTSCompiler
from .runtime.arkts.host import ArkTSHost
from .runtime.arkts.node import node_executable
from .runtime.arkts.program import Program, ProgramProblem
from .runtime.arkts.program_builder import MissingImport, build_program
from .stage import (
    BackupExtensionDeclaration,
    ImportResolver,
    NativeModule,
    SourceFile,
    StageProject,
    SystemModule,
    app_package,
    find_backup_extension,
    load_project,
)


class ArkTSApplication(msgspec.Struct, frozen=True, kw_only=True):
    """``problems``: imports that lead nowhere, files that do not compile; they matter once something needs them.
    ``program`` is what the extension can reach, compiled."""

    application: Application
    project: StageProject
    declaration: BackupExtensionDeclaration
    program: Program

    @property
    def problems(self) -> tuple[ProgramProblem, ...]:
        return self.program.problems

    @property
    def entry_problem(self) -> ProgramProblem | None:
        """Why the extension's own file does not compile, None when it does."""
        source = self.project.name(self.declaration.source)
        return next((p for p in self.problems if p.kind == "syntax" and p.module_id == source), None)


StandInTable = Callable[[Path], tuple[StandInEntry, ...]]
"""What the team gives for modules that are not emulated, for the project with that root folder."""


def no_stand_ins(_root: Path) -> tuple[StandInEntry, ...]:
    return ()


def load_arkts_application(path: Path, stand_in_table: StandInTable = no_stand_ins) -> ArkTSApplication:
    """The app whose project or module folder is ``path``.

    Raises the errors of the loader, compiler and toolchain, and BadStandIn.
    """
    project = load_project(path)
    declaration = find_backup_extension(project)
    resolver = ProgramResolver(ImportResolver(project))
    entries = stand_in_table(project.root)
    stand_ins = load_stand_ins(project.root, entries)
    scripts = tuple(entry.file for entry in entries if entry.name in stand_ins.scripts)
    with ArkTSCompiler() as compiler:
        program = build_program(
            project.root,
            declaration.source,
            resolver,
            compiler,
            ability_stage=declaration.ability_stage,
            stage_is_created=not declaration.skips_stage_lifecycle,
            beside=scripts,
        )
    _require_whole(stand_ins, program)
    app = project.app
    application = Application(
        bundle_name=app.bundle_name.value,
        version=BundleVersion(app.version_code_number, app.version_name_text),
        module_names=project.module_names,
        compatible_api=project.compatible_api,
        extension=BackupExtension(
            name=declaration.name,
            module_name=declaration.module.name,
            profile_text=declaration.profile_text or "",
            profile_position=declaration.profile_position,
            host=ArkTSHost(program, registry, node_executable(), stand_ins=stand_ins),
        ),
        package=app_package(project),
    )
    return ArkTSApplication(application=application, project=project, declaration=declaration, program=program)


def _require_whole(stand_ins: StandIns, program: Program) -> None:
    """Raise BadStandIn when a script among the stand-ins does not compile."""
    for problem in program.problems:
        if problem.kind == "syntax" and problem.module_id in stand_ins.files:
            raise BadStandIn(f"the stand-in does not compile: {problem.message}", where=problem.position)


class ProgramResolver:
    """Says in the program builder's words what the stage loader finds."""

    def __init__(self, resolver: ImportResolver) -> None:
        self._resolver = resolver

    def resolve(self, importer: Path, specifier: str) -> Path | str | MissingImport:
        match self._resolver.resolve(importer, specifier):
            case SourceFile(path):
                return path
            case SystemModule(name):
                return f"system:{name}"
            case NativeModule(name):
                return f"native:{name}"
            case missing:
                return MissingImport(missing.reason)
