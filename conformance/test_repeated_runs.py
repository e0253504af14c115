"""LIF: one run leaves nothing behind that the next one stumbles over, in its process or in its folders."""

from __future__ import annotations

import re

import msgspec
import pytest

from ..emulator.backup.api import SessionResult
from ..emulator.backup.archive import Archive
from ..emulator.backup.connection import KeptProcess
from ..emulator.backup.service import BackupResult
from ..emulator.trace import AnyEvent, CallbackEntered, FileOperation
from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.data.tree import Change
from ..harness.scenarios.case import Case
from ..harness.scenarios.lone_call import call_alone
from ..harness.scenarios.trial import Trial
from .steps import archive_from, archive_of, blamed, described, seeded
from .test_backup import is_change, under, written

ORDERS = ("backup-backup", "backup-restore", "restore-backup", "restore-restore")

SCENARIO = {"backup": 1, "restore": 2}
"""The argument of onRelease (b_constants.h:ExtensionScenario)."""

HOUR_MS = 3_600_000

_LEVEL = re.compile(r"/data/storage/el[1-5]/")


class Pair(msgspec.Struct, frozen=True):
    """Two sessions on one device. ``outcome`` is what the second one is for: the files in its archive, or those of the
    app after it; empty when it failed."""

    trial: Trial
    first: SessionResult
    second: SessionResult
    outcome: dict[str, bytes]


def pair(case: Case, order: str, data_set: DataSet, *, kept: bool, otherwise: bool = False) -> Pair:
    """Two sessions in processes of their own, or in one that is ``kept``; in between the user adds a file.
    ``otherwise`` an hour passes, too, and chance takes another course. To look at only."""
    return case.once(
        ("pair", order, data_set, kept, otherwise),
        lambda: _pair(case, order, data_set, kept=kept, otherwise=otherwise),
    )


def _pair(case: Case, order: str, data_set: DataSet, *, kept: bool, otherwise: bool) -> Pair:
    first, second = order.split("-")
    archive, _ = archive_of(case, data_set)
    later = later_archive(case, data_set) if second == "restore" else archive
    trial = case.device(seed=case.seed + 1 if otherwise else None)
    if first == "backup":
        trial.seed(data_set)
    with trial.device.backup_service.keep_process(trial.bundle) as process:
        one = _session(trial, first, archive, process if kept else None)
        if second == "backup":
            add_a_file(trial, data_set)
        trial.device.clock.advance(HOUR_MS if otherwise else 0)
        two = _session(trial, second, later, process if kept else None)
    return Pair(trial, one, two, outcome_of(trial, two))


def _session(trial: Trial, kind: str, archive: Archive, kept: KeptProcess | None) -> SessionResult:
    service = trial.device.backup_service
    if kind == "backup":
        return service.backup(trial.bundle, kept=kept)
    return service.restore(trial.bundle, archive, kept=kept)


def outcome_of(trial: Trial, result: SessionResult) -> dict[str, bytes]:
    if not result.succeeded:
        return {}
    if isinstance(result, BackupResult):
        return dict(content_of(result.archive)) if result.archive is not None else {}
    return {path: node.content for path, node in trial.tree().items() if node.kind == "file"}


def later_archive(case: Case, data_set: DataSet) -> Archive:
    """A backup of the same data and one file more."""

    def make() -> BackupResult:
        source, _ = seeded(case, data_set)
        add_a_file(source, data_set)
        return source.backup()

    return archive_from(case, case.once(("later", data_set), make))


def add_a_file(trial: Trial, data_set: DataSet) -> None:
    """What the user makes after the first run: one file more, beside one that is there."""
    if data_set.files:
        folder, _, name = data_set.files[0].path.rpartition("/")
        trial.write(f"{folder}/later-{name}", data_set.files[0].content + b"\n")


def differences(usual: dict[str, bytes], steady: dict[str, bytes], found: dict[str, bytes]) -> list[Change]:
    """How ``found`` differs from ``usual``, as far as that depends neither on the time of day nor on chance:
    ``steady`` is the same thing done ``otherwise``."""
    changes = [
        Change(path, "missing", "in a process of its own") for path in usual if path in steady and path not in found
    ]
    changes += [
        Change(path, "unexpected", "", "only in the process that went on")
        for path in found
        if path not in usual and steady.keys() == usual.keys()
    ]
    changes += [
        Change(path, "content", "in a process of its own", "in the process that went on")
        for path, content in usual.items()
        if steady.get(path) == content and path in found and found[path] != content
    ]
    return changes


