"""GitHub annotations from the results: workflow commands, one a requirement that is not fulfilled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from .missed import MISSED, missed
from .model import Place, RequirementResult, Results
from .places import path_from_start, place_of_case
from .plain_text import one_line, plain
from .verdict import worst_case
from .wording import counted

Kind = Literal["error", "warning", "notice"]
MOST = 10
"""GitHub shows no more of one kind for one step."""


def workflow_commands(results: Results) -> str:
    """The commands, one a line: ``error`` for what breaks or leaves open a MUST, ``warning`` for other misses.

    Waived failures and remarks are notices. What goes beyond ten of one kind is counted by the tenth.
    """
    found: dict[Kind, list[str]] = {"error": [], "warning": [], "notice": []}
    for requirement in missed(results):
        kind: Kind = "error" if requirement.level == "MUST" or requirement.outcome == "fail" else "warning"
        found[kind].append(_of_requirement(kind, results, requirement))
    found["notice"] += _notices(results)
    return "".join(f"{command}\n" for kind, commands in found.items() for command in _within_limit(kind, commands))


def _of_requirement(kind: Kind, results: Results, requirement: RequirementResult) -> str:
    worst = worst_case(requirement.cases)
    alike = sum(case.outcome == worst.outcome for case in requirement.cases)
    lines = [worst.reason]
    if alike > 1:
        lines.append(f"and {counted(alike - 1, 'more case')} of it")
    if requirement.mend:
        lines.append(f"mend: {requirement.mend}")
    lines.append(f"replay: {worst.replay}")
    word = "cannot be judged" if requirement.outcome == "inconclusive" else "missed"
    title = f"{requirement.id} {requirement.level} {word}: {requirement.title}"
    return _command(kind, title, "\n".join(lines), place_of_case(results, worst))


def _notices(results: Results) -> Iterator[str]:
    for requirement in results.requirements:
        covered = [case for case in requirement.cases if case.outcome == "waived"]
        if covered and requirement.outcome not in MISSED:
            told = f"{covered[0].reason}\nwaiver: {covered[0].waiver}"
            title = f"{requirement.id} {requirement.level} waived: {requirement.title}"
            yield _command("notice", title, told, place_of_case(results, covered[0]))
    for finding in (*results.unused_waivers, *results.findings):
        place = finding.place and Place(
            file=path_from_start(results.subject, finding.place.file),
            line=finding.place.line,
            column=finding.place.column,
        )
        yield _command("notice", "ohos-backup", finding.message, place)


def _within_limit(kind: Kind, commands: list[str]) -> list[str]:
    if len(commands) <= MOST:
        return commands
    rest = len(commands) - MOST + 1
    more = _command(kind, "ohos-backup", f"{rest} more are left out here; the job summary has all of them.", None)
    return [*commands[: MOST - 1], more]


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
