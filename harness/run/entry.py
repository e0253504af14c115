"""The pytest plugin by which a command reaches into the run: what was loaded goes in, what was found comes out."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from ...emulator.profile import DeviceProfile
from ...reports.baseline import Baseline
from ..data.data_set import DataSet
from ..own_data.older_sources import Migration
from ..plugin.gathering import PLUGIN_NAME, Gathering, InternalError
from ..plugin.options import SETTINGS
from ..subjects.subject import Subject
from .interruptions import end_children, muted_standard_error


class Entry:
    """A pytest plugin: hands over what was loaded and keeps what comes back."""

    def __init__(
        self,
        subject: Subject,
        profile: DeviceProfile,
        data_sets: tuple[DataSet, ...],
        brought_over: tuple[Migration, ...],
        reports: tuple[Path, ...],
    ) -> None:
        self.subject = subject
        self.profile = profile
        self._data_sets = data_sets
        self._migrations = brought_over
        self._reports = reports
        self.gathering: Gathering | None = None
        self.internal_errors: list[InternalError] = []
        self.baseline: Baseline | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        settings = config.stash[SETTINGS]
        settings.subject, settings.profile, settings.data_sets = self.subject, self.profile, self._data_sets
        settings.migrations = self._migrations
        settings.baseline = self.baseline
        settings.command_runs = True
        settings.reports = self._reports
        # The longer styles render every local of a check that ended, whole data sets among them, for nobody to read.
        config.option.tbstyle = "native"
        gathering = config.pluginmanager.get_plugin(PLUGIN_NAME)
        assert isinstance(gathering, Gathering)
        self.gathering = gathering

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionstart(self) -> Generator[None, object, object]:
        """Worker processes start here. Ctrl-C reaches them, too, and one that is still starting would print a
        traceback; what they have to say comes through their channel."""
        with muted_standard_error():
            return (yield)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Workers need not finish what they are at."""
        if excinfo.type is KeyboardInterrupt:
            end_children()

    def pytest_internalerror(self, excrepr: object) -> bool:
        self.internal_errors.append(InternalError("pytest", str(excrepr)))
        return True
