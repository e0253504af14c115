"""What a shell offers for the next word: requirements, families and device profiles, each with what it is."""

from __future__ import annotations

from collections.abc import Iterable

Offer = tuple[str, str]
"""A word and its explanation, which zsh and fish show beside it."""


def complete_requirements(incomplete: str) -> list[Offer]:
    from ..catalogue import catalogue

    return _beginning(incomplete, ((requirement.id, requirement.title) for requirement in catalogue().values()))


def complete_families(incomplete: str) -> list[Offer]:
    from ..catalogue import FAMILIES

    return _beginning(incomplete, FAMILIES.items())


def complete_cases(incomplete: str) -> list[Offer]:
    # What cases there are depends on the app.
    return [*complete_families(incomplete), *complete_requirements(incomplete)]


def complete_profiles(incomplete: str) -> list[Offer]:
    from ...emulator.profile import LATEST, PROFILES

    profiles = dict.fromkeys((*PROFILES, LATEST))
    return _beginning(incomplete, ((profile.name, f"API {profile.api}") for profile in profiles))


def _beginning(incomplete: str, offers: Iterable[Offer]) -> list[Offer]:
    """The command takes small letters for capitals; a shell keeps only what begins as the user typed."""
    begun = incomplete.upper()
    shown = str.lower if incomplete.islower() else str
    return [(shown(word), told) for word, told in offers if word.upper().startswith(begun)]
