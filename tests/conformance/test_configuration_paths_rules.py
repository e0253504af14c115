"""Which includes and excludes the suite finds fault with, and which it must leave alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ohos_backup.conformance.path_probe import path_probe
from ohos_backup.conformance.test_configuration_paths import (
    exclude_problem,
    include_problem,
    is_secret,
    outside_problem,
)
from ohos_backup.emulator.profile import LATEST
from ohos_backup.fixtures import good_apps
from ohos_backup.harness.naming import requirement
from ohos_backup.harness.scenarios.case import Case
from ohos_backup.harness.subjects.loading import load_subject

FILES = "/data/storage/el2/base/haps/entry/files"


@pytest.fixture(scope="module")
def case() -> Case:
    address = next(app.address for app in good_apps() if app.name == "empty-callbacks")
    return Case(load_subject(address), requirement("CFG-005"), {}, profile=LATEST, seed=0)


@pytest.mark.parametrize(
    "include",
    [
        f"{FILES}/",
        FILES,
        f"{FILES}/notes.db",
        f"{FILES}/*",
        f"{FILES}/**",
        f"{FILES}/users/*/*.json",
        "data/storage/el2/base/haps/*/preferences/",
        "data/storage/el5/base/preferences/",
        "/data/storage/el*/base/files/",
        "/data/storage/el2/database/rdb/",
        "data/storage/el2/base/",
        "/data/storage/el2/",
        "/data/storage/el2/distributedfiles/",
        "/data/storage/el2/base/.backup/diary/",
        "/data/storage/el2/group/",
        "/storage/media/local/files/Photo/",
    ],
)
def test_an_include_that_can_match_is_left_alone(case: Case, include: str) -> None:
    assert include_problem(case, path_probe(case), include) == ""


@pytest.mark.parametrize(
    ("include", "told"),
    [
        ("", "is empty"),
        ("files/notes/", "begins with /data/storage/"),
        ("/data/app/el2/100/base/com.example.empty/files/", "a path of the device"),
        ("/data/storage/el2/distributedFiles/", "no files"),
        ("/data/storage/el6/base/files/", "no files"),
        ("/data/storage/el2/base/haps/entry/{files,temp}/", "braces"),
        (f"{FILES}/**/notes.db", "does not go deeper"),
        ("/data/storage/el2/base/haps/phone/files/", "a module 'phone'"),
    ],
)
def test_an_include_that_cannot_match_is_told(case: Case, include: str, told: str) -> None:
    assert told in include_problem(case, path_probe(case), include)


@pytest.mark.parametrize(
    "exclude",
    [
        f"{FILES}/thumbnails/",
        f"{FILES}/thumbnails",
        "data/storage/el2/base/haps/*/files/tmp/",
        "/data/storage/el2/base/haps/entry/cache/",
        "*.log",
        "*/cache/*",
        "*/thumbnails",
        "/data/storage/el2/database/rdb/media.db_binlog/",
    ],
)
def test_an_exclude_that_can_match_is_left_alone(case: Case, exclude: str) -> None:
    assert exclude_problem(case, path_probe(case), exclude) == ""


@pytest.mark.parametrize(
    ("exclude", "told"),
    [
        ("thumbnails", "no slash"),
        ("thumbnails/", "begins with /data/storage/"),
        ("/cache/", "begins with /data/storage/"),
        (f"{FILES}/{{a,b}}/", "no pattern"),
    ],
)
def test_an_exclude_that_cannot_match_is_told(case: Case, exclude: str, told: str) -> None:
    assert told in exclude_problem(case, path_probe(case), exclude)


@pytest.mark.parametrize(
    ("include", "told"),
    [
        (f"{FILES}/../preferences/", "upwards"),
        (f"{FILES}/.*", "upwards"),
        ("/system/etc/", "of the device"),
        (f"{FILES}/", ""),
        ("/storage/media/local/files/Photo/", ""),
    ],
)
def test_what_lies_outside_is_told(case: Case, include: str, told: str) -> None:
    probe = path_probe(case)
    problem = outside_problem(probe, probe, include)
    assert told in problem if told else problem == ""


@pytest.mark.parametrize(
    ("path", "secret"),
    [
        (f"{FILES}/access_token", True),
        (f"{FILES}/login/refreshToken.json", True),
        (f"{FILES}/server.pem", True),
        (f"{FILES}/tokenizer/model.bin", False),
        (f"{FILES}/keys-of-music/c-major.txt", False),
        (f"{FILES}/note-1.txt", False),
    ],
)
def test_a_secret_is_told_by_its_name(path: str, secret: bool) -> None:
    assert is_secret(path) is secret


def test_a_probe_leaves_the_device_as_it_was(case: Case, tmp_path: Path) -> None:
    trial = case.idle_device()
    before = trial.tree()
    probe = path_probe(case)
    with probe.files_at(f"{FILES}/a/b/c/", as_folder=True) as made:
        assert made
    assert json.dumps(sorted(trial.tree())) == json.dumps(sorted(before))
