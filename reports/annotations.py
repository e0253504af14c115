"""GitHub annotations from the results: workflow commands, one a requirement that is not fulfilled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from .language import ENGLISH, Words
from .missed import MISSED, missed
from .model import Outcome, Place, RequirementResult, Results
from .places import path_from_start, place_of_case
from .plain_text import one_line, plain
from .verdict import worst_case
from .wording import outcome_words

Kind = Literal["error", "warning", "notice"]
MOST = 10
"""GitHub shows no more of one kind for one step."""


def workflow_commands(results: Results, words: Words = ENGLISH) -> str:
    """The commands, one a line: ``error`` for what breaks or leaves open a MUST, ``warning`` for other misses.

    Waived failures and remarks are notices. What goes beyond ten of one kind is counted by the tenth.
    """
    found: dict[Kind, list[str]] = {"error": [], "warning": [], "notice": []}
    for requirement in missed(results):
        kind: Kind = "error" if requirement.level == "MUST" or requirement.outcome == "fail" else "warning"
        found[kind].append(_of_requirement(kind, results, requirement, words))
    found["notice"] += _notices(results, words)
    return "".join(
        f"{command}\n" for kind, commands in found.items() for command in _within_limit(kind, commands, words)
    )


def _of_requirement(kind: Kind, results: Results, requirement: RequirementResult, words: Words) -> str:
    worst = worst_case(requirement.cases)
    alike = sum(case.outcome == worst.outcome for case in requirement.cases)
    lines = [words.told(worst.reason)]
    if alike > 1:
        lines.append(words.n(alike - 1, "and 1 more case of it", "and {n} more cases of it"))
    if requirement.mend:
        lines.append(words.t("mend: {mend}", mend=words.told(requirement.mend)))
    lines.append(words.t("replay: {command}", command=worst.replay))
    title = _title(requirement, requirement.outcome, words)
    return _command(kind, title, "\n".join(lines), place_of_case(results, worst))


def _title(requirement: RequirementResult, outcome: Outcome, words: Words) -> str:
    return words.t(
        "{id} {level} {outcome}: {title}",
        id=requirement.id,
        level=requirement.level,
        outcome=outcome_words(words)[outcome],
        title=words.told(requirement.title),
    )


def _notices(results: Results, words: Words) -> Iterator[str]:
    for requirement in results.requirements:
        covered = [case for case in requirement.cases if case.outcome == "waived"]
        if covered and requirement.outcome not in MISSED:
            told = [words.told(covered[0].reason), words.t("waiver: {waiver}", waiver=covered[0].waiver)]
            title = _title(requirement, "waived", words)
            yield _command("notice", title, "\n".join(told), place_of_case(results, covered[0]))
    for finding in (*results.unused_waivers, *results.findings):
        place = finding.place and Place(
            file=path_from_start(results.subject, finding.place.file),
            line=finding.place.line,
            column=finding.place.column,
        )
        yield _command("notice", "ohos-backup", words.told(finding.message), place)


def _within_limit(kind: Kind, commands: list[str], words: Words) -> list[str]:
    if len(commands) <= MOST:
        return commands
    rest = len(commands) - MOST + 1
    told = words.t("{count} more are left out here; the job summary has all of them.", count=rest)
    return [*commands[: MOST - 1], _command(kind, "ohos-backup", told, None)]


def _command(kind: Kind, title: str, text: str, place: Place | None) -> str:
    values: dict[str, str] = {}
    if place:
        values["file"] = place.file
        if place.line:
            values["line"] = str(place.line)
        if place.line and place.column:
            values["col"] = str(place.column)
    values["title"] = one_line(title)
    return f"::{kind} {','.join(f'{name}={_value(value)}' for name, value in values.items())}::{_data(text)}"


def _data(text: str) -> str:
    return plain(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
