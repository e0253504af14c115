"""Ctrl-C before and while cases are collected ends the command: it is no missing case and no defect of the suite."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from ohos_backup.harness.run import collected as collecting
from ohos_backup.harness.run.options import SuiteOptions
from ohos_backup.harness.run.suite_run import planned_cases, suite_results

NOTES = Path(__file__).parents[2] / "fixtures" / "apps" / "good" / "python-notes"
OPTIONS = SuiteOptions(address=f"{NOTES / 'model.py'}:NotesBackup", cases=("RST",))


@pytest.mark.parametrize("work", [planned_cases, suite_results])
def test_it_is_passed_on(work, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        cases = ()

        @pytest.hookimpl(tryfirst=True)
        def pytest_collection_modifyitems(self) -> None:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(collecting, "_Collected", Interrupted)

    with pytest.raises(KeyboardInterrupt):
        work(OPTIONS)


def test_one_that_is_lost_before_pytest_is_set_up_is_no_defect_of_the_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> int:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        return pytest.ExitCode.USAGE_ERROR

    monkeypatch.setattr(pytest, "main", interrupted)

    with pytest.raises(KeyboardInterrupt):
        suite_results(SuiteOptions(address=OPTIONS.address))
