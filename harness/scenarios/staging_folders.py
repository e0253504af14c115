"""Included folders that are no place for the user's data: the extension empties them before it fills them."""

from __future__ import annotations

from collections.abc import Iterable

from ...emulator.profile import DeviceProfile
from ...emulator.trace import AnyEvent, FileOperation
from ..data.data_set import DataSet
from ..subjects.subject import Subject
from .trial import Trial
from .verdicts import Inconclusive

REMOVES = "unlink"


def staging_folders(
    subject: Subject, data_set: DataSet, folders: Iterable[str], *, profile: DeviceProfile, seed: int
) -> tuple[str, ...]:
    """Those of ``folders`` in which a backup removes every file of ``data_set`` without having looked into one.

    What an extension throws away unread it takes for the rest of an earlier run; generated files there would be
    nobody's data. Whoever reads a file before removing it may have meant to keep it.
    """
    trial = Trial(subject, profile=profile, seed=seed)
    try:
        trial.seed(data_set)
    except Inconclusive:
        # Each case that uses the data says so itself.
        return ()
    result = trial.backup()
    removed = removed_unread(trial.events(result))
    found: list[str] = []
    for folder in folders:
        inside = [file.path for file in data_set.files if file.path.startswith(f"{folder}/")]
        if inside and removed.issuperset(inside):
            found.append(folder)
    return tuple(found)


def removed_unread(events: Iterable[AnyEvent]) -> frozenset[str]:
    """The files that the extension removed before it did anything else with them but ask what they are."""
    touched: set[str] = set()
    removed: set[str] = set()
    for event in events:
        if not isinstance(event, FileOperation) or event.actor != "extension" or event.error:
            continue
        if event.operation == REMOVES and event.path not in touched:
            removed.add(event.path)
        elif event.operation not in ("stat", "lstat", "access"):
            touched.update((event.path, event.target))
    return frozenset(removed)
