"""RST-005: files of the backup that are missing, cut, garbled or unknown harm nothing else, and nobody is deceived."""

from __future__ import annotations

import pytest

from ..emulator.backup.api import SessionResult
from ..emulator.trace import CallbackSettled, ExtensionEnded, UncaughtError
from ..harness.archives.content import content_of
from ..harness.data.content import STORES
from ..harness.data.data_set import DataSet
from ..harness.data.tree import Change, Tree
from ..harness.scenarios.case import Case
from ..harness.scenarios.damage import Damage, damaged
from ..harness.scenarios.trial import Trial
from ..harness.settings import SETTINGS_FILE
from .failures import reported
from .steps import TIMED_OUT, PlainRestore, lost
from .test_bundle_version import ACCIDENTS
from .test_faults import beside, neighbours, undisturbed


@pytest.mark.requirement("RST-005")
def test_damage_to_one_file_costs_no_other_and_is_not_hidden(
    case: Case, damage: Damage | None, typical: DataSet
) -> None:
    if damage is None:
        case.not_applicable("there is no backup with files in it that can be restored undisturbed")
    usual, owed = undisturbed(case, typical)
    others = neighbours(owed)
    beside(case, usual, others)
    hit = files_hit(damage, usual, owed)
    older = older_contents(case, damage, usual, owed, hit)
    target = case.device()
    for path, content in (others | older).items():
        target.write(path, content)
    result = target.restore(damaged(usual.archive, damage))
    words = f"with {damage.described()} in the backup"
    require_no_accident(case, usual, target, result, words)
    tree = target.tree()
    harmed = [
        Change(path, "missing" if path not in tree else "content", "on the device before the restore")
        for path in others | older
        if path not in tree or tree[path].content != (others | older)[path]
    ]
    case.require(not harmed, f"{words}, the restore costs files that were on the device and intact", differences=harmed)
    quiet = quietly_lost(damage, owed, hit, tree)
    case.require(
        not quiet or reported(target, result),
        f"{words}, the restore says that it succeeded, and {len(quiet)} of {len(owed)} files are not there "
        f"although they were in the backup or could be known to be missing",
        differences=quiet,
    )
    if damage.promised:
        require_noticed(case, damage, usual, owed)


def require_noticed(case: Case, damage: Damage, usual: PlainRestore, owed: Tree) -> None:
    """What the team says that its app notices, it reports, unless the data came back all the same."""
    target = case.device()
    result = target.restore(damaged(usual.archive, damage))
    words = f"with {damage.described()} in the backup"
    require_no_accident(case, usual, target, result, words)
    gone = lost(owed, target.tree())
    case.require(
        not gone or reported(target, result),
        f"{words}, the restore says that it succeeded, and {SETTINGS_FILE} says that the app notices it "
        "([expect.notices])",
        differences=gone,
    )


def files_hit(damage: Damage, usual: PlainRestore, owed: Tree) -> frozenset[str]:
    """The owed files that are themselves the damaged one, in place or copied from it."""
    if damage.kind == "stray":
        return frozenset()
    content = content_of(usual.archive)[damage.path]
    return frozenset(path for path, node in owed.items() if path == damage.path or node.content == content)


def older_contents(
    case: Case, damage: Damage, usual: PlainRestore, owed: Tree, hit: frozenset[str]
) -> dict[str, bytes]:
    """The file that is missing in the backup, as it may be on the device already: a restore that has nothing to put
    there must leave it alone, unless the app replaces everything."""
    replaces = case.subject.settings.policy.on_restore == "replace"
    if damage.kind != "missing" or replaces or len(hit) != 1:
        return {}
    (path,) = hit
    carriers = [content for content in content_of(usual.archive).values() if content == owed[path].content]
    if len(carriers) != 1 or any(store in path for store in STORES):
        return {}
    return {path: owed[path].content + b"\n"}


def quietly_lost(damage: Damage, owed: Tree, hit: frozenset[str], tree: Tree) -> tuple[Change, ...]:
    """What should have come back in spite of the damage.

    Of a missing file that the extension made for the backup nobody knows whether it was ever there. In a damaged one
    some files may be told wrongly, which only a checksum shows; that some are not there at all, the app can see.
    """
    rest = {path: node for path, node in owed.items() if path not in hit}
    changes = lost(rest, tree)
    if not damage.made or hit:
        return changes
    if damage.kind == "missing":
        return ()
    return tuple(change for change in changes if change.change == "missing")


def require_no_accident(case: Case, usual: PlainRestore, trial: Trial, result: SessionResult, words: str) -> None:
    """Fail when a callback broke by an error of the language, the process died of itself, or the session hung. An
    error that the undisturbed restore ``usual`` has as well is judged by LIF-003."""
    if result.code == TIMED_OUT:
        case.fail(f"{words}, the restore never ends")
    known = {event.message for event in usual.trial.events(usual.result) if isinstance(event, UncaughtError)}
    for event in trial.events(result):
        if isinstance(event, CallbackSettled) and event.outcome in ("threw", "rejected"):
            case.require(
                not is_accident(event.value),
                f"{words}, {event.callback} breaks: {event.value}",
                position=event.position,
            )
        if isinstance(event, UncaughtError) and event.message not in known:
            case.require(
                not is_accident(event.message),
                f"{words}, the extension breaks: {event.message}",
                position=event.position,
            )
        if isinstance(event, ExtensionEnded) and event.reason in ("hung", "out-of-memory"):
            case.fail(f"{words}, the extension's process ends ({event.reason})")


def is_accident(text: str) -> bool:
    """Whether an error was raised by the language. One that the app raises itself reports the damage, as it should."""
    return text.startswith(ACCIDENTS)
