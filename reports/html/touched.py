"""What of the system the app touches, by what a person has to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..model import TouchedApi

Weight = Literal["bad", "note", "calm"]


@dataclass(frozen=True)
class TouchedGroup:
    """``title`` and ``meaning`` are English words, to be translated where they are shown."""

    title: str
    meaning: str
    weight: Weight
    members: tuple[TouchedApi, ...]


GROUPS: tuple[tuple[str, str, Weight, Callable[[TouchedApi], bool]], ...] = (
    (
        "Unknown to the SDK",
        "No such module or member: the call fails on a device.",
        "bad",
        lambda touched: touched.state == "unknown",
    ),
    (
        "Not for backup extensions",
        "The platform's reference forbids these to a backup extension.",
        "bad",
        lambda touched: touched.forbidden,
    ),
    (
        "Newer than the app's compatible API version",
        "On the oldest device that the app says it runs on, these are missing.",
        "bad",
        lambda touched: touched.newer_than_app,
    ),
    (
        "For system apps only",
        "An ordinary app is refused.",
        "note",
        lambda touched: touched.system_api,
    ),
    (
        "Deprecated",
        "They work still, and have a successor.",
        "note",
        lambda touched: touched.deprecated > 0,
    ),
    (
        "Not emulated",
        "They exist on a device and cannot be run here: what needs them stays open, unless a stand-in answers.",
        "note",
        lambda touched: touched.state == "not-emulated",
    ),
    (
        "Emulated",
        "They ran here as on a device.",
        "calm",
        lambda touched: touched.state == "emulated",
    ),
)


def touched_groups(touched: Sequence[TouchedApi]) -> tuple[TouchedGroup, ...]:
    """Groups that have members; a member can be in several, for each asks something else."""
    groups = (
        TouchedGroup(title, meaning, weight, tuple(api for api in touched if belongs(api)))
        for title, meaning, weight, belongs in GROUPS
    )
    return tuple(group for group in groups if group.members)
