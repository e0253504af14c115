"""While the suite runs, garbage is looked for seldom, whoever started pytest."""

from __future__ import annotations

import gc
from collections.abc import Generator

import pytest

from ..garbage import look_seldom
from .starting import suite_is_asked_for


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    if not suite_is_asked_for(session.config):
        return (yield)
    before = look_seldom()
    try:
        return (yield)
    finally:
        gc.set_threshold(*before)
