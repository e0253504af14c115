"""The words in which every report says how a run ended and how far that goes."""

from __future__ import annotations

from .model import Outcome, Results, Verdict

OUTCOME_WORDS: dict[Outcome, str] = {
    "fail": "not met",
    "inconclusive": "not judged",
    "warn": "missed, not required",
    "waived": "not met, waived",
    "pass": "met",
    "not_applicable": "does not apply",
}

_VERDICT: dict[Verdict, str] = {
    "conforms": "conforms",
    "does-not-conform": "does not conform",
    "inconclusive": "cannot be judged",
}


def verdict_words(results: Results) -> str:
    """``conforms``, ``does not conform``, ``cannot be judged``; of a run that left something out: ``… in part``."""
    words = _VERDICT[results.verdict]
    return f"{words} (partial run)" if results.verdict == "conforms" and not results.complete else words


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def limits(results: Results) -> list[str]:
    """What the verdict does not speak of, or rests on; one sentence each, the weightiest first."""
    found: list[str] = []
    if not results.complete:
        because = results.incomplete_because or "only a part of the suite ran"
        found.append(f"This run is not complete: {because}. The verdict speaks of what was judged only.")
    open_ones = [requirement.id for requirement in results.requirements if requirement.outcome == "inconclusive"]
    if open_ones:
        found.append(f"{counted(len(open_ones), 'requirement')} could not be judged: {', '.join(open_ones)}.")
    waived = [requirement.id for requirement in results.requirements if requirement.outcome == "waived"]
    if waived:
        found.append(f"{counted(len(waived), 'requirement')} not met and waived by the team: {', '.join(waived)}.")
    if results.not_emulated:
        found.append(f"Used by the app, and not emulated: {', '.join(results.not_emulated)}.")
    if results.stand_ins:
        named = ", ".join(f"{stand_in.name} ({stand_in.place.file})" for stand_in in results.stand_ins)
        found.append(f"Stand-ins of the team answered for: {named}.")
    taken = sum(case.taken_over for requirement in results.requirements for case in requirement.cases)
    if taken:
        found.append(f"{counted(taken, 'case')} taken over from earlier runs, for nothing they depend on has changed.")
    found += [unused.message for unused in results.unused_waivers]
    return found
