"""Coverage begins when the cases are known: what was run to make them is no case."""

from __future__ import annotations

import pytest

from .options import SETTINGS


def pytest_collection_finish(session: pytest.Session) -> None:
    settings = session.config.stash[SETTINGS]
    if settings.coverage and session.items and settings.address:
        settings.watch_lines()
