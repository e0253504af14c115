"""What the caller of a session learns about a failure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

from ..emulator.backup.api import SessionResult
from ..harness.scenarios.trial import Trial


def reported(trial: Trial, result: SessionResult) -> bool:
    """Whether the caller learns of a failure: from the session's code, or from an errorCode in a result's text."""
    if not result.succeeded:
        return True
    texts = [call.value for name in ("onBackupEx", "onRestoreEx") for call in trial.settled(result, name)]
    return any(code not in (0, "0") for text in texts for code in _error_codes(text))


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _error_codes(text: str) -> Iterator[object]:
    try:
        parsed: object = json.loads(text)
    except ValueError:
        return
    pending = [parsed]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            members = cast("dict[str, object]", value)
            if "errorCode" in members:
                yield members["errorCode"]
            pending += members.values()
        elif isinstance(value, list):
            pending += cast("list[object]", value)
