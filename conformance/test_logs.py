"""LIF: what the extension prints can be read by others, so nothing of the user's is in it."""

from __future__ import annotations

import re

import pytest

from ..emulator.trace import LogLine
from ..harness.data.data_set import DataSet
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from .steps import archive_of, plain_backup, plain_restore

SHORTEST = 12
"""So many characters in a row that are in a file and in a line of the log are no coincidence."""

VARIED = 6
"""... if so many of them differ: rows of dashes or zeros are in many texts."""

LONGEST_TEXT = 200_000

_PARSER_SAYS = re.compile(r"Unexpected .* is not valid JSON")
"""The emulator's own engine quotes the text around a mistake, which the device's does not."""


@pytest.mark.requirement("LIF-009")
@pytest.mark.parametrize("direction", ["backup", "restore"])
def test_logs_hold_nothing_of_the_users_files(case: Case, direction: str, data_set: DataSet) -> None:
    pieces = pieces_of(data_set)
    if not pieces:
        case.not_applicable(f"the data set '{data_set.name}' has no text in it")
    made = plain_backup(case, data_set)
    trial, result = made.trial, made.result
    if direction == "restore":
        restored = plain_restore(case, archive_of(case, data_set)[0])
        trial, result = restored.trial, restored.result
    lines = [event for event in trial.events(result) if isinstance(event, LogLine)]
    known = names_in(trial)
    for line in lines:
        leaked = next((piece for piece in windows(_PARSER_SAYS.sub("", line.text)) if piece in pieces), None)
        if leaked is not None and leaked not in known:
            case.fail(
                f"a line of the log ({line.log_tag or 'console'}) that everybody can read during {direction} holds "
                f"text of the user's files: …{leaked}…",
                position=line.position,
            )


def pieces_of(data_set: DataSet) -> frozenset[str]:
    """Every piece of SHORTEST characters of the files that are text."""
    found: set[str] = set()
    for file in data_set.files:
        if len(file.content) > LONGEST_TEXT or b"\0" in file.content:
            continue
        try:
            found.update(windows(file.content.decode()))
        except UnicodeDecodeError:
            continue
    return frozenset(found)


def windows(text: str) -> list[str]:
    return [
        piece
        for start in range(len(text) - SHORTEST + 1)
        if len(set(piece := text[start : start + SHORTEST])) >= VARIED
    ]


def names_in(trial: Trial) -> str:
    """Names are no content: a file that lists others holds their names, and a log may."""
    return "\n".join((*trial.tree(), trial.bundle.bundle_name))
