"""Older sources of an app: from a folder, from a ref of a real git repository, and what is told of unusable ones."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from command_line import edit, ohos_backup
from ohos_backup.fixtures import fault_apps
from ohos_backup.harness.own_data.git_tree import UnknownRef, tree_of
from ohos_backup.harness.own_data.reader import covers

RENAMED = next(app.path for app in fault_apps() if app.name == "VER-003-renamed-key")
ONLY = ("--case", "VER-003")


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The older version is tagged v1; today's lies in the work tree, in a folder of the repository."""
    top = tmp_path / "repository"
    app = top / "app"
    shutil.copytree(RENAMED / "older", app)
    git(tmp_path, "init", "-q", str(top))
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "first")
    git(top, "tag", "v1")
    shutil.rmtree(app)
    shutil.copytree(RENAMED, app, ignore=shutil.ignore_patterns("older"))
    edit(app / "ohos-backup.toml", 'from = ["older"]', "from = []")
    return app


def test_a_ref_of_the_repository_is_the_older_version(repository: Path) -> None:
    before = sorted(repository.rglob("*"))

    done = ohos_backup("check", repository, "--from", "git:v1", *ONLY)

    assert done.code == 1, done.out + done.err
    assert "today's reader finds" in done.out
    assert "--from git:v1" in done.out
    assert sorted(repository.rglob("*")) == before


@pytest.mark.parametrize(
    ("older", "words"),
    [("git:v9", "has no ref 'v9'"), ("git:-x", "has no ref '-x'"), ("gone", "there is no 'gone'")],
)
def test_older_sources_that_are_not_there_are_told(repository: Path, older: str, words: str) -> None:
    done = ohos_backup("check", repository, "--from", older, *ONLY)

    assert (done.code, words in done.err, "Traceback" in done.err) == (2, True, False)


def test_a_ref_without_the_app_is_told(repository: Path) -> None:
    git(repository.parent, "checkout", "-q", "--orphan", "empty")
    git(repository.parent, "rm", "-rfq", "--cached", ".")
    git(repository.parent, "commit", "-q", "--allow-empty", "-m", "nothing")

    done = ohos_backup("check", repository, "--from", "git:empty", *ONLY)

    assert (done.code, "has no app at 'app'" in done.err) == (2, True)


def test_an_app_outside_of_any_repository_is_told(tmp_path: Path) -> None:
    shutil.copytree(RENAMED, tmp_path / "app")

    done = ohos_backup("check", tmp_path / "app", "--from", "git:v1", *ONLY)

    assert (done.code, "no git repository" in done.err) == (2, True)


def test_a_tree_is_laid_out_once_for_a_commit(repository: Path) -> None:
    assert tree_of(repository, "v1") == tree_of(repository, "v1^{commit}")
    with pytest.raises(UnknownRef):
        tree_of(repository, "")


def test_a_reading_may_gain_members_and_lose_none() -> None:
    assert covers({"a": [1, {"b": "x"}], "c": 2}, {"a": [1, {"b": "x"}]})
    assert not covers({"a": [1]}, {"a": [1, 2]})
    assert not covers({}, {"a": 1})
