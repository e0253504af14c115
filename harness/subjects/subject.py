"""What is checked: an app found by its address, ready to be installed on any number of devices."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ...emulator.application import Application
from ...emulator.errors import OhosBackupError
from ...emulator.modules.native import StandInEntry
from ...emulator.source import SourcePosition
from ..settings import ProjectSettings

if TYPE_CHECKING:
    from ...emulator.runtime.arkts.api_references import ApiReference
    from ...emulator.runtime.arkts.program import Program
    from ...emulator.stage import BackupExtensionDeclaration, StageProject
    from ...reports.model import TouchedApi


class NoSuchSubject(OhosBackupError):
    code = "E-SUBJECT"


class BrokenSource(OhosBackupError):
    """The extension's own file cannot be compiled, so nothing can run."""

    code = "E-SOURCE"


class SubjectProblem(msgspec.Struct, frozen=True):
    """A part of the app's sources that cannot be used; it matters once something that runs needs it."""

    message: str
    position: SourcePosition


class Subject(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One app under test. ``address`` as the user typed it; ``root`` is where its positions are relative to.

    ``declaration`` and ``project`` are there for a stage-model project, None for an extension written in Python.
    ``packed``: a built package, whose compiled code cannot run here.
    """

    address: str
    root: Path
    application: Application
    problems: tuple[SubjectProblem, ...] = ()
    stand_ins: tuple[StandInEntry, ...] = ()
    project: StageProject | None = None
    declaration: BackupExtensionDeclaration | None = None
    settings: ProjectSettings = ProjectSettings()
    """What the team says in the ``ohos-backup.toml`` of ``root``."""
    packed: bool = False
    program: Program | None = None
    """What the extension can reach, compiled; None for Python."""

    @cached_property
    def references(self) -> tuple[ApiReference, ...]:
        """The members of system modules that the app's sources name, as far as the extension can reach them."""
        from ...emulator.runtime.arkts.api_references import api_references

        return api_references(self.program) if self.program else ()

    @cached_property
    def touched(self) -> tuple[TouchedApi, ...]:
        """Those references with what is to be said of each: emulated, forbidden, newer than the app … (touched.py)."""
        from .touched import touched_apis

        return touched_apis(self)