def require_same_run(case: Case, order: str, data_set: DataSet) -> tuple[Pair, Pair]:
    """The two sessions in one process do what they do in two; both ways, (in two, in one)."""
    apart = pair(case, order, data_set, kept=False)
    if not apart.second.succeeded or not apart.outcome:
        case.not_applicable(
            "the second run fails even in a process of its own: see BKP-001, BKP-004, RST-001, RST-003 and RST-006"
        )
    together = pair(case, order, data_set, kept=True)
    first, second = order.split("-")
    after = f"a {second} after a {first} in the same process"
    if not together.second.succeeded:
        words, position = blamed(together.trial, together.second)
        case.fail(f"{after} ends with {described(together.second)}{words}", position=position)
    later = pair(case, order, data_set, kept=False, otherwise=True)
    changes = differences(apart.outcome, later.outcome, together.outcome)
    case.require(
        not changes,
        f"{after} does not give what it gives in a process of its own: "
        f"{changes[0].path if changes else ''} is {changes[0].change if changes else ''}",
        differences=changes,
    )
    return apart, together


@pytest.mark.requirement("LIF-006")
@pytest.mark.parametrize("order", ORDERS)
def test_a_second_run_in_the_same_process_is_like_the_first(case: Case, order: str, typical: DataSet) -> None:
    require_same_run(case, order, typical)


@pytest.mark.requirement("LIF-013")
@pytest.mark.parametrize("order", ["backup-backup", "restore-restore"])
def test_no_callback_leaves_the_area_changed_for_the_next(case: Case, order: str, typical: DataSet) -> None:
    kind = order.split("-")[0]
    trial = seeded(case, typical)[0] if kind == "backup" else case.device()
    archive = None if kind == "backup" else archive_of(case, typical)[0]
    result = trial.backup() if archive is None else trial.restore(archive)
    events = trial.events(result)
    entered = [n for n, e in enumerate(events) if isinstance(e, CallbackEntered) and e.callback == "onRelease"]
    if entered:
        mark = len(trial.device.trace)
        call_alone(trial, "onRelease", SCENARIO[kind])
        require_level(
            case, touched(events[entered[-1] :]), touched(trial.device.trace.since(mark)), f"onRelease after the {kind}"
        )
    apart, together = pair(case, order, typical, kept=False), pair(case, order, typical, kept=True)
    if not (apart.second.succeeded and together.second.succeeded):
        case.not_applicable("a second run fails, in its own process or in the same: see LIF-006")
    later = pair(case, order, typical, kept=False, otherwise=True)
    if differences(apart.outcome, later.outcome, together.outcome):
        case.not_applicable("a second run in the same process gives something else: see LIF-006")
    require_level(
        case,
        touched(together.trial.events(together.second)),
        touched(apart.trial.events(apart.second)),
        f"a second {kind} in the same process",
    )


def touched(events: tuple[AnyEvent, ...]) -> frozenset[str]:
    return frozenset(e.path for e in events if isinstance(e, FileOperation) and e.actor == "extension")


def require_level(case: Case, found: frozenset[str], usual: frozenset[str], who: str) -> None:
    """A path that a fresh object uses in one area and this one only in another was made of a changed context."""
    usual_below = {_LEVEL.sub("", path): path for path in usual}
    for path in sorted(found - usual):
        other = usual_below.get(_LEVEL.sub("", path))
        if other is not None and other not in found:
            case.fail(
                f"{who} works in {path}, where a fresh object works in {other}: an earlier callback has left another "
                "context.area behind"
            )


@pytest.mark.requirement("LIF-015")
@pytest.mark.parametrize("order", ["backup-backup", "restore-restore"])
def test_nothing_in_the_backup_folder_is_needed_in_the_next_run(case: Case, order: str, typical: DataSet) -> None:
    kind = order.split("-")[0]
    usual = pair(case, order, typical, kept=False)
    if not usual.second.succeeded or not usual.outcome:
        case.not_applicable(
            "the second run fails even with all files in place: see BKP-001, BKP-004, RST-001, RST-003 and RST-006"
        )
    archive, _ = archive_of(case, typical)
    later = later_archive(case, typical) if kind == "restore" else archive
    trial = seeded(case, typical)[0] if kind == "backup" else case.device()
    first = _session(trial, kind, archive, None)
    removed = [path for path in sorted(written(trial, first)) if in_backup_folder(path) and trial.exists(path)]
    if not any(in_backup_folder(path) for path in changed(trial, first)):
        case.not_applicable("the extension puts nothing of its own into the backup folder")
    if not removed:
        return
    for path in removed:
        trial.bundle.files.unlink(path)
    if kind == "backup":
        add_a_file(trial, typical)
    second = _session(trial, kind, later, None)
    without = f"a second {kind} without what the first one left in the backup folder ({removed[0]})"
    if not second.succeeded:
        words, position = blamed(trial, second)
        case.fail(f"{without} ends with {described(second)}{words}", position=position)
    missing = [
        Change(path, "missing", "as long as it is there")
        for path in usual.outcome
        if path not in outcome_of(trial, second) and path not in removed
    ]
    case.require(not missing, f"{without} lacks files", differences=missing)


def changed(trial: Trial, result: SessionResult) -> tuple[str, ...]:
    return tuple(event.path for event in trial.events(result) if isinstance(event, FileOperation) and is_change(event))


def in_backup_folder(path: str) -> bool:
    """Below backupDir, which belongs to one run only (interface of BackupExtensionContext)."""
    return any(under(path, f"/data/storage/el{level}/base/.backup") for level in (1, 2))
