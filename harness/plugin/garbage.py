"""While the suite runs, garbage is looked for seldom: what cases keep, traces and trees, is kept on purpose."""

from __future__ import annotations

import gc
from collections.abc import Generator

import pytest

from .starting import suite_is_asked_for

THRESHOLDS = (20_000, 50, 100)
"""Objects made, and rounds of the younger generations, before the next round (``gc.set_threshold``)."""


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    if not suite_is_asked_for(session.config):
        return (yield)
    before = gc.get_threshold()
    gc.set_threshold(*THRESHOLDS)
    try:
        return (yield)
    finally:
        gc.set_threshold(*before)
