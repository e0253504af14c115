"""Stand-ins that a team gives for what is not emulated: native libraries and system modules, by the name of the import.

A JavaScript stand-in (or TypeScript, ArkTS) becomes a module of the app's own program, so it reaches what the app
reaches. A Python stand-in runs in the tool itself, as the team's own test code does; see native_python.py.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..errors import OhosBackupError
from ..runtime.api import ExtensionEnvironment
from ..source import SourcePosition

if TYPE_CHECKING:
    from .api import HostFunction, RunningModules
    from .native_python import PythonStandIn

SCRIPT_SUFFIXES = (".js", ".ts", ".ets")
_NAME = re.compile(r"lib[^/]+\.so|@(?:ohos|hms|system|arkts|app|native)[.:].+")


class BadStandIn(OhosBackupError):
    """A stand-in that cannot be used."""

    code = "E-STAND-IN"


class StandIns(msgspec.Struct, frozen=True, kw_only=True):
    """``scripts``: by name, the id of the program's module that stands in; ``python``: the others, by name."""

    scripts: Mapping[str, str] = {}
    python: Mapping[str, PythonStandIn] = {}

    @property
    def files(self) -> frozenset[str]:
        """The scripts, as positions name them."""
        return frozenset(self.scripts.values())

    @property
    def described(self) -> dict[str, object]:
        """What the guest has to know: a module id, or the functions and which of them are asynchronous."""
        return {**self.scripts, **{name: stand_in.functions for name, stand_in in self.python.items()}}

    def beside(self, modules: RunningModules, environment: ExtensionEnvironment) -> RunningModules:
        """The Python sides of all system modules, and those of the stand-ins, for one extension process."""
        if not self.python:
            return modules
        from .native_python import PythonStandInModule

        return _Both(modules, PythonStandInModule(self.python, environment).host_functions)


class _Beside(dict[str, "HostFunction"]):
    """``more``, and whatever else is asked for from ``others``, which start with their first call."""

    def __init__(self, more: Mapping[str, HostFunction], others: Mapping[str, HostFunction]) -> None:
        super().__init__(more)
        self._others = others

    def __missing__(self, name: str) -> HostFunction:
        return self._others[name]


class _Both:
    def __init__(self, modules: RunningModules, more: Mapping[str, HostFunction]) -> None:
        self._modules = modules
        self.host_functions: Mapping[str, HostFunction] = _Beside(more, modules.host_functions)

    def close(self) -> None:
        self._modules.close()


class StandInEntry(msgspec.Struct, frozen=True):
    """One line of the team's table: ``position`` is where it stands."""

    name: str
    file: Path
    position: SourcePosition


def load_stand_ins(root: Path, entries: tuple[StandInEntry, ...]) -> StandIns:
    """Check every entry and load the Python ones. Raises BadStandIn."""
    from .native_python import load_python_stand_in

    scripts: dict[str, str] = {}
    python: dict[str, PythonStandIn] = {}
    for entry in entries:
        _check(entry)
        identifier = os.path.relpath(entry.file, root).replace(os.sep, "/")
        if entry.file.suffix == ".py":
            python[entry.name] = load_python_stand_in(entry.name, entry.file, identifier)
        else:
            scripts[entry.name] = identifier
    return StandIns(scripts=scripts, python=python)


def _check(entry: StandInEntry) -> None:
    from .registry import has_own_face

    if not _NAME.fullmatch(entry.name):
        raise BadStandIn(
            f"'{entry.name}' is not the name of a native library or a system module",
            where=entry.position,
            mend='Name it as the import does: "libentry.so", "@ohos.multimedia.mediabackup".',
        )
    if has_own_face(entry.name):
        raise BadStandIn(
            f"{entry.name} is emulated, and a stand-in would hide it",
            where=entry.position,
            mend="Remove the entry; stand-ins are for what is not emulated.",
        )
    if entry.file.suffix not in (*SCRIPT_SUFFIXES, ".py"):
        raise BadStandIn(
            f"'{entry.file.name}' cannot be a stand-in",
            where=entry.position,
            mend="Give a file that ends in .js, .ts, .ets or .py.",
        )
    if not entry.file.is_file():
        raise BadStandIn(
            f"there is no file '{entry.file}'", where=entry.position, mend="Folders are counted from the settings file."
        )


NO_STAND_INS = StandIns()
