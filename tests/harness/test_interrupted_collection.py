"""Ctrl-C while cases are still collected ends the command; it is not taken for a case that does not exist."""

from __future__ import annotations

import os
import signal
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
