"""Data from an exported function of the app or of the team, in ArkTS: it runs on an emulated device, with the app's
context, before any backup; the files that it leaves there are the data."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from ...emulator.arkts_application import ProgramResolver
from ...emulator.modules import registry
from ...emulator.runtime.arkts.compiler import ArkTSCompiler
from ...emulator.runtime.arkts.host import ArkTSHost
from ...emulator.runtime.arkts.node import node_executable
from ...emulator.runtime.arkts.program_builder import MissingImport, build_program
from ...emulator.source import SourcePosition
from ...emulator.stage import ImportResolver
from ...emulator.trace import CallbackSettled, NotEmulated, UncaughtError
from ..data.data_set import SeedFile, UnusableDataSet
from ..scenarios.trial import Trial
from ..subjects.device_choice import chosen_profile
from ..subjects.subject import Subject

MEND = "Export a function that takes the context and writes the user's data; it may be async."
OPEN_GATE = '{"allowToBackupRestore": true, "includes": []}'
_GIVEN = "the-generator"
_EXTENSION = f"""import BackupExtensionAbility from '@ohos.application.BackupExtensionAbility';
import * as given from '{_GIVEN}';
export default class Generator extends BackupExtensionAbility {{
  async onBackup() {{
    if (typeof given[FUNCTION] !== 'function') throw new Error('the file exports no such function');
    await given[FUNCTION](this.context);
  }}
}}
"""
"""The one place where a device runs an app's code with a context is a callback, so the function becomes one."""


def files_from_arkts(subject: Subject, file: Path, function: str, seed: int, where: SourcePosition) -> list[SeedFile]:
    """The files that ``function`` of ``file`` leaves on a fresh device. Raises UnusableDataSet."""
    if subject.project is None:
        raise UnusableDataSet(
            f"'{file.name}' needs an ArkTS project, and the extension is written in Python",
            where=where,
            mend="Generate the data with a Python function.",
        )
    trial = Trial(_with_generator(subject, file, function, where), profile=chosen_profile(subject, None), seed=seed)
    result = trial.backup()
    for event in trial.events(result):
        if isinstance(event, NotEmulated):
            raise UnusableDataSet(f"{function} uses {event.capability}, which is not emulated", where=event.position)
        said = ""
        if isinstance(event, UncaughtError):
            said = event.message
        elif isinstance(event, CallbackSettled) and event.outcome in ("threw", "rejected"):
            said = event.value
        if said and isinstance(event, UncaughtError | CallbackSettled):
            raise UnusableDataSet(f"{function} failed: {said}", where=_own(event.position, where), mend=MEND)
    if not result.succeeded:
        raise UnusableDataSet(f"{function} did not end: {result.message}", where=where, mend=MEND)
    made = [
        SeedFile(path=path, content=node.content, mode=node.mode)
        for path, node in trial.tree().items()
        if node.kind == "file"
    ]
    if not made:
        raise UnusableDataSet(f"{function} leaves no file on the device", where=where, mend=MEND)
    return made


def _own(position: SourcePosition | None, where: SourcePosition) -> SourcePosition:
    """The line of the app that failed; for one of the extension made here, the line that names the generator."""
    return position if position is not None and position.line and "generator.ets" not in position.file else where


def _with_generator(subject: Subject, file: Path, function: str, where: SourcePosition) -> Subject:
    """The app with an extension whose backup is a call of ``function``."""
    assert subject.project is not None
    declaration = subject.declaration
    assert declaration is not None
    with tempfile.TemporaryDirectory(prefix="ohos-backup-") as folder, ArkTSCompiler() as compiler:
        entry = Path(folder) / "generator.ets"
        entry.write_text(_EXTENSION.replace("FUNCTION", f"'{function}'"), encoding="utf-8")
        program = build_program(
            subject.root, entry, _Resolver(ProgramResolver(ImportResolver(subject.project)), entry, file), compiler
        )
    name = subject.project.name(file)
    for problem in program.problems:
        if problem.kind == "syntax" and problem.position.file == name:
            raise UnusableDataSet(problem.message, where=problem.position, mend="Correct it and run the check again.")
    application = subject.application
    extension = msgspec.structs.replace(
        application.extension,
        name="Generator",
        profile_text=OPEN_GATE,
        host=ArkTSHost(program, registry, node_executable()),
    )
    return msgspec.structs.replace(subject, application=msgspec.structs.replace(application, extension=extension))


class _Resolver:
    """Leads from the extension made here to the team's file, and from there on as the app's own imports lead."""

    def __init__(self, app: ProgramResolver, entry: Path, file: Path) -> None:
        self._app = app
        self._entry = entry
        self._file = file

    def resolve(self, importer: Path, specifier: str) -> Path | str | MissingImport:
        if importer == self._entry:
            return self._file if specifier == _GIVEN else f"system:{specifier}"
        return self._app.resolve(importer, specifier)
