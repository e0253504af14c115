"""The terminal: all that a person needs, at any width, without colours when asked."""

from __future__ import annotations

import io

import msgspec
import pytest
from ohos_backup.reports.model import DeviceInfo
from ohos_backup.reports.terminal import print_found, print_results
from ohos_backup.reports.verdict import summarise, verdict_of
from rich.console import Console
from sample_results import every_outcome, requirement


def printed(width: int) -> str:
    stream = io.StringIO()
    print_results(Console(file=stream, width=width, highlight=False, markup=False, emoji=False), every_outcome())
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_failure_shows_reason_place_difference_and_replay(width: int) -> None:
    text = printed(width)

    assert "DOES NOT CONFORM" in text
    assert "FAIL RST-001 MUST" in text
    assert "entry/src/main/ets/Backup.ets:12:5" in text
    assert "日记.txt" in text
    assert "ohos-backup check my-app --case 'RST-001[typical]'" in text


def test_what_is_not_emulated_and_what_was_noticed_is_told() -> None:
    text = printed(100)

    assert "@ohos.net.http.createHttp" in text
    assert "cannot find './gone'" in text
    assert "entry/src/main/ets/Log.ets:1" in text


def test_of_what_the_app_touches_only_what_is_wrong_is_told_in_one_line_each() -> None:
    lines = printed(140).splitlines()

    assert "Unknown to the SDK, fails on a device: @ohos.file.fs.opnSync" in lines
    assert "Not for backup extensions, says the reference: @ohos.window.create" in lines
    newer = "@ohos.app.Some (since 20, entry/src/main/ets/Some.ets:3)"
    assert f"Newer than the app's own compatible API version: {newer}" in lines
    assert "For system apps only: @ohos.account.admin" in lines
    assert not any("openSync" in line for line in lines)


def test_requirements_that_stay_open_for_one_reason_tell_it_once() -> None:
    sample = every_outcome()
    found = next(requirement for requirement in sample.requirements if requirement.outcome == "inconclusive")
    another = msgspec.structs.replace(found, id="RST-004")
    stream = io.StringIO()

    print_results(Console(file=stream, width=100), msgspec.structs.replace(sample, requirements=(found, another)))

    assert stream.getvalue().count("the reason of inconclusive") == 1
    assert "for the same reason as RST-003" in stream.getvalue()


def test_a_pass_takes_no_line_of_its_own() -> None:
    assert "CFG-001" not in printed(100)


def test_a_clean_run_of_the_whole_suite_fits_one_screen() -> None:
    families = ("CFG", "LIF", "BKP", "RST", "VER", "INC", "CLN", "SEC")
    requirements = tuple(
        requirement(f"{family}-{number:03}", "MUST", "not_applicable" if number % 2 else "pass", family)
        for family in families
        for number in range(1, 12)
    )
    clean = msgspec.structs.replace(
        every_outcome(),
        requirements=requirements,
        verdict=verdict_of(requirements),
        summary=summarise(requirements),
        **dict.fromkeys(("touched", "findings", "not_emulated"), ()),
    )
    includes = tuple(f"/data/storage/el2/base/haps/entry/files/{name}/" for name in ("notes", "attachments", "index"))
    subject = msgspec.structs.replace(clean.subject, includes=includes, callbacks=("onBackup", "onRestore"))
    stream = io.StringIO()
    console = Console(file=stream, width=80, highlight=False)

    print_found(console, subject, DeviceInfo(profile="api12"))
    print_results(console, msgspec.structs.replace(clean, subject=subject))

    assert "CONFORMS" in stream.getvalue()
    assert len(stream.getvalue().splitlines()) <= 24
    assert "CFG-001 003 005 007 009 011, LIF-001" in stream.getvalue()
