"""BKP: a backup succeeds, holds everything, and leaves the app as it was."""

from __future__ import annotations

import pytest

from ..emulator.backup.api import SessionResult
from ..emulator.trace import CallbackEntered, CallbackSettled, FileOperation
from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.data.databases import really_changed
from ..harness.data.tree import Change, difference
from ..harness.judging.recording import own_callbacks
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial, is_app_data
from .failures import is_json
from .situations import session
from .steps import TIMED_OUT, archive_from, blamed, carried, described, lost, plain_backup, plain_restore, seeded

MISSING_FILES_TRIED = 8
"""Of so many files each is left out in turn, of more the first, one in the middle and the last."""

CHANGING = frozenset(("write", "truncate", "unlink", "rename", "mkdir", "rmdir", "symlink", "link", "create"))
SCRATCH = ("/cache/", "/temp/")


def require_success(case: Case, trial: Trial, result: SessionResult, situation: str) -> None:
    if result.code == TIMED_OUT:
        case.not_applicable("the backup overruns its time: see LIF-002 and LIF-004")
    if not result.succeeded and not any(isinstance(event, CallbackEntered) for event in trial.events(result)):
        case.not_applicable("no callback could be called: see CFG-014 and LIF-001")
    if not result.succeeded:
        words, position = blamed(trial, result)
        case.fail(f"the backup {situation} ends with {described(result)}{words}", position=position)


