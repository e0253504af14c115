"""What of the system the app touches, by what a person has to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..language import Words
from ..model import TouchedApi

Weight = Literal["bad", "note", "calm"]


@dataclass(frozen=True)
class TouchedGroup:
    title: str
    meaning: str
    weight: Weight
    members: tuple[TouchedApi, ...]


def touched_groups(touched: Sequence[TouchedApi], words: Words) -> tuple[TouchedGroup, ...]:
    """Groups that have members; a member can be in several, for each asks something else."""
    groups = (
        TouchedGroup(title, meaning, weight, tuple(api for api in touched if belongs(api)))
        for title, meaning, weight, belongs in _kinds(words)
    )
    return tuple(group for group in groups if group.members)


def _kinds(words: Words) -> tuple[tuple[str, str, Weight, Callable[[TouchedApi], bool]], ...]:
    return (
        (
            words.t("Unknown to the SDK"),
            words.t("No such module or member: the call fails on a device."),
            "bad",
            lambda touched: touched.state == "unknown",
        ),
        (
            words.t("Not for backup extensions"),
            words.t("The platform's reference forbids these to a backup extension."),
            "bad",
            lambda touched: touched.forbidden,
        ),
        (
            words.t("Newer than the app's compatible API version"),
            words.t("On the oldest device that the app says it runs on, these are missing."),
            "bad",
            lambda touched: touched.newer_than_app,
        ),
        (
            words.t("For system apps only"),
            words.t("An ordinary app is refused."),
            "note",
            lambda touched: touched.system_api,
        ),
        (
            words.t("Deprecated"),
            words.t("They work still, and have a successor."),
            "note",
            lambda touched: touched.deprecated > 0,
        ),
        (
            words.t("Not emulated"),
            words.t(
                "They exist on a device and cannot be run here: what needs them stays open, unless a stand-in answers."
            ),
            "note",
            lambda touched: touched.state == "not-emulated",
        ),
        (
            words.t("Emulated"),
            words.t("They ran here as on a device."),
            "calm",
            lambda touched: touched.state == "emulated",
        ),
    )
