"""The words in which every report says how a run ended and how far that goes."""

from __future__ import annotations

from .language import ENGLISH, Words
from .model import Outcome, Results, TimelineEntry, Verdict

STAND_IN = "stand-in "
"""Begins what a team's stand-in answered; the rest of its lane is the app's own log."""


def outcome_words(words: Words) -> dict[Outcome, str]:
    """The same in every report, so that a reader finds in one what another one told."""
    return {
        "fail": words.t("fail"),
        "inconclusive": words.t("inconclusive"),
        "warn": words.t("warn"),
        "waived": words.t("waived"),
        "pass": words.t("pass"),
        "not_applicable": words.t("not applicable"),
    }


def outcome_names(words: Words) -> dict[Outcome, str]:
    """The same words, where they stand alone."""
    return {outcome: as_beginning(word) for outcome, word in outcome_words(words).items()}


def as_beginning(text: str) -> str:
    """``text`` with the first letter of a sentence."""
    return text[:1].upper() + text[1:]


def timeline_text(entry: TimelineEntry, words: Words) -> str:
    """What happened, in the reader's language, but what the app said as it said it."""
    if words.language == "en":
        return entry.text
    if entry.lane == "callback":
        return _how_it_ended(entry.text, words)
    if entry.lane == "log" and not entry.text.startswith(STAND_IN):
        return entry.text
    told = words.told(entry.text)
    if entry.lane == "framework" and told == entry.text:
        step, blank, detail = entry.text.partition(" ")
        return f"{step}{blank}{words.told(detail)}"
    return told


def _how_it_ended(text: str, words: Words) -> str:
    """``onBackup threw Error: …``: of a callback's line only the second word is ours; of its call none."""
    callback, blank, rest = text.partition(" ")
    if "(" in callback:
        return text
    outcome, another, value = rest.partition(" ")
    return f"{callback}{blank}{words.told(outcome)}{another}{value}"


def verdict_headline(verdict: Verdict, words: Words = ENGLISH) -> str:
    """As it stands at the end of what the terminal shows."""
    headlines: dict[Verdict, str] = {
        "conforms": words.t("CONFORMS"),
        "does-not-conform": words.t("DOES NOT CONFORM"),
        "inconclusive": words.t("CANNOT BE JUDGED"),
    }
    return headlines[verdict]


def verdict_words(results: Results, words: Words = ENGLISH) -> str:
    """``conforms``, ``does not conform``, ``cannot be judged``; of a part: ``conforms (partial run)``."""
    if results.verdict == "conforms" and not results.complete:
        return words.t("conforms (partial run)")
    return verdict_name(results.verdict, words)


def verdict_name(verdict: Verdict, words: Words = ENGLISH) -> str:
    """``conforms``, ``does not conform``, ``cannot be judged``."""
    verdicts: dict[Verdict, str] = {
        "conforms": words.t("conforms"),
        "does-not-conform": words.t("does not conform"),
        "inconclusive": words.t("cannot be judged"),
    }
    return verdicts[verdict]


def limits(results: Results, words: Words = ENGLISH) -> list[str]:
    """What the verdict does not speak of, or rests on; one sentence each, the weightiest first."""
    found: list[str] = []
    if not results.complete:
        why = words.told(results.incomplete_because) or words.t("only a part of the suite ran")
        found.append(words.t("This run is not complete: {why}. The verdict speaks of what was judged only.", why=why))
    open_ones = [requirement.id for requirement in results.requirements if requirement.outcome == "inconclusive"]
    if open_ones:
        found.append(
            words.n(
                len(open_ones),
                "1 requirement could not be judged: {ids}.",
                "{n} requirements could not be judged: {ids}.",
                ids=words.listed(open_ones),
            )
        )
    waived = [requirement.id for requirement in results.requirements if requirement.outcome == "waived"]
    if waived:
        found.append(
            words.n(
                len(waived),
                "1 requirement failed and waived by the team: {ids}.",
                "{n} requirements failed and waived by the team: {ids}.",
                ids=words.listed(waived),
            )
        )
    if results.not_emulated:
        names = words.listed(results.not_emulated)
        found.append(words.t("Used by the app, and not emulated: {names}.", names=names))
    if results.stand_ins:
        named = words.listed(f"{stand_in.name} ({stand_in.place.file})" for stand_in in results.stand_ins)
        found.append(words.t("Stand-ins of the team answered for: {named}.", named=named))
    taken = sum(case.taken_over for requirement in results.requirements for case in requirement.cases)
    if taken:
        found.append(
            words.n(
                taken,
                "1 case taken over from earlier runs, for nothing it depends on has changed.",
                "{n} cases taken over from earlier runs, for nothing they depend on has changed.",
            )
        )
    found += [words.told(unused.message) for unused in results.unused_waivers]
    return found
