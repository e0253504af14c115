"""Which few of a case's events a person needs to see: what the app did, what went wrong, what concerns a difference."""

from __future__ import annotations

from .model import Evidence, TimelineEntry

NEW_SESSION = "extension started"
"""What of the framework's lane tells where one session ends and the next begins."""


def excerpt(evidence: Evidence, longest: int) -> tuple[TimelineEntry, ...]:
    """At most ``longest`` entries in their order; the weightiest, and among equals the last, for they lead to the end.

    The framework's own steps and its calls to the client are left out unless they carry an error: each session has
    the same ones.
    """
    names = {name for change in evidence.differences if len(name := change.path.rpartition("/")[2]) > 1}
    weighed = [(_weight(entry, names), index) for index, entry in enumerate(evidence.timeline)]
    chosen = sorted((pair for pair in weighed if pair[0]), reverse=True)[:longest]
    return tuple(evidence.timeline[index] for index in sorted(index for _, index in chosen))


def _weight(entry: TimelineEntry, names: set[str]) -> int:
    if entry.lane == "problem" or "died" in entry.text:
        return 4
    if entry.lane == "client":
        return 3 if " code " in entry.text else 0
    if entry.lane == "framework":
        return 2 if entry.text.startswith(NEW_SESSION) else 0
    if entry.lane == "file" and any(name in entry.text for name in names):
        return 3
    asked_for_progress = entry.text.startswith("onProcess")
    return 2 if entry.lane in ("callback", "log") and not asked_for_progress else 1
