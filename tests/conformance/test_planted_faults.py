"""The suite proves itself: good apps conform, a planted fault fails exactly the requirement it is named for.

A gate may not take as long as all fault apps by the whole catalogue do: it judges one in two dozen by all of it, and
one in six by the requirement that is to find it. ``tox -e kill-matrix`` does the rest; docs/kill-matrix.md is its page.

The apps are checked in the test's own process, each loaded anew: that the command says the same is tested elsewhere
(tests/harness/test_cli_check.py), and starting it for each app would cost a fifth of the time.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from _pytest.mark.structures import ParameterSet
from filelock import FileLock
from ohos_backup.fixtures.catalogue_of_apps import FixtureApp, fault_apps, good_apps
from ohos_backup.harness.catalogue import catalogue
from ohos_backup.harness.results.report_files import write_reports
from ohos_backup.harness.run.options import SuiteOptions
from ohos_backup.harness.run.suite_run import suite_results
from ohos_backup.reports.model import Results
from ohos_backup.reports.results_file import read_results

SAMPLED_WHOLE, SAMPLED_ALONE = 24, 6
"""One in so many fault apps is judged in every run of the tests by the whole catalogue, and by its own requirement."""

Checked = Callable[[FixtureApp], Results]


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """The results of an app, which is checked once even when several workers ask."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent

    def check(app: FixtureApp) -> Results:
        path = folder / f"{app.name}.json"
        with FileLock(path.with_suffix(".lock")):
            if not path.exists():
                write_reports(suite_results(SuiteOptions(address=app.address)), {"json": path})
        return read_results(path)

    return check


def missed(results: Results) -> dict[str, str]:
    return {r.id: r.reason for r in results.requirements if r.outcome not in ("pass", "not_applicable")}


def sampled(every: int) -> list[ParameterSet]:
    """The fault apps: one in ``every`` for each run, the others for the whole kill matrix."""
    return [
        pytest.param(app, id=app.name, marks=pytest.mark.kill_matrix if number % every else pytest.mark.matrix)
        for number, app in enumerate(fault_apps())
    ]


@pytest.mark.matrix
@pytest.mark.parametrize("app", good_apps(), ids=lambda app: app.name)
def test_a_good_app_conforms_without_a_remark(app: FixtureApp, checked: Checked) -> None:
    results = checked(app)

    assert missed(results) == {}
    assert results.verdict == "conforms"


@pytest.mark.parametrize("app", sampled(SAMPLED_ALONE))
def test_a_planted_fault_is_found_by_its_requirement(app: FixtureApp) -> None:
    assert app.requirement is not None

    results = suite_results(SuiteOptions(address=app.address, cases=(app.requirement,)))

    (found,) = results.requirements
    assert found.outcome == ("fail" if found.level == "MUST" else "warn")


@pytest.mark.parametrize("app", sampled(SAMPLED_WHOLE))
def test_a_planted_fault_fails_the_requirement_that_names_it_and_no_other(app: FixtureApp, checked: Checked) -> None:
    assert app.requirement is not None

    results = checked(app)

    assert list(missed(results)) == [app.requirement]
    level = catalogue()[app.requirement].level
    assert results.verdict == ("does-not-conform" if level == "MUST" else "conforms")


@pytest.mark.matrix
def test_every_requirement_applies_to_some_good_app(checked: Checked) -> None:
    applied = {r.id for app in good_apps() for r in checked(app).requirements if r.outcome == "pass"}

    assert set(catalogue()) - applied == set()
