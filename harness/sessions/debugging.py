"""``ohos-backup debug``: one session or case with a debugger attached, stopping in the app's own lines."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from rich.console import Console
from rich.text import Text

from ...emulator.errors import OhosBackupError
from ...emulator.runtime.arkts.debug import Break, callback_break, line_break, with_breaks, with_maps
from ...emulator.runtime.arkts.host import ArkTSHost
from ...emulator.runtime.arkts.node_process import Debugger
from ...emulator.runtime.arkts.program import Program
from ..exit_codes import ExitCode
from ..language import words
from ..plugin.options import SETTINGS
from ..run.interruptions import STANDARD_ERROR
from ..run.options import SuiteOptions
from ..run.suite_run import run_suite
from ..subjects.loading import load_subject
from ..subjects.subject import Subject
from .single_run import RunOptions, run_once

CALLBACKS: dict[str, tuple[str, ...]] = {
    "backup": ("onBackup", "onBackupEx"),
    "restore": ("onRestore", "onRestoreEx"),
}


class CannotDebug(OhosBackupError):
    code = "E-DEBUG"


class NoSuchLine(OhosBackupError):
    code = "E-DEBUG-LINE"


class DebugOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What ``ohos-backup debug`` was asked for. ``case`` runs that case, else a backup and, unless ``only`` is
    ``backup``, a restore; ``only`` also says in whose callbacks to stop. ``lines`` (``file.ets:LINE``) replace them."""

    address: str
    case: str | None = None
    only: Literal["backup", "restore"] | None = None
    lines: tuple[str, ...] = ()
    port: int = 9229
    data: Path | None = None
    data_set: str = "typical"
    profile: str | None = None
    version: str | None = None
    seed: int = 0


class _RunsDebugged:
    """A pytest plugin: cases are made with the app as it is, and run with the one to be debugged."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        item.config.stash[SETTINGS].subject = self._subject


def debug(options: DebugOptions) -> ExitCode:
    """Wait for a debugger, run, tell what came of it. Raises OhosBackupError for what cannot be debugged."""
    # pytest takes standard error away while a case runs, which is when there is something to tell.
    with os.fdopen(os.dup(STANDARD_ERROR), "w", encoding="utf-8", errors="replace") as stream:
        return _debug(options, Console(file=stream, highlight=False, markup=False, emoji=False))


def _debug(options: DebugOptions, console: Console) -> ExitCode:
    subject = debugged(load_subject(options.address), options, console)
    if options.case:
        suite = SuiteOptions(
            address=options.address,
            data=(options.data,) if options.data else (),
            profile=options.profile,
            cases=(options.case,),
            seed=options.seed,
        )
        return run_suite(suite, _RunsDebugged(subject))
    run = RunOptions(
        address=options.address,
        data=options.data,
        data_set=options.data_set,
        profile=options.profile,
        version=options.version,
        seed=options.seed,
        backup_only=options.only == "backup",
    )
    return run_once(run, lambda _: subject)


def debugged(subject: Subject, options: DebugOptions, console: Console) -> Subject:
    """``subject`` with a host whose Node.js process waits for a debugger, and with stops in its code."""
    host = subject.application.extension.host
    if not isinstance(host, ArkTSHost) or subject.program is None:
        raise CannotDebug(
            "only extensions in ArkTS, TypeScript or JavaScript can be debugged, from their sources",
            mend="Give the project's folder. An extension in Python is debugged with Python's own debugger in a test.",
        )
    stops = _stops(subject.program, subject.root, options)
    program = with_maps(with_breaks(subject.program, stops), subject.root)
    for stop in stops:
        console.print(Text(words().t("stops at {place}", place=stop.position)), soft_wrap=True)

    def waiting(address: str) -> None:
        told = words().t("waiting for a debugger at {address}", address=address)
        console.print(Text(told, style="bold"), soft_wrap=True)
        how = words().t("  VS Code: attach to this port (docs/debugging.md); Chrome: chrome://inspect")
        console.print(Text(how, style="dim"), soft_wrap=True)

    application = subject.application
    extension = msgspec.structs.replace(
        application.extension, host=host.debugged(program, Debugger(options.port, waiting))
    )
    return msgspec.structs.replace(
        subject, program=program, application=msgspec.structs.replace(application, extension=extension)
    )


def _stops(program: Program, root: Path, options: DebugOptions) -> tuple[Break, ...]:
    if options.lines:
        return tuple(_stop(program, root, text) for text in options.lines)
    wanted = [options.only] if options.only else list(CALLBACKS)
    return callback_break(program, [name for each in wanted for name in CALLBACKS[each]])


def _stop(program: Program, root: Path, text: str) -> Break:
    file, _, number = text.rpartition(":")
    if not file or not number.isdecimal():
        raise NoSuchLine(f"'{text}' names no line", mend="Give FILE:LINE, such as NotesBackup.ets:42.")
    module = _module(program, root, file)
    stop = line_break(program, module, int(number))
    if stop is None:
        raise NoSuchLine(f"{module} has no code on line {number} or after it", mend="Give an earlier line.")
    return stop


def _module(program: Program, root: Path, file: str) -> str:
    """The id of the one module that ``file`` means: a path, or the end of one."""
    known = [module.id for module in program.modules if module.source_map]
    there = Path(file).resolve()
    exact = [name for name in known if name == file or (root / name).resolve() == there]
    found = exact or [name for name in known if name.endswith(f"/{file}")]
    if len(found) == 1:
        return found[0]
    if found:
        raise NoSuchLine(f"'{file}' may be any of {_named(found)}", mend="Give more of its path.")
    raise NoSuchLine(f"the extension reaches no file '{file}'", mend=f"It reaches {_named(known)}.")


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"{', '.join(names[:8])}{more}"
