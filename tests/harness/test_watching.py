"""check --watch: which files count, what is told of a round, and the command itself from save to save."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psutil
import pytest
from command_line import COMMAND, EXTENSION, NOTES, edit, notes_at, plain_environment
from ohos_backup.harness.watching.news import news, tell
from ohos_backup.harness.watching.places import AppFiles, watched_places
from ohos_backup.reports.model import (
    CaseResult,
    DeviceInfo,
    Outcome,
    RequirementResult,
    Results,
    SubjectInfo,
    Tool,
)
from ohos_backup.reports.verdict import summarise, verdict_of
from rich.console import Console
from watchfiles import Change

PATIENCE_SECONDS = 120


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (str(NOTES), NOTES),
        (str(NOTES / "entry"), NOTES),
        (str(NOTES / "entry" / "src" / ".."), NOTES),
        (f"{NOTES / 'models.py'}:Extension", NOTES),
    ],
)
def test_the_whole_project_is_watched_whatever_part_was_named(address: str, place: Path) -> None:
    assert watched_places(address, (), ()) == (place.resolve(),)


def test_data_and_older_sources_are_watched_once_each(tmp_path: Path) -> None:
    older = tmp_path / "older"
    inside, outside = NOTES / "entry", tmp_path / "data"
    older.mkdir()
    outside.mkdir()

    places = watched_places(str(NOTES), (inside, outside), (str(older), "git:v1.0"))

    assert places == tuple(sorted((NOTES.resolve(), outside.resolve(), older.resolve())))


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("/app/entry/src/main/ets/Backup.ets", True),
        ("/app/ohos-backup.toml", True),
        ("/app/entry/build/default/out.json", False),
        ("/app/oh_modules/lib/index.ets", False),
        ("/app/.Backup.ets.swp", False),
        ("/app/Backup.ets~", False),
        ("/app/results.json", False),
        ("/app/allure-results/x-result.json", False),
    ],
)
def test_only_what_a_person_saves_starts_a_round(path: str, counts: bool) -> None:
    files = AppFiles([Path("/app/results.json"), Path("/app/allure-results")])

    assert files(Change.modified, path) is counts


def requirement(identifier: str, outcome: Outcome, reason: str = "") -> RequirementResult:
    case = CaseResult(id=identifier, outcome=outcome, reason=reason, replay=f"replay {identifier}")
    return RequirementResult(
        id=identifier, level="MUST", title="title", outcome=outcome, reason=reason, cases=(case,), family="Restore"
    )


def results(*requirements: RequirementResult) -> Results:
    return Results(
        tool=Tool(name="t", version="1"),
        subject=SubjectInfo(path="p", bundle_name="b", version_code=1, version_name="1", extension="E"),
        device=DeviceInfo(profile="api12"),
        verdict=verdict_of(requirements),
        summary=summarise(requirements),
        not_emulated=(),
        requirements=requirements,
    )


def test_a_round_is_compared_with_the_one_before() -> None:
    before = results(
        requirement("RST-001", "pass"),
        requirement("RST-002", "fail", "lost a"),
        requirement("RST-003", "fail", "lost b"),
        requirement("RST-004", "inconclusive", "net"),
    )
    after = results(
        requirement("RST-001", "fail", "lost c"),
        requirement("RST-002", "fail", "lost a"),
        requirement("RST-003", "fail", "lost other"),
        requirement("RST-004", "pass"),
    )

    found = news(before, after)

    assert [r.id for r in found.told] == ["RST-001", "RST-003"]
    assert [r.id for r in found.still] == ["RST-002"]
    assert [r.id for r in found.fixed] == ["RST-004"]
    assert [r.id for r in news(None, after).told] == ["RST-001", "RST-002", "RST-003"]


def test_a_round_is_told_in_few_lines() -> None:
    before = results(requirement("RST-001", "fail", "lost a"), requirement("RST-002", "pass"))
    after = results(requirement("RST-001", "fail", "lost b"), requirement("RST-002", "fail", "lost c"))
    stream = io.StringIO()

    tell(Console(file=stream, width=200), before, msgspec.structs.replace(after, duration_ms=300))

    assert stream.getvalue().splitlines() == [
        "still  FAIL RST-001 MUST  title",
        "       lost b",
        "       replay RST-001",
        "new    FAIL RST-002 MUST  title",
        "       lost c",
        "       replay RST-002",
        "DOES NOT CONFORM  2 fail; 2 of 2 cases ran in 0.3 s",
    ]


class Watching:
    """A running ``check --watch``."""

    def __init__(self, process: subprocess.Popen[bytes], output: Path) -> None:
        self.process = process
        self._output = output

    @property
    def text(self) -> str:
        return self._output.read_text(encoding="utf-8")

    def until(self, words: str, times: int = 1) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.text.count(words) < times:
            assert self.process.poll() is None, self.text
            assert time.monotonic() < deadline, self.text
            time.sleep(0.02)


@contextmanager
def watching(app: Path, *arguments: str) -> Iterator[Watching]:
    output = app.parent / "output.txt"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [COMMAND, "check", str(app), "--watch", *arguments],
            env=plain_environment(),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            # A shell without job control lets its background processes ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
    try:
        yield Watching(process, output)
    finally:
        process.kill()
        process.wait()


@pytest.mark.matrix
@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
def test_from_save_to_save(tmp_path: Path) -> None:
    app = notes_at(tmp_path / "app")
    extension = app / EXTENSION
    whole = extension.read_text(encoding="utf-8")
    with watching(app, "--case", "CFG-001", "--case", "RST-001", "--json", str(app / "results.json")) as watch:
        watch.until("cases ran in")
        ran = watch.text.rpartition("cases ran in")[0].split()[-3]
        (app / "README.md").write_text("# Notes\n", encoding="utf-8")
        watch.until("; 0 of ")
        edit(extension, "class ", "class { ")
        watch.until("[E-SOURCE]")
        assert f"{EXTENSION}:" in watch.text
        extension.write_text(whole, encoding="utf-8")
        watch.until("; 0 of ", 2)
        extension.write_text(f"{whole}\n// a remark\n", encoding="utf-8")
        watch.until(f"; {ran} of {ran} cases", 2)
        children = psutil.Process(watch.process.pid).children(recursive=True)
        watch.process.send_signal(signal.SIGINT)

        assert watch.process.wait(PATIENCE_SECONDS) == 130
        assert watch.text.endswith("stopped watching\n")
        assert "Traceback" not in watch.text
        assert psutil.wait_procs(children, timeout=PATIENCE_SECONDS)[1] == []
        assert (app / "results.json").is_file()


@pytest.mark.matrix
def test_what_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "check", str(tmp_path / "gone"), "--watch"],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )

    assert (done.returncode, "E-SUBJECT" in done.stderr) == (2, True)
