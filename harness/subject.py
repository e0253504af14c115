"""What is checked: an app found by its address, ready to be installed on any number of devices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..emulator.application import Application
from ..emulator.errors import OhosBackupError
from ..emulator.source import SourcePosition

if TYPE_CHECKING:
    from ..emulator.stage import BackupExtensionDeclaration, StageProject


class NoSuchSubject(OhosBackupError):
    code = "E-SUBJECT"


class BrokenSource(OhosBackupError):
    """The extension's own file cannot be compiled, so nothing can run."""

    code = "E-SOURCE"


class SubjectProblem(msgspec.Struct, frozen=True):
    """A part of the app's sources that cannot be used; it matters once something that runs needs it."""

    message: str
    position: SourcePosition


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """One app under test. ``address`` as the user typed it; ``root`` is where its positions are relative to.

    ``declaration`` and ``project`` are there for a stage-model project, None for an extension written in Python.
    ``packed``: a built package, whose compiled code cannot run here.
    """

    address: str
    root: Path
    application: Application
    problems: tuple[SubjectProblem, ...] = ()
    project: StageProject | None = None
    declaration: BackupExtensionDeclaration | None = None
    packed: bool = False
