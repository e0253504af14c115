"""One mutant before the suite: caught, and by which requirements, or not."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from ohos_backup.emulator.errors import OhosBackupError
from ohos_backup.harness.plugin.collecting import REQUIREMENT
from ohos_backup.harness.run.options import SuiteOptions
from ohos_backup.harness.run.suite_run import SuiteBroke, suite_results

from .mutants import Mutant

Fate = Literal["killed", "survived", "not judged", "suite broke"]
MISSED = ("fail", "warn")
LIKELY = ("BKP-001", "RST-001", "RST-006", "BKP-005", "RST-010", "RST-002", "LIF-002", "VER-005", "BKP-003", "BKP-007")
"""Requirements that caught most mutants so far; of no meaning but for time."""


class Judged(NamedTuple):
    """``requirements`` that the mutant missed: the first one found, or all; ``reason`` is what was said of the first,
    or why there is no verdict."""

    fate: Fate
    requirements: tuple[str, ...] = ()
    reason: str = ""


def judge(app: Path, mutant: Mutant | None = None, *, every: bool = False) -> Judged:
    """Check a copy of ``app``, with ``mutant``'s edit when there is one; stop at the first MUST that is missed
    unless ``every`` is asked for."""
    # One place for each process: the suite remembers the last run of every path.
    folder = Path(tempfile.gettempdir()) / f"ohos-backup-mutant-{os.getpid()}"
    copy = folder / app.name
    try:
        shutil.copytree(app, copy, symlinks=True)
        if mutant is not None:
            (copy / mutant.file).write_bytes(mutant.text)
        return _judged(copy, every)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _judged(app: Path, every: bool) -> Judged:
    try:
        results = suite_results(SuiteOptions(address=str(app), fail_fast=not every), InTurn())
    except OhosBackupError as error:
        return Judged("not judged", reason=str(error))
    except SuiteBroke as error:
        return Judged("suite broke", reason=f"{error}\n{error.details}")
    missed = [requirement for requirement in results.requirements if requirement.outcome in MISSED]
    if missed:
        return Judged("killed", tuple(requirement.id for requirement in missed), missed[0].reason)
    unclear = [requirement for requirement in results.requirements if requirement.outcome == "inconclusive"]
    if unclear:
        return Judged("not judged", tuple(requirement.id for requirement in unclear), unclear[0].reason)
    return Judged("survived")


class InTurn:
    """A pytest plugin: one case of each requirement first, then the second of each, and so on, each time in the order
    of how likely a requirement is to catch a mutant.

    Most mutants are caught by the first case of the right requirement; in the suite's own order that one is far away.
    """

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        seen: dict[str, int] = {}
        turn: dict[pytest.Item, int] = {}
        for item in items:
            requirement = item.stash.get(REQUIREMENT, "")
            turn[item] = seen[requirement] = seen.get(requirement, -1) + 1
        rank = {requirement: place for place, requirement in enumerate(LIKELY)}
        items.sort(key=lambda item: (turn[item], rank.get(item.stash.get(REQUIREMENT, ""), len(rank))))