@pytest.mark.requirement("BKP-001")
@pytest.mark.parametrize("situation", ["complete", "a-file-missing"])
def test_a_backup_succeeds_whatever_is_there(case: Case, situation: str, data_set: DataSet) -> None:
    if situation == "complete":
        made = plain_backup(case, data_set)
        require_success(case, made.trial, made.result, f"of data set '{data_set.name}'")
        return
    if not data_set.files:
        case.not_applicable("there is no file to leave out")
    files = data_set.files
    if len(files) > MISSING_FILES_TRIED:
        files = (files[0], files[len(files) // 2], files[-1])
    for file in files:
        trial, _ = seeded(case, data_set)
        trial.bundle.files.unlink(file.path)
        require_success(case, trial, trial.backup(), f"without {file.path}")


@pytest.mark.requirement("BKP-002")
def test_a_backup_leaves_the_apps_own_data_as_it_was(case: Case, data_set: DataSet) -> None:
    made = plain_backup(case, data_set)
    archive_from(case, made.result)
    after = made.trial.tree()
    changes = [change for change in difference(made.before, after) if change.change != "unexpected"]
    changes = really_changed(changes, made.before, after)
    case.require_same(made.before, changes, "the backup changed the app's own files")


@pytest.mark.requirement("BKP-003")
def test_what_the_extension_produces_is_in_the_archive(case: Case, data_set: DataSet) -> None:
    made = plain_backup(case, data_set)
    archive = archive_from(case, made.result)
    archived = content_of(archive)
    produced = {path for path in written(made.trial, made.result) if path not in made.before and not scratch(path)}
    forgotten = sorted(path for path in produced if path not in archived)
    if not forgotten:
        return
    restored = plain_restore(case, archive)
    wanted = [path for path in forgotten if looked_for(path, restored.trial, restored.result)]
    if wanted:
        case.fail(
            f"the extension writes {wanted[0]} during the backup and looks for it during the restore, "
            "but no include selects it, so it never reaches the archive",
            differences=[Change(path, "missing", "written by the backup", "not in the archive") for path in wanted],
        )


def written(trial: Trial, result: SessionResult) -> set[str]:
    """Files that the extension wrote and did not take away again before its last callback settled."""
    alive: set[str] = set()
    for event in trial.events(result):
        if not isinstance(event, FileOperation) or event.actor != "extension" or event.error:
            continue
        if event.operation == "write":
            alive.add(event.path)
        elif event.operation == "unlink":
            alive.discard(event.path)
        elif event.operation == "rename":
            alive = {
                event.target + path.removeprefix(event.path) if under(path, event.path) else path for path in alive
            }
        elif event.operation == "remove_tree":
            alive = {path for path in alive if not under(path, event.path)}
    return alive


def under(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")


def scratch(path: str) -> bool:
    return any(part in path for part in SCRATCH)


def looked_for(path: str, trial: Trial, result: SessionResult) -> bool:
    """Whether the extension asked for ``path`` in a session, or for it below the framework's restore folder."""
    return any(
        isinstance(event, FileOperation) and event.actor == "extension" and event.path.endswith(path)
        for event in trial.events(result)
    )


def contents(case: Case, trial: Trial) -> dict[str, bytes]:
    """What a backup made now holds, but for what the team lets change."""
    archived = content_of(archive_from(case, trial.backup()))
    return {path: content for path, content in archived.items() if not trial.tolerance.overlooks(path)}


@pytest.mark.requirement("BKP-004")
def test_a_second_backup_has_the_same_content(case: Case, data_set: DataSet) -> None:
    trial, expected = seeded(case, data_set)
    first, second = (contents(case, trial) for _ in range(2))
    if expected and not first:
        case.not_applicable("the archive holds nothing at all: see BKP-005")
    changes = [
        Change(path, "unexpected", "", "only in the second archive") for path in sorted(second.keys() - first.keys())
    ]
    changes += [Change(path, "missing", "only in the first archive") for path in sorted(first.keys() - second.keys())]
    if changes:
        odd = changes[0]
        case.fail(
            f"a second backup of the same data does not hold the same files: {odd.path} is {odd.after or odd.before}",
            differences=changes,
        )


@pytest.mark.requirement("BKP-005")
def test_everything_is_in_the_archive(case: Case, data_set: DataSet) -> None:
    made = plain_backup(case, data_set)
    expected = made.expected
    if not expected:
        case.not_applicable("the data set puts nothing where the configuration looks")
    archive = archive_from(case, made.result)
    inside = carried(expected, archive)
    if len(inside) == len(expected):
        return
    missing = [change for change in lost(expected, plain_restore(case, archive).tree) if change.path not in inside]
    case.require_same(expected, missing, "the backup does not hold all of the user's data")


@pytest.mark.requirement("BKP-007")
@pytest.mark.parametrize("situation", ["success", "failure"])
def test_the_result_of_on_backup_ex_is_json_text(case: Case, situation: str, data_set: DataSet) -> None:
    trial, result = session(case, "backup", data_set, "broken-disk" if situation == "failure" else "undisturbed")
    calls = trial.settled(result, "onBackupEx")
    if not calls or calls[0].outcome == "missing":
        case.not_applicable("onBackupEx is not overridden")
    call = calls[0]
    if situation == "failure" and not any(isinstance(e, FileOperation) and e.error for e in trial.events(result)):
        case.not_applicable("the extension does nothing with files that could fail")
    if call.outcome in ("threw", "rejected", "abandoned"):
        case.not_applicable(
            f"onBackupEx {call.outcome}: an exception is a clear answer, or BKP-001 and LIF-002 judge it"
        )
    if call.value_type == "string" and call.value == "":
        if "onBackup" in own_callbacks(case):
            case.not_applicable("the empty text asks for onBackup, which is overridden: BKP-011 judges that")
        require_clean_fallback(case, trial, result)
        return
    case.require(
        call.value_type == "string",
        f"onBackupEx ended with {call.value_type} instead of a text on {situation}: the framework takes that for "
        "nothing and runs onBackup as well",
        position=call.position,
    )
    case.require(is_json(call.value), f"onBackupEx returned a text that is not JSON on {situation}: {call.value[:80]}")


def require_clean_fallback(case: Case, trial: Trial, result: SessionResult) -> None:
    """The empty text asks for onBackup, so it is right only if onBackupEx itself has changed nothing."""
    changed = changes_during(trial, result, "onBackupEx")
    case.require(
        not changed,
        "onBackupEx did its work and returned an empty text, which means 'not implemented': the framework ran onBackup "
        f"as well ({len(changed)} changing file operations before it, first at {changed[0] if changed else ''})",
    )


def changes_during(trial: Trial, result: SessionResult, callback: str) -> list[str]:
    """The app's files that the extension changed between entering and settling of ``callback``."""
    inside = False
    changed: list[str] = []
    for event in trial.events(result):
        if isinstance(event, CallbackEntered | CallbackSettled) and event.callback == callback:
            inside = isinstance(event, CallbackEntered)
        elif inside and isinstance(event, FileOperation) and is_change(event):
            changed.append(event.path)
    return changed


def is_change(event: FileOperation) -> bool:
    """Whether the extension really changed one of the app's files."""
    return event.actor == "extension" and event.operation in CHANGING and not event.error and is_app_data(event.path)
