"""The suite proves itself: good apps conform, a planted fault fails exactly the requirement it is named for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from ohos_backup.fixtures.catalogue_of_apps import FixtureApp, fault_apps, good_apps
from ohos_backup.harness.catalogue import catalogue
from ohos_backup.reports.model import Results
from ohos_backup.reports.results_file import read_results

pytestmark = pytest.mark.matrix

COMMAND = str(Path(sys.executable).with_name("ohos-backup"))


def checked(app: FixtureApp, folder: Path) -> tuple[int, Results]:
    path = folder / "results.json"
    done = subprocess.run(
        [COMMAND, "check", app.address, "--json", str(path)], capture_output=True, text=True, timeout=300, check=False
    )
    assert path.exists(), done.stderr
    return done.returncode, read_results(path)


def missed(results: Results) -> dict[str, str]:
    return {r.id: r.reason for r in results.requirements if r.outcome not in ("pass", "not_applicable")}


@pytest.mark.parametrize("app", good_apps(), ids=lambda app: app.name)
def test_a_good_app_conforms_without_a_remark(app: FixtureApp, tmp_path: Path) -> None:
    code, results = checked(app, tmp_path)

    assert missed(results) == {}
    assert (code, results.verdict) == (0, "conforms")


@pytest.mark.parametrize("app", fault_apps(), ids=lambda app: app.name)
def test_a_planted_fault_fails_the_requirement_that_names_it_and_no_other(app: FixtureApp, tmp_path: Path) -> None:
    assert app.requirement is not None

    code, results = checked(app, tmp_path)

    assert list(missed(results)) == [app.requirement]
    assert code == (1 if catalogue()[app.requirement].level == "MUST" else 0)


def test_every_requirement_applies_to_some_good_app(tmp_path: Path) -> None:
    applied: set[str] = set()
    for number, app in enumerate(good_apps()):
        _, results = checked(app, tmp_path / str(number))
        applied |= {r.id for r in results.requirements if r.outcome == "pass"}

    assert set(catalogue()) - applied == set()
